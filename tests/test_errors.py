"""Faults and how they read."""

from __future__ import annotations

import pickle

import pytest

from briefings.errors import (
    EXIT_FAULT,
    BriefingError,
    DataError,
    Fault,
    Place,
    SpecError,
    nearest,
    suggestion,
)

PLACE = Place("specs/a.yaml", 3, 5, "  - sectoins: [x]")


def test_a_headline_says_where_what_and_the_remedy() -> None:
    fault = Fault("unknown key 'sectoins'", "did you mean 'sections'?", "pack[0]", PLACE)
    assert fault.headline() == (
        "specs/a.yaml:3:5: pack[0]: unknown key 'sectoins'; did you mean 'sections'?"
    )


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a"), "a"),
        (Place("a", 3), "a:3"),
        (Place("a", 3, 7), "a:3:7"),
    ],
)
def test_places(place: Place, text: str) -> None:
    assert str(place) == text


def test_parts_that_are_not_known_leave_no_trace() -> None:
    assert Fault("it is wrong").headline() == "it is wrong"
    assert Fault("it is wrong").render() == "it is wrong"
    warning = Fault("odd", place=Place("a", 1), severity="warning")
    assert warning.headline() == "a:1: warning: odd"


def test_a_fault_shows_its_line_a_caret_and_what_is_allowed() -> None:
    fault = Fault("no", place=PLACE, allowed=("sections", "title"))
    assert fault.render() == (
        "specs/a.yaml:3:5: no\n"
        "    3 |   - sectoins: [x]\n"
        "      |     ^\n"
        "    allowed: sections, title"
    )


def test_a_place_far_to_the_right_is_still_shown() -> None:
    line = "x" * 300 + "here" + "y" * 300
    shown = Fault("no", place=Place("a", 1, 301, line)).render().splitlines()
    caret = shown[2].index("^")
    assert shown[1][caret : caret + 4] == "here"
    assert all(len(text) < 120 for text in shown)


def test_tabs_and_control_characters_do_not_move_the_caret() -> None:
    shown = Fault("no", place=Place("a", 1, 4, "\ta\x1bhere")).render().splitlines()
    assert shown[1][shown[2].index("^") :] == "here"
    assert "\x1b" not in shown[1]


def test_faults_as_json() -> None:
    fault = Fault("no", "do it", "a.b", PLACE, allowed=("x",))
    assert fault.as_json() == {
        "severity": "error",
        "file": "specs/a.yaml",
        "line": 3,
        "column": 5,
        "where": "a.b",
        "what": "no",
        "remedy": "do it",
        "allowed": ["x"],
    }
    assert Fault("no").as_json()["file"] is None


def test_an_error_carries_all_its_faults() -> None:
    error = SpecError([Fault("one"), Fault("two", allowed=("x",))])
    assert str(error) == "one\ntwo"
    assert error.render() == "one\ntwo\n    allowed: x"
    assert error.exit_code == EXIT_FAULT
    assert DataError(Fault("one")).faults == (Fault("one"),)


def test_an_error_crosses_a_process_border_whole() -> None:
    error = DataError([Fault("one", place=PLACE), Fault("two")])
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is DataError
    assert isinstance(copy, BriefingError)
    assert copy.faults == error.faults


WORDS = ("sections", "sources", "title")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("sectoins", ["sections"]),
        ("SOURCES", ["sources"]),
        ("titel", ["title"]),
        ("zebra", []),
        ("", []),
    ],
)
def test_the_nearest_words(word: str, near: list[str]) -> None:
    assert nearest(word, WORDS)[:1] == near


def test_the_nearest_word_keeps_the_case_of_what_is_allowed() -> None:
    assert nearest("good", ("Good", "Inadequate")) == ["Good"]


def test_suggestions() -> None:
    assert suggestion("sectoins", WORDS) == "did you mean 'sections'?"
    assert suggestion("zebra", WORDS) == ""
