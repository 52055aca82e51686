"""The widths of a table's columns: the shares that the document asks for, and no word cut.

Word breaks a word only where it is wider than its cell.  The width of a word is estimated
from the number of its letters, because the font that will show it is not known for sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefings.document import Align, Badge, Cell, Column, RowRole, Symbol, Table, Text, plain

__all__ = ["LETTER", "column_widths"]

LETTER = 0.55  # the width of a letter, in the size of the font, on the generous side
_CAPITAL = 0.64  # and of a letter in a short word of capitals
_WIDEST_BADGE = 12.0  # that is kept on one line: longer ones are sentences rather than ratings
_SYMBOL = 1.3  # a badge's symbol and the blank after it


def column_widths(table: Table, width: float, size: float, padding: float) -> tuple[int, ...]:
    """The columns' widths in twentieths of a point; their sum is that of ``width``."""
    total = round(width * 20)
    shares = [max(column.share, 0.01) for column in table.columns]
    needs, wishes = (
        [round((ems * size + padding) * 20) for ems in widest] for widest in _widest(table)
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


def _widest(table: Table) -> tuple[list[float], list[float]]:
    """For each column what its longest word needs, and what its chips and figures would like.

    Both in the size of the font; a chip or a figure would like to stand on one line.
    """
    needs = [_word(plain(column.title)) for column in table.columns]
    wishes = needs.copy()
    rows = [row.cells for row in table.rows if row.role is not RowRole.GROUP]
    for n, cells in enumerate(zip(*rows, strict=True)):
        for cell in _different(cells):
            words = plain(cell.children)
            if len(words) * _CAPITAL + _SYMBOL <= needs[n]:
                continue  # no part of it can be wider
            symbol = _symbol(cell)
            needs[n] = max(needs[n], _word(words) + symbol)
            if _is_whole(cell, table.columns[n]):
                wishes[n] = max(wishes[n], _letters(words) + symbol)
    return needs, [max(pair) for pair in zip(needs, wishes, strict=True)]


def _different(cells: Iterable[Cell]) -> Iterable[Cell]:
    """The first of all cells that say the same: a long table repeats itself."""
    found: dict[object, Cell] = {}
    for cell in cells:
        children = cell.children
        said: object = children[0] if len(children) == 1 else children
        found.setdefault(said.text if type(said) is Text else said, cell)
    return found.values()


def _is_whole(cell: Cell, column: Column) -> bool:
    """Whether the cell is a chip or a figure."""
    if len(cell.children) == 1 and isinstance(cell.children[0], Badge):
        return _letters(plain(cell.children)) <= _WIDEST_BADGE
    return column.align is Align.RIGHT


def _symbol(cell: Cell) -> float:
    for inline in cell.children:
        if isinstance(inline, Badge) and inline.symbol is not Symbol.NONE:
            return _SYMBOL
    return 0.0


def _word(words: str) -> float:
    return _letters(max(words.split(" "), key=len))


def _letters(words: str) -> float:
    return len(words) * (_CAPITAL if words.isupper() else LETTER)
