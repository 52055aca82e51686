"""The mail of a scheduled run, and what is due to be tried again: nobody is there to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from briefings.cli.mailing import account_of, book, now, sender

__all__ = ["mailed", "overtaken", "retried"]

_FEW = 3  # faults that a ledger needs to say what went wrong
_WELL = ("sent", "unchanged", "sent before", "put off")
_ILL = ("refused", "addresses refused", "given up", "uncertain", "not sent", "held back")


def mailed(
    pack: Any, out: Path, occurrence: Any, outcomes: Sequence[Any], account: Path | None = None
) -> tuple[str, bool]:
    """Send a pack's mail for an occurrence after its build; what came of it, and if it failed.

    It may be called again for the same occurrence: whoever was sent it is not sent it again.
    What is tried again by itself is no failure.
    """
    from briefings.mail.fitness import Fitness
    from briefings.mail.posting import Posting, mail_of

    if pack.mail is None:
        return "", False
    at = occurrence.at.astimezone(pack.schedule.zone) if pack.schedule else occurrence.at
    fitness = Fitness.of(outcomes)
    posting = Posting(
        mail_of(pack), pack.pack, pack.folder, out, occurrence.key, at, now(), fitness
    )
    with book(out) as outbox:
        whole = posting.plan(outbox)
        new = posting.untried(whole, outbox)
        plan = evolve(whole, messages=tuple(m for m in whole.messages if m.route not in new))
        put = posting.put(plan, outbox, now())
        ids = [*put.new, *put.known]
        done, stopped = _delivered(outbox, account, out, ids)
        tally = _tally(done, plan, stopped)
        tally.before(outbox.states(id for id in ids if id not in {one.id for one in done}))
    tally.add("sent before", len(put.kept))
    tally.add("held back", len(whole.messages) - len(plan.messages))
    return tally.words("mail", _first(new, occurrence.key))


def _first(routes: Sequence[str], occurrence: str) -> str:
    if not routes:
        return ""
    how = f"`briefings mail send PACK --occurrence {occurrence} --yes`"
    return f"{' and '.join(routes)} has never sent a mail; send the first with {how}"


def overtaken(pack: Any, out: Path, occurrence: Any) -> None:
    """Let go of what waits of earlier occurrences, where this one does not come to its mail."""
    if pack.mail is None:
        return
    with book(out) as outbox:
        outbox.overtake(pack.pack, occurrence.key, None, now())


def retried(out: Path, account: Path | None = None) -> tuple[str, bool]:
    """Send what is due to be tried again; what came of it, and if it failed."""
    with book(out) as outbox:
        done, stopped = _delivered(outbox, account, out, None)
    return _tally(done, None, stopped).words("mail that was put off")


def _delivered(
    outbox: Any, account: Path | None, out: Path, ids: list[int] | None
) -> tuple[list[Any], str]:
    """Send what is due; the account is looked at only where something is."""
    from briefings import ledger

    if not outbox.due(now(), ids):
        return [], ""
    with ledger.presence(out) as name:
        one = sender(outbox, *account_of(account), out, name)
        return list(one.deliver(ids)), one.stopped


@frozen
class _Tally:
    """How many mails went which way, and why some did not go."""

    counts: Counter[str] = field(factory=Counter)
    faults: list[str] = field(factory=list)

    def add(self, what: str, many: int = 1) -> None:
        self.counts[what] += many

    def before(self, states: Iterable[str]) -> None:
        """Mails that were in the outbox, and not due."""
        names = {"sent": "sent before", "failed": "given up", "planned": "put off",
                 "claimed": "put off", "waiting": "put off"}  # fmt: skip
        for state in states:
            self.add(names.get(state, state))

    def words(self, head: str, first: str = "") -> tuple[str, bool]:
        """``mail: 20 sent, 1 refused, 3 unchanged``, the first faults, and whether it failed."""
        known = [state for state in (*_WELL, *_ILL) if self.counts[state]]
        parts = ", ".join(f"{self.counts[state]} {state}" for state in known)
        reasons = list(dict.fromkeys([*filter(None, [first]), *self.faults]))
        more = [f"and {len(reasons) - _FEW} more"] if len(reasons) > _FEW else []
        text = ": ".join(filter(None, [parts, "; ".join([*reasons[:_FEW], *more])]))
        return f"{head}: {text}" if text else "", any(self.counts[state] for state in _ILL)


def _tally(done: Sequence[Any], plan: Any, stopped: str) -> _Tally:
    tally = _Tally()
    if stopped:
        tally.faults.append(stopped)
    for one in done:
        tally.add(_became(one))
        if one.state != "refused":  # or it is counted already
            refused = [a for a in one.answers.values() if a.state == "refused"]
            tally.add("addresses refused", len(refused))
        if one.reply:
            tally.faults.append(one.reply)
    for one in plan.skipped if plan else ():
        tally.add("not sent" if one.fault else "unchanged")
        if one.fault:
            tally.faults.append(one.fault.headline())
    return tally


def _became(one: Any) -> str:
    if one.state != "failed":
        return str(one.state)
    return "put off" if one.due else "given up"
