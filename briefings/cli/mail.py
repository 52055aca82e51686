"""``briefings mail``: who gets what, the sending of it, and what became of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from briefings.cli import mailbook, mailing
from briefings.cli.closing import closing, code, done_row, planned_rows, stopped_words
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
    following = mailing.next_due(pack)
    if as_json:
        print_json(planned_rows(plan) | {"eml": [str(path) for path in paths], "next": following})
    else:
        mailing.tell(plan.messages)
        mailing.show_skipped(plan.skipped)
        whole = mailing.size(sum(m.size for m in plan.messages))
        count = mailing.many(len(paths))
        click.echo(f"{count} for {posting.occurrence}, {whole}, written to {where}")
        if following:
            click.echo(f"by its schedule the pack is sent next on {following}")
    sys.exit(code(len(plan.messages), plan, []))


def _write(folder: Path, number: int, message: Any, out: Path) -> Path:
    from briefings.mail.messages import content
    from briefings.saving import save

    path = folder / f"{number:04}-{message.route}.eml"
    save(path, content(message.recipe, out))
    return path


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
            sys.exit(code(len(plan.messages), plan, []))
        # A fault of the account is told before anything is recorded.
        given = mailing.account_of(account) if plan.messages else None
        _agreed(posting, plan, outbox, yes)
        put = posting.put(plan, outbox, mailing.now())
        done, stopped = _sent(outbox, given, out, [*put.new, *put.known], as_json)
        before = outbox.states(set(put.known) - {one.id for one in done})
        left = outbox.due(mailing.now(), put.new) if stopped else []
    closing(plan, put.kept, before, done, stopped_words(stopped, len(left)), as_json)


def _told_only(plan: Any, as_json: bool) -> None:
    if as_json:
        print_json(planned_rows(plan))
        return
    mailing.tell(plan.messages)
    mailing.show_skipped(plan.skipped)
    click.echo(f"{mailing.many(len(plan.messages))} would be sent; nothing was")


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
    outbox: Any, given: tuple[Any, Any] | None, out: Path, ids: list[int] | None, as_json: bool
) -> tuple[list[Any], str]:
    """Send what is due by an account; none is given where nothing is."""
    from briefings import ledger

    if given is None:
        return [], ""
    with ledger.presence(out) as name:
        sender = mailing.sender(outbox, *given, out, name)
        return mailing.told(sender.deliver(ids), quiet=as_json), sender.stopped


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
        due = ids or outbox.due(mailing.now())
        given = mailing.account_of(account) if due else None
        for id in ids:
            outbox.again(id, mailing.now())
        done, stopped = _sent(outbox, given, out, list(ids) or None, as_json)
    if as_json:
        print_json({"done": [done_row(d) for d in done], "stopped": stopped})
    else:
        if stopped:
            click.echo(stopped, err=True)
        click.echo(f"{sum(d.state == 'sent' for d in done)} sent")
    sys.exit(code(sum(d.state == "sent" for d in done), None, done, stopped))


mail.add_command(mailbook.status)
mail.add_command(mailbook.resolve)
