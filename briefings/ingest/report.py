"""What an import found, in words and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefings.ingest.carry import HIDDEN, NO_TABLE, Import
from briefings.ingest.grid import Cell
from briefings.wording import counted
from briefings.workbook import address

__all__ = ["as_data", "lines"]

_SHOWN = 12  # cells that are named in one line


def lines(done: Import) -> Iterator[str]:
    """The report: how the file was read, what changes, what was left out and why."""
    yield f"{done.opened.name}: {done.opened.written}"
    yield from _account(done)
    yield ""
    yield "changes:" if done.changes else "changes: none, the data says all of this already"
    yield from (f"  {change}" for change in done.changes)
    if done.gathered.readings or done.gathered.notes or done.merged.notes:
        yield ""
        yield "read with a warning:"
        for words, cells in done.gathered.readings.items():
            yield f"  {words}: {_listed(cells)}"
        yield from (f"  {note}" for note in (*done.gathered.notes, *done.merged.notes))
    left_out = done.gathered.ledger.left_out
    if left_out:
        yield ""
        yield "left out:"
        for reason, left in left_out.items():
            if reason in (HIDDEN, NO_TABLE):
                yield f"  {reason}: {', '.join(_sheets(left))}"
            else:
                yield f"  {reason}: {_listed(left, texts=True)}"


def _account(done: Import) -> Iterator[str]:
    entries = done.gathered.ledger.entries
    used = sum(entry.used for entry in entries)
    yield (
        f"{counted(len(entries), 'cell')} with something in: "
        f"{used} used, {len(entries) - used} left out"
    )
    blanks = done.gathered.blanks
    if blanks:
        shown = ", ".join(blanks[:_SHOWN]) + (" ..." if len(blanks) > _SHOWN else "")
        yield f"{counted(len(blanks), 'blank cell')} where a value could stand: {shown}"


def _sheets(cells: Sequence[Cell]) -> Iterator[str]:
    """Sheets that were left out whole, each as the range that its cells fill."""
    for name in dict.fromkeys(cell.sheet for cell in cells):
        inside = [cell for cell in cells if cell.sheet == name]
        corner = address(max(c.row for c in inside), max(c.column for c in inside))
        words = f"({counted(len(inside), 'cell')})"
        yield f"{name}!A1:{corner} {words}" if name else f"A1:{corner} {words}"


def _listed(cells: Sequence[Cell], *, texts: bool = False) -> str:
    """``Ratings!B4 'RI', Ratings!B9 'RI'``; of texts all, of addresses the first few."""
    if texts:
        return ", ".join(f"{cell.name} {cell.text!r}" for cell in cells)
    names = [cell.name for cell in cells]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def as_data(done: Import, map_text: str) -> dict[str, Any]:
    """The whole report as plain values; every cell of the file is in ``cells``."""
    entries = done.gathered.ledger.entries
    return {
        "file": done.opened.name,
        "encoding": done.opened.written,
        "map": map_text,
        "changes": [change.as_json() for change in done.changes],
        "files": sorted(done.merged.files),
        "cells": [
            {
                "cell": entry.cell.name,
                "text": entry.cell.text,
                "used": entry.used,
                "as" if entry.used else "reason": entry.words,
            }
            for entry in entries
        ],
        "blanks": list(done.gathered.blanks),
        "warnings": [
            *(
                {"what": words, "cells": [cell.name for cell in cells]}
                for words, cells in done.gathered.readings.items()
            ),
            *({"what": n, "cells": []} for n in (*done.gathered.notes, *done.merged.notes)),
        ],
        "faults": [fault.as_json() for fault in done.faults],
    }
