"""Doubts about data that can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.datacheck import check
from briefings.dataset import load
from tests.datafolders import FRAMEWORK, MEASURES, NORTH, SOUTH, VALUES, whole, write

NO_INSPECTION = "providers/south.yaml:1:1: warning: south: no inspection is recorded"
INSPECTED = SOUTH + "inspections: [{id: south-2019, framework: two, round: 2018/19}]\n"
ERROR = "providers/north.yaml:7:5: north-2019: "
DOUBT = "providers/north.yaml:7:5: warning: north-2019: "
VALUE = "north, caseload: "


def told(folder: Path) -> list[str]:
    faults = check(load([folder], bundled=False))
    return [fault.headline().removeprefix(f"{folder}/") for fault in faults]


def test_sound_data_has_no_faults(tmp_path: Path) -> None:
    assert told(whole(tmp_path, south=INSPECTED)) == []


def test_the_bundled_data_has_no_errors() -> None:
    assert [f.headline() for f in check(load()) if f.severity == "error"] == []


def inspected(line: str) -> str:
    """The northern provider with one more line about its inspection."""
    return NORTH.replace("    source: north-report\n", f"    source: north-report\n    {line}\n", 1)


@pytest.mark.parametrize(
    ("north", "expected"),
    [
        (
            NORTH.replace("{rating: Good", "{rating: Requires improvement", 1),
            (f"{DOUBT}published Requires improvement; the two standards total 5 of 6, "
            "which implies Good; a panel's judgement may explain"),
        ),
        (
            inspected("score: {value: 4, out_of: 6, source: rules}"),
            (f"{DOUBT}the printed score is 4; the standards total 5; check the score "
            "and the ratings against the source"),
        ),
        (
            inspected("score: {value: 5, out_of: 9, source: rules}"),
            (f"{DOUBT}the score is out of 9, the framework's greatest total is 6; "
            "check the framework"),
        ),
        (
            inspected("score: {value: 7, out_of: 6, source: rules}"),
            f"{ERROR}a score of 7 out of 6 cannot be",
        ),
        (
            inspected("split: {ratings: {Good: 1, Inadequate: 1}, source: rules}"),
            (f"{DOUBT}the split counts 0 Outstanding, the standards 1; "
            "check both against their sources"),
        ),
        (
            inspected("split: {ratings: {Good: 1, Outstanding: 2}, source: rules}"),
            (f"{DOUBT}the split counts 3 standards, the framework has 2; "
            "check the numbers of the split"),
        ),
        (
            inspected("rated: false"),
            (f"{ERROR}it gave no ratings (rated: false), yet has some; "
            "remove 'rated: false' or the ratings"),
        ),
        (
            inspected(
                "recommendation_count: {value: eight, number: 8, source: rules}\n"
                "    recommendations: [{number: 1, addressee: A, text: b, source: rules}]"
            ),
            (f"{DOUBT}the report makes eight recommendations, the file lists 1; "
            "add those that are missing, or correct the count"),
        ),
        (
            inspected(
                "recommendations: [{number: 1, addressee: A, text: b, source: rules}, "
                "{number: 1, addressee: A, text: c, source: rules}]"
            ),
            f"{DOUBT}2 recommendations have the number 1; give each its own, as the report does",
        ),
        (
            NORTH.replace("kind: CRC", "kind: PDU"),
            (f"{DOUBT}a PDU was inspected under a framework for CRC; "
            "check the kind and the framework"),
        ),
    ],
)  # fmt: skip
def test_doubts_about_an_inspection(tmp_path: Path, north: str, expected: str) -> None:
    assert north != NORTH
    assert expected in told(whole(tmp_path, north=north))


PER_CENT = MEASURES.replace("people", '"%"')
HEADER, LINE = VALUES.splitlines()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            VALUES,
            f"measures/values.csv:2: {VALUE}the value is 7000 %; give 0 to 100",
        ),
        (
            f"{HEADER},period\n{LINE.replace('7000', '70')},2020\n",
            (
                f"measures/values.csv:2: {VALUE}the period '2020' starts after 2019-04, which "
                "orders it; check period and as_of"
            ),
        ),
        (
            f"{HEADER}\n{LINE.replace('7000', '70')}\n{LINE.replace('7000', '71')}\n",
            (
                f"measures/values.csv:3: warning: {VALUE}70 (north-report) and 71 (north-report) "
                "differ; keep one, or tell their periods apart"
            ),
        ),
    ],
)
def test_doubts_about_observations(tmp_path: Path, values: str, expected: str) -> None:
    found = told(whole(tmp_path, south=INSPECTED, measures=PER_CENT, values=values))
    assert found == [expected]


def test_a_round_with_too_few_of_a_rating(tmp_path: Path) -> None:
    fact = "{label: Ratings, value: one, source: rules, counts: {Good: %d, Inadequate: %d}}"
    rounds = "2018/19: {framework: two, facts: [" + fact + "]}\n"
    assert told(whole(tmp_path / "a", south=INSPECTED, rounds=rounds % (1, 3))) == []
    assert told(whole(tmp_path / "b", south=INSPECTED, rounds=rounds % (0, 3))) == [
        (
            "rounds.yaml:1:1: warning: 2018/19: 'Ratings' counts 0 Good, the providers' files 1; "
            "check which providers it covers"
        )
    ]
    assert told(whole(tmp_path / "c", south=INSPECTED, rounds=rounds % (0, 0))) == []


def test_loose_ends(tmp_path: Path) -> None:
    folder = whole(tmp_path, sources="rules: {title: ' '}\nidle: {title: Idle}\n")
    assert told(folder) == [
        "sources.yaml:2:1: warning: idle: nothing cites this source; remove it, or cite it",
        "sources.yaml:1:1: warning: rules: the source has no title, so that it names nothing",
        NO_INSPECTION,
    ]


def test_errors_come_first(tmp_path: Path) -> None:
    severities = [
        fault.severity
        for fault in check(load([whole(tmp_path, north=inspected("rated: false"))], bundled=False))
    ]
    assert severities == ["error", "warning"]


def test_a_source_of_one_provider_is_found_in_its_file(tmp_path: Path) -> None:
    south = INSPECTED + "sources: {idle: {title: Idle}}\n"
    assert told(whole(tmp_path, south=south)) == [
        "providers/south.yaml:5:11: warning: idle: nothing cites this source; remove it, or cite it"
    ]


def test_an_upper_folder_is_looked_in_first(tmp_path: Path) -> None:
    under = whole(tmp_path / "under", south=INSPECTED)
    over = write(tmp_path / "over", {"providers/south.yaml": "# ours\n" + SOUTH})
    (fault,) = check(load([under, over], bundled=False))
    assert str(fault.place) == f"{over}/providers/south.yaml:2:1"


def test_a_dataset_without_its_folder_has_no_places(tmp_path: Path) -> None:
    data = load([whole(tmp_path / "here")], bundled=False)
    (tmp_path / "here").rename(tmp_path / "there")
    (fault,) = check(data)
    assert fault.headline() == "warning: south: no inspection is recorded"


BANDS = """\
case_bands:
  - {rating: Inadequate, at_least: 0}
  - {rating: Requires improvement, at_least: 50}
  - {rating: Good, at_least: 65}
  - {rating: Outstanding, at_least: 80}
