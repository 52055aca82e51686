"""The CSV files of measures that change under an import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from briefings.ingest.emit import csv_text, observation_cells
from briefings.ingest.facts import ValueFact
from briefings.ingest.grid import Cell
from briefings.ingest.ground import Ground
from briefings.observations import COLUMNS
from briefings.records import Observation
from briefings.wording import listing

__all__ = ["value_files"]


def value_files(
    facts: Sequence[ValueFact], notes: Mapping[Cell, str], ground: Ground, source: str
) -> dict[str, str]:
    """The files that hold the values which the data does not say already.

    They go into one file named after the source; the folder's other files lose the lines
    that are replaced, and keep all others as they are.
    """
    known = {_key(seen): seen for seen in ground.dataset.observations}
    new: dict[tuple[str, ...], Observation] = {}
    for fact in facts:
        before = known.get(fact.key)
        full, kept = _with_what_was_known(fact, before)
        if before is None or _said(before) != full.said:
            note = notes[fact.cell]
            if before and kept:
                title = ground.dataset.sources[before.source].title
                note += f"; {listing(kept)} as in {title}"
            new[fact.key] = _observation(full, source, note)
    if not new:
        return {}
    name = f"measures/{source}.csv"
    files = dict(_without(ground, set(new)))
    there = files.get(name, ground.text(name))
    lines = [observation_cells(seen) for seen in new.values()]
    files[name] = csv_text([*(_rows(there) if there else [COLUMNS]), *lines])
    return files


def _with_what_was_known(
    fact: ValueFact, before: Observation | None
) -> tuple[ValueFact, tuple[str, ...]]:
    """The fact with what its sheet does not speak of, and the names of what was so kept.

    A base is that of one value, and goes with it.
    """
    if before is None:
        return fact, ()
    given: dict[str, Any] = {}
    kept: list[str] = []
    if (
        fact.comparator_value is None
        and not fact.comparator
        and before.comparator_value is not None
    ):
        given |= {"comparator": before.comparator, "comparator_value": before.comparator_value}
        kept.append("comparator")
    if fact.target is None and before.target is not None:
        given["target"] = before.target
        kept.append("target")
    same = (fact.value, fact.qualifier) == (before.value, before.qualifier)
    if fact.base is None and before.base is not None and same:
        given["base"] = before.base
        kept.append("base")
    given["inspection"] = fact.inspection or before.inspection
    return evolve(fact, **given), tuple(kept)


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
    compared = (seen.comparator, seen.comparator_value, seen.target, seen.base)
    return (seen.value, seen.qualifier, *compared)


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
        base=fact.base,
        note=note,
    )
