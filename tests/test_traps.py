"""Fifteen traps of this field, one test each: every one was met in somebody's tool or data.

Most rules have fuller tests where their code is; these stand together, so that none is lost.
"""

from __future__ import annotations

import pytest
from attrs import evolve

from briefings import metrics
from briefings.datacheck import check
from briefings.dataset import load
from briefings.dates import partial_date
from briefings.document import plain
from briefings.finder import Selector
from briefings.framework import Framework
from briefings.records import Dataset, Inspection, Observation, Polarity, Rating
from briefings.sections.judging import against, meets, target_verdict
from briefings.select import Choice, select
from briefings.standing import Standing
from briefings.values import absence, rating_value, score_of
from tests import tiny
from tests.sections.making import (
    composed,
    rows,
    said,
    table,
    tables,
    with_inspection,
    with_observations,
)


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return load()


def standing(dataset: Dataset, name: str, round_: str = "") -> Standing:
    found = select(dataset, Choice(subject=Selector(name), round=round_)).subject
    assert found is not None
    return found


def test_01_fifteen_of_thirty_requires_improvement_and_sixteen_is_good(bundled: Dataset) -> None:
    framework = bundled.frameworks["crc-2018"]
    assert framework.implied_overall(15) == "Requires improvement"
    assert framework.implied_overall(16) == "Good"


@pytest.mark.parametrize(
    ("framework", "maximum", "last", "first"),
    [("crc-2018", 30, 15, 16), ("pdu-2021", 27, 13, 14), ("pdu-2023", 21, 10, 11)],
)
def test_02_fewer_standards_move_the_bands(
    bundled: Dataset, framework: str, maximum: int, last: int, first: int
) -> None:
    found: Framework = bundled.frameworks[framework]
    assert found.maximum == maximum
    assert found.implied_overall(last) == "Requires improvement"
    assert found.implied_overall(first) == "Good"


def test_03_the_section_that_crcs_do_not_have_is_not_missing(bundled: Dataset) -> None:
    text = "providers: {subject: CGM CRC}\nround: 2018/19\nsections: [rating-summary, data-notes]\n"
    document = composed(text, bundled)
    assert not any(row[0].startswith("3") for t in tables(document) for row in rows(t))
    assert not any("no rating of standard" in words for words in said(document))
    assert any("There is no section 3" in words for words in said(document))


def test_04_the_latest_inspection_is_that_of_the_latest_fieldwork() -> None:
    early = Inspection(
        "north-late-report", "crc-tiny", published=partial_date("2020-01-10"),
        fieldwork=partial_date("2018-11"), overall=Rating("Good", "crc-rules"),
    )  # fmt: skip
    found = standing(with_inspection("north", early), "north")
    assert found.inspection is not None
    assert found.inspection.id == "north-2019"


def test_05_more_points_are_better(bundled: Dataset) -> None:
    scale = bundled.scales["four-ratings"]
    points = [rating.points for rating in scale.ratings]
    assert scale.names[0] == "Outstanding"
    assert points == sorted(points, reverse=True) == [3, 2, 1, 0]
    assert score_of(standing(bundled, "CGM CRC", "2018/19")) == 10


def observation(dataset: Dataset, name: str) -> Observation:
    (found,) = metrics.expand(name, dataset, ()) or ()
    seen = standing(dataset, "CGM CRC", "2018/19").observation(found.id)
    assert seen is not None
    return seen


def test_06_a_figure_can_beat_the_average_and_miss_its_target(bundled: Dataset) -> None:
    seen = observation(bundled, "SL10")
    assert (seen.value, seen.comparator_value, seen.target) == (89, 88, 90)
    assert against(seen, Polarity.HIGHER).text == "above: better"
    assert meets(seen, Polarity.HIGHER).text == "missed"


def test_07_a_figure_can_meet_its_target_and_trail_the_average(bundled: Dataset) -> None:
    seen = observation(bundled, "AM J")
    assert (seen.value, seen.comparator_value, seen.target) == (67, 71, 65)
    assert against(seen, Polarity.HIGHER).text == "below: worse"
    assert meets(seen, Polarity.HIGHER).text == "met"


def test_08_lower_reoffending_is_better(bundled: Dataset) -> None:
    measure = bundled.measures["proven-reoffending"]
    seen = Observation("x", measure.id, 38, "s", comparator="England", comparator_value=41)
    assert measure.polarity is Polarity.LOWER
    assert against(seen, measure.polarity).text == "below: better"
    assert meets(evolve(seen, target=37), measure.polarity).text == "missed"


