"""``briefings mail``: who gets what, the sending of it, and what became of it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import click

from briefings.cli import mailing
from briefings.cli.mailing import account_option, book, out_option, pack_argument
from briefings.cli.options import data_options, json_option, print_json
from briefings.errors import EXIT_FAULT, Fault, MailError

__all__ = ["mail"]


def _redirect(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    """An address for a rehearsal."""
    from briefings.addresses import AddressFault, parse

    if value is None:
        return None
    try:
        return parse(value)
    except AddressFault as fault:
        raise click.BadParameter(str(fault)) from None


_STATES = ("planned", "claimed", "sent", "failed", "refused", "uncertain")

_occurrence = click.option(
    "--occurrence", default="", metavar="NAME",
    help="What the mails are sent for; today's date by default. Each is sent once.",
)  # fmt: skip
_redirected = click.option(
    "--redirect-to", "redirect", callback=_redirect, metavar="ADDRESS",
    help="A rehearsal: send every mail to this address instead.",
)  # fmt: skip


@click.group()
def mail() -> None:
    """Send what a pack built to those whom its routes name."""


@mail.command()
@pack_argument
@out_option
@click.option(
    "--eml", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Where the mails go as files; by default mail-preview in the output folder.",
)  # fmt: skip
@_occurrence
@_redirected
@data_options
@json_option
def preview(
    pack: Path,
    out: Path,
    eml: Path | None,
    occurrence: str,
    redirect: Any,
    folders: tuple[Path, ...],
    data_only: bool,
    as_json: bool,
) -> None:
    """Show who would get what of a PACK, and write each mail as a file; nothing is sent."""
    posting = mailing.posting_of(pack, out, occurrence, redirect, (folders, data_only))
    with book(out, look=True) as outbox:
        plan = posting.plan(outbox)
    where = eml or out / "mail-preview"
    for old in where.glob("[0-9][0-9][0-9][0-9]-*.eml"):
        old.unlink()
    paths = [_write(where, number, one, out) for number, one in enumerate(plan.messages, start=1)]
    if as_json:
        print_json(_planned(plan) | {"eml": [str(path) for path in paths]})
    else:
        mailing.tell(plan.messages)
        mailing.show_skipped(plan.skipped)
        whole = mailing.size(sum(m.size for m in plan.messages))
        click.echo(f"{len(paths)} mails for {posting.occurrence}, {whole}, written to {where}")
    sys.exit(_code(len(plan.messages), plan, []))


def _write(folder: Path, number: int, message: Any, out: Path) -> Path:
    from briefings.mail.messages import content
    from briefings.saving import save

    path = folder / f"{number:04}-{message.route}.eml"
    save(path, content(message.recipe, out))
    return path


def _planned(plan: Any) -> dict[str, Any]:
    return {
        "mails": [mailing.row(m) for m in plan.messages],
        "skipped": [
            {"route": s.route, "recipient": s.recipient, "reason": s.reason,
             "fault": s.fault.as_json() if s.fault else None}
            for s in plan.skipped
        ],
    }  # fmt: skip


@mail.command()
@click.argument("pack", required=False, metavar="[PACK]",
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@account_option
@json_option
def test(pack: Path | None, account: Path | None, as_json: bool) -> None:
    """Connect, encrypt, log in, and ask whether the senders of a PACK may send.  Sends nothing."""
    from briefings.mail.checking import checked

    settings, secret = mailing.account_of(account)
    found = checked(settings, secret, _senders(pack))
    if as_json:
        print_json({"checks": [{"check": c.what, "good": c.good, "words": c.words} for c in found]})
    else:
        for one in found:
            click.echo(f"{'ok ' if one.good else 'no '} {one.what}: {one.words}", err=not one.good)
    if not all(one.good for one in found):
        sys.exit(EXIT_FAULT)


def _senders(pack: Path | None) -> list[Any]:
    from briefings.mail.posting import mail_of
    from briefings.pack import load

    if pack is None:
        return []
    mail = mail_of(load(pack))
    every = [mail.sender, *(route.sender for route in mail.routes if route.sender)]
    return list({address.key: address for address in every}.values())


@mail.command()
@pack_argument
@out_option
@account_option
@_occurrence
@_redirected
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--yes", is_flag=True, help="Send by a route that was never used, without asking.")
@data_options
@json_option
def send(
    pack: Path,
    out: Path,
    account: Path | None,
    occurrence: str,
    redirect: Any,
    dry_run: bool,
    yes: bool,
    folders: tuple[Path, ...],
    data_only: bool,
    as_json: bool,
) -> None:
    """Send what a PACK built, once for each occurrence.

    Only files that are up to date are sent, and to nobody twice for the same occurrence.
    Exit code: 0 all sent, 3 some were not, 1 none.
    """
    posting = mailing.posting_of(pack, out, occurrence, redirect, (folders, data_only))
    with book(out, look=dry_run) as outbox:
        plan = posting.plan(outbox)
        if dry_run:
            _told_only(plan, as_json)
            sys.exit(_code(len(plan.messages), plan, []))
        given = mailing.account_of(account)  # a fault of it is told before anything is recorded
        _agreed(posting, plan, outbox, yes)
        put = outbox.put(plan.messages, mailing.now())
        done, stopped = _sent(outbox, given, out, [*put.new, *put.known], as_json)
    _closing(plan, put, done, stopped, as_json)


def _told_only(plan: Any, as_json: bool) -> None:
    if as_json:
        print_json(_planned(plan))
        return
    mailing.tell(plan.messages)
    mailing.show_skipped(plan.skipped)
    click.echo(f"{len(plan.messages)} mails would be sent; nothing was")


def _agreed(posting: Any, plan: Any, outbox: Any, yes: bool) -> None:
    """The first mails of a route want a person's word."""
    new = posting.untried(plan, outbox)
    if not new or yes:
        return
    many = sum(m.route in new for m in plan.messages)
    routes = " and ".join(repr(name) for name in new)
    question = f"{routes} has never sent a mail. Send {many} now?"
    if mailing.confirmed(question):
        return
    what = f"nothing was sent: the route {routes} has never sent a mail"
    remedy = "look at `briefings mail preview`, rehearse with --redirect-to, then give --yes"
    raise MailError(Fault(what, remedy))


