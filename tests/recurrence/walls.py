"""An oracle for occurrences: it walks through time minute by minute and looks at the clocks.

It shares nothing with the code under test: no cron library, no search, no rule about gaps.
It asks only what clocks on the wall show at each instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def walk(
    wanted: Callable[[datetime], bool], zone: ZoneInfo, after: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Each local minute that is ``wanted`` with the instant it is due, by walking.

    Clocks that jump forward have passed all the minutes between; they are due then.  Clocks
    that jump back show minutes again that they have passed; those are not due again.
    """
    at = after - timedelta(hours=3)  # what the clocks showed before counts as passed
    passed = at.astimezone(zone).replace(tzinfo=None, fold=0)
    while at < until:
        at += MINUTE
        shown = at.astimezone(zone).replace(tzinfo=None, fold=0)
        while passed < shown:
            passed += MINUTE
            if at > after and wanted(passed):
                yield passed, at


@cache
def changes(name: str, first: int, last: int) -> tuple[datetime, ...]:
    """Every instant in some years at which the clocks of a zone change, to the minute."""
    zone = ZoneInfo(name)
    found = []
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    step = timedelta(hours=6)
    while at < end:
        if at.astimezone(zone).utcoffset() != (at + step).astimezone(zone).utcoffset():
            inside = at
            while (
                inside.astimezone(zone).utcoffset()
                == (inside + MINUTE).astimezone(zone).utcoffset()
            ):
                inside += MINUTE
            found.append(inside + MINUTE)
        at += step
    return tuple(found)
