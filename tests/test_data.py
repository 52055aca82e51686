"""The bundled data against golden lists that were made from the sources, not from the data.

``tests/data/*.csv`` name an inspection by its provider, round and date of publication.  A
fact in the data and not in a list, or in a list and not in the data, fails.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefings.cli import main
from briefings.datacheck import check
from briefings.dataset import load
from briefings.finder import Finder
from briefings.records import Basis, Dataset

GOLDEN = Path(__file__).parent / "data"
Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def exported() -> dict[str, Any]:
    result = CliRunner().invoke(main, ["data", "export"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def golden(name: str) -> list[tuple[str, ...]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return [tuple(row) for row in rows[1:]]


def inspections(exported: dict[str, Any]) -> Iterator[tuple[Key, dict[str, Any]]]:
    for provider in exported["providers"]:
        for inspection in provider["inspections"]:
            key = provider["id"], inspection["round"], inspection["published"] or ""
            yield key, inspection


# ---------------------------------------------------------------- against the golden lists


def test_every_rating_is_as_published_and_no_other_is_there(exported: dict[str, Any]) -> None:
    found = []
    for key, inspection in inspections(exported):
        rated = {**inspection["standards"], "overall": inspection["overall"]}
        found += [(*key, name, r["rating"], r["basis"]) for name, r in rated.items() if r]
    wanted = golden("ratings.csv")
    assert sorted(found) == sorted(wanted)
    assert len(wanted) == len(set(wanted)) == 139


def test_recommendation_counts(exported: dict[str, Any]) -> None:
    found = [
        (*key, f"{count['number']:g}")
        for key, inspection in inspections(exported)
        if (count := inspection["recommendation_count"])
    ]
    assert sorted(found) == sorted(golden("recommendation-counts.csv"))


def test_printed_scores(exported: dict[str, Any]) -> None:
    found = [
        (*key, str(score["value"]), str(score["out_of"]))
        for key, inspection in inspections(exported)
        if (score := inspection["score"])
    ]
    assert sorted(found) == sorted(golden("scores.csv"))


def test_caseloads_with_their_qualifiers(exported: dict[str, Any]) -> None:
    keys = {inspection["id"]: key for key, inspection in inspections(exported)}
    found = [
        (*keys[o["inspection"]], f"{o['value']:g}", o["qualifier"])
        for o in exported["observations"]
        if o["measure"] == "caseload"
    ]
    assert sorted(found) == sorted(golden("caseloads.csv"))


# ------------------------------------------------------------------- sources and soundness


def test_every_rating_has_a_source_and_a_basis(exported: dict[str, Any]) -> None:
    sources = {source["id"] for source in exported["sources"]}
    bases = {str(basis) for basis in Basis}
    for key, inspection in inspections(exported):
        for rating in (inspection["overall"], *inspection["standards"].values()):
            if rating:
                assert rating["source"] in sources, key
                assert rating["basis"] in bases, key


def test_every_source_says_what_it_is(dataset: Dataset) -> None:
    assert [s.id for s in dataset.sources.values() if not s.title.strip()] == []
    addressed = [s for s in dataset.sources.values() if s.url]
    assert all(s.url.startswith(("https://", "http://")) for s in addressed)


def test_the_data_agrees_with_itself(dataset: Dataset) -> None:
    assert [f.headline() for f in check(dataset) if f.severity == "error"] == []


def test_a_split_never_contradicts_the_named_standards(dataset: Dataset) -> None:
    for provider in dataset.providers.values():
        for inspection in provider.inspections:
            named = [r.rating for r in inspection.standards.values()]
            for rating, count in inspection.split.items():
                assert named.count(rating) <= count, inspection.id


def test_the_round_of_2018_19_adds_up_as_published(dataset: Dataset) -> None:
    """One Good, nineteen Requires improvement, one Inadequate."""
    overall = [
        inspection.overall.rating
        for provider in dataset.providers.values()
        for inspection in provider.inspections
        if inspection.round == "2018/19" and inspection.overall
    ]
    counts = {word: overall.count(word) for word in sorted(set(overall))}
    assert counts == {"Good": 1, "Inadequate": 1, "Requires improvement": 19}
    published = [f.counts for f in dataset.rounds["2018/19"].facts if f.counts]
    assert {k: v for k, v in published[0].items() if v} == counts


# --------------------------------------------------------------------------------- names


def test_how_many_providers_of_each_kind(dataset: Dataset) -> None:
    kinds = [p.kind for p in dataset.providers.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"CRC": 21, "PDU": 34}


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("CGM CRC", "cheshire-and-greater-manchester"),
        ("Cheshire and Greater Manchester CRC", "cheshire-and-greater-manchester"),
        ("Cheshire & Greater Manchester", "cheshire-and-greater-manchester"),
        ("SWM", "staffordshire-and-west-midlands"),
        ("SWM CRC", "staffordshire-and-west-midlands"),
        ("West Midlands CRC", "staffordshire-and-west-midlands"),
        ("Staffordshire and West Midlands CRC", "staffordshire-and-west-midlands"),
        ("staffordshire AND west midlands community rehabilitation company",
         "staffordshire-and-west-midlands"),
        ("DLNR", "derbyshire-leicestershire-nottinghamshire-and-rutland"),
        ("BeNCH", "bedfordshire-northamptonshire-cambridgeshire-and-hertfordshire"),
    ],
)  # fmt: skip
def test_names_in_common_use_are_known(dataset: Dataset, name: str, provider: str) -> None:
    finder = Finder(dataset)
    found = finder.named(name)
    assert finder.faults == []
    assert found is not None
    assert found.id == provider


def test_no_short_name_is_shared(dataset: Dataset) -> None:
    shorts = [p.short for p in dataset.providers.values() if p.short]
    assert len(shorts) == len(set(shorts))
