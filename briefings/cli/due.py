"""``briefings run-due`` and ``briefings schedule run``: the same runs, once or for good."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from briefings.cli.options import json_option, print_faults, print_json
from briefings.cli.packrun import PackRun, run_options
from briefings.cli.packs import readable, scheduled, stamp
from briefings.cli.schedule import instant_of, out_option, packs_argument, schedule
from briefings.errors import EXIT_BUG, EXIT_FAULT, EXIT_PARTIAL, BriefingError, SpecError

__all__ = ["run_due"]


def _now(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """A time that can only be one instant."""
    found = instant_of(ctx, param, value)
    if found is not None and found.tzinfo is None:
        what = f"{value!r} has no offset; write 2026-03-29T07:00+01:00, or ...Z for UTC"
        raise click.BadParameter(what)
    return found and found.astimezone(UTC)


def _who() -> tuple[str, int]:
    """This machine and process, as the ledger names them."""
    import socket  # slow, and every command imports this module

    return socket.gethostname(), os.getpid()


def _clock() -> datetime:
    return datetime.now(UTC)


@click.command("run-due")
@packs_argument
@out_option
@run_options
@click.option("--now", callback=_now, metavar="TIME",
              help="Take this for the time: 2026-03-29T07:00+01:00.")  # fmt: skip
@click.option("--retry", is_flag=True, help="Run again what failed last.")
@click.option("--from-now", is_flag=True,
              help="Run nothing that became due before now, as if the packs were new.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be run or skipped; do neither.")
@json_option
def run_due(
    packs: tuple[Path, ...],
    out: Path,
    now: datetime | None,
    retry: bool,
    from_now: bool,
    dry_run: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Run every pack that became due since the last look, once, and say what became of it.

    For cron, systemd or the Task Scheduler; prints nothing if nothing was due.  A pack that
    cannot be read does not stop the others.  Exit code: 0 none failed, 1 all, 3 some, 70 if one
    failed through a bug of ours.
    """
    from briefings import ledger
    from briefings.schedule import Journal
    from briefings.schedule import run_due as run_all

    (found, faults), at = readable(packs), now or _clock()
    if not found:
        raise SpecError(faults)
    print_faults(faults)
    opened = ledger.rehearsal(out) if dry_run else ledger.connect(out)
    with closing(opened) as connection:
        journal = Journal(connection, out, *_who())
        run = PackRun(out, **given)
        if from_now:
            for one in found:
                journal.begin_anew(one.name, at)
        outcomes = run_all(
            found, at, journal, run, clock=None if now else _clock, retry=retry,
            go_on=lambda: not dry_run, tell=lambda o: None if as_json else _tell(o),
        )  # fmt: skip
        if dry_run:
            outcomes += _would(found, journal, quiet=as_json)
    unsent = not dry_run and _retried(run, found, quiet=as_json)
    if as_json:
        told = {"outcomes": [_row(outcome) for outcome in outcomes]}
        print_json(told | {"faults": [fault.as_json() for fault in faults]})
    if code := _exit_code(outcomes, bool(faults) or unsent):
        sys.exit(code)


def _retried(run: PackRun, found: Sequence[Any], *, quiet: bool) -> bool:
    """Mail that is due to be tried again; nobody else may be there to do it."""
    try:
        words, failed = run.retried(found)
    except BriefingError as error:  # such as a login: what else this look did stays told
        print_faults(error.faults)
        return True
    if words and not quiet:
        click.echo(words, err=failed)
    return failed


def _would(found: Sequence[Any], journal: Any, *, quiet: bool) -> list[Any]:
    """What a look has entered as due, and has not run."""
    from briefings.schedule import Outcome

    outcomes = [
        Outcome(one.name, "due", entry.reason, entry.occurrence)
        for one in found
        for entry in journal.entries(one.name, "due")
    ]
    for outcome in outcomes:
        if not quiet:
            click.echo(f"{_name(outcome)}: would be run")
    return outcomes


def _name(outcome: Any) -> str:
    return f"{outcome.pack} {outcome.occurrence.key}" if outcome.occurrence else outcome.pack


def _tell(outcome: Any) -> None:
    """A line for each; one that waits is only told where somebody should see to it."""
    if outcome.state == "waiting" and not outcome.wrong:
        return
    state = "" if outcome.occurrence is None else f"{outcome.state}: "
    click.echo(f"{_name(outcome)}: {state}{outcome.reason}", err=outcome.wrong)
    if outcome.bug is not None and click.get_current_context().find_root().params.get("trace"):
        raise outcome.bug


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "pack": outcome.pack,
        "local": outcome.occurrence.key if outcome.occurrence else None,
        "state": outcome.state,
        "reason": outcome.reason,
    }


def _exit_code(outcomes: Sequence[Any], wrong: bool) -> int:
    """``wrong`` says whether anything beside the outcomes is."""
    if any(outcome.bug for outcome in outcomes):
        return EXIT_BUG
    if not wrong and not any(outcome.wrong for outcome in outcomes):
        return 0
    return EXIT_PARTIAL if any(outcome.state == "done" for outcome in outcomes) else EXIT_FAULT


@schedule.command()
@packs_argument
@out_option
@run_options
def run(packs: tuple[Path, ...], out: Path, **given: Any) -> None:
    """Run packs whenever they become due, until stopped.

    SIGTERM or Ctrl+C stops when the run under way has ended, a second one at once.  Changed
    packs are read again by themselves, and on SIGHUP.
    """
    from briefings import ledger
    from briefings.cli.waking import listening
    from briefings.schedule import Journal, loop

    found: list[Any] = []
    runs = PackRun(out, **given)

    def load() -> list[Any]:
        found[:] = scheduled(packs)
        click.echo(f"{len(found)} packs: {', '.join(one.name for one in found)}")
        return list(found)

    def looked() -> None:
        _retried(runs, found, quiet=False)

    with closing(ledger.connect(out)) as connection, listening() as waker:
        journal = Journal(connection, out, *_who())
        loop(
            load, lambda: stamp(packs, found), journal, runs, clock=_clock, waker=waker,
            tell=_tell, told=lambda error: print_faults(error.faults), looked=looked,
        )  # fmt: skip
    click.echo("stopped")
