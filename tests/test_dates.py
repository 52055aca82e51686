"""Dates that are only as precise as their source."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.dates import last_day, partial_date, period, words


@pytest.mark.parametrize(
    ("text", "first", "precision", "prose"),
    [
        ("2019-04-04", date(2019, 4, 4), "day", "4 April 2019"),
        ("2019-04", date(2019, 4, 1), "month", "April 2019"),
        ("2019", date(2019, 1, 1), "year", "2019"),
        ("autumn 2019", date(2019, 9, 1), "season", "autumn 2019"),
        ("Spring 2019", date(2019, 3, 1), "season", "Spring 2019"),
        ("summer 2019", date(2019, 6, 1), "season", "summer 2019"),
        ("winter 2019", date(2019, 12, 1), "season", "winter 2019"),
        ("April 2019", date(2019, 4, 1), "month", "April 2019"),
        ("4 April 2019", date(2019, 4, 4), "day", "4 April 2019"),
        (
            "November 2019 to December 2019",
            date(2019, 11, 1),
            "words",
            "November 2019 to December 2019",
        ),
        ("November to December 2019", date(2019, 11, 1), "words", "November to December 2019"),
        ("2018-12 to 2019-01", date(2018, 12, 1), "words", "2018-12 to 2019-01"),
    ],
)
def test_dates(text: str, first: date, precision: str, prose: str) -> None:
    found = partial_date(text)
    assert found is not None
    assert (found.text, found.first, found.precision) == (text, first, precision)
    assert words(found) == prose


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2019-02-30",
        "2019-13",
        "0000",
        "2019-4-4",
        "31 April 2019",
        "4 autumn 2019",
        "Smarch 2019",
        "04/04/2019",
        "December 2019 to November 2019",
        "May to June to July 2019",
        "12345",
    ],
)
def test_no_dates(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2019-04-04", date(2019, 4, 4)),
        ("2020-02", date(2020, 2, 29)),
        ("2019-12", date(2019, 12, 31)),
        ("winter 2019", date(2020, 2, 29)),
        ("2019", date(2019, 12, 31)),
        ("May to June 2019", None),
    ],
)
def test_the_last_day_a_date_can_be(text: str, last: date | None) -> None:
    found = partial_date(text)
    assert found is not None
    assert last_day(found) == last


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("2018-06-30", "30 June 2018"),
        ("30 June 2018", "30 June 2018"),
        ("2018-02-30", "2018-02-30"),  # there is no such day
        ("2011-12", "2011-12"),  # a year from April to March, or a month: nobody can tell
    ],
)
def test_a_period_that_is_a_day_is_said_in_words(text: str, prose: str) -> None:
    assert period(text) == prose
