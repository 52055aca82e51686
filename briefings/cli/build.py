"""``briefings build`` and ``briefings check``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.cli.building import (
    batch_of,
    build_options,
    formats_option,
    options_of,
    report_options,
)
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

__all__ = ["build", "check"]


@click.command()
@specs_argument
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
              show_default=True, metavar="DIR", help="Where the files go.")  # fmt: skip
@formats_option
@data_options
@theme_option
@as_at_option
@build_options
@report_options
@json_option
def build(
    folders: tuple[Path, ...],
    data_only: bool,
    theme: Path | None,
    as_at: date | None,
    reports: tuple[Path, ...],
    log: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Build what is out of date of specs and packs, or of all in a folder (default: specs).

    One that fails leaves its earlier files as they were and does not stop the others.
    Exit code: 0 none failed, 1 all, 3 some, 70 if one failed through a bug of ours, 130 or 143
    if the run was stopped.
    """
    from briefings.cli import unchanged

    called = "" if given["force"] or reports or log or as_json else _called()
    standing = unchanged.count(given["out"], called) if called else None
    if standing is not None:
        click.echo(f"{standing} up to date")
        return

    from briefings.cli.log import opened
    from briefings.cli.running import Run, now
    from briefings.cli.stopping import stoppable

    options = options_of(given, origin(folders, data_only, theme, as_at))

    def work(run: Run) -> None:
        dataset = load_data(folders, data_only)
        chosen: dict[str, Any] = {"formats": given["formats"], "theme": theme, "as_at": as_at}
        run.build(batch_of(given["specs"], dataset, **chosen), dataset, given["out"], options)

    with stoppable() as stop, opened(log, now) as events, unchanged.watching(given["out"]) as seen:
        run = Run(reports, events, theme, stop, as_json)
        code = run.whole(work)
    if code:
        sys.exit(code)
    if called:
        files = {str(outcome.path): outcome.sha256 for outcome in run.outcomes}
        seen.keep(given["out"], called, files, {outcome.name for outcome in run.outcomes})


def _called() -> str:
    """What the command was given that bears on what it makes, and from where."""
    params = click.get_current_context().params
    chosen = {name: str(params[name]) for name in sorted(params) if name not in _OF_NO_BEARING}
    return f"{Path.cwd()} {chosen}"


_OF_NO_BEARING = ("jobs", "executor", "scheduler", "time_limit", "memory_limit", "wait", "log",
                  "reports", "as_json", "force", "keep_going")  # fmt: skip


def origin(
    folders: tuple[Path, ...], data_only: bool, theme: Path | None, as_at: date | None
) -> dict[str, Any]:
    """What the command was given, so that `why` and `verify` can ask the same again."""
    return {
        "data": [folder.as_posix() for folder in folders],
        "data_only": data_only,
        "theme_given": theme.as_posix() if theme else "",
        "as_at_given": as_at.isoformat() if as_at else "",
    }


@click.command()
@specs_argument
@data_options
@theme_option
@as_at_option
@json_option
def check(
    specs: tuple[Path, ...],
    folders: tuple[Path, ...],
    data_only: bool,
    theme: Path | None,
    as_at: date | None,
    as_json: bool,
) -> None:
    """Check specs and packs without writing anything: every fault, with its place."""
    from briefings import build as builder

    dataset = load_data(folders, data_only)
    faults = []
    for one in batch_of(specs, dataset, theme=theme, as_at=as_at).plans:
        found = builder.check(one, dataset)
        faults += found
        if not as_json:
            print_faults(found)
            if not found:
                name = f": {one.name}" if one.pack else ""
                click.echo(f"{one.path}{name}: no fault")
    if as_json:
        print_json({"faults": [f.as_json() for f in faults]})
    if faults:
        sys.exit(EXIT_FAULT)
