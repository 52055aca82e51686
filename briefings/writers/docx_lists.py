"""Lists as Word paragraphs, in the text and in callouts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from briefings.document import Block, BulletList, ListItem, NumberedList, Paragraph
from briefings.writers.docx_flow import Flow
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.docx_ledger import Ledger
from briefings.writers.template_styles import (
    BULLETS,
    INDENT,
    INSET,
    LIST_LEVELS,
    NUMBERS,
    PANEL_BULLETS,
    PANEL_NUMBERS,
)

__all__ = ["ListWriter", "Panel"]


@frozen
class Panel:
    """A callout around the blocks: the bar of its tone, where that is not the accent."""

    borders: str = ""

    def layout(self) -> dict[str, Any]:
        return {"borders": self.borders} if self.borders else {}


class ListWriter:
    """Writes lists to a flow; ``block`` writes what an item holds besides text and lists."""

    def __init__(
        self,
        flow: Flow,
        ledger: Ledger,
        inlines: InlineWriter,
        block: Callable[[Block], None],
    ) -> None:
        self._flow = flow
        self._ledger = ledger
        self._inlines = inlines
        self._block = block

    def add(
        self, node: BulletList | NumberedList, panel: Panel | None = None, level: int = 0
    ) -> None:
        """Add the items of ``node``."""
        number: int | None = None
        if isinstance(node, NumberedList):
            kind = PANEL_NUMBERS if panel else NUMBERS
            number = self._ledger.numbered_list(kind, node.start, level)
        for item in node.items:
            self._item(item, number, panel, level)

    def _item(self, item: ListItem, number: int | None, panel: Panel | None, level: int) -> None:
        labelled = False
        for block in item.blocks:
            match block:
                case Paragraph(children=children):
                    style, layout = _look(number, panel, level, labelled)
                    self._flow.paragraph(style, self._inlines.write(children), **layout)
                    labelled = True
                case BulletList() | NumberedList():
                    self.add(block, panel, level + 1)
                case _:
                    self._block(block)


def _look(
    number: int | None, panel: Panel | None, level: int, labelled: bool
) -> tuple[str, dict[str, Any]]:
    """The style of an item's paragraph and what is set beside it."""
    shown = min(level + 1, LIST_LEVELS)
    suffix = str(shown) if shown > 1 else ""
    word = "Bullet" if number is None else "Number"
    layout: dict[str, Any] = {}
    if panel:
        layout = {**panel.layout(), "left": INSET + INDENT * (level + 1)}
        layout["right"] = INSET - 2
    if labelled:
        return ("CalloutText" if panel else f"ListContinue{suffix}"), layout
    if panel:
        layout["hanging"] = INDENT * (level + 1)
    if number is not None or panel or level >= LIST_LEVELS:
        layout["number"] = (number or (PANEL_BULLETS if panel else BULLETS), level)
    return (f"Callout{word}" if panel else f"List{word}{suffix}"), layout
