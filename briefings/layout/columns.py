"""How wide the columns of a table are.

A column has its share of the width, but never less than its longest word, chip or figure needs
where the page has room for all of them; the others give way in proportion to what they can spare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefings.document import Align, Badge, Cell, Column, Inlines, RowRole, Table, Text, plain
from briefings.layout.faces import Face
from briefings.layout.house import House, Voice
from briefings.layout.lines import breakable
from briefings.layout.pieces import chip_of, clean

__all__ = ["CELL_PADDING", "CHIP_PADDING", "column_widths", "fit", "lone_badge"]

CELL_PADDING = 4.0
CHIP_PADDING = 6.0
_LONG_WORD = 20  # characters from which a word may be broken
_WIDEST_WORD = 11.0  # ems that such a word is given, or a badge that is not to be broken


def lone_badge(children: Inlines) -> Badge | None:
    """The badge of a cell that holds nothing else."""
    if len(children) == 1 and type(children[0]) is Badge:
        return children[0]
    return None


def column_widths(house: House, table: Table, voice: Voice, total: float) -> list[float]:
    """The widths of the table's columns, which add up to ``total``."""
    rows = [row.cells for row in table.rows if row.role is not RowRole.GROUP]
    needs, wishes = [], []
    for column, cells in zip(table.columns, _turned(rows, len(table.columns)), strict=True):
        need, wish = _wants(house, column, cells, voice)
        needs.append(need)
        wishes.append(max(need, wish))
    shares = [max(column.share, 0.01) for column in table.columns]
    least = wishes if sum(wishes) <= total else needs
    return fit(shares, least, total)


def _turned(rows: list[tuple[Cell, ...]], count: int) -> Iterable[Sequence[Cell]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _wants(
    house: House, column: Column, cells: Sequence[Cell], voice: Voice
) -> tuple[float, float]:
    """What the column needs so that no word is broken, and so that no chip or figure is."""
    size = voice.ink.size
    semibold = house.faces["semibold"]
    face = semibold if column.subject else voice.ink.face
    words: set[str] = set(plain(column.title).split()) if column.title else set()
    longest = _longest(words, semibold)
    plain_words: set[str] = set()
    whole: set[str] = set()
    badges: set[Badge] = set()
    for cell in cells:
        badge = lone_badge(cell.children)
        if badge is not None:
            badges.add(badge)
            continue
        text = _text(cell.children)
        plain_words.update(text.split())
        if column.align is Align.RIGHT:
            whole.add(text)
    longest = max(longest, _longest(plain_words, face))
    widest = max((face.width(clean(text)) for text in whole), default=0.0)
    need, wish = longest * size, widest * size
    for badge in badges:
        need, wish = _badge_wants(house, badge, voice, need, wish)
    return need + 2 * CELL_PADDING, wish + 2 * CELL_PADDING


def _badge_wants(
    house: House, badge: Badge, voice: Voice, need: float, wish: float
) -> tuple[float, float]:
    size, face = voice.ink.size, house.faces["semibold"]
    chip = chip_of(house, badge, voice.ink)
    around = chip.mark_space(size) + (2 * (CHIP_PADDING + 1) if chip.fill else 0)
    around -= 2 * CELL_PADDING
    text = clean(badge.text)
    need = max(need, _longest(text.split(), face) * size + around)
    whole = face.width(text)
    return need, max(wish, whole * size + around) if whole <= _WIDEST_WORD else wish


def _text(children: Inlines) -> str:
    if len(children) == 1 and type(children[0]) is Text:
        return children[0].text
    return plain(children)


def _longest(words: Iterable[str], face: Face) -> float:
    """The widest of ``words``, where a web address counts by its parts."""
    widths = face.words
    longest = 0.0
    for word in words:
        width = widths[word]
        if width > longest:
            if len(word) > _LONG_WORD:
                width = min(max(widths[part] for part in breakable(word)), _WIDEST_WORD)
            longest = max(longest, width)
    return longest


def fit(shares: list[float], least: list[float], total: float) -> list[float]:
    """``total`` divided by ``shares``, where no part falls below its ``least`` if it can be."""
    if sum(least) > total:
        return _levelled(least, total)
    fixed: set[int] = set()
    while True:
        room = total - sum(least[n] for n in fixed)
        scale = sum(share for n, share in enumerate(shares) if n not in fixed)
        widths = [
            least[n] if n in fixed else share * room / scale for n, share in enumerate(shares)
        ]
        short = {n for n, width in enumerate(widths) if width < least[n] - 1e-9}
        if not short:
            return widths
        fixed |= short


def _levelled(least: list[float], total: float) -> list[float]:
    """The widest parts cut to one width, so that all come to ``total``."""
    room, left = total, len(least)
    for width in sorted(least):
        if width * left > room:
            break
        room -= width
        left -= 1
    level = room / max(left, 1)
    return [min(width, level) for width in least]
