"""The widths of a table's columns: the shares that the document asks for, and no word cut.

Word breaks a word only where it is wider than its cell.  Words are measured heavy, as those
of a header are, since any row may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from briefings.document import Align, Badge, Cell, Column, RowRole, Symbol, Table, Text, plain

__all__ = ["Measure", "column_widths"]

_WIDEST_BADGE = 12.0  # that is kept on one line: longer ones are sentences rather than ratings
_SYMBOL = 1.3  # a badge's symbol and the blank after it

Measure: TypeAlias = Callable[[str], float]
"""The width of words in the size of their font."""


def column_widths(
    table: Table, width: float, size: float, padding: float, measure: Measure
) -> tuple[int, ...]:
    """The columns' widths in twentieths of a point; their sum is that of ``width``."""
    total = round(width * 20)
    shares = [max(column.share, 0.01) for column in table.columns]
    needs, wishes = (
        [round((ems * size + padding) * 20) for ems in widest] for widest in _widest(table, measure)
    )
    widths = _fit(shares, wishes if sum(wishes) <= total else needs, total)
    widths[widths.index(max(widths))] += total - sum(widths)
    return tuple(widths)


def _fit(shares: Sequence[float], least: Sequence[int], total: int) -> list[int]:
    """Shares of ``total``, none under its ``least`` as long as all of these have room."""
    if sum(least) >= total:
        return [max(1, need * total // sum(least)) for need in least]
    fixed: dict[int, int] = {}
    while True:
        free = [n for n in range(len(shares)) if n not in fixed]
        room, parts = total - sum(fixed.values()), sum(shares[n] for n in free)
        asked = {n: int(room * shares[n] / parts) for n in free}
        short = {n: least[n] for n in free if asked[n] < least[n]}
        if not short:
            return [fixed.get(n, asked.get(n, 0)) for n in range(len(shares))]
        fixed |= short


def _widest(table: Table, measure: Measure) -> tuple[list[float], list[float]]:
    """For each column what its longest word needs, and what its chips and figures would like.

    Both in the size of the font; a chip or a figure would like to stand on one line.
    """
    needs = [_longest(plain(column.title), measure) for column in table.columns]
    wishes = needs.copy()
    rows = [row.cells for row in table.rows if row.role is not RowRole.GROUP]
    for n, cells in enumerate(zip(*rows, strict=True)):
        for cell in _different(cells):
            words, symbol = plain(cell.children), _symbol(cell)
            needs[n] = max(needs[n], _longest(words, measure, symbol))
            whole = measure(words) + symbol
            if _is_whole(cell, table.columns[n], whole):
                wishes[n] = max(wishes[n], whole)
    return needs, [max(pair) for pair in zip(needs, wishes, strict=True)]


def _different(cells: Iterable[Cell]) -> Iterable[Cell]:
    """The first of all cells that say the same: a long table repeats itself."""
    found: dict[object, Cell] = {}
    for cell in cells:
        children = cell.children
        said: object = children[0] if len(children) == 1 else children
        found.setdefault(said.text if type(said) is Text else said, cell)
    return found.values()


def _is_whole(cell: Cell, column: Column, width: float) -> bool:
    """Whether the cell is a chip or a figure."""
    if len(cell.children) == 1 and isinstance(cell.children[0], Badge):
        return width <= _WIDEST_BADGE
    return column.align is Align.RIGHT


def _symbol(cell: Cell) -> float:
    for inline in cell.children:
        if isinstance(inline, Badge) and inline.symbol is not Symbol.NONE:
            return _SYMBOL
    return 0.0


def _longest(words: str, measure: Measure, symbol: float = 0.0) -> float:
    """The widest word, of which the first has the symbol before it."""
    first, *others = words.split(" ")
    return max([symbol + measure(first), *map(measure, others)])
