"""The account of a file: every cell that is not empty was used, or left out for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import define, field, frozen

from briefings.ingest.grid import Cell

__all__ = ["Entry", "Ledger"]

Key: TypeAlias = tuple[str, int, int]


@frozen
class Entry:
    """What became of a cell: ``words`` say what it was used as, or why it was left out."""

    cell: Cell
    used: bool
    words: str


@define
class Ledger:
    """Entries by cell.  A cell is entered once: whoever enters it again has a bug."""

    _entries: dict[Key, Entry] = field(factory=dict, init=False)

    def use(self, cell: Cell, words: str) -> None:
        """Enter that ``cell`` was used as ``words`` say."""
        self._enter(Entry(cell, True, words))

    def leave(self, cells: Iterable[Cell], reason: str) -> None:
        """Enter those of ``cells`` that are not entered yet as left out."""
        for cell in cells:
            if not self.holds(cell):
                self._enter(Entry(cell, False, reason))

    def holds(self, cell: Cell) -> bool:
        return _key(cell) in self._entries

    def _enter(self, entry: Entry) -> None:
        if self.holds(entry.cell):
            raise RuntimeError(f"{entry.cell.name} is accounted for twice")
        self._entries[_key(entry.cell)] = entry

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the sheet's rows."""
        return tuple(self._entries[key] for key in sorted(self._entries))

    @property
    def left_out(self) -> Mapping[str, tuple[Cell, ...]]:
        """The cells that were left out, by their reason."""
        found: dict[str, list[Cell]] = {}
        for entry in self.entries:
            if not entry.used:
                found.setdefault(entry.words, []).append(entry.cell)
        return {reason: tuple(cells) for reason, cells in found.items()}


def _key(cell: Cell) -> Key:
    return (cell.sheet, cell.row, cell.column)
