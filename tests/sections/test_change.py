"""An inspection against the one before it."""

from __future__ import annotations

import pytest

from briefings.dataset import load
from briefings.dates import partial_date
from briefings.document import Badge, Symbol, Text, Tone, plain
from briefings.records import Inspection, Rating
from briefings.sections.change import contrary, judge
from briefings.values import Value, missing
from briefings.wording import NOT_COMPARABLE
from tests import tiny
from tests.sections.making import composed, rows, said, table, tables, with_inspection


def rated(word: str) -> Value:
    scale = tiny.dataset().scales["four-words"]
    found = scale.find(word)
    assert found is not None
    return Value((Text(word),), word, found.points)


@pytest.mark.parametrize(
    ("before", "now", "text", "tone", "symbol"),
    [
        ("Inadequate", "Outstanding", "improved", Tone.BETTER, Symbol.UP),
        ("Requires improvement", "Good", "improved", Tone.BETTER, Symbol.UP),
        ("Good", "Inadequate", "declined", Tone.WORSE, Symbol.DOWN),
        ("Inadequate", "Inadequate", "unchanged", Tone.NEUTRAL, Symbol.LEVEL),
    ],
)
def test_change_is_told_in_a_word(
    before: str, now: str, text: str, tone: Tone, symbol: Symbol
) -> None:
    assert judge(rated(before), rated(now)) == Badge(text, tone, symbol)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (missing("not rated"), rated("Good")),
        (rated("Good"), missing("not published in the sources")),
        (missing("not inspected"), missing("not inspected")),
    ],
)
def test_nothing_is_compared_with_what_is_not_known(before: Value, now: Value) -> None:
    assert judge(before, now) == Badge(NOT_COMPARABLE, Tone.MUTED)


CHANGE = "providers: {subject: %s}\nsections: [change]\n"


def test_standard_by_standard() -> None:
    found = rows(table(composed(CHANGE % "north")))
    assert [(row[0], row[1], row[2], row[3]) for row in found] == [
        ("Overall", "Inadequate", "Requires improvement", "improved"),
        ("1.1 Leadership", "Requires improvement", "Good", "improved"),
        ("1.2 Staff", "Inadequate", "Requires improvement", "improved"),
        ("2.1 Assessment", "Inadequate", "Inadequate", "unchanged"),
        ("2.2 Planning", "Inadequate", "Inadequate", "unchanged"),
    ]


def test_each_rating_cites_the_report_it_is_from() -> None:
    document = composed(CHANGE % "north")
    assert {row[4] for row in rows(table(document))} == {"[1] [2]"}


def test_a_standard_with_one_rating_only_cannot_be_compared() -> None:
    found = {row[0]: row[1:4] for row in rows(table(composed(CHANGE % "south")))}
    assert found["2.1 Assessment"] == ["Good", "not published in the sources", NOT_COMPARABLE]
    assert found["1.1 Leadership"] == ["Good", "Outstanding", "improved"]


def test_the_overall_rating_is_told_in_a_sentence() -> None:
    north, south = composed(CHANGE % "north"), composed(CHANGE % "south")
    assert said(north)[0].startswith(
        "The overall rating improved from Inadequate to Requires improvement."
    )
    assert said(south)[0].startswith("The overall rating is unchanged: Good, but")


def test_a_decline_is_called_one() -> None:
    worse = Inspection(
        "north-2020", "crc-tiny", published=tiny.dataset().sources["lib-report"].date,
        overall=Rating("Inadequate", "crc-rules"), standards={"1.1": Rating("Good", "crc-rules")},
    )  # fmt: skip
    document = composed(CHANGE % "north", with_inspection("north", worse))
    assert said(document)[0].startswith(
        "The overall rating declined from Requires improvement to Inadequate."
    )


def test_without_an_earlier_inspection_that_is_said() -> None:
    document = composed(CHANGE % "beech")
    assert tables(document) == []
    assert said(document)[0] == "No earlier inspection of Beech Library is in the data."


def test_two_frameworks_are_not_like_for_like() -> None:
    """The earlier inspection gave no ratings; its findings stand instead."""
    text = CHANGE % "CGM CRC" + "as_at: 2019-12-31\n"
    document = composed(text, load())
    assert tables(document) == []
    words = said(document)
    assert "not like for like" in words[0]
    assert "Quality & Impact" in words[0]
    assert any("mixed in quality" in w for w in words[1:])
    assert not {"improved", "declined", "unchanged"} & set(words[0].split())


