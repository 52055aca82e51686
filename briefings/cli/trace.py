"""``briefings trace``: where a fact in a built file comes from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from attrs import asdict

from briefings.cli.options import json_option, print_json
from briefings.errors import EXIT_FAULT

__all__ = ["trace"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("query", metavar="QUERY")
@json_option
def trace(file: Path, query: str, as_json: bool) -> None:
    """Tell which record, data file and source a fact in a built FILE came from.

    QUERY is what the page shows: a value ("79%"), a provider, a standard ("2.2"), a measure,
    or several of them ("Merseyside 2.2").  Exit code 1 where nothing matches.
    """
    from briefings.trace import find, read

    kept = read(file)
    facts = find(kept, query)
    sources = {source.id: source for source in kept.sources}
    if as_json:
        print_json({"facts": [_row(fact, sources) for fact in facts]})
    elif facts:
        click.echo("\n\n".join("\n".join(_told(fact, sources)) for fact in facts))
    else:
        click.echo(f"no fact of {len(kept.facts)} in {file} matches {query!r}", err=True)
    if not facts:
        sys.exit(EXIT_FAULT)


def _told(fact: Any, sources: dict[str, Any]) -> Iterator[str]:
    period = f", {fact.period}" if fact.period else ""
    yield f"{fact.name}: {fact.label}{period}: {fact.value} ({fact.basis})"
    if fact.file:
        yield f"    data: {fact.file}:{fact.line}"
    if fact.inspection:
        yield f"    inspection: {fact.inspection}"
    for source in (sources[id] for id in fact.sources if id in sources):
        yield f"    source: [{source.number or '-'}] {source.words}"
        if source.url and source.url not in source.words:
            yield f"        {source.url}"
    if fact.shown:
        yield f"    under: {', '.join(fact.shown)}"


def _row(fact: Any, sources: dict[str, Any]) -> dict[str, Any]:
    row = asdict(fact)
    del row["at"]
    return row | {"sources": [asdict(sources[id]) for id in fact.sources if id in sources]}
