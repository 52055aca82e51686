"""Providers side by side, and how a benchmark is counted."""

from __future__ import annotations

import pytest
from attrs import evolve

from briefings.dataset import load
from briefings.document import Badge, Orientation, RowRole, Section, plain
from briefings.records import Dataset, Rating
from tests import tiny
from tests.sections.making import blocks, composed, headings, rows, said, table, tables

LIBRARIES = "providers: {compare: {kind: LIB}}\nmetrics: [overall, standards]\n"
ROWS = "sections: [{comparison: {providers_in: rows, order: %s}}]\n"


def names(order: str, subject: str = "", dataset: Dataset | None = None) -> list[str]:
    of = f"providers: {{{subject}compare: [cedar, beech, ash]}}\nmetrics: overall\n"
    return [
        row[0].removesuffix(" Library") for row in rows(table(composed(of + ROWS % order, dataset)))
    ]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("given", ["Cedar", "Beech", "Ash"]),
        ("name", ["Ash", "Beech", "Cedar"]),
        ("overall", ["Ash", "Cedar", "Beech"]),
        ("score", ["Ash", "Beech", "Cedar"]),
    ],
)
def test_orders(order: str, found: list[str]) -> None:
    assert names(order) == found


@pytest.mark.parametrize("order", ["given", "name", "overall", "score"])
def test_the_subject_comes_first_whatever_the_order(order: str) -> None:
    assert names(order, "subject: beech, ")[0] == "Beech"


def with_overall(**ratings: str | None) -> Dataset:
    whole = tiny.dataset()
    changed = {}
    for name, word in ratings.items():
        provider = whole.providers[name]
        overall = Rating(word, "lib-report") if word else None
        inspection = evolve(provider.inspections[-1], overall=overall)
        changed[name] = evolve(provider, inspections=(inspection,))
    return evolve(whole, providers={**whole.providers, **changed})


def test_the_worst_rating_still_stands_before_one_that_is_not_known() -> None:
    """Shut has no points; a rating that was not published is not the same as that."""
    data = with_overall(ash=None, beech="Shaky", cedar="Shut")
    assert names("overall", dataset=data) == ["Beech", "Cedar", "Ash"]


def test_each_framework_has_a_table_of_its_own() -> None:
    document = composed("providers: {compare: [ash, north]}\nsections: [comparison]\n")
    assert headings(document)[:3] == [
        "Comparison", "Company inspections", "Library inspections 2024",
    ]  # fmt: skip
    first, second = tables(document)
    assert [row[0] for row in rows(first)][1] == "1.1 Leadership"
    assert [row[0] for row in rows(second)][1] == "A1 Leadership"
    assert "not like for like" in said(document)[0]


def test_whoever_was_not_inspected_is_named_and_has_no_column() -> None:
    document = composed(LIBRARIES + "sections: [comparison]\n")
    titles = [plain(c.title) for c in table(document).columns]
    assert "Dogwood" not in titles
    assert any("Dogwood Library" in words for words in said(document))


def test_few_stand_in_columns_and_many_in_rows() -> None:
    of = "providers: {compare: {kind: CRC}}\nround: 2018/19\n"
    many = table(composed(of + "metrics: overall\nsections: [comparison]\n", load()))
    few = table(composed(LIBRARIES + "sections: [comparison]\n"))
    assert len(rows(many)) == 21
    assert [plain(c.title) for c in few.columns][1:] == ["Ash", "Beech", "Cedar"]


def test_wide_tables_turn_the_page() -> None:
    of = (
        "providers: {compare: {kind: CRC}}\nround: 2018/19\n"
        "metrics: [overall, standards, owner, published]\nsections: [comparison]\n"
    )
    turned = [b.orientation for b in blocks(composed(of, load())) if isinstance(b, Section)]
    assert turned[0] is Orientation.LANDSCAPE
    assert Orientation.LANDSCAPE not in turned[1:]


