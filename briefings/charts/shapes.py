"""What a drawn chart is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

__all__ = ["Anchor", "Bar", "Drawing", "Line", "Shape", "Words"]


class Anchor(StrEnum):
    """Which part of words stands at their place; the values are those of SVG."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@frozen
class Bar:
    x: float
    y: float
    width: float
    height: float
    fill: str
    outline: str | None = None


@frozen
class Line:
    """A vertical line."""

    x: float
    y: float
    height: float
    colour: str
    weight: float = 0.5
    dashed: bool = False


@frozen
class Words:
    """A line of words; ``y`` is the foot of their letters."""

    x: float
    y: float
    text: str
    colour: str
    strong: bool = False
    anchor: Anchor = Anchor.START


Shape: TypeAlias = Bar | Line | Words


@frozen
class Drawing:
    """Shapes in the order in which they are painted, and the size of them all.

    ``left``, ``top`` and ``foot`` bound the room of the bars, which goes to the right edge;
    ``low`` and ``high`` are what its two ends stand for, and ``ticks`` round values between.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    left: float
    top: float
    foot: float
    low: float
    high: float
    ticks: tuple[float, ...]
