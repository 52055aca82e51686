"""The long-lived form of the same thing: look, sleep until the next is due, look again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from briefings.errors import BriefingError
from briefings.recurrence import upcoming
from briefings.schedule.journal import Journal
from briefings.schedule.running import Outcome, Run, run_due
from briefings.schedule.settling import Scheduled

__all__ = ["CEILING", "Waker", "loop"]

# Seconds at most between two looks: clocks that were set, and machines that slept, are seen.
CEILING = 60.0

P = TypeVar("P")


class Waker(Protocol):
    """Sleeps, and knows what it was woken for."""

    stopped: bool  # to end, once the run that is under way has ended
    reload: bool  # to read the packs anew; the loop takes it back

    def wait(self, seconds: float) -> None:
        """Return after ``seconds``, or as soon as it is woken."""


def loop(
    load: Callable[[], Sequence[Scheduled[P]]],
    changed: Callable[[], object],
    journal: Journal,
    run: Run[P],
    *,
    clock: Callable[[], datetime],
    waker: Waker,
    tell: Callable[[Outcome], None],
    told: Callable[[BriefingError], None],
    looked: Callable[[], None] = lambda: None,
    ceiling: float = CEILING,
) -> None:
    """Run what is due as it becomes due, until the waker is stopped.

    Packs are read again when ``changed`` gives another value than before; packs that cannot
    be read are ``told``, and those that were read before go on.  ``looked`` is called after
    each look.
    """
    packs = load()
    seen = changed()
    while not waker.stopped:
        if waker.reload or changed() != seen:
            waker.reload, seen = False, changed()
            packs = _reloaded(load, packs, told)
        run_due(
            packs, clock(), journal, run, clock=clock, go_on=lambda: not waker.stopped, tell=tell
        )
        if not waker.stopped:
            looked()
        if not waker.stopped:
            waker.wait(_pause(packs, clock(), ceiling))


def _reloaded(
    load: Callable[[], Sequence[Scheduled[P]]],
    before: Sequence[Scheduled[P]],
    told: Callable[[BriefingError], None],
) -> Sequence[Scheduled[P]]:
    try:
        return load()
    except BriefingError as error:
        told(error)
        return before


def _pause(packs: Sequence[Scheduled[P]], now: datetime, ceiling: float) -> float:
    """Seconds until the next occurrence of any pack, or until it is time to look again."""
    nexts = [one.at for pack in packs for one in upcoming(pack.schedule, now, 1)]
    return min([ceiling, *(max(0.0, (at - now).total_seconds()) for at in nexts)])
