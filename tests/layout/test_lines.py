"""Lines: where they break, and that nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import theme as themes
from briefings.document import Align, Badge, Inlines, LineBreak, Link, Strong, Symbol, Text, Tone
from briefings.layout.house import House
from briefings.layout.lines import Line, break_lines, set_line
from briefings.layout.pieces import flatten
from briefings.layout.placed import Box, Element, Mark, Run
from tests.kitchen import words

HOUSE = House(themes.load())
BODY = HOUSE.voice("body")


def broken(inlines: Inlines, limit: float) -> list[Line]:
    return break_lines(flatten(HOUSE, inlines, BODY.ink, Element("P")), limit)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(fragment.text for fragment in line.fragments) for line in lines]


def width(text: str) -> float:
    return BODY.ink.face.width(text) * BODY.ink.size


def test_a_short_text_is_one_line_without_a_blank_at_its_end() -> None:
    assert texts(broken(words("Two words"), 200)) == ["Two words"]


def test_a_line_that_breaks_at_a_blank_keeps_it_so_that_words_are_not_joined() -> None:
    assert texts(broken(words("one two three four"), width("three four"))) == [
        "one two ",
        "three four",
    ]


def test_a_word_in_two_inks_is_not_broken_between_them() -> None:
    inlines = (Text("some words and "), Strong(words("strong")), Text("ly said"))
    lines = texts(broken(inlines, width("some words and strong")))
    assert lines == ["some words and ", "strongly said"]


def test_a_hyphen_between_letters_is_a_place_to_break() -> None:
    assert texts(broken(words("an end-to-end plan"), width("an end-to-"))) == [
        "an end-to-",
        "end plan",
    ]


def test_a_round_such_as_2018_19_is_not_broken() -> None:
    assert texts(broken(words("in round 2018/19 again"), width("in round 2018/1"))) == [
        "in round ",
        "2018/19 again",
    ]


def test_a_long_address_breaks_after_punctuation_without_blanks() -> None:
    address = "https://www.example.org/probation/reports?year=2019"
    lines = texts(broken(words(address), 120))
    assert len(lines) > 1
    assert "".join(lines) == address
    assert all(line[-1] in "/.?=:" for line in lines[:-1])


def test_a_word_without_any_punctuation_breaks_anywhere_as_the_last_resort() -> None:
    lines = broken(words("a " + "m" * 60 + " z"), 100)
    assert "".join(texts(lines)) == "a " + "m" * 60 + " z"
    assert all(line.width <= 100.01 for line in lines)


def test_a_line_break_ends_the_line() -> None:
    assert texts(broken((Text("one"), LineBreak(), Text("two")), 500)) == ["one ", "two"]


def test_no_break_blanks_stay() -> None:
    assert texts(broken(words("on 31\u00a0December"), width("31\u00a0December"))) == [
        "on ",
        "31\u00a0December",
    ]


def test_an_empty_text_is_one_empty_line() -> None:
    assert texts(broken((), 100)) == [""]
    assert texts(broken(words(""), 100)) == [""]


def test_a_badge_in_text_is_a_chip_with_its_symbol() -> None:
    badge = Badge("Good", Tone.GOOD, Symbol.CIRCLE)
    (line,) = broken((Text("It was "), badge, Text(".")), 500)
    items = set_line(line, BODY, 0, 0, 500, Align.LEFT)
    (box,) = [item for item in items if isinstance(item, Box)]
    (mark,) = [item for item in items if isinstance(item, Mark)]
    said = [item for item in items if isinstance(item, Run)]
    assert [run.text for run in said] == ["It was ", "Good", "."]
    assert box.x < mark.x < said[1].x
    assert said[1].x + said[1].width < box.x + box.width < said[2].x + 0.01


def test_a_badge_wider_than_the_line_turns_into_coloured_words() -> None:
    badge = Badge("Requires improvement", Tone.POOR, Symbol.TRIANGLE)
    lines = broken((badge,), width("improvement") + 2)
    assert [text.strip() for text in texts(lines)] == ["Requires", "improvement"]
    assert all(fragment.piece.chip is None for line in lines for fragment in line.fragments)
    assert {fragment.piece.ink.colour for line in lines for fragment in line.fragments} == {
        HOUSE.theme.colours.ink
    }


def test_a_link_is_underlined_on_each_of_its_lines() -> None:
    link = Link(words("a page about the standards of probation"), "https://example.org")
    lines = broken((link,), 100)
    assert len(lines) > 1
    for line in lines:
        items = set_line(line, BODY, 0, 0, 100, Align.LEFT)
        assert sum(isinstance(item, Box) for item in items) == 1


@pytest.mark.parametrize(
    ("align", "left"), [(Align.LEFT, 0.0), (Align.RIGHT, 1.0), (Align.CENTRE, 0.5)]
)
def test_alignment(align: Align, left: float) -> None:
    (line,) = broken(words("7.5"), 100)
    (run,) = set_line(line, BODY, 10, 0, 100, align)
    assert isinstance(run, Run)
    assert run.x == pytest.approx(10 + left * (100 - line.width))


WORDS = st.text(st.sampled_from("abm-/.ŵ9"), min_size=1, max_size=30)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
PIECES = st.lists(
    st.one_of(TEXTS.map(Text), TEXTS.map(lambda text: Strong((Text(text + " "),)))),
    min_size=1,
    max_size=4,
).map(tuple)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.floats(30, 400))
def test_lines_never_lose_a_character_nor_leave_their_measure(
    inlines: Inlines, limit: float
) -> None:
    lines = broken(inlines, limit)
    said = "".join(piece.text for piece in flatten(HOUSE, inlines, BODY.ink, Element("P")))
    assert "".join(texts(lines)).rstrip() == said.rstrip()
    assert all(line.width <= limit + 0.02 for line in lines)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.floats(60, 400))
def test_no_line_breaks_before_it_must(text: str, limit: float) -> None:
    lines = texts(broken(words(text), limit))
    for line, following in pairwise(lines):
        first = following.split(" ")[0]
        assert width(line + first) > limit - 0.02
