"""``briefings show``, ``briefings list`` and ``briefings schema``: look without building."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.cli.options import (
    as_at_option,
    data_options,
    json_option,
    load_data,
    print_json,
)

__all__ = ["list_", "schema", "show"]


@click.command()
@click.argument("spec", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_options
@as_at_option
def show(spec: Path, folders: tuple[Path, ...], data_only: bool, as_at: date | None) -> None:
    """Print a briefing as indented text: all that it says, without its looks."""
    from briefings.compose import compose
    from briefings.spec import load
    from briefings.writers import outline

    document = compose(load(spec), load_data(folders, data_only), as_at=as_at)
    click.echo(outline.write(document), nl=False)


def _providers(dataset: Any) -> Iterator[tuple[str, str]]:
    for p in dataset.providers.values():
        aliases = f" ({', '.join(p.aliases)})" if p.aliases else ""
        yield p.id, f"{p.kind}: {p.name}{aliases}"


def _metrics(dataset: Any) -> Iterator[tuple[str, str]]:
    from briefings.metrics import names

    yield from names(dataset).items()


def _sections(dataset: Any) -> Iterator[tuple[str, str]]:
    from briefings.sections import KINDS

    for name, kind in KINDS.items():
        yield name, kind.doc


def _frameworks(dataset: Any) -> Iterator[tuple[str, str]]:
    for f in dataset.frameworks.values():
        rated = f"{len(f.standards)} standards" if f.scale else "no ratings"
        yield f.id, f"{f.name}: {rated}"


def _groups(dataset: Any) -> Iterator[tuple[str, str]]:
    for g in dataset.groups.values():
        yield g.id, f"{g.name}: {', '.join(g.providers)}"


def _sources(dataset: Any) -> Iterator[tuple[str, str]]:
    for s in dataset.sources.values():
        yield s.id, ", ".join(part for part in (s.publisher, s.title) if part)


def _rounds(dataset: Any) -> Iterator[tuple[str, str]]:
    for r in dataset.rounds.values():
        yield r.id, dataset.frameworks[r.framework].name


LISTS: dict[str, Callable[[Any], Iterator[tuple[str, str]]]] = {
    "providers": _providers,
    "metrics": _metrics,
    "sections": _sections,
    "frameworks": _frameworks,
    "groups": _groups,
    "sources": _sources,
    "rounds": _rounds,
}


@click.command("list")
@click.argument("what", type=click.Choice(list(LISTS)))
@data_options
@json_option
def list_(what: str, folders: tuple[Path, ...], data_only: bool, as_json: bool) -> None:
    """List what specs can name."""
    rows = list(LISTS[what](load_data(folders, data_only)))
    if as_json:
        print_json([{"id": name, "text": words} for name, words in rows])
        return
    width = max((len(name) for name, _ in rows), default=0)
    for name, words in rows:
        click.echo(f"{name:<{width}}  {words}".rstrip())


@click.command()
@click.option("--pack", is_flag=True, help="Of pack files, in place of spec files.")
def schema(pack: bool) -> None:
    """Print the JSON Schema of spec files or of pack files, for editors."""
    from briefings.packschema import pack_schema
    from briefings.specschema import spec_schema

    print_json(pack_schema() if pack else spec_schema())
