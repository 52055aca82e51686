"""Occurrences against the clocks on the wall, over every change of the clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.recurrence import DaysOff, Schedule, occurrences, upcoming
from briefings.recurrence.cron import cron
from briefings.recurrence.words import times
from tests.recurrence.walls import changes, walk

ZONES = {  # and the years over which each is tried
    "Europe/London": (2015, 2035),
    "America/New_York": (2015, 2035),
    "America/St_Johns": (2008, 2035),  # until 2011 its clocks changed a minute past midnight
    "Australia/Lord_Howe": (2015, 2035),  # by half an hour
    "Africa/Casablanca": (2015, 2035),  # twice around Ramadan
    "Asia/Tehran": (2015, 2024),  # at midnight, until 2022
    "Pacific/Apia": (2009, 2022),  # went without 30 December 2011
    "America/Caracas": (2007, 2017),  # half an hour, at 02:30 and 03:00, for good
}
DAY = timedelta(days=1)


def schedule(zone: str, expression: str = "", **more: object) -> Schedule:
    when = None if expression else times(str(more.pop("when")))
    written = cron(expression) if expression else None
    return Schedule(ZoneInfo(zone), written, when, **more)  # type: ignore[arg-type]


def found(of: Schedule, after: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    return [(one.local, one.at) for one in occurrences(of, after, until)]


def anything(minutes: set[int], hours: set[int]) -> Callable[[datetime], bool]:
    return lambda local: local.minute in minutes and local.hour in hours


@pytest.mark.parametrize("zone", ZONES)
def test_there_are_changes_to_try(zone: str) -> None:
    first, last = ZONES[zone]
    found = changes(zone, first, last)
    assert len(found) >= (2 if zone == "America/Caracas" else 2 * (min(last, 2020) - first))


@pytest.mark.parametrize("zone", ZONES)
def test_each_minute_of_every_clock_change_is_due_once(zone: str) -> None:
    """Every minute there is: nothing is lost, doubled or out of order around any change."""
    of = schedule(zone, "* * * * *")
    for change in changes(zone, *ZONES[zone]):
        after, until = change - timedelta(hours=2), change + timedelta(hours=3)
        due = found(of, after, until)
        assert due == list(walk(lambda local: True, of.zone, after, until))
        locals_, ats = zip(*due, strict=True)
        assert all(b - a == timedelta(minutes=1) for a, b in pairwise(locals_))
        assert list(ats) == sorted(ats)


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=15)
@given(data=st.data())
def test_what_is_due_is_what_the_clocks_pass(zone: str, data: st.DataObject) -> None:
    change = data.draw(st.sampled_from(changes(zone, *ZONES[zone])))
    hours = data.draw(st.sets(st.integers(0, 23), min_size=1, max_size=4))
    minutes = data.draw(st.sets(st.integers(0, 59), min_size=1, max_size=4))
    of = schedule(zone, f"{_list(minutes)} {_list(hours)} * * *")
    after = change - data.draw(st.integers(0, 2 * 1440)) * timedelta(minutes=1)
    until = change + data.draw(st.integers(0, 1440)) * timedelta(minutes=1)
    assert found(of, after, until) == list(walk(anything(minutes, hours), of.zone, after, until))


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=15)
@given(data=st.data())
def test_looking_often_finds_the_same_as_looking_once(zone: str, data: st.DataObject) -> None:
    change = data.draw(st.sampled_from(changes(zone, *ZONES[zone])))
    of = schedule(zone, data.draw(st.sampled_from(["*/20 * * * *", "30 1 * * *", "5 0,2 * * *"])))
    after, until = change - 2 * DAY, change + DAY
    seconds = int((until - after).total_seconds())
    looks = sorted(data.draw(st.sets(st.integers(1, seconds - 1), max_size=30)))
    cuts = [after, *(after + timedelta(seconds=s) for s in looks), until]
    pieces = [one for a, b in pairwise(cuts) for one in found(of, a, b)]
    assert pieces == found(of, after, until)


def _list(numbers: set[int]) -> str:
    return ",".join(map(str, sorted(numbers)))


# -------------------------------------------------------------- what a person would expect


def test_the_hour_that_comes_twice_is_due_the_first_time() -> None:
    (one,) = occurrences(
        schedule("Europe/London", "30 1 * * *"),
        datetime(2026, 10, 24, 12, tzinfo=UTC),
        datetime(2026, 10, 25, 12, tzinfo=UTC),
    )
    assert one.key == "2026-10-25T01:30"
    assert one.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert one.note == "the clocks show 01:30 twice: due the first time"


def test_the_hour_that_is_missing_is_due_right_after() -> None:
    (one,) = occurrences(
        schedule("Europe/London", "30 1 * * *"),
        datetime(2026, 3, 28, 12, tzinfo=UTC),
        datetime(2026, 3, 29, 12, tzinfo=UTC),
    )
    assert one.key == "2026-03-29T01:30"
    assert one.at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert one.note == "the clocks skip 01:30: due at 02:00, right after"


def test_a_whole_day_that_is_missing_is_due_at_the_start_of_the_next() -> None:
    of = schedule("Pacific/Apia", "0 7 * * *")
    due = list(
        occurrences(of, datetime(2011, 12, 29, 18, tzinfo=UTC), datetime(2011, 12, 31, tzinfo=UTC))
    )
    assert [one.key for one in due] == ["2011-12-30T07:00", "2011-12-31T07:00"]
    assert due[0].at == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert due[0].note == (
        "the clocks skip 07:00: due at 00:00 on Saturday 31 December, right after"
    )


@pytest.mark.parametrize(
    ("zone", "day", "note"),
    [
        ("Europe/London", date(2026, 3, 29), "the clocks go forward 1 hour on this day"),
        ("Europe/London", date(2026, 10, 25), "the clocks go back 1 hour on this day"),
        ("Europe/London", date(2026, 10, 26), ""),
        ("Australia/Lord_Howe", date(2026, 4, 5), "the clocks go back 30 minutes on this day"),
    ],
)
def test_a_day_on_which_the_clocks_change_says_so(zone: str, day: date, note: str) -> None:
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    (one,) = upcoming(schedule(zone, "0 12 * * *"), start, 1)
    assert (one.local.date(), one.note) == (day, note)


def test_a_time_is_due_until_and_not_after_an_instant() -> None:
    of, at = schedule("UTC", "0 7 * * *"), datetime(2026, 1, 1, 7, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert found(of, at - second, at) == [(at.replace(tzinfo=None), at)]
    assert found(of, at, at + second) == []


def test_days_off_and_ends_are_kept_to() -> None:
    off = DaysOff("x", (date(2026, 12, 25), date(2026, 12, 28)))
    of = schedule(
        "Europe/London", when="every weekday at 07:00", leave_out=(off,),
        start=date(2026, 12, 24), end=date(2026, 12, 30),
    )  # fmt: skip
    days = [one.local.day for one in upcoming(of, datetime(2026, 1, 1, tzinfo=UTC), 9)]
    assert days == [24, 29, 30]


def test_the_last_working_day_gives_way_to_days_off() -> None:
    off = DaysOff("x", (date(2026, 12, 31), date(2026, 12, 30)))
    of = schedule("Europe/London", when="last working day of the month at 16:00", leave_out=(off,))
    days = [one.local.date() for one in upcoming(of, datetime(2026, 11, 1, tzinfo=UTC), 3)]
    assert days == [date(2026, 11, 30), date(2026, 12, 29), date(2027, 1, 29)]


@given(
    month=st.dates(date(2015, 1, 1), date(2035, 12, 1)),
    off=st.sets(st.integers(1, 28), max_size=12),
    which=st.sampled_from([("first", 0), ("second", 1), ("fourth", 3), ("last", -1)]),
)
def test_working_days_are_counted_by_hand(
    month: date, off: set[int], which: tuple[str, int]
) -> None:
    ordinal, place = which
    month = month.replace(day=1)
    days = [month + n * DAY for n in range(31) if (month + n * DAY).month == month.month]
    working = [d for d in days if d.strftime("%a") not in ("Sat", "Sun") and d.day not in off]
    entry = DaysOff("x", tuple(month.replace(day=d) for d in off))
    of = schedule("UTC", when=f"{ordinal} working day at 09:00", leave_out=(entry,))
    start = datetime.combine(month, time(), tzinfo=UTC) - timedelta(seconds=1)
    due = found(of, start, start + len(days) * DAY)
    expected = [working[place]] if len(working) > (place if place >= 0 else 0) else []
    assert [local.date() for local, _ in due] == expected


def test_a_start_long_ahead_is_found_at_once() -> None:
    of = schedule("Europe/London", "* * * * *", start=date(2060, 6, 1))
    (one,) = upcoming(of, datetime(2026, 1, 1, tzinfo=UTC), 1)
    assert one.key == "2060-06-01T00:00"
