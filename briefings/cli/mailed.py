"""The mail of a scheduled run, and what is due to be tried again: nobody is there to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefings.cli.mailing import account_of, book, now, sender

__all__ = ["mailed", "retried"]

_FEW = 3  # faults that a ledger needs to say what went wrong


def mailed(
    pack: Any, out: Path, occurrence: Any, outcomes: Sequence[Any], account: Path | None = None
) -> tuple[str, bool]:
    """Send a pack's mail for an occurrence after its build; what came of it, and if it failed.

    It may be called again for the same occurrence: whoever was sent it is not sent it again.
    """
    from briefings.mail.posting import Posting, mail_of

    if pack.mail is None:
        return "", False
    at = occurrence.at.astimezone(pack.schedule.zone) if pack.schedule else occurrence.at
    unfit = {o.name: "it could not be built" for o in outcomes if o.state not in _FIT}
    posting = Posting(mail_of(pack), pack.pack, pack.folder, out, occurrence.key, at, unfit)
    with book(out) as outbox:
        plan = posting.plan(outbox)
        new = posting.untried(plan, outbox)
        if new:
            routes = " and ".join(new)
            how = f"`briefings mail send PACK --occurrence {occurrence.key} --yes`"
            return f"no mail: {routes} has never sent one; send the first with {how}", True
        given = account_of(account)
        put = outbox.put(plan.messages, now())
        done, stopped = _delivered(outbox, given, out, [*put.new, *put.known])
    return _words(plan, done, stopped)


_FIT = ("built", "up to date")


def retried(out: Path, account: Path | None = None) -> tuple[str, bool]:
    """Send what is due to be tried again; what came of it, and if it failed."""
    with book(out) as outbox:
        if not outbox.due(now()):
            return "", False
        done, stopped = _delivered(outbox, account_of(account), out, None)
    return _words(None, done, stopped)


def _delivered(
    outbox: Any, given: tuple[Any, Any], out: Path, ids: list[int] | None
) -> tuple[list[Any], str]:
    from briefings import ledger

    with ledger.presence(out) as name:
        one = sender(outbox, *given, out, name)
        return list(one.deliver(ids)), one.stopped


def _words(plan: Any, done: Sequence[Any], stopped: str) -> tuple[str, bool]:
    """``20 mails sent, 1 refused, 3 not sent``, and the first faults."""
    counts = Counter(one.state for one in done)
    words = [f"{count} mails {state}" for state, count in sorted(counts.items())]
    skipped = plan.skipped if plan else ()
    if skipped:
        words.append(f"{len(skipped)} not sent")
    faults = [one.fault.headline() for one in skipped if one.fault]
    faults += [f"{one.recipient}: {one.reply}" for one in done if one.state != "sent"]
    if stopped:
        faults.insert(0, stopped)
    more = [f"and {len(faults) - _FEW} more"] if len(faults) > _FEW else []
    text = ", ".join(words) or "no mail"
    return ": ".join([text, "; ".join([*faults[:_FEW], *more])]) if faults else text, bool(faults)
