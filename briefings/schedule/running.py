"""Running what is due, once: settle, claim, run, record.

An occurrence is claimed in the ledger before it runs, under a name that is present only as
long as this process lives.  If it dies, the next look finds the claim without its claimant
and runs the occurrence again.  That is safe because a run can be repeated: building again
gives the same files, and mail is sent by an outbox that knows what it has sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeAlias, TypeVar

from attrs import field, frozen

from briefings.errors import BriefingError
from briefings.ledger import presence
from briefings.recurrence import Occurrence
from briefings.schedule.journal import Entry, Journal
from briefings.schedule.settling import Scheduled, recover, settle

__all__ = ["Outcome", "Result", "Run", "run_due"]

P = TypeVar("P")


@frozen
class Result:
    """What became of one run, in words for the ledger; no secret may stand in them."""

    words: str
    failed: bool = False


# Builds a pack for an occurrence and sends its mail.  It may be called again for the same
# occurrence when a process died, and must then do only what is left to do.
Run: TypeAlias = "Callable[[P, Occurrence], Result]"


@frozen
class Outcome:
    """What one look did about an occurrence, or why it did nothing about a pack."""

    pack: str
    state: str  # done, failed, skipped; or introduced or waiting, about no one occurrence
    reason: str
    occurrence: Occurrence | None = None
    wrong: bool = False  # somebody should see to it
    bug: BaseException | None = field(default=None, eq=False, repr=False)


def run_due(
    packs: Iterable[Scheduled[P]],
    now: datetime,
    journal: Journal,
    run: Run[P],
    *,
    clock: Callable[[], datetime] | None = None,
    retry: bool = False,
    go_on: Callable[[], bool] = lambda: True,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Run everything that became due until ``now``, each occurrence once.

    ``clock`` gives the time at which runs end; ``go_on`` is asked before each run, and what
    is left then stays due; ``tell`` is called with each outcome as it comes.
    """
    now = now.replace(microsecond=0)
    outcomes: list[Outcome] = []

    def add(found: Sequence[Outcome]) -> None:
        for outcome in found:
            outcomes.append(outcome)
            tell(outcome)

    for one in packs:
        add(_settled(one, now, journal, retry))
        if not journal.entries(one.name, "due"):
            continue
        with presence(journal.folder) as name:
            while go_on() and (claimed := _claim(one, now, journal, name)):
                if isinstance(claimed, Outcome):
                    add([claimed])
                    break
                add([_run(one, claimed, name, journal, run, clock or (lambda: now))])
    return outcomes


def _settled(one: Scheduled[P], now: datetime, journal: Journal, retry: bool) -> list[Outcome]:
    with journal.transaction():
        settled = settle(one, now, journal, retry=retry)
    outcomes = [Outcome(one.name, "skipped", why, found) for found, why in settled.skipped]
    if settled.state:
        outcomes.append(Outcome(one.name, settled.state, settled.note, wrong=settled.wrong))
    return outcomes


def _claim(one: Scheduled[P], now: datetime, journal: Journal, name: str) -> Entry | Outcome | None:
    """The oldest occurrence that is due, for this process to run; or who is in the way."""
    with journal.transaction():
        living = recover(one.name, now, journal)
        if living is not None:
            where = f"process {living.pid} on {living.host}"
            reason = f"{living.occurrence.key} is still being run by {where}"
            journal.look(one.name, reason, now)
            return Outcome(one.name, "waiting", reason)
        due = journal.entries(one.name, "due")
        if not due:
            return None
        journal.claim(due[0], name, now)
        journal.note(one.name, "started", due[0].reason, now, due[0].occurrence.key)
        return due[0]


def _run(
    one: Scheduled[P],
    entry: Entry,
    name: str,
    journal: Journal,
    run: Run[P],
    clock: Callable[[], datetime],
) -> Outcome:
    """Run one occurrence that was claimed, and record what became of it."""
    bug: Exception | None = None
    try:
        result = run(one.pack, entry.occurrence)
    except BriefingError as error:
        result = Result("; ".join(fault.headline() for fault in error.faults), failed=True)
    except Exception as error:  # one pack never stops the others
        bug = error
        result = Result(f"a bug of ours: {type(error).__name__}: {error}", failed=True)
    except BaseException as stop:  # told to end: another look runs it again
        _record(entry, name, journal, "due", f"stopped by {type(stop).__name__}", clock())
        raise
    state = "failed" if result.failed else "done"
    _record(entry, name, journal, state, result.words, clock())
    return Outcome(one.name, state, result.words, entry.occurrence, bool(result.failed), bug)


def _record(
    entry: Entry, name: str, journal: Journal, state: str, words: str, now: datetime
) -> None:
    event = "interrupted" if state == "due" else state
    key = entry.occurrence.key
    with journal.transaction():
        if not journal.finish(entry, name, state, words, now):
            words = f"{words} (another process had taken this one for dead)"
        journal.note(entry.pack, event, words, now, key)
