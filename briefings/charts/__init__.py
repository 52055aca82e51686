"""Where everything in a chart stands: bars, lines and words, before any writer paints them.

One drawing serves the page and the screen.  Positions are points, to the right and downwards
from the top left.  A bar always starts at nought; a value that is not known has no bar, only
its words; every value that has a label shows it, so that nothing rests on colour or on reading
a scale.
"""

from __future__ import annotations

from briefings.charts.drawing import BAR, GAP, Measure, draw
from briefings.charts.scale import lighter
from briefings.charts.shapes import Anchor, Bar, Drawing, Line, Shape, Words

__all__ = [
    "BAR",
    "GAP",
    "Anchor",
    "Bar",
    "Drawing",
    "Line",
    "Measure",
    "Shape",
    "Words",
    "draw",
    "lighter",
]