def test_a_part_inspection_is_not_a_decline() -> None:
    text = CHANGE % "Hampshire & Isle of Wight CRC" + "as_at: 2020-12-31\n"
    document = composed(text, load())
    assert tables(document) == []
    assert said(document)[0] == "The latest inspection gave no ratings, so no rating is compared."
    assert said(document)[1].startswith("Overall rating then: Good.")


@pytest.mark.parametrize(
    ("overall", "moved", "hidden"),
    [
        ("unchanged", ("declined", "declined"), "two standards declined (A and B)"),
        ("unchanged", ("declined", "improved"),
         "one standard declined (A) and one standard improved (B)"),
        ("unchanged", ("unchanged", NOT_COMPARABLE), ""),
        ("improved", ("declined", "improved"), "one standard declined (A)"),
        ("declined", ("declined", "improved"), "one standard improved (B)"),
        ("improved", ("improved", "unchanged"), ""),
    ],
)  # fmt: skip
def test_what_the_overall_rating_hides(overall: str, moved: tuple[str, str], hidden: str) -> None:
    assert contrary(overall, list(zip(("A", "B"), moved, strict=True))) == hidden


def test_key_points_tell_what_the_overall_rating_hides() -> None:
    worse = Inspection(
        "south-2021", "crc-tiny", published=partial_date("2021-05-01"),
        overall=Rating("Good", "crc-rules"),
        standards={"1.1": Rating("Good", "crc-rules"), "1.2": Rating("Inadequate", "crc-rules")},
    )  # fmt: skip
    spec = "providers: {subject: south}\nsections: [key-points]\n"
    words = said(composed(spec, with_inspection("south", worse)))[0]
    assert words.startswith(
        "Good overall (1 May 2021), as in 2018/19, but two standards declined (1.1 Leadership "
        "and 1.2 Staff)."
    )


def test_all_rounds_stand_side_by_side() -> None:
    third = Inspection(
        "north-2021", "crc-tiny", published=partial_date("2021-05-01"),
        overall=Rating("Good", "crc-rules"), standards={"1.1": Rating("Good", "crc-rules")},
    )  # fmt: skip
    spec = "providers: {subject: north}\nsections: [{change: {rounds: all}}]\n"
    pair, whole = tables(composed(spec, with_inspection("north", third)))
    assert [plain(c.title) for c in whole.columns[1:]] == ["2017/18", "2018/19", "1 May 2021"]
    assert rows(whole)[0][1:] == ["Inadequate", "Requires improvement", "Good"]
    assert [plain(c.title) for c in pair.columns[1:3]] == ["2018/19", "1 May 2021"]


def test_two_rounds_are_not_told_twice() -> None:
    spec = "providers: {subject: north}\nsections: [{change: {rounds: all}}]\n"
    assert len(tables(composed(spec))) == 1


def test_an_inspection_without_ratings_is_named_and_not_compared() -> None:
    text = "providers: {subject: SWM}\nas_at: 2020-12-31\nsections: [{change: {rounds: all}}]\n"
    words = " ".join(said(composed(text, load())))
    assert "Not compared with the others:" in words
    assert "which gave findings and no ratings" in words


def test_successors_stand_beside_with_a_warning() -> None:
    document = composed(CHANGE % "ash")
    assert [(row[0], row[1]) for row in rows(table(document))] == [
        ("Ash Library", "This provider"), ("Cedar Library", "After"),
    ]  # fmt: skip
    assert any(words.startswith("Not like for like:") for words in said(document))
    assert not {"improved", "declined"} & set(" ".join(said(document)).split())


def test_predecessors_do_too_and_only_as_far_as_inspected_by_then() -> None:
    assert rows(table(composed(CHANGE % "cedar")))[0][:2] == ["Ash Library", "Before"]
    assert tables(composed(CHANGE % "ash" + "as_at: 2024-05-31\n")) == []


def test_a_successor_without_a_date_is_not_shown_as_inspected_by_then() -> None:
    text = CHANGE % "Hampshire & Isle of Wight CRC" + "as_at: 2020-12-31\n"
    assert not any("PDU" in row[0] for t in tables(composed(text, load())) for row in rows(t))
