"""What the commands of mail share: what they are given, and how mails are shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any, TypeVar

import click

from briefings.cli.build import origin
from briefings.cli.building import batch_of
from briefings.cli.options import load_data, print_faults
from briefings.errors import EXIT_FAULT, EXIT_PARTIAL

__all__ = [
    "account_option",
    "account_of",
    "book",
    "exit_code",
    "now",
    "out_option",
    "pack_argument",
]
__all__ += ["many", "next_due", "posting_of", "row", "sender", "show_skipped", "tell", "told"]

F = TypeVar("F", bound=Callable[..., Any])

ACCOUNT = Path("mail.yaml")  # in this folder, where no other is named

pack_argument = click.argument(
    "pack", metavar="PACK", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
out_option = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
    show_default=True, metavar="DIR", help="Where the files and the ledger are.",
)  # fmt: skip
account_option = click.option(
    "--account", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help=f"The account to send through; {ACCOUNT} by default, if it is there.",
)  # fmt: skip


def now() -> datetime:
    """The time, as the clock of this machine shows it."""
    return datetime.now(UTC).astimezone().replace(microsecond=0)


def account_of(path: Path | None) -> tuple[Any, Any]:
    """The account and its secret."""
    from briefings.mail import accounts, secrets

    account = accounts.load(path or (ACCOUNT if ACCOUNT.is_file() else None), os.environ)
    if account.password is None:
        return account, None
    return account, secrets.fetch(account.password, account.user, os.environ, account.folder)


@contextmanager
def book(out: Path, *, look: bool = False) -> Iterator[Any]:
    """The outbox of an output folder; only to ``look`` at, nothing is written.

    What processes that have died left claimed is let go first: it is not on its way.
    """
    from briefings import ledger
    from briefings.mail.outbox import Outbox

    with closing(ledger.rehearsal(out) if look else ledger.connect(out)) as connection:
        outbox = Outbox.of(connection)
        outbox.recover(partial(ledger.is_present, out), now())
        yield outbox


def posting_of(
    pack: Path, out: Path, occurrence: str, redirect: Any, data: tuple[tuple[Path, ...], bool]
) -> Any:
    """What a pack is to mail of what stands in the output folder, and is up to date there."""
    from briefings.build import Options, forecast
    from briefings.mail.fitness import Fitness
    from briefings.mail.posting import Posting, mail_of
    from briefings.pack import load

    whole = load(pack)
    mail = mail_of(whole)
    folders, data_only = data
    dataset = load_data(folders, data_only)
    options = Options(origin=origin(folders, data_only, None, None))
    found = forecast(batch_of((pack,), dataset), dataset, out, options)
    moment = now()
    at, key = _meant(occurrence, moment, whole.schedule.zone if whole.schedule else moment.tzinfo)
    if redirect:
        key = f"{key} rehearsal {moment.isoformat()}"
    fitness = Fitness.of(found)
    return Posting(mail, whole.pack, whole.folder, out, key, at, moment, fitness, redirect)


def _meant(occurrence: str, moment: datetime, zone: tzinfo | None) -> tuple[datetime, str]:
    """The time and the name of what is sent: that of a schedule, a name of its own, or today."""
    here = moment.astimezone(zone)
    if not occurrence:
        return here, here.date().isoformat()
    try:
        return datetime.fromisoformat(occurrence).replace(tzinfo=zone), occurrence
    except ValueError:
        return here, occurrence


def sender(outbox: Any, account: Any, secret: Any, out: Path, claimant: str) -> Any:
    """What sends, by the clock of this machine."""
    from briefings import ledger
    from briefings.mail.delivery import Sender

    present = partial(ledger.is_present, out)
    return Sender(outbox, account, secret, out, claimant, present, now, sleep)


# ------------------------------------------------------------------------------- showing


def size(number: int) -> str:
    """A size in the unit that reads best."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{-(-number // 1000)} kB"


def many(number: int) -> str:
    """``1 mail``, ``2 mails``."""
    return f"{number} mail{'s' if number != 1 else ''}"


def next_due(path: Path) -> str:
    """When a pack is due next, if it has a schedule: ``Tue 1 Dec 2026 07:00 GMT``."""
    from briefings.cli.schedule import shown
    from briefings.pack import load
    from briefings.recurrence import upcoming

    schedule = load(path).schedule
    found = upcoming(schedule, now(), 1) if schedule else []
    return shown(found[0], schedule) if found else ""


def tell(messages: Iterable[Any]) -> None:
    """Each mail in a few lines: to whom, what it says, what goes with it."""
    for message in messages:
        to = ", ".join(f"{address.spec} ({role})" if role != "to" else address.spec
                       for address, role in message.envelope)  # fmt: skip
        files = ", ".join(f"{one.path.name}{'' if how == 'file' else f' ({how})'}"
                          for one, how in message.enclosed) or "no file"  # fmt: skip
        click.echo(f"{message.route}: {to}")
        click.echo(f"    {message.subject}")
        click.echo(f"    {files}; {size(message.size)}")


def show_skipped(skipped: Sequence[Any]) -> None:
    """Mails that are held back, and faults that keep one from its recipient."""
    for one in skipped:
        if one.fault is None:
            click.echo(f"{one.route}: {one.recipient}: not sent: {one.reason}")
    for one in skipped:
        if one.fault is not None:
            click.echo(f"{one.route}: {one.recipient}: not sent:", err=True)
            print_faults([one.fault])


def row(message: Any) -> dict[str, Any]:
    """A planned mail for programs."""
    return {
        "route": message.route,
        "recipient": message.recipient,
        "part": message.part,
        "parts": message.parts,
        "subject": message.subject,
        "envelope": [{"address": a.spec, "role": role} for a, role in message.envelope],
        "files": [{"briefing": b.briefing, "format": b.format, "path": str(b.path), "how": how,
                   "sha256": b.sha256} for b, how in message.enclosed],
        "bytes": message.size,
        "message_id": message.message_id,
    }  # fmt: skip


def told(found: Iterable[Any], *, quiet: bool) -> list[Any]:
    """What became of each mail, printed as it comes."""
    done = []
    for one in found:
        done.append(one)
        if not quiet:
            click.echo(_line(one), err=one.state != "sent")
            if one.state == "sent" and one.reply:
                click.echo(f"    but not to {one.reply}", err=True)
    return done


def _line(one: Any) -> str:
    head = f"{one.state} {one.id} {one.route}: {one.recipient}"
    if one.state == "sent":
        return head
    reply = next((answer.words for answer in one.answers.values() if answer.words), "")
    match one.state:
        case "uncertain":
            tail = f"; say what became of it with `briefings mail resolve {one.id}`"
        case "failed" if one.due:
            tail = f"; is tried again at {one.due:%H:%M} by `briefings mail retry`"
        case _:
            tail = ""
    return f"{head}: {reply}{tail}"


def exit_code(good: int, bad: int) -> int:
    """0 where nothing went wrong, 3 where something did, 1 where all did."""
    if not bad:
        return 0
    return EXIT_PARTIAL if good else EXIT_FAULT


def confirmed(question: str) -> bool:
    """Whether a person at a terminal says yes; nobody else is asked."""
    return sys.stdin.isatty() and sys.stdout.isatty() and click.confirm(question)
