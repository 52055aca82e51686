"""Dates as precise as their source: a day, a month, a season, a year or words.

:func:`partial_date` reads what a data file holds, :func:`words` writes it for a reader.
"""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date, timedelta

from briefings import language
from briefings.language import say, term
from briefings.records import PartialDate

__all__ = ["PATTERN", "last_day", "partial_date", "period", "words"]

MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
SEASONS = {
    term("spring"): 3,
    term("summer"): 6,
    term("autumn"): 9,
    term("winter"): 12,
}  # the month that orders it

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_WORDED = re.compile(r"(?:(?P<day>\d{1,2}) )?(?:(?P<name>[A-Za-z]+) )?(?P<year>\d{4})\Z")
_RANGE = re.compile(r" to | and | - | – |–|/")
_YEAR = re.compile(r"\b(?:19|20|21)\d{2}\b")

_MONTHS_LONG = {"day": 0, "month": 1, "season": 3, "year": 12}

PATTERN = "2019-04-04, 2019-04, 2019, 'autumn 2019' or 'November 2019 to December 2019'"


def partial_date(text: str) -> PartialDate | None:
    """The date that ``text`` gives, or ``None`` where it names none (or an impossible one).

    Several months are ordered by the first of them; words around a year by that year.
    """
    text = " ".join(text.split())
    try:
        return _iso(text) or _worded(text) or _several(text)
    except ValueError:  # 30 February
        return None


def words(when: PartialDate) -> str:
    """``when`` as prose prints it: "4 April 2019", "April 2019", "2019", "autumn 2019"."""
    first = when.first
    if first is None or when.precision not in ("day", "month", "year"):
        return period(when.text)
    match when.precision:
        case "day":
            return f"{first.day} {say(month_name[first.month])} {first.year}"
        case "month":
            return f"{say(month_name[first.month])} {first.year}"
        case _:
            return str(first.year)


def period(text: str) -> str:
    """A time as the data words it ("autumn 2018", "April 2017 to June 2018, Q1").

    A day written as ``2018-06-30`` is said in words; ``2011-12`` may be a year, and stays.  In
    another language than English as far as every part is known, else marked.
    """
    if _DAY.match(text) and (day := partial_date(text)):
        return words(day)
    chosen = language.chosen()
    if chosen is None or not any(c.isalpha() for c in text):
        return text
    if text in chosen.names:
        return chosen.names[text]
    parts = [_said(part) or chosen.names.get(part, "") for part in text.split(", ")]
    return ", ".join(parts) if all(parts) else language.english(text)


def _said(text: str) -> str:
    """A date, or two with "to" between them; nothing where ``text`` is neither."""
    one = _worded(text)
    if one and one.precision == "season":
        season, year = text.split()
        return f"{say(season.casefold())} {year}"
    if one:
        return words(one)
    start, found, end = text.partition(" to ")
    if found and (first := _said(start)) and (last := _said(end)):
        return say("{start} to {end}", start=first, end=last)
    return ""


def last_day(when: PartialDate) -> date | None:
    """The latest day that ``when`` can be; ``None`` where that cannot be told."""
    first = when.first
    if first is None or when.precision not in _MONTHS_LONG:
        return None
    months = _MONTHS_LONG[when.precision]
    if months == 0:
        return first
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _iso(text: str) -> PartialDate | None:
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day = found.groups()
    precision = "day" if day else "month" if month else "year"
    return PartialDate(text, date(int(year), int(month or 1), int(day or 1)), precision)


def _worded(text: str) -> PartialDate | None:
    """``4 April 2019``, ``April 2019`` and ``autumn 2019``."""
    found = _WORDED.match(text)
    if found is None or found["name"] is None:
        return None
    name, year = found["name"].casefold(), int(found["year"])
    if name in MONTHS:
        day = int(found["day"] or 1)
        return PartialDate(text, date(year, MONTHS[name], day), "day" if found["day"] else "month")
    if name in SEASONS and found["day"] is None:
        return PartialDate(text, date(year, SEASONS[name], 1), "season")
    return None


def _several(text: str) -> PartialDate | None:
    """``November 2019 to December 2019``, ``November and December 2019``."""
    parts = _RANGE.split(text)
    year = _YEAR.search(parts[-1])
    if len(parts) != 2 or year is None:
        return None
    first = parts[0] if _YEAR.search(parts[0]) else f"{parts[0]} {year.group()}"
    start = _iso(first) or _worded(first)
    end = _iso(parts[1]) or _worded(parts[1])
    if start is None or end is None or start.first is None or end.first is None:
        return None
    return PartialDate(text, start.first, "words") if start.first <= end.first else None