def _sent(
    outbox: Any, given: tuple[Any, Any], out: Path, ids: list[int] | None, as_json: bool
) -> tuple[list[Any], str]:
    from briefings import ledger

    with ledger.presence(out) as name:
        sender = mailing.sender(outbox, *given, out, name)
        return mailing.told(sender.deliver(ids), quiet=as_json), sender.stopped


def _closing(plan: Any, put: Any, done: list[Any], stopped: str, as_json: bool) -> None:
    """What there is to say when all is done, and the exit code."""
    if as_json:
        print_json(_planned(plan) | {"done": [_done(d) for d in done], "stopped": stopped})
    else:
        mailing.show_skipped(plan.skipped)
        for message in put.kept:
            click.echo(f"{message.route}: {message.recipient}: not sent: this occurrence's mail"
                       " has gone out already, in other words")  # fmt: skip
        known = len(put.known) - sum(d.id in put.known for d in done)
        if known:
            click.echo(f"{known} were in the outbox already: see `briefings mail status`")
        if stopped:
            click.echo(stopped, err=True)
        click.echo(f"{sum(d.state == 'sent' for d in done)} sent")
    good = len(put.known) + sum(d.state == "sent" for d in done)
    sys.exit(_code(good, plan, done, stopped))


def _done(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "route": one.route,
        "recipient": one.recipient,
        "state": one.state,
        "due": one.due.isoformat() if one.due else None,
        "answers": {address: answer.words for address, answer in one.answers.items()},
    }


def _code(good: int, plan: Any, done: list[Any], stopped: str = "") -> int:
    skipped = plan.skipped if plan else ()
    bad = sum(s.fault is not None for s in skipped) + sum(d.state != "sent" for d in done)
    return mailing.exit_code(good, bad + bool(stopped))


@mail.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@out_option
@account_option
@click.option("--dry-run", is_flag=True, help="Say what would be tried, and try nothing.")
@json_option
def retry(
    ids: tuple[int, ...], out: Path, account: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Send what is due to be tried again.

    With IDs only those; one that was given up or refused is then put back in line.
    """
    with book(out, look=dry_run) as outbox:
        if dry_run:
            due = list(ids) or outbox.due(mailing.now())
            if as_json:
                print_json({"due": due})
            else:
                click.echo(f"{len(due)} would be tried: {', '.join(map(str, due)) or 'none'}")
            return
        given = mailing.account_of(account)
        for id in ids:
            outbox.again(id, mailing.now())
        done, stopped = _sent(outbox, given, out, list(ids) or None, as_json)
    if as_json:
        print_json({"done": [_done(d) for d in done], "stopped": stopped})
    else:
        if stopped:
            click.echo(stopped, err=True)
        click.echo(f"{sum(d.state == 'sent' for d in done)} sent")
    sys.exit(_code(sum(d.state == "sent" for d in done), None, done, stopped))


@mail.command()
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
    from briefings.mail.history import COLUMNS, Wanted, history, rows

    with book(out, look=True) as outbox:
        mails = list(history(outbox.connection, Wanted(**wanted)))
    if as_json:
        print_json({"mails": mails})
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(iter(mails)))
    else:
        _show(mails)


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
    click.echo(f"{len(mails)} mails")


@mail.command()
@click.argument("ids", nargs=-1, required=True, type=int, metavar="ID...")
@out_option
@click.option("--sent/--resend", "arrived", default=None, required=True,
              help="Whether it arrived, or is to be sent again.")  # fmt: skip
@json_option
def resolve(ids: tuple[int, ...], out: Path, arrived: bool, as_json: bool) -> None:
    """Say what became of mails whose state is uncertain.

    Ask the recipient, or whoever runs the server, by the Message-ID that `status --json` tells.
    """
    with book(out) as outbox:
        states = {id: outbox.resolve(id, arrived=arrived, now=mailing.now()) for id in ids}
    if as_json:
        print_json({"mails": [{"id": id, "state": state or None} for id, state in states.items()]})
    faults = [Fault(f"the mail {id} is not uncertain", "see `briefings mail status`")
              for id, state in states.items() if not state]  # fmt: skip
    if not as_json:
        for id, state in states.items():
            if state:
                click.echo(f"{id} {state}" + ("" if arrived else ": run `briefings mail retry`"))
    if faults:
        raise MailError(faults)
