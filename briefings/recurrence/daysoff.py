"""Days on which nothing is due: a date, a span of dates, or a file of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from briefings.context import MISSING, Context, describe
from briefings.errors import Fault, SpecError
from briefings.recurrence.schedule import DaysOff
from briefings.textfile import TextFile, read_text

__all__ = ["days_off"]

_DATE = r"\d{4}-\d{2}-\d{2}"
_SPAN = re.compile(rf"({_DATE})(?: to ({_DATE}))?")
_START = re.compile(rf"({_DATE})(?!\d)")
_CALENDAR = re.compile(r"DTSTART(?:;[^:]*)?:(\d{4})(\d{2})(\d{2})")
_SUFFIXES = (".txt", ".csv", ".ics")
_LONGEST = timedelta(days=366)
_REMEDY = "write 2026-12-25, 2026-12-24 to 2027-01-01, or a file of dates (.txt, .csv, .ics)"


def days_off(value: Any, context: Context) -> Any:
    """One entry of ``except``."""
    if not isinstance(value, str):
        return context.fault(f"{describe(value)} is no date", remedy=_REMEDY)
    written = value.strip()
    if written.casefold().endswith(_SUFFIXES):
        return _file(written, context)
    found = _SPAN.fullmatch(written)
    if found is None:
        return context.fault(f"{value!r} is no date", remedy=_REMEDY)
    texts = [text for text in found.groups() if text]
    days = [day for text in texts if (day := _day(text)) is not None]
    if len(days) < len(texts):
        wrong = next(text for text in texts if _day(text) is None)
        return context.fault(f"there is no day {wrong}", remedy=_REMEDY)
    first, last = days[0], days[-1]
    if not timedelta() <= last - first <= _LONGEST:
        remedy = "write the earlier day first, and a year at most"
        return context.fault(f"{value!r} is no span of days", remedy=remedy)
    return DaysOff(written, tuple(first + timedelta(n) for n in range((last - first).days + 1)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _file(name: str, context: Context) -> Any:
    """A file beside the pack's: one date at the start of each line, or a calendar."""
    try:
        file = read_text(Path(context.file.name).parent / name, SpecError)
        calendar = name.casefold().endswith(".ics")
        return DaysOff(name, tuple(_calendar(file) if calendar else _listed(file)), name)
    except SpecError as error:
        for fault in error.faults:
            context.fault(f"{name}: {fault.what}", remedy=fault.remedy)
        return MISSING


def _listed(file: TextFile) -> Iterator[date]:
    """The date that each line starts with; the first line may be a heading."""
    faults, found = [], 0
    for number, line in enumerate(file.text.splitlines(), start=1):
        text = line.strip().lstrip('"')
        if not text or text.startswith("#"):
            continue
        start = _START.match(text)
        day = _day(start[1]) if start else None
        if day is not None:
            found += 1
            yield day
        elif start or found or number > 1:
            faults.append(Fault(f"line {number} starts with no date", "write 2026-12-25 first"))
    if not found and not faults:
        faults.append(Fault("the file holds no date", "write one on each line"))
    if faults:
        raise SpecError(faults)


def _calendar(file: TextFile) -> Iterator[date]:
    """The first day of each event, as published calendars of bank holidays have them."""
    found = [day for parts in _CALENDAR.findall(file.text) if (day := _day("-".join(parts)))]
    yield from found
    if not found:
        raise SpecError(Fault("the file holds no event", "give a calendar with whole days"))
