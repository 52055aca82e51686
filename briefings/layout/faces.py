"""Fonts: how wide each word is, and which characters a font has no glyph for.

Widths are kept for the whole process, by font and word; a word that holds a character without
a glyph is never kept, so that every document that uses it is told.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from briefings.errors import Fault, ThemeError

__all__ = ["UNKNOWN", "Face", "load_face"]

_MOST_WORDS = 50_000

UNKNOWN: set[str] = set()
"""The characters without a glyph met since :class:`~briefings.layout.house.House` looked last."""


class WordWidths(dict[str, float]):
    """The width of a word at one point of size, worked out when it is first asked for."""

    def __init__(self, font: TTFont) -> None:
        super().__init__()
        self._widths: dict[str, float] = {
            chr(code): width / 1000 for code, width in font.face.charWidths.items()
        }

    def __missing__(self, word: str) -> float:
        widths = self._widths
        try:
            width = sum([widths[c] for c in word])
        except KeyError:
            UNKNOWN.update(c for c in word if c not in widths)
            return sum([widths.get(c, 0.5) for c in word])
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = width
        return width


class Face:
    """One font file, and what the page needs to know of it."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.font = TTFont(name, str(path), asciiReadable=True, shapable=False)
        pdfmetrics.registerFont(self.font)
        self.words = WordWidths(self.font)
        self.blank = self.words[" "]
        self.cap_height: float = (self.font.face.capHeight or 660) / 1000

    def width(self, text: str) -> float:
        """The width of ``text`` at one point of size."""
        parts = text.split(" ")
        words = self.words
        return sum([words[part] for part in parts]) + self.blank * (len(parts) - 1)


def load_face(path: Path) -> Face:
    """The face of a TrueType file, read once in a process as long as the file stays."""
    try:
        state = path.stat()
    except OSError as error:
        fault = Fault(f"font {path} cannot be read: {error}", "name a font file")
        raise ThemeError(fault) from None
    return _load(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _load(path: Path, changed: int, size: int) -> Face:
    name = f"briefings:{path.name}:{changed}:{size}:{path.parent}"
    try:
        return Face(name, path)
    except TTFError as error:
        what = f"font {path} cannot be used: {error}"
        fault = Fault(what, "take a TrueType font (glyf outlines)")
        raise ThemeError(fault) from None
