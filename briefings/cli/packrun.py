"""A run of a pack: build it with the data as it is now, then send its mail."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from briefings.cli import mailing
from briefings.cli.build import origin
from briefings.cli.mailing import account_option
from briefings.cli.options import data_options, load_data
from briefings.errors import Fault, MailError

__all__ = ["PackRun", "run_options"]

_PATIENCE = 600.0  # seconds to wait while somebody else builds in the folder
_FEW = 3  # faults that a ledger needs to say what went wrong

_yes = click.option("--yes", is_flag=True, help="Send by a route that was never used, too.")


def run_options(command: Any) -> Any:
    """What a run needs: the data, and the account to send through."""
    return data_options(account_option(_yes(command)))


@frozen
class PackRun:
    """Runs a pack for one of its occurrences.

    It can be called again for the same one: what is up to date is not built again, and the
    outbox holds what was sent.
    """

    out: Path
    folders: tuple[Path, ...]
    data_only: bool
    account: Path | None
    yes: bool

    def __call__(self, pack: Any, occurrence: Any) -> Any:
        from briefings.schedule import Result

        outcomes = self._built(pack)
        words = [_words(outcomes)]
        failed = any(outcome.failed for outcome in outcomes)
        if pack.mail is not None:
            sent = self._sent(pack, occurrence, outcomes)
            words.append(sent.words)
            failed = failed or sent.failed
        return Result("; ".join(words), failed)

    def _built(self, pack: Any) -> list[Any]:
        from briefings import build as builder
        from briefings import executors

        dataset = load_data(self.folders, self.data_only)
        batch = builder.batch([Path(pack.file.name)], dataset)
        options = builder.Options(
            executor=lambda tasks: executors.choose(tasks, os.cpu_count() or 1),
            wait=_PATIENCE,
            origin=origin(self.folders, self.data_only, None, None),
        )
        outcomes = list(builder.build(batch, dataset, self.out, options))
        if bug := next((o for o in outcomes if o.bug), None):
            raise RuntimeError(_listed(bug.faults))
        return outcomes

    def _sent(self, pack: Any, occurrence: Any, outcomes: Sequence[Any]) -> Any:
        from briefings.mail.posting import Posting, mail_of
        from briefings.schedule import Result

        unfit = {o.name: "it could not be built" for o in outcomes
                 if o.state not in ("built", "up to date")}  # fmt: skip
        at = occurrence.at.astimezone(pack.schedule.zone)
        posting = Posting(
            mail_of(pack), pack.pack, pack.folder, self.out, occurrence.key, at, unfit
        )
        with mailing.book(self.out) as outbox:
            plan = posting.plan(outbox)
            self._agreed(posting, plan, outbox)
            put = outbox.put(plan.messages, mailing.now())
            done, stopped = self._delivered(outbox, [*put.new, *put.known])
        return Result(*_mail_words(plan, put, done, stopped))

    def _agreed(self, posting: Any, plan: Any, outbox: Any) -> None:
        """The first mails of a route want a person's word, and nobody is here to give it."""
        new = [] if self.yes else posting.untried(plan, outbox)
        if new:
            routes = ", ".join(repr(name) for name in new)
            what = f"no mail was sent: nothing was ever sent by the route {routes}"
            remedy = "send it once with `briefings mail send`, or give --yes"
            raise MailError(Fault(what, remedy))

    def _delivered(self, outbox: Any, ids: list[int] | None) -> tuple[list[Any], str]:
        from briefings import ledger

        if not outbox.due(mailing.now(), ids):
            return [], ""
        given = mailing.account_of(self.account)
        with ledger.presence(self.out) as name:
            sender = mailing.sender(outbox, *given, self.out, name)
            return list(sender.deliver(ids)), sender.stopped

    def resend(self, packs: Iterable[Any]) -> str:
        """Send what a server put off and what is due to be tried again, in words; or nothing."""
        if not any(one.pack.mail for one in packs):
            return ""
        with mailing.book(self.out) as outbox:
            done, stopped = self._delivered(outbox, None)
        states = Counter(one.state for one in done)
        words = [f"{count} {state}" for state, count in sorted(states.items())]
        return ", ".join([*words, *([stopped] if stopped else [])])


def _words(outcomes: Sequence[Any]) -> str:
    """``3 built, 60 up to date``, and what failed."""
    counts = Counter(outcome.state for outcome in outcomes)
    words = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    faults = [fault for outcome in outcomes if outcome.failed for fault in outcome.faults]
    return f"{words}: {_listed(faults)}" if faults else words


def _mail_words(plan: Any, put: Any, done: Sequence[Any], stopped: str) -> tuple[str, bool]:
    """``mail: 20 sent, 1 held back``, and whether a person should see to it."""
    states = Counter("tried again later" if one.due else one.state for one in done)
    states["held back"] = sum(one.fault is None for one in plan.skipped) + len(put.kept)
    faults = [one.fault for one in plan.skipped if one.fault is not None]
    states["not sent"] = len(faults)
    words = ", ".join(f"{count} {state}" for state, count in sorted(states.items()) if count)
    more = [_listed(faults)] if faults else []
    more += [stopped] if stopped else []
    bad = any(states[state] for state in ("failed", "refused", "uncertain", "not sent"))
    return "; ".join([f"mail: {words or 'none'}", *more]), bad or bool(stopped)


def _listed(faults: Iterable[Fault]) -> str:
    lines = list(dict.fromkeys(fault.headline() for fault in faults))
    more = [f"and {len(lines) - _FEW} more"] if len(lines) > _FEW else []
    return "; ".join([*lines[:_FEW], *more])
