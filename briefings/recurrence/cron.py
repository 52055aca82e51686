"""Cron expressions of five fields, read as Debian's cron reads them, on local time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen
from cronsim import CronSim, CronSimError

__all__ = ["NICKNAMES", "Cron", "CronFault", "cron"]

_FIELDS = {
    "minute": "0 to 59",
    "hour": "0 to 23",
    "day-of-month": "1 to 31, or L for the last day",
    "month": "1 to 12, or JAN to DEC",
    "day-of-week": "0 to 7 (Sunday is 0 and 7), or SUN to SAT",
}
NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_SOME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  local time, on which cron runs


class CronFault(ValueError):
    """An expression that cron could not follow; ``remedy`` says what it takes."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


@frozen
class Cron:
    """A cron expression that holds."""

    text: str

    def after(self, local: datetime) -> Iterator[datetime]:
        """The local times after ``local`` that the expression names, in order."""
        return CronSim(self.text, local.replace(microsecond=0))

    def explain(self) -> str:
        """``At 07:00 on the first day of every month``."""
        return CronSim(self.text, _SOME_DAY).explain()


def cron(text: str) -> Cron:
    """The expression in ``text``.  Raises CronFault."""
    fields = text.split()
    if text.strip().casefold() in NICKNAMES:
        nickname = text.strip()
        raise CronFault(
            f"{nickname!r} is not read here", f"write {NICKNAMES[nickname.casefold()]!r}"
        )
    if len(fields) != len(_FIELDS):
        what = f"{text!r} has {len(fields)} fields and not five"
        remedy = "write minute, hour, day of the month, month and day of the week, as in 0 7 1 * *"
        raise CronFault(what, remedy)
    found = Cron(" ".join(fields))
    try:
        next(found.after(_SOME_DAY))
    except CronSimError as error:
        raise _fault(str(error).removeprefix("Bad "), fields) from None
    except StopIteration:
        raise CronFault(f"{text!r} names no day that comes", "choose another day") from None
    return found


def _fault(name: str, fields: list[str]) -> CronFault:
    written = dict(zip(_FIELDS, fields, strict=True))[name]
    said = name.replace("-", " ").replace("day of month", "day of the month")
    said = said.replace("day of week", "day of the week")
    if name == "day-of-month" and written.isdigit() and 1 <= int(written) <= 31:
        what = f"no month of {fields[3]!r} has a day {written}"
        return CronFault(what, "write L for the last day of a month")
    return CronFault(f"{written!r} is no {said}", f"write {_FIELDS[name]}")