def test_initials_have_a_key_and_their_whole_words() -> None:
    found = table(composed(LIBRARIES + ROWS % "given"))
    key = plain(found.key)
    for part in ("S Superb", "X Shut", "np not published in the sources", "A1 Leadership"):
        assert part in key
    assert "ni not inspected" not in key
    badges = [
        c.children[0] for r in found.rows for c in r.cells if isinstance(c.children[0], Badge)
    ]
    narrow = [b for b in badges if b.label]
    assert {b.text for b in narrow} == {"S", "St", "Sy", "Sh", "X", "np"}
    assert all(b.label == "not published in the sources" for b in narrow if b.text == "np")


def test_what_is_not_stated_is_noted_under_the_table() -> None:
    found = table(composed(LIBRARIES + "sections: [comparison]\n"))
    notes = [plain(n) for n in found.notes]
    assert "Inferred from wording, not stated: Ash B1." in notes


def test_every_row_or_column_names_its_sources() -> None:
    in_rows = table(composed(LIBRARIES + ROWS % "given"))
    assert [row[-1] for row in rows(in_rows)] == ["[1]"] * 3
    in_columns = table(composed(LIBRARIES + "sections: [comparison]\n"))
    assert rows(in_columns, [RowRole.TOTAL]) == [["Sources", "[1]", "[1]", "[1]"]]


# ----------------------------------------------------------------------------- benchmark

BENCHMARK = "providers: {subject: ash, benchmark: {kind: LIB}}\nmetrics: [overall, standards]\n"


def counted() -> dict[str, dict[str, str]]:
    found = tables(composed(BENCHMARK + "sections: [comparison]\n"))[-1]
    titles = [plain(c.title) for c in found.columns]
    return {row[0]: dict(zip(titles, row, strict=True)) for row in rows(found)}


def test_not_inspected_is_in_no_count_and_no_denominator() -> None:
    """Dogwood was never inspected: three libraries are counted, not four, and none as Shut."""
    for row in counted().values():
        words = ("Superb", "Strong", "Steady", "Shaky", "Shut", "Not known")
        assert sum(int(row[word]) for word in words) == 3
    assert counted()["Overall rating"]["Shut"] == "0"


def test_not_published_is_counted_apart_from_the_worst() -> None:
    row = counted()["B2 Welcome"]
    assert (row["Steady"], row["Shut"], row["Not known"]) == ("1", "1", "1")


def test_the_benchmark_of_the_round() -> None:
    of = (
        "providers: {subject: CGM CRC, benchmark: {kind: CRC}}\nround: 2018/19\n"
        "metrics: [overall]\nsections: [comparison]\n"
    )
    found = tables(composed(of, load()))[-1]
    titles = [plain(c.title) for c in found.columns]
    (overall,) = rows(found)
    row = dict(zip(titles, overall, strict=True))
    assert (row["Outstanding"], row["Good"], row["Requires improvement"], row["Inadequate"]) == (
        "0", "1", "19", "1",
    )  # fmt: skip


def test_a_handful_of_providers_keep_their_words_on_a_turned_page() -> None:
    text = "providers: {compare: {group: purple-futures}}\nround: 2018/19\nsections: [comparison]\n"
    (part,) = composed(text, load()).blocks[1:-1]
    assert isinstance(part, Section)
    assert part.orientation is Orientation.LANDSCAPE
    assert len(table(part).columns) == 6
    assert plain(table(part).columns[0].title) == "Metric"
    assert "Requires improvement" in rows(table(part))[0]


def test_the_counts_of_a_benchmark_stand_upright_after_a_turned_table() -> None:
    text = (
        "providers: {compare: {kind: CRC}, benchmark: {kind: CRC}}\nround: 2018/19\n"
        "sections: [comparison]\n"
    )
    turned, upright = composed(text, load()).blocks[1:-1]
    assert isinstance(turned, Section)
    assert isinstance(upright, Section)
    assert turned.orientation is Orientation.LANDSCAPE
    assert upright.orientation is Orientation.PORTRAIT
    assert plain(upright.title) == "Ratings of the benchmark"
    assert rows(table(upright))[0] == ["Overall rating", "0", "1", "19", "1", "0"]
