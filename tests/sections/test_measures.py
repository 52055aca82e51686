"""Figures against a comparator and against a target: two judgements, kept apart."""

from __future__ import annotations

import pytest

from briefings.dataset import load
from briefings.document import Badge, Symbol, Tone
from briefings.records import Observation, Polarity
from briefings.sections.measures import against, meets
from tests.sections.making import composed, in_section, rows, said, table, tables

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


@pytest.mark.parametrize(
    ("qualifier", "polarity", "never"),
    [("nearly", HIGHER, "met"), ("more than", LOWER, "met")],
)
def test_nearly_the_target_is_not_the_target(
    qualifier: str, polarity: Polarity, never: str
) -> None:
    assert meets(seen(80, target=80, qualifier=qualifier), polarity).text != never


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
