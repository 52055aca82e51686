"""The CSV files of measures that change under an import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from briefings.ingest.emit import csv_text, observation_cells
from briefings.ingest.facts import ValueFact
from briefings.ingest.grid import Cell
from briefings.ingest.ground import Ground
from briefings.observations import COLUMNS
from briefings.records import Observation

__all__ = ["value_files"]


def value_files(
    facts: Sequence[ValueFact], notes: Mapping[Cell, str], ground: Ground, source: str
) -> dict[str, str]:
    """The files that hold the values which the data does not say already.

    They go into one file named after the source; the folder's other files lose the lines
    that are replaced, and keep all others as they are.
    """
    known = {_key(seen): _said(seen) for seen in ground.dataset.observations}
    new = {fact.key: fact for fact in facts if known.get(fact.key) != fact.said}
    if not new:
        return {}
    name = f"measures/{source}.csv"
    before = ground.text(name)
    files = dict(_without(ground, set(new)))
    kept = files.get(name, before)
    lines = [observation_cells(_observation(f, source, notes[f.cell])) for f in new.values()]
    files[name] = csv_text([*(_rows(kept) if kept else [COLUMNS]), *lines])
    return files


def _without(ground: Ground, replaced: set[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Files of the folder without the lines of values that are replaced."""
    gone: dict[str, set[int]] = {}
    for row in ground.own.rows:
        if _key(row.observation) in replaced and row.place.line is not None:
            gone.setdefault(row.place.file, set()).add(row.place.line)
    for file, lines in gone.items():
        name = f"measures/{file.replace(chr(92), '/').rsplit('/', 1)[-1]}"
        text = ground.text(name)
        reader = csv.reader(io.StringIO(text, newline=""))
        kept, start = [], 1
        raw = text.splitlines(keepends=True)
        for _ in reader:
            if start not in lines:
                kept += raw[start - 1 : reader.line_num]
            start = reader.line_num + 1
        yield name, "".join(kept)


def _rows(text: str) -> list[list[str]]:
    """The lines of a file we wrote, or that has our columns; else in the order of ours."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    header = rows[0]
    if tuple(header) == COLUMNS:
        return rows
    found = [dict(zip(header, row, strict=True)) for row in rows[1:] if any(row)]
    return [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in found)]


def _key(seen: Observation) -> tuple[str, ...]:
    return (seen.provider, seen.measure, seen.period, seen.as_of.text if seen.as_of else "")


def _said(seen: Observation) -> tuple[object, ...]:
    return (seen.value, seen.qualifier, seen.comparator, seen.comparator_value, seen.target)


def _observation(fact: ValueFact, source: str, note: str) -> Observation:
    return Observation(
        provider=fact.provider,
        measure=fact.measure,
        value=fact.value,
        source=source,
        period=fact.period,
        as_of=fact.as_of,
        inspection=fact.inspection,
        qualifier=fact.qualifier,
        comparator=fact.comparator,
        comparator_value=fact.comparator_value,
        target=fact.target,
        note=note,
    )
