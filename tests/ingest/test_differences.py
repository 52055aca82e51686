"""What differs between two states of the data, fact by fact and in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefings.dataset import load
from briefings.export import as_json
from briefings.ingest import differences
from tests import tiny
from tests.ingest.making import run


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The tiny dataset with one text in the place of another."""
    tiny.write(folder)
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def told(before: Path, after: Path) -> list[str]:
    datasets = (as_json(load([folder], bundled=False)) for folder in (before, after))
    return [str(change) for change in differences(*datasets)]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "providers/north.yaml",
            '"1.1": {rating: Good, source: north-2019}',
            '"1.1": {rating: Outstanding, source: north-2019}',
            "~ 1.1 Leadership of North Community Rehabilitation Company, 2019: Good -> Outstanding",
        ),
        (
            "providers/ash.yaml",
            "B1: {rating: Strong, source: lib-report, basis: worded}",
            "B1: {rating: Strong, source: lib-report}",
            "~ basis of B1 Lending of Ash Library, 2024: worded -> stated",
        ),
        (
            "providers/beech.yaml",
            "B2: {rating: Shut, source: lib-report}",
            "",
            "- B2 Welcome of Beech Library, 2024: Shut",
        ),
        (
            "providers/dogwood.yaml",
            "region: Marsh",
            "region: Woodland",
            "~ region of Dogwood Library: Marsh -> Woodland",
        ),
        (
            "providers/dogwood.yaml",
            "region: Marsh",
            "region: Marsh\naliases: [The Dog]",
            "+ aliases of Dogwood Library: The Dog",
        ),
        (
            "providers/ash.yaml",
            "text: Label every shelf.",
            "text: Label all shelves.",
            "~ recommendation 1 of Ash Library, 2024: Label every shelf. -> Label all shelves.",
        ),
        (
            "measures/values.csv",
            "south,completed,80,",
            "south,completed,80.001,",
            "~ Orders completed of South Community Rehabilitation Company, April to June 2018: "
            "80% -> 80.001%",
        ),
        (
            "measures/values.csv",
            "beech,loans,41000,nearly,2023,2023-12,beech-2024,All libraries,98000,100000",
            "beech,loans,41000,nearly,2023,2023-12,beech-2024,All libraries,98000,100001",
            "~ target of Loans of Beech Library, 2023: 100,000 -> 100,001",
        ),
        (
            "providers/ash.yaml",
            "addressee: Ash Library",
            "addressee: Elm Library",
            "~ addressee of recommendation 1 of Ash Library, 2024: Ash Library -> Elm Library",
        ),
        (
            "sources.yaml",
            "title: An inspection of South",
            "title: The inspection of South",
            "~ source south-2018: An inspection of South -> The inspection of South",
        ),
        (
            "groups.yaml",
            "providers: [ash, beech]",
            "providers: [ash]",
            "~ providers of group woodland: ash; beech -> ash",
        ),
    ],
)
def test_one_change_is_one_line(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    before = tiny.write(tmp_path / "a")
    after = changed(tmp_path / "b", file, old, new)
    assert told(before, after) == [expected]


def test_the_same_data_has_no_difference(tmp_path: Path) -> None:
    assert told(tiny.write(tmp_path / "a"), tiny.write(tmp_path / "b")) == []


def test_turned_round_an_addition_is_a_removal(tmp_path: Path) -> None:
    before = tiny.write(tmp_path / "a")
    score = "score: {value: 3, out_of: 16, source: lib-report}"
    new = f"{score}\n    overall: {{rating: Shut"
    after = changed(tmp_path / "b", "providers/beech.yaml", "overall: {rating: Shaky", new)
    there = told(before, after)
    back = told(after, before)
    assert there == [
        "~ overall rating of Beech Library, 2024: Shaky -> Shut",
        "+ printed score of Beech Library, 2024: 3 of 16",
    ]
    assert back == [
        "~ overall rating of Beech Library, 2024: Shut -> Shaky",
        "- printed score of Beech Library, 2024: 3 of 16",
    ]


def test_the_command_takes_folders_and_exported_json(tmp_path: Path) -> None:
    before = tiny.write(tmp_path / "a")
    after = changed(tmp_path / "b", "groups.yaml", "Both companies", "Two companies")
    exported = tmp_path / "a.json"
    exported.write_text(run("data", "export", "--data", before, "--data-only").stdout, "utf-8")
    result = run("data", "diff", exported, after, "--data-only")
    assert result.exit_code == 0
    assert result.stdout == "~ group companies: Both companies -> Two companies\n"
    assert "one fact differs" in result.stderr
    as_data = json.loads(run("data", "diff", before, after, "--data-only", "--json").stdout)
    assert [change["change"] for change in as_data["changes"]] == ["changed"]


def test_the_exit_code_tells_a_difference_where_it_is_wanted(tmp_path: Path) -> None:
    before = tiny.write(tmp_path / "a")
    after = changed(tmp_path / "b", "groups.yaml", "Both companies", "Two companies")
    assert run("data", "diff", before, after, "--data-only", "--exit-code").exit_code == 1
    assert run("data", "diff", before, before, "--data-only", "--exit-code").exit_code == 0
    assert run("data", "diff", "bundled", "bundled", "--exit-code").exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("[]", "not exported data"), ("{}", "not exported data")],
)
def test_a_file_that_is_no_export_is_a_fault(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    result = run("data", "diff", path, "bundled")
    assert result.exit_code == 1
    assert words in result.stderr


def test_an_export_of_another_format_is_a_fault(tmp_path: Path) -> None:
    data = as_json(load([tiny.write(tmp_path / "a")], bundled=False)) | {"format": 99}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data))
    result = run("data", "diff", path, "bundled")
    assert result.exit_code == 1
    assert "format 99" in result.stderr
