"""``briefings diff``: what changed for the reader between two built files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from briefings.cli.options import json_option, print_json
from briefings.errors import EXIT_FAULT

__all__ = ["diff"]

_HEADINGS = (
    ("Providers and inspections", ("provider", "inspection")),
    ("Ratings", ("rating",)),
    ("Figures", ("figure", "detail")),
    ("Recommendations", ("recommendation",)),
    ("Findings", ("finding",)),
    ("Sources", ("source",)),
    ("Words", ("words",)),
)


_INPUT = click.Path(exists=True, path_type=Path)
_MANIFEST = "manifest.json"


@click.command()
@click.argument("old", type=_INPUT)
@click.argument("new", type=_INPUT)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there is a difference.")
@json_option
def diff(old: Path, new: Path, exit_code: bool, as_json: bool) -> None:
    """Tell in words what changed for the reader from the built file OLD to NEW.

    Word, PDF and HTML files can be held against one another, and two output folders (or the
    manifest.json in them) for all their briefings at once.
    """
    before, after = _folder(old), _folder(new)
    if before and after:
        found = _between(before, after, as_json=as_json)
    elif before or after:
        raise click.UsageError("give two built files, or two output folders")
    else:
        found = _files(old, new, as_json=as_json)
    if found and exit_code:
        sys.exit(EXIT_FAULT)


def _folder(path: Path) -> Path | None:
    """The output folder that ``path`` names, itself or by its manifest."""
    manifest = path / _MANIFEST if path.is_dir() else path
    if path.is_dir() and not manifest.is_file():
        raise click.BadParameter(f"{str(path)!r} holds no {_MANIFEST}: nothing was built there")
    return manifest.parent if manifest.name == _MANIFEST else None


def _files(old: Path, new: Path, *, as_json: bool) -> bool:
    from briefings.differences import differences
    from briefings.trace import read

    changes = differences(read(old), read(new))
    if as_json:
        print_json({"changes": [change.as_json() for change in changes]})
    else:
        click.echo(_told(changes) if changes else _NOTHING)
    return bool(changes)


def _between(old: Path, new: Path, *, as_json: bool) -> bool:
    from briefings.build.comparing import differences_of_manifests
    from briefings.build.manifest import load

    found = list(differences_of_manifests(load(old), load(new)))
    if as_json:
        print_json({"briefings": [one.as_json() for one in found]})
        return bool(found)
    for one in found:
        click.echo(f"{one.name}: {_STATES[one.how]}")
        if one.changes:
            click.echo(f"\n{_told(one.changes)}\n")
    if not found:
        click.echo(_NOTHING)
    return bool(found)


_NOTHING = "nothing has changed for the reader"
_STATES = {"new": "new", "gone": "no longer there", "changed": "changed"}


def _told(changes: Any) -> str:
    return "\n\n".join("\n".join(part) for part in _parts(changes))


def _parts(changes: Any) -> Iterator[list[str]]:
    """A heading, and a line for each change under it."""
    for heading, kinds in _HEADINGS:
        mine = [change for change in changes if change.kind in kinds]
        if mine:
            yield [heading, *(f"    {change.words()}" for change in mine)]
