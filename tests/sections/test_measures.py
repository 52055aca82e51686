"""Figures against a comparator and against a target: two judgements, kept apart."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from briefings.dataset import load
from briefings.dates import partial_date
from briefings.document import Badge, Symbol, Tone, plain
from briefings.records import Measure, Observation, Polarity, VoidTargets
from briefings.sections.judging import NOISE, against, meets, target_verdict
from tests import tiny
from tests.sections.making import (
    composed,
    in_section,
    rows,
    said,
    table,
    tables,
    with_observations,
)

HIGHER, LOWER, NONE = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE


def seen(
    value: float, compared: float | None = None, target: float | None = None, qualifier: str = ""
) -> Observation:
    return Observation(
        "ash", "loans", value, "lib-report", target=target, comparator="England",
        comparator_value=compared, qualifier=qualifier,
    )  # fmt: skip


MET = Badge("met", Tone.BETTER, Symbol.UP)
MISSED = Badge("missed", Tone.WORSE, Symbol.DOWN)


@pytest.mark.parametrize(
    ("value", "compared", "target", "polarity", "judged", "met"),
    [
        (89, 88, 90, HIGHER, "above: better", MISSED),
        (67, 71, 65, HIGHER, "below: worse", MET),
        (79, 79, 75, HIGHER, "the same", MET),
        (75, 79, 75, HIGHER, "below: worse", MET),
        (12.5, 15, 10, LOWER, "below: better", MISSED),
        (20, 15, 30, LOWER, "above: worse", MET),
        (10, 10, 10, LOWER, "the same", MET),
    ],
)
def test_a_figure_can_beat_the_average_and_miss_the_target_and_the_reverse(
    value: float, compared: float, target: float, polarity: Polarity, judged: str, met: Badge
) -> None:
    found = seen(value, compared, target)
    assert against(found, polarity).text == judged
    assert meets(found, polarity) == met


@pytest.mark.parametrize(
    ("value", "polarity", "tone", "symbol"),
    [
        (80, HIGHER, Tone.BETTER, Symbol.UP),
        (60, HIGHER, Tone.WORSE, Symbol.DOWN),
        (60, LOWER, Tone.BETTER, Symbol.UP),
        (80, LOWER, Tone.WORSE, Symbol.DOWN),
        (70, LOWER, Tone.NEUTRAL, Symbol.LEVEL),
        (80, NONE, Tone.NEUTRAL, Symbol.NONE),
        (60, NONE, Tone.NEUTRAL, Symbol.NONE),
    ],
)
def test_tone_follows_polarity_and_is_neutral_without_one(
    value: float, polarity: Polarity, tone: Tone, symbol: Symbol
) -> None:
    badge = against(seen(value, 70), polarity)
    assert (badge.tone, badge.symbol) == (tone, symbol)


def test_without_polarity_neither_side_is_better() -> None:
    assert against(seen(80, 70), NONE).text == "above"
    assert against(seen(60, 70), NONE).text == "below"
    assert meets(seen(80, target=70), NONE).tone is Tone.MUTED
    assert "met" not in meets(seen(80, target=70), NONE).text


def test_what_is_not_given_is_not_judged() -> None:
    assert against(seen(80), HIGHER).tone is Tone.MUTED
    assert meets(seen(80), HIGHER).tone is Tone.MUTED


ROUGH = "too rough to tell"


@pytest.mark.parametrize(
    ("qualifier", "target", "polarity", "text"),
    [
        ("nearly", 80, HIGHER, "missed"),
        ("nearly", 79, HIGHER, ROUGH),
        ("nearly", 80, LOWER, "met"),
        ("nearly", 79, LOWER, ROUGH),
        ("more than", 80, HIGHER, "met"),
        ("more than", 81, HIGHER, ROUGH),
        ("more than", 80, LOWER, "missed"),
        ("more than", 81, LOWER, ROUGH),
        ("around", 70, HIGHER, ROUGH),
        ("approximately", 90, LOWER, ROUGH),
    ],
)
def test_nearly_the_target_is_not_the_target(
    qualifier: str, target: float, polarity: Polarity, text: str
) -> None:
    assert meets(seen(80, target=target, qualifier=qualifier), polarity).text == text


@pytest.mark.parametrize(
    ("qualifier", "compared", "text"),
    [
        ("more than", 80, "above: better"),
        ("more than", 81, ROUGH),
        ("nearly", 80, "below: worse"),
        ("nearly", 79, ROUGH),
        ("around", 50, ROUGH),
    ],
)
def test_an_approximate_value_is_compared_only_where_it_surely_can_be(
    qualifier: str, compared: float, text: str
) -> None:
    assert against(seen(80, compared, qualifier=qualifier), HIGHER).text == text


# --------------------------------------------------------------------------------- samples


@pytest.mark.parametrize(
    ("base", "text"), [(100, NOISE), (10_000, "below: worse"), (None, "below: worse")]
)
def test_a_difference_within_sampling_noise_is_not_judged(base: float | None, text: str) -> None:
    found = evolve(seen(75, 79), base=base)
    assert against(found, HIGHER).text == text


SAMPLED = "providers: {subject: ash}\nmetrics: [late]\nsections: [measures]\n"


def observed(provider: str, value: float, base: float | None, **more: Any) -> Observation:
    return Observation(provider, "late", value, "lib-report", base=base, **more)


def test_the_interval_and_the_noise_are_in_words() -> None:
    own = observed("ash", 12, 100, comparator="All libraries", comparator_value=15)
    document = composed(SAMPLED, with_observations(own))
    assert rows(table(document))[0][6] == NOISE
    assert (
        "95 per cent intervals: Books returned late 12% (7% to 20%, 100 cases). Books returned "
        "late: the difference from All libraries is within sampling noise. [1]"
    ) in said(document)


def test_without_a_base_that_is_said() -> None:
    own = observed("ash", 12, None, comparator="All libraries", comparator_value=15)
    words = said(composed(SAMPLED, with_observations(own)))
    assert any(w.startswith("The sources do not say of how many cases") for w in words)


def test_providers_are_told_apart_only_beyond_sampling_noise() -> None:
    text = (
        "providers: {subject: ash, compare: [beech, cedar, dogwood]}\nmetrics: [late]\n"
        "sections: [{measures: {providers: all}}]\n"
    )
    whole = with_observations(
        observed("ash", 50, 120), observed("beech", 60, 120), observed("cedar", 70, 120),
        observed("dogwood", 50, None),
    )  # fmt: skip
    words = said(composed(text, whole))
    assert (
        "The difference from Ash is more than sampling noise for Cedar and within sampling noise "
        "for Beech."
    ) in words
    assert any("how many cases the percentage is for Dogwood" in w for w in words)


# ---------------------------------------------------------------------------- void targets


def voided(as_of: str, period: str = "") -> tuple[Measure, Observation]:
    start, end = partial_date("2020-04-01"), partial_date("2021-03-31")
    assert start
    assert end
    time = VoidTargets(start, end, "lib-rules", "no expectations")
    measure = evolve(tiny.dataset().measures["late"], targets_void=(time,))
    when = partial_date(as_of) if as_of else None
    return measure, observed("ash", 12, None, target=10, as_of=when, period=period)


@pytest.mark.parametrize(
    ("as_of", "period", "text"),
    [
        ("2020-03-31", "", "missed"),
        ("2020-04", "", "void"),
        ("2021-03-31", "", "void"),
        ("2021-03", "", "void"),
        ("2021-04-01", "", "missed"),
        ("", "2020-06", "void"),
        ("", "", "missed"),
    ],
)
def test_a_void_target_is_not_judged(as_of: str, period: str, text: str) -> None:
    assert target_verdict(*voided(as_of, period)).text == text


def test_a_void_target_is_shown_with_its_reason() -> None:
    measure, own = voided("2020-12-31")
    whole = evolve(with_observations(own), measures={"late": measure})
    document = composed(SAMPLED.replace("sections: [", "sections: [key-points, "), whole)
    assert rows(table(document))[0][4:6] == ["10%", "void"]
    assert any(
        w.startswith("Target void for this period, and not judged: Books returned late (no")
        for w in said(document)
    )
    assert not any("target" in w and "met" in w for w in said(document) if "void" not in w)


# ---------------------------------------------------------------------------- as sections

CGM = """\
providers: {subject: CGM CRC}
round: 2018/19
metrics: [caseload, SL8, AM J, SL10, proven-reoffending]
sections: [measures]
"""


def test_the_figures_of_cheshire_and_greater_manchester() -> None:
    found = {row[0]: row[2:7] for row in rows(table(composed(CGM, load())))}
    assert found["Orders successfully completed"] == ["79%", "79%", "75%", "met", "the same"]
    assert found["Compliance with licences"] == ["67%", "71%", "65%", "met", "below: worse"]
    assert found["Unpaid work requirements completed"] == [
        "89%", "88%", "90%", "missed", "above: better",
    ]  # fmt: skip


def test_a_total_is_no_average_to_be_judged_against() -> None:
    """The caseload of all CRCs together is larger than that of one, which says nothing."""
    caseload = next(r for r in rows(table(composed(CGM, load()))) if r[0] == "Caseload")
    assert caseload[2] == "11,856"
    assert "154,471" in caseload[3]
    assert not {"above", "below"} & set(" ".join(caseload[5:7]).replace(":", "").split())


def test_a_total_judges_nobody_where_it_is_the_only_comparator_either() -> None:
    text = CGM.replace("[caseload, SL8, AM J, SL10, proven-reoffending]", "[caseload]")
    for section in ("[measures]", "[{measures: {providers: all}}]"):
        (row,) = rows(table(composed(text.replace("[measures]", section), load())))
        assert "154,471" in row
        assert "not judged" in row
        assert not {"above", "below"} & set(row)


def test_everyone_s_value_is_held_against_the_target_and_the_average_apart() -> None:
    text = "providers: {compare: [ash, beech, cedar]}\nmetrics: [late]\n"
    whole = with_observations(
        observed("ash", 12, None, target=10, comparator="All libraries", comparator_value=15),
        observed("beech", 20, 60, target=30, comparator="All libraries", comparator_value=15),
        observed("cedar", 9, None, target=10, comparator="Large ones", comparator_value=8),
    )
    found = table(composed(text + "sections: [{measures: {providers: all}}]\n", whole))
    assert [plain(column.title) for column in found.columns][3:7] == [
        "All libraries", "Target", "Meets target", "Against All libraries",
    ]  # fmt: skip
    assert [row[3:7] for row in rows(found)] == [
        ["15%", "10%", "missed", "below: better"],
        ["15%", "30%", "met", "within noise"],
        ["Large ones: 8%", "10%", "met", "not judged"],
    ]


def test_a_comparator_of_few_has_no_column() -> None:
    text = "providers: {compare: [ash, beech, cedar]}\nmetrics: [late]\n"
    whole = with_observations(
        observed("ash", 12, None, comparator="All libraries", comparator_value=15),
        observed("beech", 20, None),
        observed("cedar", 9, None),
    )
    found = table(composed(text + "sections: [{measures: {providers: all}}]\n", whole))
    assert [plain(column.title) for column in found.columns][2:] == ["Value", "Source"]


def test_periods_stand_beside_each_value_and_a_mixture_is_told() -> None:
    document = composed(CGM, load())
    assert [row[1] for row in rows(table(document))][1] == "April 2017 to June 2018, Q1"
    assert any("different periods" in words for words in said(document))


def test_everyone_with_a_value_has_a_row_and_the_others_are_named() -> None:
    document = composed(
        "providers: {subject: ash, compare: [beech, cedar]}\n"
        "metrics: [loans]\nsections: [{measures: {providers: all}}]\n"
    )
    assert [row[0] for row in rows(table(document))] == ["Ash Library", "Beech Library"]
    assert any("not published in the sources: Cedar" in words for words in said(document))


def test_a_measure_that_nobody_has_makes_no_table() -> None:
    document = composed(
        "providers: {subject: cedar}\nmetrics: [loans, late]\nsections: [measures]\n"
    )
    assert tables(document) == []
    assert "Loans and Books returned late: not published in the sources." in said(document)


def test_without_measures_that_is_said() -> None:
    document = composed("providers: {subject: ash}\nmetrics: overall\nsections: [measures]\n")
    assert said(in_section(document, "Performance measures")) == [
        "No measure is among the metrics."
    ]
