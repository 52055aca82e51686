"""The occurrences of a schedule: local times as intended, and the instants they fall on.

A local time that the clocks show twice counts once, the first time.  One that they skip
counts once, too: at the first instant after the gap.  So going by local times no occurrence
is ever lost or doubled, and in their order the instants never go back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from attrs import frozen

from briefings.recurrence.schedule import Schedule

__all__ = ["Occurrence", "instant", "occurrences", "upcoming"]

_HORIZON = timedelta(days=366 * 50)  # nothing that recurs at all takes longer
_SECOND = timedelta(seconds=1)
_NIGHT = time()


@frozen
class Occurrence:
    """One due time of a schedule: what it is called by, and when it is."""

    local: datetime  # naive: as the schedule means it, whether or not the clocks show it
    at: datetime  # the instant, in UTC
    note: str = ""  # what the clocks do on this day, if anything

    @property
    def key(self) -> str:
        """What it is known by, under its pack: ``2026-10-25T01:30``."""
        return self.local.isoformat(timespec="minutes")


def occurrences(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """What is due after one instant and until another, that one included, in order."""
    zone = schedule.zone
    begin = after.astimezone(zone).replace(tzinfo=None)
    if schedule.start:
        begin = max(begin, datetime.combine(schedule.start, _NIGHT) - _SECOND)
    for local in schedule.times.cron.after(begin):
        if schedule.end and local.date() > schedule.end:
            return
        at = instant(local, zone)
        if at > until:
            return
        if at > after and schedule.counts(local.date()):
            yield Occurrence(local, at, _note(local, at, zone))


def upcoming(schedule: Schedule, after: datetime, count: int) -> list[Occurrence]:
    """The next ``count`` occurrences after an instant; fewer if the schedule ends."""
    latest = datetime.max.replace(tzinfo=UTC) - timedelta(days=400)
    until = after + min(_HORIZON, latest - after)
    return list(islice(occurrences(schedule, after, until), count))


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """When clocks in ``zone`` first show ``local``, or have passed it by."""
    first, second = (local.replace(tzinfo=zone, fold=f).astimezone(UTC) for f in (0, 1))
    # In a gap PEP 495 reads the time by the offset before it (fold 0, the later instant) or
    # by the one after it; the clocks change between the two.
    return _change(second, first, zone) if second < first else first


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The instant in ``(low, high]`` at which the clocks change."""
    after = _offset(high, zone)
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        if _offset(middle, zone) == after:
            high = middle
        else:
            low = middle
    return high


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


# ---------------------------------------------------------------------- notes for readers


def _note(local: datetime, at: datetime, zone: ZoneInfo) -> str:
    """What the clocks do on this day, and to this time."""
    shown = at.astimezone(zone).replace(tzinfo=None)
    if shown != local:
        day = f" on {shown:%A} {shown.day} {shown:%B}" if shown.date() != local.date() else ""
        return f"the clocks skip {local:%H:%M}: due at {shown:%H:%M}{day}, right after"
    if instant(local, zone) != local.replace(tzinfo=zone, fold=1).astimezone(UTC):
        return f"the clocks show {local:%H:%M} twice: due the first time"
    return _change_of_day(local.date(), zone)


def _change_of_day(day: date, zone: ZoneInfo) -> str:
    """``the clocks go back 1 hour on this day``, or nothing."""
    night = datetime.combine(day, _NIGHT)
    ends = (instant(night, zone), instant(night + timedelta(days=1), zone))
    before, after = (_offset(end, zone) for end in ends)
    if before == after:
        return ""
    minutes = round(abs(after - before).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    way = "forward" if after > before else "back"
    return f"the clocks go {way} {' and '.join(parts)} on this day"
