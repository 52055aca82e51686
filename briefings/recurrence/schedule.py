"""The schedule as it stands in a pack, and the days and times that follow from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from attrs import field, frozen

from briefings.recurrence.cron import Cron

__all__ = ["CATCH_UP", "DaysOff", "Schedule", "Times"]

CATCH_UP = {
    "latest": "of those that were missed, the latest runs",
    "all": "all that were missed run, the oldest first",
    "none": "what was missed does not run",
}


@frozen
class DaysOff:
    """Days on which nothing is due, as one entry of ``except`` gives them."""

    written: str
    days: tuple[date, ...] = field(repr=False)
    file: str = ""  # that they stand in, beside the pack's


@frozen
class Times:
    """When it is due: a cron expression, and of the days it names perhaps one working day.

    ``working`` counts the working days of a month from 1, or from its end with -1; with 0
    every day counts that the expression names.  ``said`` is how words name the same.
    """

    cron: Cron
    working: int = 0
    said: str = field(default="", eq=False)

    @property
    def translated(self) -> str:
        """What the words were translated to, for a reader."""
        if not self.working:
            return self.cron.text
        which = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
        return f"{self.cron.text}, only on the {which[self.working]} working day of a month"


@frozen(slots=False)
class Schedule:
    """When a pack is due, in the local time of one place."""

    zone: ZoneInfo = field(
        metadata={"key": "timezone", "doc": "the place whose clocks count, such as Europe/London"}
    )
    cron: Cron | None = field(
        default=None, metadata={"doc": "a cron expression of five fields, such as 0 7 1 * *"}
    )
    when: Times | None = field(
        default=None, metadata={"doc": "or plain words, such as every weekday at 07:00"}
    )
    leave_out: tuple[DaysOff, ...] = field(
        default=(),
        metadata={"key": "except", "one": True,
                  "doc": "days on which nothing is due, and that are no working days: dates, "
                         "2026-12-24 to 2027-01-01, or a file of dates beside the pack"},
    )  # fmt: skip
    start: date | None = field(default=None, metadata={"doc": "the first day that counts"})
    end: date | None = field(default=None, metadata={"doc": "the last day that counts"})
    catch_up: Literal["latest", "all", "none"] = field(
        default="latest",
        metadata={"doc": "what becomes of the times that nobody was there to run: the latest "
                         "of them runs, all, or none"},
    )  # fmt: skip

    @cached_property
    def times(self) -> Times:
        """When it is due, however that was written."""
        if self.when is not None:
            return self.when
        if self.cron is None:
            raise ValueError("a schedule needs `cron` or `when`")
        return Times(self.cron)

    @cached_property
    def days_off(self) -> frozenset[date]:
        """Every day that ``except`` names."""
        return frozenset(day for entry in self.leave_out for day in entry.days)

    def counts(self, day: date) -> bool:
        """Whether something may be due on ``day``, going by the days alone."""
        if day in self.days_off or (self.start and day < self.start):
            return False
        if self.end and day > self.end:
            return False
        working = self.times.working
        return not working or day == working_day(day, working, self.days_off)

    def words(self) -> str:
        """When it is due, in words."""
        return self.times.said or self.times.cron.explain()


def working_day(month: date, number: int, days_off: Iterable[date]) -> date | None:
    """The ``number``-th working day of the month that ``month`` is in; from its end if below 0.

    Working days are Monday to Friday, less ``days_off``.
    """
    day = month.replace(day=1)
    found = []
    while day.month == month.month:
        if day.weekday() < 5 and day not in days_off:
            found.append(day)
        day += timedelta(days=1)
    place = number - 1 if number > 0 else number
    return found[place] if -len(found) <= place < len(found) else None
