"""Data folders: what is read, what lies over what, and every fault with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.dataset import load
from briefings.errors import DataError
from briefings.records import Basis, Dataset
from tests.datafolders import FRAMEWORK, NORTH, VALUES, WHOLE, whole, write


def read(*folders: Path) -> Dataset:
    return load(folders, bundled=False)


def faults(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder.parent)
    with pytest.raises(DataError) as caught:
        read(Path(folder.name))
    return [f.headline().removeprefix(folder.name + "/") for f in caught.value.faults]


def test_a_whole_folder(tmp_path: Path) -> None:
    data = read(whole(tmp_path))
    assert list(data.providers) == ["north", "south"]
    (inspection,) = data.providers["north"].inspections
    assert inspection.provider == "north"
    assert inspection.standards["1.2"].basis is Basis.WORDED
    assert data.frameworks["two"].scale == data.scales["four"]
    assert data.sources.keys() == {"rules", "north-report"}
    assert data.rounds["2018/19"].framework == "two"
    assert data.groups["all-of-them"].providers == ("north", "south")
    (seen,) = data.observations
    assert (seen.value, seen.row, seen.comparator_value) == (7000.0, 2, None)
    assert data.folders == (str(tmp_path),)


def test_the_bundled_data_is_sound() -> None:
    data = load()
    assert "cheshire-and-greater-manchester" in data.providers
    assert load().digest == data.digest


def test_inspections_are_sorted_by_when_they_took_place(tmp_path: Path) -> None:
    form = "  - {id: %s, framework: two, published: %s, fieldwork: %s}\n"
    text = "name: N\nkind: CRC\ninspections:\n"
    text += form % ("late", "2019-01", "2018-12") + form % ("early", "2019-06", "2018-03")
    data = read(whole(tmp_path, south=text))
    assert [i.id for i in data.providers["south"].inspections] == ["early", "late"]


def test_a_later_folder_lies_over_an_earlier_one(tmp_path: Path) -> None:
    under = whole(tmp_path / "under")
    over = write(
        tmp_path / "over",
        {
            "providers/south.yaml": "name: Deep South CRC\nkind: CRC\n",
            "sources.yaml": "rules: {title: Newer rules}\n",
            "measures/own.csv": VALUES.replace("7000", "6500"),
        },
    )
    data = read(under, over)
    assert data.providers["south"].name == "Deep South CRC"
    assert data.providers["north"].name == "North CRC"
    assert data.sources["rules"].title == "Newer rules"
    assert [seen.value for seen in data.observations] == [6500.0]


def test_values_of_an_inspection_go_with_it(tmp_path: Path) -> None:
    under = whole(tmp_path / "under")
    over = write(tmp_path / "over", {"providers/north.yaml": "name: New North\nkind: CRC\n"})
    assert read(under, over).observations == ()


def test_the_digest_is_of_names_and_bytes_not_of_paths(tmp_path: Path) -> None:
    one, two = whole(tmp_path / "one"), whole(tmp_path / "two")
    assert read(one).digest == read(two).digest
    write(two, {"groups.yaml": WHOLE["groups.yaml"] + "# more\n"})
    assert read(one).digest != read(two).digest
    write(two, {"groups.yaml": WHOLE["groups.yaml"]})
    (two / "measures/values.csv").rename(two / "measures/other.csv")
    assert read(one).digest != read(two).digest


def test_faults_of_all_files_are_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = whole(
        tmp_path / "data",
        north="name: N\nkind: CRC\nregoin: x\n",
        south="name: S\n",
        groups="a: [1\nb: 2",
        values="provider,measure,valeu,source\n",
    )
    assert faults(folder, monkeypatch) == [
        ("groups.yaml:1:4: a bracket or brace is not closed, or a comma is missing; separate "
        "entries with ',' and close the bracket; quote text that holds { } [ ] or ,"),
        "providers/north.yaml:3:1: unknown key 'regoin'; did you mean 'region'?",
        ("providers/south.yaml:1:1: the key 'kind' is missing; add it: the kind of provider, "
        "such as CRC or PDU"),
        "measures/values.csv:1:18: unknown column 'valeu'; did you mean 'value'?",
    ]  # fmt: skip


CITED = "source: north-report}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "overall: {rating: Good",
            "overall: {rating: Goood",
            "13:23: inspections[0].overall.rating: unknown rating 'Goood'; did you mean 'Good'?",
        ),
        (
            "overall: {rating: Good",
            "overall: {rating: excellent",
            ("13:23: inspections[0].overall.rating: unknown rating 'excellent'; "
            "write 'Outstanding', as the scale does"),
        ),
        (
            '"1.1":',
            '"1.3":',
            '15:7: inspections[0].standards["1.3"]: unknown standard \'1.3\'',
        ),
        ("source: north-report\n", "source: nroth-report\n",
         "12:13: inspections[0].source: unknown source 'nroth-report'; did you mean 'north-rep"),
        ("framework: two", "framework: tow", "8:16: inspections[0].framework: unknown framework"),
        ("2018/19", "2018/20", "9:12: inspections[0].round: unknown round '2018/20'; did you mean"),
        ("2019-04-04", "2018-11-30",
         ("10:16: inspections[0].published: it was published (2018-11-30) before it started "
         "(2018-12); check both dates")),
        ("2019-04-04", "2019-02-30", "there is no day 2019-02-30"),
        ("2019-04-04", "2101-01-01", "published: 2101-01-01 cannot be; give a date from 1990 to"),
        ("2018-12", "1018-12", "fieldwork: 1018-12 cannot be"),
        ("[The North]", "[south crc]", "'south crc' is a name of the provider 'south', too; give"),
        ("[The North]", "[South]", "aliases[0]: 'South' is a name of the provider 'south', too"),
        ("    source: north-report\n", "    split: {ratings: {Bad: 1}, source: rules}\n",
         "inspections[0].split.ratings.Bad: unknown rating 'Bad'"),
        ("    source: north-report\n",
         '    findings: [{kind: strength, text: a, source: rules, domain: "3", standard: "9"}]\n',
         "inspections[0].findings[0].domain: unknown domain '3'"),
        ("    source: north-report\n", "    provider: north\n", "unknown key 'provider'"),
        ("north-report:", "North Report:", "sources.North Report: 'North Report' is not an id"),
    ],
)  # fmt: skip
def test_faults_in_a_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, expected: str
) -> None:
    assert old in NORTH
    folder = whole(tmp_path / "data", north=NORTH.replace(old, new, 1))
    told = faults(folder, monkeypatch)[0]
    assert told.startswith("providers/north.yaml:")
    assert expected in told


def test_the_whole_message_of_an_unknown_rating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole(tmp_path, north=NORTH.replace("{rating: Good", "{rating: Godo", 1))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as caught:
        read(Path())
    assert caught.value.render() == (
        "providers/north.yaml:13:23: inspections[0].overall.rating: unknown rating 'Godo'; "
        "did you mean 'Good'?\n"
        "   13 |     overall: {rating: Godo, source: north-report}\n"
        "      |                       ^\n"
        "    allowed: Outstanding, Good, Requires improvement, Inadequate"
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"groups": "a: {name: A, providers: [nroth]}"},
         "groups.yaml:1:26: a.providers[0]: unknown provider 'nroth'; did you mean 'north'?"),
        ({"groups": "A b: {name: A, providers: []}"}, "'A b' is not an id; use lower-case letters"),
        ({"rounds": "2018/19: {framework: x}"}, "rounds.yaml:1:22: [\"2018/19\"].framework: unkn"),
        ({"rounds": "2018/19: {framework: two, facts: [{label: a, value: b, source: rules, counts: "
          "{Goo: 1}}]}"}, "unknown rating 'Goo'; did you mean 'Good'?"),
        ({"two": FRAMEWORK.replace("scale: four\n", "")},
         "frameworks/two.yaml:9:14: overall_bands[0].rating: the framework rates nothing"),
        ({"two": FRAMEWORK.replace("scale: four", "scale: fuor")}, "unknown scale 'fuor'; did you"),
        ({"two": FRAMEWORK.replace('"1.2", name', '"1.1", name')},
         "the standard 1.1 is given twice"),
        ({"two": FRAMEWORK.replace('Staff, domain: "1"', 'Staff, domain: "7"')},
         "standards[1].domain: unknown domain '7'"),
        ({"south": "name: S\nkind: CRC\npredecessors: [nort]"}, "predecessors[0]: unknown"),
        ({"south": "name: north\nkind: CRC"}, "'north' is a name of the provider 'north', too"),
        ({"south": "name: S\nkind: CRC\nsources: {rules: {title: a}}"},
         ("providers/south.yaml:3:11: sources.rules: the source 'rules' is described in two files "
         "(also data/sources.yaml:1:1); keep one, in sources.yaml if several files cite it")),
        ({"south": "name: S\nkind: CRC\ninspections: [{id: north-2019, framework: two}]"},
         "inspections[0].id: the inspection 'north-2019' is given twice (also in data/providers/n"),
        ({"south": "name: S\nkind: CRC\nownership: [{owner: A, source: rules, start: 2019, "
          "end: 2018}]"}, "ownership[0].end: it ends (2018) before it started (2019)"),
        ({"sources": "- a"}, "sources.yaml:1:1: must be keys with values, not a list"),
        ({"values": VALUES.replace("north,case", "nroth,case")},
         "measures/values.csv:2:1: provider: unknown provider 'nroth'; did you mean 'north'?"),
        ({"values": VALUES.replace("7000", "7,000")},
         "measures/values.csv:2: the line has 7 cells, the header 6; quote a text that holds a"),
        ({"values": VALUES.replace("7000", "many")},
         "measures/values.csv:2:16: value: 'many' is not a number; write digits only"),
        ({"values": VALUES.replace("7000", "")}, "values.csv:2:16: value: is empty; write a value"),
        ({"values": VALUES.replace("7000", "nan")}, "csv:2:16: value: 'nan' is not a number"),
        ({"values": VALUES.replace("2019-04", "2019-4")}, "as_of: '2019-4' is not a date; write"),
        ({"values": VALUES.replace("2019-04", "1019-04")}, "as_of: 1019-04 cannot be"),
        ({"values": VALUES.replace("north,case", "south,case")},
         "inspection: the inspection 'north-2019' is one of 'north'; check the provider"),
        ({"values": "a,a\n"}, "measures/values.csv:1:1: unknown column 'a'"),
        ({"values": "provider,measure,value,value,source\n"}, "the column 'value' is given twice"),
        ({"values": VALUES.replace(",", ";")},
         "values.csv:1: the columns are separated by ';'; separate them with commas"),
        ({"values": "provider,measure,value\n"}, "the column 'source' is missing; add it"),
        ({"values": "\ufeff\n"}, "values.csv:1: the column 'provider' is missing"),
        ({"values": VALUES + 'a,"b'}, "values.csv:3: this is not CSV: unexpected end of data"),
    ],
)  # fmt: skip
def test_faults_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], expected: str
) -> None:
    told = faults(whole(tmp_path / "data", **changed), monkeypatch)
    assert any(expected in line for line in told)


def test_names_that_look_like_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(
        tmp_path / "data",
        {
            "source.yaml": "a",
            "notes.md": "a",
            "providers/readme.md": "a",
            "providers/Bad Name.yaml": "name: a\nkind: b\n",
        },
    )
    assert faults(folder, monkeypatch) == [
        "source.yaml: this is not read; did you mean 'sources.yaml'?",
        "providers/readme.md: this is not read; only *.yaml files belong here",
        (
            "providers/Bad Name.yaml: 'Bad Name' is not an id; "
            "name the file in lower-case letters, digits and single hyphens"
        ),
    ]


def test_folders_without_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    with pytest.raises(DataError) as caught:
        read(Path("empty"), Path("none"))
    assert [fault.headline() for fault in caught.value.faults] == [
        ("empty: this folder holds no data; a data folder has one or more of: groups.yaml, "
        "measures.yaml, rounds.yaml, sources.yaml, frameworks/, measures/, providers/"),
        "none: there is no such folder; check the path",
    ]  # fmt: skip


def test_a_time_without_targets_ends_after_it_starts(tmp_path: Path) -> None:
    void = "{start: 2021-03-31, end: 2020-04-01, source: rules}"
    measures = (
        f"caseload: {{name: Caseload, unit: people, polarity: none, targets_void: [{void}]}}\n"
    )
    with pytest.raises(DataError, match=r"it ends \(2020-04-01\) before it started \(2021-03-31\)"):
        load([whole(tmp_path, measures=measures)], bundled=False)
