"""``briefings schedule``: when packs are due, what became of that, and who is to wake it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from briefings.cli.options import json_option, print_json
from briefings.cli.packrun import run_options
from briefings.cli.packs import scheduled
from briefings.errors import BriefingError, Fault

__all__ = ["instant_of", "out_option", "packs_argument", "schedule", "shown"]

packs_argument = click.argument(
    "packs", nargs=-1, required=True, metavar="PACK...",
    type=click.Path(exists=True, path_type=Path),
)  # fmt: skip
out_option = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
    show_default=True, metavar="DIR", help="The output folder; the ledger is in it.",
)  # fmt: skip
_EVERY = ("1", "2", "5", "10", "15", "30")  # briefings.schedule.units.EVERY, not imported for it
_KINDS = ("systemd", "cron", "windows")


def instant_of(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """A time, with its offset from UTC or without."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        what = f"{value!r} is no time; write it as 2026-03-29T07:00+01:00"
        raise click.BadParameter(what) from None


@click.group()
def schedule() -> None:
    """See when packs are due and what became of it, and have them run."""


# ------------------------------------------------------------------------ what is to come


@schedule.command("list")
@packs_argument
@out_option
@json_option
def list_(packs: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """List packs: when they are due, when next, and how the last run ended."""
    from briefings import ledger
    from briefings.recurrence import upcoming
    from briefings.schedule import Journal

    found, now = scheduled(packs), datetime.now(UTC)
    with closing(ledger.rehearsal(out)) as connection:
        journal = Journal(connection, out)
        rows = [
            (one, next(iter(upcoming(one.schedule, now, 1)), None), journal.latest(one.name))
            for one in found
        ]
    if as_json:
        print_json({"packs": [_row(*row) for row in rows]})
        return
    for one, following, last in rows:
        click.echo(f"{one.name}: {one.schedule.words()}, {one.schedule.zone.key}")
        click.echo(f"    next: {shown(following, one.schedule) if following else 'never again'}")
        if last:
            click.echo(f"    last: {last.occurrence.key}, {last.state}: {last.reason}")


def _row(one: Any, following: Any, last: Any) -> dict[str, Any]:
    return {
        "pack": one.name,
        "file": str(one.pack.file.name),
        "when": one.schedule.words(),
        "timezone": one.schedule.zone.key,
        "next": _occurrence(following) if following else None,
        "last": last and {"local": last.occurrence.key, "state": last.state, "reason": last.reason},
    }


def _occurrence(one: Any) -> dict[str, Any]:
    return {"local": one.key, "at": one.at.isoformat(), "note": one.note}


def shown(one: Any, of: Any) -> str:
    """``Mon 1 Feb 2027 07:00 GMT``, and what the clocks do on that day."""
    local = one.local
    there = one.at.astimezone(of.zone)
    # %Z is a bare offset in zones that have no letters of their own.
    name = there.strftime("%Z") if there.strftime("%Z").isalpha() else f"UTC{there:%Z}"
    text = f"{local:%a} {local.day} {local:%b %Y %H:%M} {name}"
    return f"{text}  ({one.note})" if one.note else text


@schedule.command("next")
@packs_argument
@click.option("--count", type=click.IntRange(1, 1000), default=5, show_default=True, metavar="N",
              help="How many of each pack.")  # fmt: skip
@click.option("--from", "start", callback=instant_of, metavar="TIME",
              help="After this time instead of now, such as 2026-03-28.")  # fmt: skip
@json_option
def next_(packs: tuple[Path, ...], count: int, start: datetime | None, as_json: bool) -> None:
    """Print the next times at which packs are due, in their local time."""
    from briefings.recurrence import upcoming

    rows = []
    for one in scheduled(packs):
        after = start or datetime.now(UTC)
        if after.tzinfo is None:
            after = after.replace(tzinfo=one.schedule.zone)
        rows.append((one, upcoming(one.schedule, after, count)))
    if as_json:
        print_json({"packs": [{"pack": one.name, "next": [_occurrence(o) for o in found]}
                              for one, found in rows]})  # fmt: skip
        return
    for one, found in rows:
        for occurrence in found:
            click.echo(f"{one.name}: {shown(occurrence, one.schedule)}")
        if len(found) < count:
            click.echo(f"{one.name}: {'no more' if found else 'never again'}")


@schedule.command()
@packs_argument
def explain(packs: tuple[Path, ...]) -> None:
    """Say what a schedule means: words, cron, exceptions, missed times, the next five."""
    from briefings.recurrence import CATCH_UP, upcoming

    now = datetime.now(UTC)
    for one in scheduled(packs):
        of = one.schedule
        click.echo(f"{one.name} ({one.pack.file.name})")
        lines = [
            ("when", of.words()),
            ("cron", of.times.translated),
            ("time zone", f"{of.zone.key}, where it is now {now.astimezone(of.zone):%H:%M}"),
            ("except", ", ".join(_off(entry) for entry in of.leave_out)),
            ("start", of.start and f"{of.start}"),
            ("end", of.end and f"{of.end}"),
            ("catch up", f"{of.catch_up}: {CATCH_UP[of.catch_up]}"),
        ]
        lines += [("next", shown(o, of)) for o in upcoming(of, now, 5)] or [("next", "never")]
        for name, text in lines:
            if text:
                click.echo(f"    {name + ':':<10} {text}")


def _off(entry: Any) -> str:
    return f"{entry.written} ({len(entry.days)} days)" if len(entry.days) > 1 else entry.written


# ----------------------------------------------------------------------- what there was


@schedule.command()
@packs_argument
@out_option
@click.option("--count", type=click.IntRange(1, 10_000), default=20, show_default=True,
              metavar="N", help="How many events of each pack.")  # fmt: skip
@json_option
def history(packs: tuple[Path, ...], out: Path, count: int, as_json: bool) -> None:
    """Print what happened: every look, skip and run, with its reason."""
    from briefings import ledger
    from briefings.schedule import Journal

    with closing(ledger.rehearsal(out)) as connection:
        journal = Journal(connection, out)
        events = [e for one in scheduled(packs) for e in journal.events(one.name, count)]
    if as_json:
        print_json({"events": [_event_row(event) for event in events]})
        return
    for event in events:
        until = (
            f" to {event.last:%Y-%m-%d %H:%M:%S}, {event.count} times" if event.count > 1 else ""
        )
        local = f" {event.local}" if event.local else ""
        reason = f": {event.reason}" if event.reason else ""
        where = f"  [{event.pid} on {event.host}]"
        click.echo(
            f"{event.at:%Y-%m-%d %H:%M:%S}Z{until} {event.pack}{local} {event.event}{reason}{where}"
        )


def _event_row(event: Any) -> dict[str, Any]:
    return {
        "pack": event.pack,
        "at": event.at.isoformat(),
        "last": event.last.isoformat(),
        "count": event.count,
        "local": event.local or None,
        "event": event.event,
        "reason": event.reason,
        "host": event.host,
        "pid": event.pid,
    }


# ------------------------------------------------------------------------ who wakes it up


@schedule.command()
@click.argument("kind", type=click.Choice(_KINDS), metavar="KIND")
@packs_argument
@out_option
@run_options
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Write the files here instead of printing them.")  # fmt: skip
@click.option("--every", type=click.Choice(_EVERY), default="1", show_default=True,
              metavar="MINUTES", help="How often to look whether something is due.")  # fmt: skip
@click.option("--loop", is_flag=True,
              help="For systemd: a service that keeps `schedule run` going instead.")  # fmt: skip
@click.option("--name", default="briefings", show_default=True, metavar="NAME",
              help="What the units are called.")  # fmt: skip
def export(
    kind: str,
    packs: tuple[Path, ...],
    out: Path,
    to: Path | None,
    every: str,
    loop: bool,
    name: str,
    **given: Any,
) -> None:
    """Write what has `briefings run-due` called every so many minutes.

    KIND is systemd (two units), cron (a line) or windows (a task for the Task Scheduler).
    """
    from briefings.saving import save
    from briefings.schedule import Job, unit_files

    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        raise click.BadParameter(f"{name!r} has more in it than letters, digits and hyphens",
                                 param_hint="--name")  # fmt: skip
    if loop and kind != "systemd":
        raise click.UsageError(f"{kind} starts what ends by itself; leave --loop out")
    scheduled(packs)  # told now rather than every minute
    words = [*(str(pack.absolute()) for pack in packs), "--out", str(out.absolute())]
    called = ("schedule", "run") if loop else ("run-due",)
    command = (_program(), *called, *words, *_options(**given))
    job = Job(command, Path.cwd(), name, int(every), loop)
    for file, content in unit_files(kind, job).items():
        if to is None:
            text = content.decode("utf-16" if kind == "windows" else "utf-8")
            click.echo((f"# {file}\n" if kind == "systemd" else "") + text)
        else:
            save(to / file, content)
            click.echo(f"wrote {to / file}")


def _options(folders: tuple[Path, ...], data_only: bool, account: Path | None) -> Iterator[str]:
    """What a run was given, as words of a command."""
    for folder in folders:
        yield from ("--data", str(folder.absolute()))
    if account:
        yield from ("--account", str(account.absolute()))
    if data_only:
        yield "--data-only"


def _program() -> str:
    """The path of this very command."""
    beside = Path(sys.executable).with_name("briefings.exe" if os.name == "nt" else "briefings")
    candidates = [shutil.which(sys.argv[0]), shutil.which("briefings"), str(beside)]
    for found in candidates:
        if found and Path(found).stem == "briefings" and Path(found).exists():
            return str(Path(found).absolute())
    raise BriefingError(Fault("the command `briefings` is not installed", "install the package"))
