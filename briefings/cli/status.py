"""``briefings plan``, ``status``, ``why`` and ``verify``: what a build did, and would do."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.cli.build import origin
from briefings.cli.building import batch_of, formats_option
from briefings.cli.options import (
    as_at_option,
    data_options,
    json_option,
    load_data,
    print_faults,
    print_json,
    specs_argument,
    theme_option,
)
from briefings.errors import EXIT_FAULT

__all__ = ["plan", "status", "verify", "why"]

_out = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
    show_default=True, metavar="DIR", help="Where the files are.",
)  # fmt: skip


_PART = 16  # composing takes so small a part of the time of making files, or less


def _composing(jobs: int) -> Any:
    """Where to compose so many briefings: in processes only where they are very many."""
    from briefings import executors

    return executors.choose(jobs // _PART, os.cpu_count() or 1)


@click.command()
@specs_argument
@_out
@formats_option
@data_options
@theme_option
@as_at_option
@json_option
def plan(
    specs: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    folders: tuple[Path, ...],
    data_only: bool,
    theme: Path | None,
    as_at: date | None,
    as_json: bool,
) -> None:
    """Tell what a build would do to each target and why, without writing anything."""
    from briefings.build import Options, forecast

    dataset = load_data(folders, data_only)
    batch = batch_of(specs, dataset, formats=formats, theme=theme, as_at=as_at)
    options = Options(origin=origin(folders, data_only, theme, as_at), executor=_composing)
    _show(list(forecast(batch, dataset, out, options)), as_json)


@click.command()
@_out
@json_option
def status(out: Path, as_json: bool) -> None:
    """Tell of every file of an output folder whether it is what its inputs give today."""
    from briefings.build.standings import standings

    _show([one.outcome for one in standings(out, executor=_composing)], as_json)


@click.command()
@click.argument("target", metavar="TARGET")
@_out
@json_option
def why(target: str, out: Path, as_json: bool) -> None:
    """Tell why a target was built last, what a build would do to it now, and who was sent it.

    TARGET is a file in the output folder, or the name of a briefing.
    """
    from briefings.build.standings import standings

    found = list(standings(out, target, _composing))
    mailed = {name: _mailed(out, name) for name in dict.fromkeys(one.outcome.name for one in found)}
    if as_json:
        print_json({"targets": [_told(one, mailed[one.outcome.name]) for one in found]})
        return
    for one in found:
        outcome = one.outcome
        click.echo(f"{outcome.path}: {outcome.state}")
        for reason in outcome.why:
            click.echo(f"  {reason}")
        if one.last and not outcome.failed:
            click.echo("  last built because: " + "; ".join(one.last))
        print_faults(outcome.faults)
    for words in (words for told in mailed.values() for words in told):
        click.echo(words)


def _told(one: Any, mailed: list[str]) -> dict[str, Any]:
    return {**_row(one.outcome), "last": list(one.last), "mailed": mailed}


def _mailed(out: Path, name: str) -> list[str]:
    """What became of a briefing in the mail, if any was ever sent from the folder."""
    from briefings import ledger

    if not (out / ledger.NAME).is_file():
        return []
    from briefings.cli.mailing import book
    from briefings.mail.about import about

    with book(out, look=True) as outbox:
        return list(about(outbox.connection, name))


def _show(outcomes: list[Any], as_json: bool) -> None:
    if as_json:
        print_json({"targets": [_row(o) for o in outcomes]})
        return
    for o in outcomes:
        reasons = f": {'; '.join(o.why)}" if o.why else ""
        size = f" ({max(1, round(o.size / 1000)):,} kB)" if o.size else ""
        if o.failed:
            click.echo(f"{'would fail':<12}{o.name}")
            print_faults(o.faults)
        else:
            click.echo(f"{o.state:<12}{o.path}{size}{reasons}")


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "briefing": outcome.name,
        "path": str(outcome.path),
        "format": outcome.format or None,
        "state": outcome.state,
        "why": list(outcome.why),
        "bytes": outcome.size or None,
        "faults": [f.as_json() for f in outcome.faults],
    }


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@json_option
def verify(files: tuple[Path, ...], as_json: bool) -> None:
    """Build files again from what was recorded, and tell whether the bytes are the same.

    Exit code: 0 if all are, 1 if one is not.
    """
    from briefings.build.verifying import verified

    found = list(verified(files))
    if as_json:
        print_json({"files": [_verified(one) for one in found]})
    else:
        _tell(found)
    if not all(v.same for v in found):
        sys.exit(EXIT_FAULT)


def _verified(one: Any) -> dict[str, Any]:
    faults = [fault.as_json() for fault in one.faults]
    return {"path": str(one.path), "same": one.same, "why": list(one.why), "faults": faults}


def _tell(found: list[Any]) -> None:
    for one in found:
        click.echo(f"{one.path}: {'the same bytes' if one.same else 'not the same'}")
        for reason in one.why:
            click.echo(f"  {reason}")
        print_faults(one.faults)
