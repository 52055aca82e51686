"""The long-lived loop: the same runs as single looks, clean stops, packs read again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.errors import BriefingError, Fault, SpecError
from briefings.recurrence import Occurrence, occurrences
from briefings.schedule import CEILING, Journal, Outcome, Result, Scheduled, loop, run_due
from tests.recurrence.walls import changes
from tests.schedule.making import Ran, at, journal, pack, states


@define
class Time:
    """A clock that runs only while someone waits, until an end; a Waker for the loop."""

    now: datetime
    end: datetime
    stopped: bool = False
    reload: bool = False
    waits: list[float] = field(factory=list)
    then: Callable[[], None] = lambda: None  # what happens during each wait

    def clock(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)
        self.then()
        self.stopped = self.stopped or self.now >= self.end


@contextmanager
def book() -> Iterator[Journal]:
    with tempfile.TemporaryDirectory() as folder, journal(Path(folder)) as opened:
        opened.connection.execute("PRAGMA synchronous = OFF")  # nothing here crashes
        yield opened


def looped(
    of: Journal,
    packs: list[Scheduled[str]],
    time: Time,
    ran: Ran,
    ceiling: float = CEILING,
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    errors: list[BriefingError] = []
    loop(
        lambda: packs, lambda: 0, of, ran, clock=time.clock, waker=time, tell=outcomes.append,
        told=errors.append, ceiling=ceiling,
    )  # fmt: skip
    assert errors == []
    return outcomes


ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
EXPRESSIONS = ("30 1 * * *", "0,30 0-3 * * *", "*/7 2 * * *", "0 7 * * 1", "59 23 * * *")


@settings(max_examples=20)
@given(data=st.data())
def test_looks_at_random_times_run_the_same_as_the_loop(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    change = data.draw(st.sampled_from(changes(zone, 2015, 2035)))
    catch_up = data.draw(st.sampled_from(["all", "latest"]))
    one = pack(data.draw(st.sampled_from(EXPRESSIONS)), zone=zone, catch_up=catch_up)
    start, end = change - timedelta(days=1, seconds=17), change + timedelta(days=1)
    span = int((end - start).total_seconds())
    looks = sorted(data.draw(st.sets(st.integers(1, span), max_size=12)))
    expected = [o.key for o in occurrences(one.schedule, start, end)]
    with book() as steady, book() as random:
        in_loop, by_looks = Ran(), Ran()
        looped(steady, [one], Time(start, end), in_loop, ceiling=1800)
        run_due([one], end, steady, in_loop)  # the end itself, at which the loop stopped
        for now in [start, *(start + timedelta(seconds=s) for s in looks), end]:
            run_due([one], now, random, by_looks)
        assert list(states(steady)) == list(states(random)) == expected
        assert len(in_loop.keys) == len(set(in_loop.keys))
        if catch_up == "all":
            assert in_loop.keys == by_looks.keys == expected
        else:
            assert set(by_looks.keys) == {k for k, s in states(random).items() if s == "done"}
            assert not expected or by_looks.keys[-1] == expected[-1]


def test_it_wakes_when_something_is_due_and_not_much_more_often() -> None:
    with book() as of:
        time = Time(at("2026-01-01 06:00:30"), at("2026-01-01 07:00:01"))
        ran = Ran()
        looped(of, [pack("45 6 * * *"), pack("0 7 * * *", "other")], time, ran)
        assert ran.keys == ["2026-01-01T06:45", "2026-01-01T07:00"]
        assert max(time.waits) == CEILING
        assert len(time.waits) < 70


def test_a_clock_that_is_set_forward_is_seen() -> None:
    with book() as of:
        time, ran = Time(at("2026-01-01 06:00"), at("2026-01-05 06:00")), Ran()

        def jump() -> None:
            if len(time.waits) == 3:
                time.now += timedelta(days=3)

        time.then = jump
        looped(of, [pack("0 7 * * *")], time, ran, ceiling=600)
        assert ran.keys == ["2026-01-03T07:00", "2026-01-04T07:00"]


def test_a_clock_that_is_set_back_repeats_nothing() -> None:
    with book() as of:
        time, ran = Time(at("2026-01-01 06:58"), at("2026-01-02 07:01")), Ran()

        def jump() -> None:
            if time.now == at("2026-01-01 07:10"):
                time.then = lambda: None
                time.now -= timedelta(hours=2)

        time.then = jump
        looped(of, [pack("0 7 * * *")], time, ran, ceiling=600)
        assert ran.keys == ["2026-01-01T07:00", "2026-01-02T07:00"]


def test_a_stop_lets_the_run_end_and_begins_no_other() -> None:
    with book() as of:
        time = Time(at("2026-01-01 06:59"), at("2026-01-09 00:00"))
        names = []

        def run(name: str, occurrence: Occurrence) -> Result:
            names.append(name)
            time.stopped = True
            return Result("built")

        packs = [pack("0 7 * * *", name) for name in ("first", "second")]
        loop(
            lambda: packs, lambda: 0, of, run, clock=time.clock, waker=time,
            tell=lambda outcome: None, told=lambda error: None,
        )  # fmt: skip
        assert names == ["first"]
        assert list(states(of, "first").values()) == ["done"]
        assert list(states(of, "second").values()) in ([], ["due"])


def test_packs_are_read_again_when_they_change() -> None:
    with book() as of:
        time, ran = Time(at("2026-01-01 06:00"), at("2026-01-01 08:00")), Ran()
        packs = [pack("0 7 * * *")]
        versions = iter(range(1000))
        version = [next(versions)]

        def edit() -> None:
            if time.now == at("2026-01-01 06:30"):
                packs[0] = pack("40 6 * * *")
                version[0] = next(versions)

        time.then = edit
        loop(
            lambda: list(packs), lambda: version[0], of, ran, clock=time.clock, waker=time,
            tell=lambda outcome: None, told=lambda error: None,
        )  # fmt: skip
        assert ran.keys == ["2026-01-01T06:40"]


def test_packs_that_break_are_told_once_and_those_before_go_on() -> None:
    with book() as of:
        time, ran = Time(at("2026-01-01 06:00"), at("2026-01-01 08:00")), Ran()
        told: list[BriefingError] = []
        loads = iter([[pack("0 7 * * *")]])

        def load() -> list[Scheduled[str]]:
            for packs in loads:
                return packs
            raise SpecError(Fault("unknown key 'shedule'"))

        def ask() -> None:
            time.reload = time.reload or len(time.waits) == 2

        time.then = ask
        loop(
            load, lambda: 0, of, ran, clock=time.clock, waker=time, tell=lambda outcome: None,
            told=told.append,
        )  # fmt: skip
        assert [str(error) for error in told] == ["unknown key 'shedule'"]
        assert ran.keys == ["2026-01-01T07:00"]


def test_packs_that_are_broken_from_the_start_are_refused() -> None:
    def load() -> list[Scheduled[str]]:
        raise SpecError(Fault("unknown key 'shedule'"))

    time, told = Time(at("2026-01-01 06:00"), at("2026-01-01 08:00")), []
    with book() as of, pytest.raises(SpecError):
        loop(load, lambda: 0, of, Ran(), clock=time.clock, waker=time, tell=told.append,
             told=told.append)  # fmt: skip
    assert told == []
