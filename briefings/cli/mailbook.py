"""``briefings mail status`` and ``resolve``: what became of mails, and a person's word on it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import click

from briefings.cli import mailing
from briefings.cli.mailing import book, out_option
from briefings.cli.options import json_option, print_json
from briefings.errors import Fault, MailError

__all__ = ["resolve", "status"]

_STATES = ("planned", "claimed", "sent", "failed", "refused", "uncertain")


@click.command()
@out_option
@click.option("--recipient", default="", metavar="ADDRESS", help="Mails to this address.")
@click.option("--pack", default="", metavar="NAME", help="Mails of this pack.")
@click.option("--route", default="", metavar="NAME", help="Mails of this route.")
@click.option("--occurrence", default="", metavar="NAME", help="Mails of this occurrence.")
@click.option("--state", default="", type=click.Choice(["", *_STATES]), metavar="STATE",
              help=f"Mails in this state: {', '.join(_STATES)}.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a row for each recipient.")
@json_option
def status(out: Path, as_csv: bool, as_json: bool, **wanted: str) -> None:
    """Tell who was sent what, when, and with which figures."""
    from briefings.mail.history import COLUMNS, Wanted, history, rows, skips

    with book(out, look=True) as outbox:
        mails = list(history(outbox.connection, Wanted(**wanted)))
        skipped = list(skips(outbox.connection, Wanted(**wanted)))
    if as_json:
        print_json({"mails": mails, "skipped": skipped})
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(iter(mails)))
    else:
        _show(mails)
        for one in skipped:
            click.echo(f"not sent {one['at']} {one['pack']} {one['route']} {one['occurrence']}:"
                       f" {one['recipient']}: {one['reason']}")  # fmt: skip
        click.echo(f"{mailing.many(len(mails))}, {len(skipped)} not sent")


def _show(mails: list[dict[str, Any]]) -> None:
    for one in mails:
        part = f" ({one['part']} of {one['parts']})" if one["parts"] > 1 else ""
        click.echo(f"{one['id']} {one['state']} {one['updated']} {one['pack']} {one['route']}"
                   f" {one['occurrence']}{part}")  # fmt: skip
        click.echo(f"    {one['subject']}")
        for to in one["recipients"]:
            role = "" if to["role"] == "to" else f" ({to['role']})"
            said = " ".join(str(w) for w in (to["code"] or "", to["reply"]) if w)
            click.echo(f"    {to['state']} {to['address']}{role}" + (f": {said}" if said else ""))
        for file in one["files"]:
            how = "" if file["how"] == "file" else f" ({file['how']})"
            click.echo(
                f"    {file['briefing']}.{file['format']}{how}, sha256 {file['sha256'][:12]}"
            )
        if one["due"] and one["state"] in ("planned", "failed"):
            click.echo(f"    is tried at {one['due']}")


@click.command()
@click.argument("ids", nargs=-1, required=True, type=int, metavar="ID...")
@out_option
@click.option("--sent/--resend", "arrived", default=None, required=True,
              help="Whether it arrived, or is to be sent again.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what they would be then, and change nothing.")
@json_option
def resolve(ids: tuple[int, ...], out: Path, arrived: bool, dry_run: bool, as_json: bool) -> None:
    """Say what became of mails whose state is uncertain.

    Ask the recipient, or whoever runs the server, by the Message-ID that `status --json` tells.
    """
    with book(out, look=dry_run) as outbox:
        states = {id: outbox.resolve(id, arrived=arrived, now=mailing.now()) for id in ids}
    if as_json:
        print_json({"mails": [{"id": id, "state": state or None} for id, state in states.items()]})
    faults = [Fault(f"the mail {id} is not uncertain", "see `briefings mail status`")
              for id, state in states.items() if not state]  # fmt: skip
    if not as_json:
        for id, state in states.items():
            if state:
                tail = "" if arrived or dry_run else ": run `briefings mail retry`"
                click.echo(f"{id} {'would be ' if dry_run else ''}{state}{tail}")
    if faults:
        raise MailError(faults)
