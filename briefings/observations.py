"""The values of measures: CSV files with one observation a line."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from briefings.context import choose
from briefings.dates import PATTERN, partial_date
from briefings.errors import Fault, Place, nearest
from briefings.records import Basis, Observation, PartialDate
from briefings.textfile import TextFile

__all__ = ["COLUMNS", "Row", "read_rows"]

COLUMNS = (
    "provider",
    "measure",
    "value",
    "qualifier",
    "period",
    "as_of",
    "inspection",
    "comparator",
    "comparator_value",
    "target",
    "base",
    "source",
    "basis",
    "note",
)
REQUIRED = ("provider", "measure", "value", "source")


@frozen
class Row:
    """An observation and the line that it stands on."""

    observation: Observation
    place: Place
    header: tuple[str, ...] = ()

    def at(self, name: str) -> Place:
        """The place of one cell."""
        return _cell(self.place, self.header, name)


def _cell(place: Place, header: Sequence[str], name: str) -> Place:
    """The place of the cell under ``name``; that of its line where the cell is on another."""
    starts, quoted = [1], False
    for column, character in enumerate(place.excerpt, 1):
        quoted = quoted != (character == '"')
        if character == "," and not quoted:
            starts.append(column + 1)
    number = header.index(name) if name in header else len(starts)
    return evolve(place, column=starts[number]) if number < len(starts) else place


def read_rows(file: TextFile, faults: list[Fault]) -> list[Row]:
    """The observations in ``file``; what is wrong with it is added to ``faults``."""
    lines = list(io.StringIO(file.text, newline=""))
    reader = csv.reader(lines, strict=True)
    header: list[str] | None = None
    rows: list[Row] = []
    start = 1
    try:
        for cells in reader:
            place = Place(file.name, start, None, lines[start - 1].rstrip("\r\n"))
            start = reader.line_num + 1
            if header is None:
                header = cells
                before = len(faults)
                faults += _header_faults(header, place)
                if len(faults) > before:
                    return []
            elif any(cells):
                rows += _row(header, cells, place, faults)
    except csv.Error as trouble:
        what = f"this is not CSV: {trouble}"
        faults.append(Fault(what, "close every quotation mark", place=file.place(start)))
    if header is None:
        faults.append(Fault("the file is empty", _HEADER_REMEDY, place=file.place()))
    return rows


_HEADER_REMEDY = f"start it with the line {','.join(COLUMNS)}"


def _header_faults(header: Sequence[str], place: Place) -> Iterator[Fault]:
    separator = next((sign for sign in ";\t" if len(header) == 1 and sign in header[0]), "")
    if separator:
        what = f"the columns are separated by {separator!r}"
        yield _fault(what, "separate them with commas", place)
        return
    unknown = [name for name in header if name not in COLUMNS]
    for name in unknown:
        what = f"unknown column {name!r}" if name else "a column has no name"
        at = _cell(place, header, name)
        yield _fault(what, choose(name, COLUMNS), at, allowed=COLUMNS)
    for name in sorted({name for name in header if header.count(name) > 1} & set(COLUMNS)):
        yield Fault(f"the column {name!r} is given twice", "keep one of the two", place=place)
    meant = {near for name in unknown for near in nearest(name, COLUMNS, count=1)}
    for name in REQUIRED:
        if name not in header and name not in meant:
            yield Fault(f"the column {name!r} is missing", "add it", place=place)


def _fault(what: str, remedy: str, place: Place, **more: Any) -> Fault:
    return Fault(what, remedy, place=place, **more)


def _row(
    header: Sequence[str], cells: Sequence[str], place: Place, faults: list[Fault]
) -> list[Row]:
    if len(cells) != len(header):
        what = f"the line has {len(cells)} cells, the header {len(header)}"
        remedy = "quote a text that holds a comma"
        faults.append(Fault(what, remedy, place=place))
        return []
    named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    line = _Line(named, place, faults)
    before = len(faults)
    observation = line.observation()
    return [Row(observation, place, tuple(header))] if len(faults) == before else []


@frozen
class _Line:
    cells: dict[str, str]
    place: Place
    faults: list[Fault]

    def observation(self) -> Observation:
        for name in REQUIRED:
            if not self.cells[name]:
                self._fault(name, "is empty", "write a value")
        return Observation(
            provider=self.cells["provider"],
            measure=self.cells["measure"],
            value=self._number("value") or 0.0,
            source=self.cells["source"],
            period=self._text("period"),
            as_of=self._date("as_of"),
            inspection=self._text("inspection"),
            qualifier=self._text("qualifier"),
            comparator=self._text("comparator"),
            comparator_value=self._number("comparator_value"),
            target=self._number("target"),
            base=self._number("base"),
            basis=self._basis(),
            note=self._text("note"),
            row=self.place.line or 0,
        )

    def _text(self, name: str) -> str:
        return self.cells.get(name, "")

    def _number(self, name: str) -> float | None:
        text = self._text(name)
        if not text:
            return None
        try:
            number = float(text) if "_" not in text else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self._fault(name, f"{text!r} is not a number", "write digits only, such as 1234.5")
        return number

    def _date(self, name: str) -> PartialDate | None:
        text = self._text(name)
        if not text:
            return None
        found = partial_date(text)
        if found is None:
            self._fault(name, f"{text!r} is not a date", f"write {PATTERN}")
        return found

    def _basis(self) -> Basis:
        text = self._text("basis")
        words = tuple(basis.value for basis in Basis)
        if not text or text in words:
            return Basis(text or Basis.STATED)
        what, remedy = f"unknown basis {text!r}", choose(text, words)
        at = _cell(self.place, tuple(self.cells), "basis")
        self.faults.append(_fault(what, remedy, at, where="basis", allowed=words))
        return Basis.STATED

    def _fault(self, name: str, what: str, remedy: str) -> None:
        at = _cell(self.place, tuple(self.cells), name)
        self.faults.append(Fault(what, remedy, name, at))
