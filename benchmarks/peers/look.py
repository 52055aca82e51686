"""Sizes and colours that every peer is given: those of the default theme, in points."""

from __future__ import annotations

from pathlib import Path

import briefings

__all__ = ["ACCENT", "FONTS", "FONT_FILES", "FOOT", "HEADING", "INK", "MUTED", "RULE", "SIDE",
           "STYLES", "TOP"]  # fmt: skip

FONTS = Path(briefings.__file__).parent / "fonts"
FONT_FILES = {
    "regular": FONTS / "SourceSans3-Regular.ttf",
    "bold": FONTS / "SourceSans3-Semibold.ttf",
    "italic": FONTS / "SourceSans3-It.ttf",
}
INK, ACCENT, MUTED, RULE = "#1B2733", "#12436D", "#5B6770", "#C9D3DC"
SIDE, TOP, FOOT = 62.4, 56.7, 62.4  # 22, 20 and 22 mm

# size, leading, space after
STYLES: dict[str, tuple[float, float, float]] = {
    "eyebrow": (10.5, 14, 4),
    "title": (28, 32, 4),
    "subtitle": (14, 20, 8),
    "facts": (10.5, 15, 8),
    "body": (12, 17, 7),
    "bullet": (12, 17, 4),
    "label": (12, 17, 3),
    "caption": (10.5, 14, 5),
    "note": (10, 14, 2),
    "table": (10.5, 14, 0),
    "dense": (9.5, 12, 0),
}
HEADING: dict[int, tuple[float, float, float]] = {1: (18, 24, 8), 2: (14, 20, 6), 3: (12, 17, 4)}
