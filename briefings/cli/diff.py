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


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there is a difference.")
@json_option
def diff(old: Path, new: Path, exit_code: bool, as_json: bool) -> None:
    """Tell in words what changed for the reader from the built file OLD to NEW.

    Word, PDF and HTML files can be held against one another.
    """
    from briefings.differences import differences
    from briefings.trace import read

    changes = differences(read(old), read(new))
    if as_json:
        print_json({"changes": [change.as_json() for change in changes]})
    elif changes:
        click.echo("\n\n".join("\n".join(part) for part in _parts(changes)))
    else:
        click.echo("nothing has changed for the reader")
    if changes and exit_code:
        sys.exit(EXIT_FAULT)


def _parts(changes: Any) -> Iterator[list[str]]:
    """A heading, and a line for each change under it."""
    for heading, kinds in _HEADINGS:
        mine = [change for change in changes if change.kind in kinds]
        if mine:
            yield [heading, *(f"    {change.words()}" for change in mine)]
