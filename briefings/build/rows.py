"""The rows of a CSV file that a pack repeats a briefing for."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from briefings.errors import Fault, SpecError
from briefings.textfile import TextFile, read_text

__all__ = ["Row", "rows"]


@frozen
class Row:
    """A row by its columns; ``line`` counts from the file's first, which has their names."""

    line: int
    words: dict[str, str]


def rows(path: Path) -> tuple[TextFile, list[Row]]:
    """The file and its rows; blank ones are passed over.  Raises SpecError with every fault."""
    file = read_text(path, SpecError)
    reader = csv.reader(file.text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader]
    except csv.Error as trouble:
        fault = Fault(f"the file is no CSV: {trouble}", "put quotes round a cell with commas",
                      place=file.place(reader.line_num))  # fmt: skip
        raise SpecError(fault) from None
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if len(lines) < 2:
        what = "the file has no rows" if lines else "the file is empty"
        remedy = "write the names of the columns in the first line, and a row in each other"
        raise SpecError(Fault(what, remedy, place=file.place(1)))
    (start, names), *others = lines
    faults = [*_name_faults(file, start, names), *_length_faults(file, names, others)]
    if faults:
        raise SpecError(faults)
    return file, [Row(n, dict(zip(names, cells, strict=False))) for n, cells in others]


def _name_faults(file: TextFile, line: int, names: list[str]) -> Iterator[Fault]:
    for number, name in enumerate(names, start=1):
        if not name:
            yield Fault(f"column {number} has no name", "name it", place=file.place(line))
    for name in dict.fromkeys(n for n in names if n and names.count(n) > 1):
        what = f"{names.count(name)} columns have the name {name!r}"
        yield Fault(what, "give each its own", place=file.place(line))


def _length_faults(
    file: TextFile, names: list[str], others: list[tuple[int, list[str]]]
) -> Iterator[Fault]:
    for line, cells in others:
        if len(cells) != len(names):
            what = f"the row has {len(cells)} cells, and {len(names)} columns are named"
            yield Fault(what, "give every column its cell", place=file.place(line))
