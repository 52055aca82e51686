"""The column that a block is set in."""

from __future__ import annotations

from attrs import evolve, frozen

from briefings.document import Orientation

__all__ = ["Frame"]


@frozen
class Frame:
    """Where blocks stand: from ``x``, ``width`` points wide.

    ``text`` names the style of plain paragraphs, ``depth`` counts the lists around.
    """

    x: float
    width: float
    orientation: Orientation = Orientation.PORTRAIT
    text: str = "body"
    depth: int = 0
    in_panel: bool = False

    def indented(self, by: float, text: str = "") -> Frame:
        """A frame for what hangs within a list entry."""
        return evolve(
            self,
            x=self.x + by,
            width=self.width - by,
            text=text or self.text,
            depth=self.depth + 1,
        )
