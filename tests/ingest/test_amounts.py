"""Numbers, dates and gaps in the ways in which people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from briefings.ingest.amounts import Trouble, gap, read_amount, read_date
from briefings.ingest.grid import Cell, Raw


def cell(value: Raw, *, percent: bool = False) -> Cell:
    return Cell("", 1, 1, value, percent)


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "percent"),
    [
        ("79%", 79, "", True),
        ("79 %", 79, "", True),
        ("79 per cent", 79, "", True),
        ("79 percent", 79, "", True),
        ("79.5", 79.5, "", False),
        ("7,000", 7000, "", False),
        ("7\u00a0000", 7000, "", False),
        ("1 234 567", 1_234_567, "", False),
        ("£1,200", 1200, "", False),
        ("−5", -5, "", False),
        ("more than 7,000", 7000, "more than", False),
        ("Over 7,000", 7000, "more than", False),
        (">7000", 7000, "more than", False),
        ("nearly 80%", 80, "nearly", True),
        ("almost 80", 80, "nearly", False),
        ("c. 40", 40, "around", False),
        ("approx. 40", 40, "approximately", False),
        ("fewer than 5", 5, "less than", False),
        (".5", 0.5, "", False),
    ],
)
def test_numbers_in_words_and_signs(text: str, value: float, qualifier: str, percent: bool) -> None:
    amount = read_amount(cell(text))
    assert (amount.value, amount.qualifier, amount.percent) == (value, qualifier, percent)


def test_a_number_shown_per_cent_is_per_cent() -> None:
    amount = read_amount(cell(0.79, percent=True))
    assert (amount.value, amount.percent) == (79, True)
    assert read_amount(cell(0.79)).value == 0.79


def test_the_sign_of_a_footnote_is_kept_apart() -> None:
    assert read_amount(cell("79%*")).mark == "*"
    assert read_amount(cell("79 [note 1]")).mark == "[note 1]"
    assert read_amount(cell("79 (r)")).mark == "(r)"


@pytest.mark.parametrize(
    "value", ["", "%", "Good", "7-9", "1.234,5", "12,34", "7 to 9", True, date(2019, 1, 1), "-"]
)
def test_what_is_no_number_is_not_guessed(value: Raw) -> None:
    with pytest.raises(Trouble):
        read_amount(cell(value))


@pytest.mark.parametrize(
    "text", ["-", "–", "..", "[x]", "[c]", "n/a", "N/A", "Not available", "#N/A", ":", "tbc"]
)
def test_a_gap_has_its_reason(text: str) -> None:
    assert gap(cell(text))


@pytest.mark.parametrize("value", ["0", 0, "nil", "Good", "1", "I", "G"])
def test_what_may_be_a_value_is_no_gap(value: Raw) -> None:
    assert gap(cell(value)) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2019-04-04", "2019-04-04"),
        ("2019-04", "2019-04"),
        ("2019", "2019"),
        (2019, "2019"),
        (2019.0, "2019"),
        ("4 April 2019", "2019-04-04"),
        ("4th April 2019", "2019-04-04"),
        ("Thursday 4 April 2019", "2019-04-04"),
        ("4-Apr-19", "2019-04-04"),
        ("25/12/2019", "2019-12-25"),
        ("4.4.2019", "2019-04-04"),
        ("April 2019", "2019-04"),
        ("Sept 2019", "2019-09"),
        ("Apr-19", "2019-04"),
        ("autumn 2019", "autumn 2019"),
        ("November 2019 to December 2019", "November 2019 to December 2019"),
        ("2019-04-04 00:00:00", "2019-04-04"),
        ("2019-04-04T00:00:00", "2019-04-04"),
        (date(2019, 4, 4), "2019-04-04"),
        (datetime.fromisoformat("2019-04-04T00:00"), "2019-04-04"),
    ],
)
def test_dates_in_many_forms(value: Raw, text: str) -> None:
    when = read_date(cell(value))
    assert when.date.text == text
    assert when.date.first is not None
    assert not when.warning


def test_what_could_be_another_day_is_told() -> None:
    assert read_date(cell("04/05/2019")).date.text == "2019-05-04"
    assert "day first" in read_date(cell("04/05/2019")).warning
    assert read_date(cell(43559)).date.text == "2019-04-04"
    assert "43559" in read_date(cell(43559)).warning


@pytest.mark.parametrize("value", ["31/02/2019", "30 February 2019", "soon", "13/13/2019", 5, 0.5])
def test_what_is_no_date_is_not_guessed(value: Raw) -> None:
    with pytest.raises(Trouble):
        read_date(cell(value))