"""


@pytest.mark.parametrize(
    ("sufficient", "expected"),
    [
        (
            61,
            [f"{DOUBT}standard 1.1: published Good; 61 per cent of cases implies Requires "
             "improvement; a panel's judgement may explain"],
        ),
        (65, []),  # on the boundary it may be rounded
        (70, []),
        (80, []),
        (101, [f"{ERROR}standard 1.1: 101 per cent of cases cannot be; give 0 to 100"]),
    ],
)  # fmt: skip
def test_percentages_of_cases(tmp_path: Path, sufficient: float, expected: list[str]) -> None:
    rated = f'"1.1": {{rating: Good, sufficient: {sufficient}, source'
    north = NORTH.replace('"1.1": {rating: Good, source', rated)
    folder = whole(tmp_path, north=north, south=INSPECTED, two=FRAMEWORK + BANDS)
    assert told(folder) == expected


@pytest.mark.parametrize(
    ("base", "sound"), [("120", True), ("", True), ("0", False), ("1.5", False)]
)
def test_a_base_is_a_number_of_cases(tmp_path: Path, base: str, sound: bool) -> None:
    measures = 'late: {name: Late, unit: "%", polarity: lower}\n'
    values = f"provider,measure,value,base,source\nnorth,late,40,{base},north-report\n"
    folder = whole(tmp_path, measures=measures, values=values, south=INSPECTED)
    found = [line for line in told(folder) if "base" in line]
    assert (found == []) is sound
    seen = load([folder], bundled=False).observations[0]
    assert seen.base == (float(base) if base else None)
