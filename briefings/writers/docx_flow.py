"""The body of a Word file as it grows: paragraphs, tables and the turns between pages.

Word wants a section's end on its last paragraph and joins tables that touch.  Both are
settled here, so that those who write blocks need not know of them, and no empty paragraph
is left behind to make room.
"""

from __future__ import annotations

from typing import Any

from briefings.document import Orientation
from briefings.theme import Theme
from briefings.writers.docx_frame import Sections, text_width
from briefings.writers.ooxml_blocks import close_section, paragraph, paragraph_properties

__all__ = ["Flow"]

_APART = 8.0  # the least space under a table or a callout


class Flow:
    """Collects the blocks of a body in their order."""

    def __init__(self, theme: Theme, frame: Sections) -> None:
        self._theme = theme
        self._frame = frame
        self._blocks: list[str] = []
        self._sections = 0
        self._current = self._wanted = Orientation.PORTRAIT
        self._break = False
        self._table_last = False
        self._page_top = False
        self._apart = False

    @property
    def orientation(self) -> Orientation:
        """How the pages of the next block stand."""
        return self._wanted

    @property
    def width(self) -> float:
        """The width of the text where the next block will stand, in points."""
        return text_width(self._theme.page, self._wanted)

    def turn(self, orientation: Orientation) -> None:
        """Turn the pages from the next block on."""
        self._wanted = orientation

    def break_page(self) -> None:
        """Start a page with the next block."""
        self._break = True

    def set_apart(self) -> None:
        """Leave some space above the next paragraph."""
        self._apart = True

    def paragraph(self, style: str, content: str, *, space: float = 0, **layout: Any) -> None:
        """Add a paragraph; ``space`` is what its style leaves above it."""
        self._settle()
        if self._break:
            layout["page_break"] = True
        if self._break or self._page_top:
            layout["before"] = 0
        elif (self._table_last or self._apart) and space < _APART:
            layout["before"] = _APART
        self._break = self._table_last = self._page_top = self._apart = False
        self._blocks.append(paragraph(content, paragraph_properties(style, **layout)))

    def table(self, xml: str) -> None:
        """Add a table, parted from one directly before it."""
        self._settle()
        if self._table_last or self._break:
            self._separator()
        self._blocks.append(xml)
        self._table_last, self._page_top = True, False

    def verbatim(self, xml: str) -> None:
        """Add blocks that hold their own paragraphs."""
        self._settle()
        if self._break:
            self._separator()
        self._blocks.append(xml)
        self._table_last = self._page_top = False

    def finish(self) -> str:
        """The blocks and the end of the last section."""
        last = self._frame.section(self._current, first=not self._sections)
        if self._table_last:  # Word would add an empty paragraph of full height
            self._separator()
        return "".join(self._blocks) + last

    def _separator(self) -> None:
        properties = paragraph_properties("Separator", page_break=self._break)
        self._blocks.append(paragraph("", properties))
        self._break = self._table_last = False

    def _settle(self) -> None:
        """End the section of pages where the next block wants them to stand otherwise."""
        if self._wanted is self._current:
            return
        self._break = False  # a section starts a page of its own
        if self._blocks:
            if not self._blocks[-1].startswith("<w:p>"):
                self._separator()
            end = self._frame.section(self._current, first=not self._sections)
            self._blocks[-1] = close_section(self._blocks[-1], end)
            self._sections += 1
            self._page_top = True
        self._current = self._wanted
        self._table_last = False
