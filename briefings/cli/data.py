"""``briefings data``: the facts themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefings.cli.options import data_options, json_option, load_data, print_faults, print_json
from briefings.errors import EXIT_FAULT

__all__ = ["data"]


@click.group()
def data() -> None:
    """Look at the facts that briefings are made of."""


@data.command()
@data_options
@click.option("--format", "format_", type=click.Choice(["json"]), default="json",
              help="The one format there is.")  # fmt: skip
def export(folders: tuple[Path, ...], data_only: bool, format_: str) -> None:
    """Print every fact, with its source and basis, in one shape (docs/export.md)."""
    from briefings.export import as_json

    print_json(as_json(load_data(folders, data_only)))


@data.command()
@data_options
@json_option
def check(folders: tuple[Path, ...], data_only: bool, as_json: bool) -> None:
    """Prove that the data agrees with itself.  Warnings do not fail."""
    from briefings.datacheck import check as find

    dataset = load_data(folders, data_only)
    faults = find(dataset)
    errors = [f for f in faults if f.severity == "error"]
    if as_json:
        print_json({"faults": [f.as_json() for f in faults]})
    else:
        print_faults(faults)
        inspections = sum(len(p.inspections) for p in dataset.providers.values())
        click.echo(
            f"{len(dataset.providers)} providers, {inspections} inspections, "
            f"{len(dataset.observations)} observations, {len(dataset.sources)} sources: "
            f"{len(errors)} errors, {len(faults) - len(errors)} warnings"
        )
    if errors:
        sys.exit(EXIT_FAULT)
