"""``briefings trace``: where a fact in a built file comes from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from attrs import asdict

from briefings.cli.options import data_options, json_option, print_json
from briefings.errors import EXIT_FAULT

__all__ = ["trace"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("query", metavar="QUERY")
@data_options
@json_option
def trace(
    file: Path, query: str, folders: tuple[Path, ...], data_only: bool, as_json: bool
) -> None:
    """Tell which record, data file and source a fact in a built FILE came from.

    QUERY is what the page shows: a value ("79%"), a provider, a standard ("2.2"), a measure,
    or several of them ("Merseyside 2.2").  Exit code 1 where nothing matches.

    The line is looked up in the data as it is now.
    """
    from briefings.dataset import BUNDLED
    from briefings.trace import find, read
    from briefings.traceplaces import line_now

    kept = read(file)
    facts = find(kept, query)
    sources = {source.id: source for source in kept.sources}
    searched = [*reversed(folders), *(() if data_only else (BUNDLED,))]
    lines = [line_now(fact, searched) for fact in facts]
    told = list(zip(facts, lines, strict=True))
    if as_json:
        print_json({"facts": [_row(fact, line, sources) for fact, line in told]})
    elif facts:
        click.echo("\n\n".join("\n".join(_told(*found, sources)) for found in told))
    else:
        click.echo(f"no fact of {len(kept.facts)} in {file} matches {query!r}", err=True)
    if not facts:
        sys.exit(EXIT_FAULT)


def _told(fact: Any, line: int, sources: dict[str, Any]) -> Iterator[str]:
    period = f", {fact.period}" if fact.period else ""
    yield f"{fact.name}: {fact.label}{period}: {fact.value} ({fact.basis})"
    if fact.since:
        yield f"    shown as what was: {fact.since}"
    if fact.file:
        yield f"    data: {fact.file}{f':{line}' if line else ''}"
    if fact.path:
        yield f"    record: {fact.path}"
    for source in (sources[id] for id in fact.sources if id in sources):
        yield f"    source: [{source.number or '-'}] {source.words}"
        if source.url and source.url not in source.words:
            yield f"        {source.url}"
    if fact.shown:
        yield f"    under: {', '.join(fact.shown)}"


def _row(fact: Any, line: int, sources: dict[str, Any]) -> dict[str, Any]:
    row = asdict(fact)
    del row["at"], row["whole"]
    cited = [asdict(sources[id]) for id in fact.sources if id in sources]
    return row | {"line": line or None, "sources": cited}
