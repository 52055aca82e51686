"""Painting a drawing of plain shapes as vectors."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.svg import Drawing, Shape
from briefings.writers.pdf.syntax import colour

__all__ = ["drawing_operators"]

_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


def drawing_operators(
    drawing: Drawing, x: float, y: float, width: float, height: float
) -> Iterator[str]:
    """The operators that paint ``drawing`` in a box whose foot stands at ``x``, ``y``."""
    across, down = width / drawing.width, height / drawing.height
    yield f"q {across:.5f} 0 0 {-down:.5f} {x:.2f} {y + height:.2f} cm"
    for shape in drawing.shapes:
        yield _painted(shape)
    yield "Q"


def _painted(shape: Shape) -> str:
    parts = []
    if shape.fill:
        parts.append(f"{colour(shape.fill)} rg")
    if shape.stroke:
        look = f"{_CAPS.get(shape.cap, 0)} J {_JOINS.get(shape.join, 0)} j 4 M"
        parts.append(f"{colour(shape.stroke)} RG {shape.stroke_width:.3f} w {look}")
    for letter, values in shape.steps:
        numbers = " ".join(f"{value:.3f}" for value in values)
        parts.append(f"{numbers} {_OPERATORS[letter]}".strip())
    star = "*" if shape.even_odd and shape.fill else ""
    parts.append(("B" if shape.fill and shape.stroke else "f" if shape.fill else "S") + star)
    return " ".join(parts)
