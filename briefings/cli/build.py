"""``briefings build`` and ``briefings check``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.cli.options import (
    as_at_option,
    data_options,
    json_option,
    load_data,
    print_faults,
    print_json,
)
from briefings.errors import EXIT_BUG, EXIT_FAULT, EXIT_PARTIAL, suggestion

__all__ = ["build", "check"]

FORMATS = ("docx", "pdf", "html")


def _formats(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Some of the formats, with commas between them."""
    if value is None:
        return ()
    chosen = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    unknown = [f for f in chosen if f not in FORMATS]
    if unknown:
        near = suggestion(unknown[0], FORMATS) or f"choose from {', '.join(FORMATS)}"
        raise click.BadParameter(f"unknown format {unknown[0]!r}; {near}")
    return chosen


_specs = click.argument("specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]...")
_theme = click.option(
    "--theme", type=click.Path(path_type=Path), metavar="FILE", help="A theme for every briefing."
)


@click.command()
@_specs
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
              show_default=True, metavar="DIR", help="Where the files go.")  # fmt: skip
@click.option("--format", "formats", callback=_formats, metavar="docx,pdf,html",
              help="Only these formats; the specs' own by default.")  # fmt: skip
@data_options
@_theme
@as_at_option
@json_option
def build(
    specs: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    folders: tuple[Path, ...],
    data_only: bool,
    theme: Path | None,
    as_at: date | None,
    as_json: bool,
) -> None:
    """Build the briefings of spec files, or of all in a folder (default: specs).

    One that fails leaves its earlier files as they were and does not stop the others.
    Exit code: 0 all built, 1 none, 3 some, 70 if one failed through a bug of ours.
    """
    from briefings import build as builder

    plans = builder.plan(builder.find_specs(specs or (Path("specs"),)))
    dataset = load_data(folders, data_only)
    trace = bool(click.get_current_context().find_root().params.get("trace"))
    found = builder.build(
        plans, dataset, out, formats=formats, theme=theme, as_at=as_at, trace=trace
    )
    expected = sum(len(formats or p.spec.formats) if p.spec else 1 for p in plans)
    outcomes = list(_told(found, expected, quiet=as_json))
    if as_json:
        print_json({"targets": [_row(o) for o in outcomes]})
    failed = sum(not o.built for o in outcomes)
    if failed:
        if not as_json:
            built = len(outcomes) - failed
            click.echo(f"{failed} failed, {built} built", err=True)
        if any(o.bug for o in outcomes):
            sys.exit(EXIT_BUG)
        sys.exit(EXIT_PARTIAL if failed < len(outcomes) else EXIT_FAULT)


def _told(outcomes: Iterable[Any], expected: int, *, quiet: bool) -> Iterator[Any]:
    """Each outcome, printed as it comes; on a terminal under a bar."""
    if quiet:
        yield from outcomes
        return
    if sys.stdout.isatty() and sys.stderr.isatty():
        yield from _under_a_bar(outcomes, expected)
        return
    for outcome in outcomes:
        _tell(outcome)
        yield outcome


def _under_a_bar(outcomes: Iterable[Any], expected: int) -> Iterator[Any]:
    from rich.progress import Progress

    with Progress(transient=True) as progress:
        task = progress.add_task("building", total=expected)
        for outcome in outcomes:
            _tell(outcome)  # above the bar: rich takes over stdout and stderr meanwhile
            progress.advance(task)
            yield outcome


def _tell(outcome: Any) -> None:
    if outcome.built:
        click.echo(_line(outcome))
    else:
        print_faults(outcome.faults)


def _line(outcome: Any) -> str:
    return f"built {outcome.path} ({max(1, round(outcome.size / 1000)):,} kB)"


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "briefing": outcome.name,
        "path": str(outcome.path),
        "format": outcome.format or None,
        "state": "built" if outcome.built else "failed",
        "bytes": outcome.size or None,
        "faults": [f.as_json() for f in outcome.faults],
    }


@click.command()
@_specs
@data_options
@_theme
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
    """Check spec files without writing anything: every fault, with its place."""
    from briefings import build as builder

    plans = builder.plan(builder.find_specs(specs or (Path("specs"),)))
    dataset = load_data(folders, data_only)
    faults = []
    for one in plans:
        found = builder.check(one, dataset, theme=theme, as_at=as_at)
        faults += found
        if not as_json:
            print_faults(found)
            if not found:
                click.echo(f"{one.path}: no fault")
    if as_json:
        print_json({"faults": [f.as_json() for f in faults]})
    if faults:
        sys.exit(EXIT_FAULT)
