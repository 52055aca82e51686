"""What there is to say of mails when all is done: for a person, for a program, for the shell."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import click

from briefings.cli import mailing
from briefings.cli.options import print_json

__all__ = ["closing", "code", "done_row", "planned_rows", "stopped_words"]

_WELL = ("sent", "waiting", "claimed")  # what nobody has to see to


def planned_rows(plan: Any) -> dict[str, Any]:
    """A plan, for programs."""
    return {
        "mails": [mailing.row(m) for m in plan.messages],
        "skipped": [
            {"route": s.route, "recipient": s.recipient, "reason": s.reason,
             "fault": s.fault.as_json() if s.fault else None}
            for s in plan.skipped
        ],
    }  # fmt: skip


def stopped_words(why: str, left: int) -> str:
    """Why a run ended early, and what of it is left."""
    go_on = "`briefings mail retry` goes on"
    return f"{why}; {mailing.many(left)} not tried: {go_on}" if why and left else why


def closing(
    plan: Any, kept: Any, before: list[str], done: list[Any], stopped: str, as_json: bool
) -> None:
    """What there is to say when all is done, and the exit code."""
    if as_json:
        print_json(planned_rows(plan) | {"done": [done_row(d) for d in done], "stopped": stopped})
    else:
        mailing.show_skipped(plan.skipped)
        for message in kept:
            click.echo(f"{message.route}: {message.recipient}: not sent: this occurrence's mail"
                       " has gone out already, in other words")  # fmt: skip
        for state, count in sorted(Counter(before).items()):
            click.echo(_earlier(state, count), err=state not in _WELL)
        if stopped:
            click.echo(stopped, err=True)
        click.echo(f"{sum(d.state == 'sent' for d in done)} sent")
    good = sum(state in _WELL for state in before) + sum(d.state == "sent" for d in done)
    sys.exit(code(good, plan, done, stopped, len(before) - sum(s in _WELL for s in before)))


def _earlier(state: str, count: int) -> str:
    """What became of mails that this occurrence had in the outbox before."""
    match state:
        case "sent":
            return f"{mailing.many(count)} sent before"
        case "waiting" | "claimed":
            return f"{mailing.many(count)} under way: see `briefings mail status`"
        case _:
            said = "given up" if state == "failed" else state
            return f"{mailing.many(count)} {said} before: see `briefings mail status`"


def done_row(one: Any) -> dict[str, Any]:
    """What became of one mail, for programs."""
    return {
        "id": one.id,
        "route": one.route,
        "recipient": one.recipient,
        "state": one.state,
        "due": one.due.isoformat() if one.due else None,
        "answers": {address: answer.words for address, answer in one.answers.items()},
    }


def code(good: int, plan: Any, done: list[Any], stopped: str = "", bad: int = 0) -> int:
    """The exit code; ``bad`` mails beside those of the plan and of this run went wrong."""
    skipped = plan.skipped if plan else ()
    bad += sum(s.fault is not None for s in skipped) + sum(d.state != "sent" for d in done)
    return mailing.exit_code(good, bad + bool(stopped))
