"""What a drawing is: outlines in one system of coordinates, y downwards, each with its paint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from attrs import frozen

__all__ = ["Drawing", "Matrix", "Shape", "Step", "moved"]

Step: TypeAlias = "tuple[str, tuple[float, ...]]"
"""``M`` or ``L`` with a point, ``C`` with three, ``Z`` with none; all absolute."""

Matrix: TypeAlias = "tuple[float, float, float, float, float, float]"


@frozen
class Shape:
    """Outlines under one paint: ``#RRGGBB``, or nothing."""

    steps: tuple[Step, ...]
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.0
    even_odd: bool = False
    cap: str = "butt"
    join: str = "miter"


@frozen
class Drawing:
    """Shapes from the lowest to the uppermost, on a ground of this size."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def svg(self) -> bytes:
        """The drawing as SVG of our own making, which holds nothing but its shapes."""
        shapes = "".join(map(_written, self.shapes))
        size = f'width="{self.width:g}" height="{self.height:g}"'
        box = f'viewBox="0 0 {self.width:g} {self.height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{shapes}</svg>'.encode()


def _written(shape: Shape) -> str:
    path = " ".join(f"{letter}{_numbers(points)}" for letter, points in shape.steps)
    paint = f' fill="{shape.fill or "none"}"'
    if shape.even_odd:
        paint += ' fill-rule="evenodd"'
    if shape.stroke:
        paint += f' stroke="{shape.stroke}" stroke-width="{_number(shape.stroke_width)}"'
        paint += f' stroke-linecap="{shape.cap}" stroke-linejoin="{shape.join}"'
    return f'<path d="{path}"{paint}/>'


def _numbers(values: Iterable[float]) -> str:
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def moved(steps: Iterable[Step], matrix: Matrix) -> tuple[Step, ...]:
    """``steps`` under a transformation."""
    a, b, c, d, e, f = matrix
    found = []
    for letter, values in steps:
        points = zip(values[::2], values[1::2], strict=True)
        there = [n for x, y in points for n in (a * x + c * y + e, b * x + d * y + f)]
        found.append((letter, tuple(there)))
    return tuple(found)
