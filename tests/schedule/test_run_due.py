"""Everything that is due, once each, with its reason in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from briefings.errors import Fault, SpecError
from briefings.recurrence import Occurrence
from briefings.schedule import Journal, Result, run_due
from tests.schedule.making import Ran, at, events, journal, look, pack, states

DAILY = pack("0 7 * * *")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Journal]:
    with journal(tmp_path) as opened:
        yield opened


def seen(book: Journal, one: object = DAILY, when: str = "2026-01-01 00:00") -> None:
    look(book, one, when, Ran())  # type: ignore[arg-type]


def test_the_past_of_a_new_pack_is_not_run(book: Journal) -> None:
    ran = Ran()
    assert look(book, DAILY, "2026-01-05 12:00", ran) == ["introduced -"]
    assert look(book, DAILY, "2026-01-05 12:01", ran) == []
    assert (ran.keys, states(book)) == ([], {})
    assert [event for event, _ in events(book)] == ["introduced", "look"]


def test_an_occurrence_is_run_once(book: Journal) -> None:
    seen(book)
    ran = Ran()
    assert look(book, DAILY, "2026-01-01 07:00", ran) == ["done 2026-01-01T07:00"]
    for when in ("2026-01-01 07:00", "2026-01-01 07:01", "2026-01-01 23:59"):
        assert look(book, DAILY, when, ran) == []
    assert ran.keys == ["2026-01-01T07:00"]
    (entry,) = book.entries("monthly")
    assert (entry.state, entry.reason, entry.attempts) == ("done", "3 built", 1)


def test_of_what_was_missed_the_latest_runs(book: Journal) -> None:
    seen(book)
    ran = Ran()
    assert look(book, DAILY, "2026-01-04 09:00", ran) == [
        "skipped 2026-01-01T07:00",
        "skipped 2026-01-02T07:00",
        "skipped 2026-01-03T07:00",
        "done 2026-01-04T07:00",
    ]
    reasons = {e.reason for e in book.entries("monthly", "skipped")}
    assert reasons == {"missed, and 2026-01-04T07:00 is due, too (catch_up: latest)"}


def test_all_that_was_missed_runs_if_wanted(book: Journal) -> None:
    every = pack("0 7 * * *", catch_up="all")
    seen(book, every)
    ran = Ran()
    look(book, every, "2026-01-03 09:00", ran)
    assert ran.keys == ["2026-01-01T07:00", "2026-01-02T07:00", "2026-01-03T07:00"]


def test_nothing_that_was_missed_runs_if_so_wanted(book: Journal) -> None:
    none = pack("0 7 * * *", catch_up="none")
    seen(book, none)
    ran = Ran()
    assert look(book, none, "2026-01-01 08:00", ran) == ["done 2026-01-01T07:00"]
    assert look(book, none, "2026-01-03 08:01", ran) == [
        "skipped 2026-01-02T07:00",
        "skipped 2026-01-03T07:00",
    ]
    reasons = [entry.reason for entry in book.entries("monthly", "skipped")]
    assert reasons == ["missed by 25 h 01 min (catch_up: none)",
                       "missed by 1 h 01 min (catch_up: none)"]  # fmt: skip


def test_looks_that_find_the_same_are_one_event(book: Journal) -> None:
    seen(book)
    for minute in range(30):
        look(book, DAILY, f"2026-01-01 06:{minute:02}", Ran())
    _, idle = book.events("monthly", 10)
    assert (idle.event, idle.reason, idle.count) == ("look", "nothing was due", 30)
    assert (idle.at, idle.last) == (at("2026-01-01 06:00"), at("2026-01-01 06:29"))


def test_clocks_that_go_back_repeat_nothing(book: Journal) -> None:
    seen(book)
    ran = Ran()
    look(book, DAILY, "2026-01-02 07:00", ran)
    assert look(book, DAILY, "2026-01-01 06:59", ran) == ["waiting -"]
    assert look(book, DAILY, "2026-01-01 07:00", ran) == ["waiting -"]
    assert look(book, DAILY, "2026-01-02 07:00", ran) == []
    assert ran.keys == ["2026-01-02T07:00"]


def test_a_clock_that_is_far_behind_is_told(book: Journal) -> None:
    seen(book)
    (little,) = run_due([DAILY], at("2025-12-31 23:30"), book, Ran())
    (much,) = run_due([DAILY], at("2025-12-30 00:00"), book, Ran())
    assert (little.wrong, much.wrong) == (False, True)
    assert "the last look, which was at 2026-01-01 00:00:00 UTC" in much.reason


def test_a_schedule_that_moves_repeats_nothing(book: Journal) -> None:
    """Another time zone has the same local times; they are the same occurrences."""
    seen(book)
    ran = Ran()
    look(book, DAILY, "2026-01-01 07:00", ran)
    moved = pack("0 7 * * *", zone="America/New_York")
    assert look(book, moved, "2026-01-01 13:00", ran) == []
    assert look(book, moved, "2026-01-02 13:00", ran) == ["done 2026-01-02T07:00"]


# ---------------------------------------------------------------------------- failures


def test_a_failure_is_recorded_and_not_tried_again_until_asked(book: Journal) -> None:
    seen(book)
    failing = Ran(Result("1 of 3 failed: the disk is full", failed=True))
    assert look(book, DAILY, "2026-01-01 07:00", failing) == ["failed 2026-01-01T07:00"]
    assert look(book, DAILY, "2026-01-01 07:01", failing) == []
    assert book.entries("monthly")[0].reason == "1 of 3 failed: the disk is full"
    ran = Ran()
    assert look(book, DAILY, "2026-01-01 09:00", ran, retry=True) == ["done 2026-01-01T07:00"]
    assert look(book, DAILY, "2026-01-01 09:01", ran, retry=True) == []
    assert [event for event, _ in events(book)][2:] == [
        "started", "failed", "look", "retried", "look", "started", "done", "look",
    ]  # fmt: skip


def test_an_old_failure_is_not_tried_again(book: Journal) -> None:
    seen(book)
    look(book, DAILY, "2026-01-01 07:00", Ran(Result("broken", failed=True)))
    look(book, DAILY, "2026-01-02 07:00", Ran())
    assert look(book, DAILY, "2026-01-02 09:00", Ran(), retry=True) == []
    assert list(states(book).values()) == ["failed", "done"]


def test_one_pack_that_breaks_does_not_stop_the_others(book: Journal) -> None:
    packs = [pack("0 7 * * *", name) for name in ("wrong", "buggy", "good")]
    for one in packs:
        seen(book, one)

    def run(name: str, occurrence: Occurrence) -> Result:
        match name:
            case "wrong":
                raise SpecError([Fault("no such file", "check the path"), Fault("and more")])
            case "buggy":
                raise ZeroDivisionError("by nought")
        return Result("3 built")

    wrong, buggy, good = run_due(packs, at("2026-01-01 07:00"), book, run)
    assert (wrong.state, wrong.reason, wrong.bug) == (
        "failed", "no such file; check the path; and more", None,
    )  # fmt: skip
    assert buggy.reason == "a bug of ours: ZeroDivisionError: by nought"
    assert isinstance(buggy.bug, ZeroDivisionError)
    assert good.state == "done"


def test_a_run_that_is_told_to_end_is_due_again(book: Journal) -> None:
    seen(book)

    def ended(name: str, occurrence: Occurrence) -> Result:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_due([DAILY], at("2026-01-01 07:00"), book, ended)
    assert states(book) == {"2026-01-01T07:00": "due"}
    assert look(book, DAILY, "2026-01-01 07:01", Ran()) == ["done 2026-01-01T07:00"]


def test_what_is_left_when_told_to_stop_stays_due(book: Journal) -> None:
    every = pack("0 7 * * *", catch_up="all")
    seen(book, every)
    ran = Ran()
    run_due([every], at("2026-01-03 08:00"), book, ran, go_on=lambda: len(ran.keys) < 1)
    assert list(states(book).values()) == ["done", "due", "due"]
    look(book, every, "2026-01-03 08:01", ran)
    assert ran.keys == ["2026-01-01T07:00", "2026-01-02T07:00", "2026-01-03T07:00"]


def test_what_was_not_run_gives_way_to_the_latest(book: Journal) -> None:
    seen(book)
    run_due([DAILY], at("2026-01-01 07:00"), book, Ran(), go_on=lambda: False)
    assert states(book) == {"2026-01-01T07:00": "due"}
    assert look(book, DAILY, "2026-01-02 07:00", Ran()) == [
        "skipped 2026-01-01T07:00",
        "done 2026-01-02T07:00",
    ]


def test_when_a_run_ended_is_told_by_the_clock(book: Journal) -> None:
    seen(book)
    later = at("2026-01-01 07:12")
    run_due([DAILY], at("2026-01-01 07:00"), book, Ran(), clock=lambda: later)
    (entry,) = book.entries("monthly")
    assert entry.started is not None and entry.ended is not None
    assert entry.ended - entry.started == timedelta(minutes=12)
