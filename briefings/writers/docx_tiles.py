"""Key figures as a Word table of tiles."""

from __future__ import annotations

from briefings.document import KeyFigure, KeyFigures
from briefings.theme import Theme
from briefings.writers.ooxml import run, run_properties
from briefings.writers.ooxml_blocks import (
    border,
    cell,
    cell_properties,
    paragraph,
    paragraph_properties,
    row,
    row_properties,
    table,
)
from briefings.writers.template_styles import StyleSheet

__all__ = ["tiles"]

_ACROSS = 4  # in a row


def tiles(node: KeyFigures, theme: Theme, styles: StyleSheet, width: float) -> str:
    """``node`` as a table, each figure in its cell; the first row is the header row."""
    rows = -(-len(node.items) // _ACROSS)
    across = -(-len(node.items) // rows)  # five stand as three and two, not four and one
    each = int(width * 20) // across
    written = []
    for start in range(0, len(node.items), across):
        some = node.items[start : start + across]
        properties = row_properties(header=start == 0, columns_after=across - len(some))
        cells = [_tile(figure, theme, styles, each) for figure in some]
        written.append(row("".join(cells), properties))
    return table("".join(written), (each,) * across, style="KeyFigures", caption=node.caption)


def _tile(figure: KeyFigure, theme: Theme, styles: StyleSheet, width: int) -> str:
    tone = theme.tones.get(figure.tone)
    coloured = run_properties(colour=tone.text, **styles.heavy()) if tone and not tone.fill else ""
    lines = [
        (run(figure.value), "KeyFigure"),
        (run(figure.label), "KeyFigureLabel"),
        (run(figure.detail, coloured) if figure.detail else "", "KeyFigureDetail"),
    ]
    words = "".join(paragraph(runs, paragraph_properties(style)) for runs, style in lines if runs)
    edge = border("top", 2, _bar(figure, theme))
    return cell(words, cell_properties(width, borders=edge, fill=theme.colours.tint))


def _bar(figure: KeyFigure, theme: Theme) -> str:
    tone = theme.tones.get(figure.tone)
    if tone is None or tone.outline:
        return theme.colours.accent
    return tone.fill or tone.text
