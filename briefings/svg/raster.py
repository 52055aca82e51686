"""A drawing as PNG, for programs that show no SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from briefings.svg.drawing import Drawing, Shape

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["rasterised"]

_FINE = 3  # drawn this much larger, then made smaller, so that edges are smooth
_MOST = 4000  # pixels across
_PARTS = 16  # of a curve

_Points = list[tuple[float, float]]


@lru_cache(maxsize=8)
def rasterised(drawing: Drawing, height: int = 400) -> bytes:
    """A PNG file, ``height`` pixels high or less, whose ground can be seen through."""
    from PIL import Image

    scale = min(height / drawing.height, _MOST / drawing.width)
    size = (max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale)))
    large = (size[0] * _FINE, size[1] * _FINE)
    picture = Image.new("RGBA", large, (255, 255, 255, 0))
    for shape in drawing.shapes:
        _paint(picture, shape, scale * _FINE)
    # The colours under what can be seen through would bleed into the edges: weigh them by alpha.
    small = picture.convert("RGBa").resize(size, Image.Resampling.BOX).convert("RGBA")
    stream = io.BytesIO()
    small.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _paint(picture: Image, shape: Shape, scale: float) -> None:
    from PIL import Image, ImageDraw

    lines = [[(x * scale, y * scale) for x, y in line] for line in _lines(shape)]
    if shape.fill:
        picture.paste(shape.fill, mask=_filled(picture.size, lines, even_odd=shape.even_odd))
    if shape.stroke:
        mask = Image.new("L", picture.size)
        pen = ImageDraw.Draw(mask)
        width = max(1, round(shape.stroke_width * scale))
        for line in lines:
            pen.line(line, fill=255, width=width, joint="curve")
        picture.paste(shape.stroke, mask=mask)


def _filled(size: tuple[int, int], lines: list[_Points], *, even_odd: bool) -> Image:
    """What lies inside: where the outlines around a place do not cancel each other."""
    from PIL import Image, ImageChops, ImageDraw

    turns = Image.new("L", size, 128)
    for line in lines:
        if len(line) > 2:
            one = Image.new("L", size)
            ImageDraw.Draw(one).polygon(line, fill=1)
            clockwise = even_odd or _area(line) > 0
            turns = (ImageChops.add if clockwise else ImageChops.subtract)(turns, one)
    if even_odd:
        return turns.point([255 * (n % 2) for n in range(256)])
    return turns.point([255 * (n != 128) for n in range(256)])


def _area(line: _Points) -> float:
    ends = zip(line, [*line[1:], line[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in ends)


def _lines(shape: Shape) -> Iterator[_Points]:
    """The outlines of a shape as points."""
    line: _Points = []
    for letter, values in shape.steps:
        match letter:
            case "M":
                if line:
                    yield line
                line = [(values[0], values[1])]
            case "L":
                line.append((values[0], values[1]))
            case "C":
                line += _curve(line[-1], values)
            case _:
                line.append(line[0])
                yield line
                line = [line[0]]
    if len(line) > 1:
        yield line


def _curve(start: tuple[float, float], values: tuple[float, ...]) -> _Points:
    (x0, y0), (x1, y1, x2, y2, x3, y3) = start, values
    points = []
    for n in range(1, _PARTS + 1):
        t = n / _PARTS
        u = 1 - t
        a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