def test_09_the_targets_of_2020_21_are_void(bundled: Dataset) -> None:
    seen = observation(bundled, "SL8")
    measure = bundled.measures[seen.measure]
    for day, verdict in (("2020-03-31", "met"), ("2020-12-31", "void"), ("2021-03-31", "void")):
        assert target_verdict(measure, evolve(seen, as_of=partial_date(day))).text == verdict


def test_10_not_inspected_is_no_rating_and_leaves_the_denominator() -> None:
    dogwood = standing(tiny.dataset(), "dogwood")
    assert absence(dogwood) == "not inspected"
    assert rating_value(dogwood, "overall").number is None
    text = "providers: {subject: ash, benchmark: {kind: LIB}}\nsections: [key-points, benchmark]\n"
    document = composed(text)
    assert rows(table(document))[0][2:] == ["0", "1", "1", "1", "0", "0"]
    assert any("benchmark, 3 LIBs" in words for words in said(document))


def test_11_one_word_on_two_scales_is_two_ratings() -> None:
    """A Good of one scheme never counts as the Good of another: a scale belongs to a framework."""
    whole = tiny.dataset()
    scale = whole.scales["five-words"]
    ratings = tuple(evolve(r, name="Good") if r.name == "Strong" else r for r in scale.ratings)
    library = evolve(whole.frameworks["lib-2024"], scale=evolve(scale, ratings=ratings))
    ash = whole.providers["ash"]
    (now,) = ash.inspections
    good = evolve(now, overall=Rating("Good", "lib-report"), standards={})
    whole = evolve(
        whole,
        frameworks={**whole.frameworks, "lib-2024": library},
        providers={**whole.providers, "ash": evolve(ash, inspections=(good,))},
    )
    text = "providers: {compare: [ash, south]}\nsections: [{league-table: {by: overall}}]\n"
    document = composed(text, whole)
    assert [[row[2] for row in rows(t)] for t in tables(document)] == [["Good"], ["Good"]]
    assert any("not like for like" in words for words in said(document))


def test_12_caseloads_are_not_added_up(bundled: Dataset) -> None:
    """Types of supervision count a person once each and once in the total: no sum is shown."""
    text = "providers: {compare: {group: purple-futures}}\nround: 2018/19\nmetrics: caseload\n"
    document = composed(text + "sections: [measures, comparison]\n", bundled)
    values = [o.value for o in bundled.observations if o.measure == "caseload"]
    shown = " ".join(cell for t in tables(document) for row in rows(t) for cell in row)
    total = sum(
        o.value
        for s in select(bundled, Choice(compare=(Selector(group="purple-futures"),))).compare
        if (o := s.observation("caseload"))
    )
    assert total not in values
    assert f"{total:,.0f}" not in shown
    assert "Total" not in shown


def test_13_ties_share_a_place() -> None:
    seen = [Observation(p, "loans", v, "lib-report")
            for p, v in (("ash", 9), ("beech", 9), ("cedar", 4))]  # fmt: skip
    text = "providers: {compare: {kind: LIB}}\nsections: [{league-table: {by: loans}}]\n"
    found = [row[0] for row in rows(tables(composed(text, with_observations(*seen)))[0])]
    assert found == ["1=", "1=", "3"]


def test_14_a_published_rating_stands_against_the_computed_one() -> None:
    whole = tiny.dataset()
    north = whole.providers["north"]
    then, now = north.inspections
    good = evolve(now, overall=Rating("Good", "north-2019"))
    changed = evolve(north, inspections=(then, good))
    whole = evolve(whole, providers={**whole.providers, "north": changed})
    text = (
        "providers: {subject: north}\nmetrics: overall\nsections: [rating-summary, consistency]\n"
    )
    words = said(composed(text, whole))
    assert standing(whole, "north").rating("overall") == Rating("Good", "north-2019")
    assert any("published Good" in w and "imply Requires improvement" in w for w in words)
    assert any("published Good" in fault.what for fault in check(whole))


def test_15_facts_of_several_periods_carry_their_own(bundled: Dataset) -> None:
    text = (
        "providers: {subject: CGM CRC}\nround: 2018/19\n"
        "metrics: [caseload, SL8, proven-reoffending]\nsections: [measures]\n"
    )
    document = composed(text, bundled)
    assert [row[1] for row in rows(table(document))] == [
        "30 June 2018", "April 2017 to June 2018, Q1", "October to December 2016 cohort",
    ]  # fmt: skip
    assert any("different periods" in words for words in said(document))
    assert plain(table(document).columns[1].title) == "Period"
