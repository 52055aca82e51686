"""``briefings build`` and ``briefings check``."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.cli.building import (
    batch_of,
    build_options,
    exit_code,
    formats_option,
    options_of,
    told,
)
from briefings.cli.options import (
    as_at_option,
    data_options,
    json_option,
    load_data,
    print_faults,
    print_json,
)
from briefings.errors import EXIT_FAULT

__all__ = ["build", "check"]

_specs = click.argument("specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]...")
_theme = click.option(
    "--theme", type=click.Path(path_type=Path), metavar="FILE", help="A theme for every briefing."
)


@click.command()
@_specs
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
              show_default=True, metavar="DIR", help="Where the files go.")  # fmt: skip
@formats_option
@data_options
@_theme
@as_at_option
@build_options
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
    **given: Any,
) -> None:
    """Build what is out of date of specs and packs, or of all in a folder (default: specs).

    One that fails leaves its earlier files as they were and does not stop the others.
    Exit code: 0 none failed, 1 all, 3 some, 70 if one failed through a bug of ours.
    """
    from briefings import build as builder

    options = options_of(given, origin(folders, data_only, theme, as_at))
    dataset = load_data(folders, data_only)
    batch = batch_of(specs, dataset, formats=formats, theme=theme, as_at=as_at)
    found = builder.build(batch, dataset, out, options)
    expected = sum(len(p.spec.formats) if p.spec else 1 for p in batch.plans)
    outcomes = list(told(found, expected, quiet=as_json))
    if as_json:
        print_json({"targets": [_row(o) for o in outcomes]})
    else:
        _summary(outcomes)
    if code := exit_code(outcomes):
        sys.exit(code)


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


def _summary(outcomes: list[Any]) -> None:
    """A line where there is more to say than what was built."""
    counts = Counter(o.state for o in outcomes)
    always = "built" if counts["failed"] else ""
    states = ("failed", "not reached", "built", "up to date")
    words = [f"{counts[s]} {s}" for s in states if counts[s] or s == always]
    if words != [f"{counts['built']} built"] and words:
        click.echo(", ".join(words), err=bool(counts["failed"]))


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "briefing": outcome.name,
        "path": str(outcome.path),
        "format": outcome.format or None,
        "state": outcome.state,
        "why": list(outcome.why),
        "bytes": outcome.size or None,
        "sha256": outcome.sha256 or None,
        "seconds": round(outcome.seconds, 3),
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
