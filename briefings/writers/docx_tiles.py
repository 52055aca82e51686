"""Key figures as a Word table of tiles."""

from __future__ import annotations

from briefings.document import KeyFigure, KeyFigures
from briefings.theme import Theme
from briefings.writers.ooxml import (
    border,
    cell,
    cell_properties,
    paragraph,
    paragraph_properties,
    row,
    row_properties,
    run,
    run_properties,
    table,
)

__all__ = ["tiles"]

_ACROSS = 4  # in a row


def tiles(node: KeyFigures, theme: Theme, width: float) -> str:
    """``node`` as a table, each figure in its cell; the first row is the header row."""
    rows = -(-len(node.items) // _ACROSS)
    across = -(-len(node.items) // rows)  # five stand as three and two, not four and one
    each = int(width * 20) // across
    written = []
    for start in range(0, len(node.items), across):
        some = node.items[start : start + across]
        properties = row_properties(header=start == 0, columns_after=across - len(some))
        written.append(row("".join(_tile(figure, theme, each) for figure in some), properties))
    return table("".join(written), (each,) * across, style="KeyFigures", caption=node.caption)


def _tile(figure: KeyFigure, theme: Theme, width: int) -> str:
    tone = theme.tones.get(figure.tone)
    mark = (tone.fill or tone.text) if tone else theme.colours.accent
    coloured = run_properties(colour=tone.text if tone and not tone.fill else "")
    lines = [(run(figure.value, coloured), "KeyFigure"), (run(figure.label), "KeyFigureLabel")]
    if figure.detail:
        lines.append((run(figure.detail), "KeyFigureDetail"))
    words = "".join(paragraph(runs, paragraph_properties(style)) for runs, style in lines)
    edge = border("top", 2, mark)
    return cell(words, cell_properties(width, borders=edge, fill=theme.colours.tint))
