"""The cells of one sheet, each with its address in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeAlias

from attrs import evolve, field, frozen

from briefings.workbook import address

__all__ = ["Cell", "Grid", "Raw"]

Raw: TypeAlias = str | int | float | bool | date | datetime | time | timedelta


@frozen
class Cell:
    """A cell that is not empty.  ``row`` and ``column`` are those of the file, from 1."""

    sheet: str
    row: int
    column: int
    value: Raw
    percent: bool = False  # a number that the file shows per cent

    @property
    def address(self) -> str:
        """``B7``."""
        return address(self.row, self.column)

    @property
    def name(self) -> str:
        """``Ratings!B7``; in a file of one nameless sheet ``B7``."""
        return f"{self.sheet}!{self.address}" if self.sheet else self.address

    @property
    def text(self) -> str:
        """The value as a person reads it, on one line."""
        match self.value:
            case bool():
                return str(self.value).lower()
            case float() | int():
                shown = self.value * 100 if self.percent else self.value
                return f"{shown:.12g}" + ("%" if self.percent else "")
            case datetime():
                whole = self.value.time() == time()
                return str(self.value.date() if whole else self.value)
            case _:
                return " ".join(str(self.value).split())


@frozen
class Grid:
    """The cells of a sheet by row and column.

    A ``turned`` grid counts the file's columns as its rows, so that a table with providers
    side by side reads as one with providers below each other; its cells keep their addresses.
    """

    sheet: str
    cells: Mapping[tuple[int, int], Cell] = field(repr=False)
    merged: tuple[tuple[int, int, int, int], ...] = ()  # top, left, bottom, right
    hidden: bool = False
    turned: bool = False

    @property
    def height(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((column for _, column in self.cells), default=0)

    def row(self, number: int) -> dict[int, Cell]:
        """The cells of a row, by column."""
        return self._rows.get(number, {})

    @cached_property
    def _rows(self) -> dict[int, dict[int, Cell]]:
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, {})[column] = cell
        return rows

    def column(self, number: int, below: int = 0) -> Iterator[Cell]:
        """The cells of a column in the rows after ``below``."""
        return (cell for cell_row, cell in self._columns.get(number, ()) if cell_row > below)

    @cached_property
    def _columns(self) -> dict[int, list[tuple[int, Cell]]]:
        columns: dict[int, list[tuple[int, Cell]]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda item: item[0]):
            columns.setdefault(column, []).append((row, cell))
        return columns

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell at a place, or the one that is merged over it."""
        if (row, column) in self.cells:
            return self.cells[row, column]
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return self.cells.get((top, left))
        return None

    def turn(self) -> Grid:
        """The grid with rows and columns exchanged."""
        return evolve(
            self,
            cells={(column, row): cell for (row, column), cell in self.cells.items()},
            merged=tuple((left, top, right, bottom) for top, left, bottom, right in self.merged),
            turned=not self.turned,
        )
