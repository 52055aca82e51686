"""Numbers, dates and gaps in the many ways in which people write them."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from attrs import frozen

from briefings.dates import MONTHS, PATTERN, partial_date
from briefings.ingest.grid import Cell
from briefings.records import PartialDate

__all__ = ["Amount", "Trouble", "When", "gap", "read_amount", "read_date"]

# What stands where there is no value, by the habits of official statistics.
_GAPS = {
    **dict.fromkeys(("-", "--", "–", "—", "−"), "a dash"),
    **dict.fromkeys(("..", "…", "...", ":", "[x]", "x", "not available"), "not available"),
    **dict.fromkeys(("[z]", "z", "not applicable"), "not applicable"),
    **dict.fromkeys(("n/a", "na", "n.a.", "n/k", "#n/a"), "not available or not applicable"),
    **dict.fromkeys(("[c]", "c", "*", "suppressed"), "confidential or suppressed"),
    **dict.fromkeys(("[low]", "~"), "too small to show"),
    **dict.fromkeys(("null", "none", "nan", "blank", "tbc", "?"), "not known"),
    **dict.fromkeys(("not inspected", "not rated", "not yet inspected"), "not rated"),
    "not published": "not published",
}
_ERROR = re.compile(r"#(?!n/a)[a-z0-9/]+[!?]?\Z|err:\d+\Z")
_QUALIFIERS = {
    **dict.fromkeys(("more than", "over", "above", ">"), "more than"),
    **dict.fromkeys(("less than", "fewer than", "under", "below", "<"), "less than"),
    **dict.fromkeys(("nearly", "almost", "just under"), "nearly"),
    **dict.fromkeys(("around", "about", "roughly", "circa", "c.", "ca.", "~"), "around"),
    **dict.fromkeys(("approximately", "approx.", "approx"), "approximately"),
    **dict.fromkeys(("at least",), "at least"),
    **dict.fromkeys(("up to", "at most"), "up to"),
}
_WORDS = "|".join(re.escape(word) for word in sorted(_QUALIFIERS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<words>{_WORDS})?\s*[£$€]?(?P<number>[-+−]?(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d+)?(?:\.\d+)?)"
    r"\s*(?P<unit>%|per ?cent|pct|pc)?\s*(?P<mark>\*+|†|‡|\[[^\]]{1,12}\]|\([a-z]\))?\Z",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f]+")
_DAY = re.compile(
    r"(?:[A-Za-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?(?P<month>[A-Za-z]{3,9})\.?,?"
    r"[ -](?P<year>\d{4}|\d{2})\Z"
)
_MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?[ -](?P<year>\d{4}|\d{2})\Z")
_FIGURES = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})\Z")
_COUNTED = range(20_000, 80_000)  # days since 1899 that a sheet shows as dates: 1954 to 2119
_DAY_ZERO = date(1899, 12, 30)


class Trouble(Exception):
    """A value that cannot be read: what it is, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@frozen
class Amount:
    """A number as a sheet gives it.  ``percent`` is whether the sheet says that it is one."""

    value: float
    qualifier: str = ""
    percent: bool = False
    mark: str = ""  # a sign of a footnote behind it


@frozen
class When:
    """A date, and a warning where it could be read in another way."""

    date: PartialDate
    warning: str = ""


def gap(cell: Cell) -> str:
    """Why the cell is no value (``not available``), or nothing where it may be one."""
    if not isinstance(cell.value, str):
        return ""
    text = cell.text.casefold()
    if text.startswith("="):
        return "a formula that was never worked out"
    return "an error of the spreadsheet" if _ERROR.match(text) else _GAPS.get(text, "")


def read_amount(cell: Cell) -> Amount:
    """The number in ``cell``; raises :class:`Trouble`."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | str):
        raise Trouble(f"{cell.text!r} is not a number", "write digits, such as 1,234.5 or 79%")
    if not isinstance(cell.value, str):
        if not math.isfinite(cell.value):
            raise Trouble(f"{cell.text!r} is not a number", "write digits")
        share = float(f"{cell.value * 100:.12g}") if cell.percent else float(cell.value)
        return Amount(share, percent=cell.percent)
    text = _BLANKS.sub(" ", cell.value).strip()
    found = _AMOUNT.match(text)
    digits = found["number"].translate({ord("−"): "-", ord(","): None, 32: None}) if found else ""
    if found is None or not digits.strip("+-"):
        raise Trouble(f"{cell.text!r} is not a number", "write digits, such as 1,234.5 or 79%")
    qualifier = _QUALIFIERS[found["words"].casefold()] if found["words"] else ""
    return Amount(float(digits), qualifier, bool(found["unit"]), found["mark"] or "")


def read_date(cell: Cell) -> When:
    """The date in ``cell``, as precise as it is there; raises :class:`Trouble`."""
    match cell.value:
        case datetime():
            return When(_day(cell.value.date()))
        case date():
            return When(_day(cell.value))
        case str():
            return _worded(_BLANKS.sub(" ", cell.value).strip())
        case bool() | timedelta():
            pass
        case int() | float() if float(cell.value).is_integer():
            number = int(cell.value)
            if number in _COUNTED:
                day = _day(_DAY_ZERO + timedelta(days=number))
                return When(day, f"the number {number} is read as the day {day.text}")
            if (year := partial_date(str(number))) is not None:
                return When(year)
    raise _no_date(cell.text)


def _no_date(text: str) -> Trouble:
    return Trouble(f"{text!r} is not a date", f"write {PATTERN}")


def _day(day: date) -> PartialDate:
    return PartialDate(day.isoformat(), day, "day")


def _worded(text: str) -> When:
    try:
        if found := _FIGURES.match(text):
            day, month = int(found["day"]), int(found["month"])
            read = _day(date(_year(found["year"]), month, day))
            warning = f"{text!r} is read with the day first: {read.text}"
            return When(read, warning if day <= 12 and day != month else "")
        if (found := _DAY.match(text)) and (number := _month(found["month"])):
            return When(_day(date(_year(found["year"]), number, int(found["day"]))))
        if (found := _MONTH.match(text)) and (number := _month(found["month"])):
            year = _year(found["year"])
            return When(PartialDate(f"{year}-{number:02}", date(year, number, 1), "month"))
    except ValueError:  # 30 February
        raise Trouble(f"there is no day {text}", f"write {PATTERN}") from None
    known = partial_date(text) or partial_date(
        text[:10] if text[10:].startswith(("T", " ")) else ""
    )
    if known is None:
        raise _no_date(text)
    return When(known)


def _year(text: str) -> int:
    """A year; of two figures one of the years 1970 to 2069."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 70 else 2000)


def _month(word: str) -> int | None:
    word = "sep" if word.casefold() == "sept" else word.casefold()
    return next((n for name, n in MONTHS.items() if name.startswith(word)), None)
