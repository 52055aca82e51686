"""Charts as inline SVG: the drawing of the page, with words that stay words."""

from __future__ import annotations

from typing import assert_never

from markupsafe import Markup, escape

from briefings import charts
from briefings.document import Chart
from briefings.layout.faces import load_face
from briefings.theme import Theme

__all__ = ["chart_svg"]

WIDTH = 552.0  # points: the page's 46 rem
_ROOM = {True: 1.35, False: 1.2}  # the reader's own font may be wider than the theme's


def chart_svg(chart: Chart, theme: Theme) -> Markup:
    """The ``svg`` element of ``chart``, named by its title and described by its words."""
    faces = {
        True: load_face(theme.fonts.semibold),
        False: load_face(theme.fonts.regular),
    }
    size = theme.style("dense").size

    def measure(text: str, strong: bool) -> float:
        return faces[strong].width(text) * size * _ROOM[strong]

    drawing = charts.draw(chart, theme, WIDTH, measure)
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{id}:title {id}:words" '
        'font-size="{}">\n<title id="{id}:title">{}</title>\n<desc id="{id}:words">{}</desc>\n'
        "{}</svg>\n"
    ).format(
        _number(drawing.width),
        _number(drawing.height),
        _number(size),
        chart.title,
        chart.alt,
        Markup("".join(_shape(shape) for shape in drawing.shapes)),
        id=f"chart:{chart.id}",
    )


def _shape(shape: charts.Shape) -> str:
    match shape:
        case charts.Bar():
            return _bar(shape)
        case charts.Line():
            dashes = ' stroke-dasharray="3 2"' if shape.dashed else ""
            down = _number(shape.y + shape.height)
            x = _number(shape.x)
            return (
                f'<line x1="{x}" y1="{_number(shape.y)}" x2="{x}" y2="{down}" '
                f'stroke="{shape.colour}" stroke-width="{_number(shape.weight)}"{dashes}/>\n'
            )
        case charts.Words():
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            weight = ' font-weight="600"' if shape.strong else ""
            place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
            return (
                f'<text {place} fill="{shape.colour}"{anchor}{weight}>{escape(shape.text)}</text>\n'
            )
        case _:
            assert_never(shape)


def _bar(bar: charts.Bar) -> str:
    """An outline is drawn within the bar, as it is on paper."""
    inset = 0.35 if bar.outline else 0.0
    x, y = _number(bar.x + inset), _number(bar.y + inset)
    width = _number(max(bar.width - 2 * inset, 0.0))
    height = _number(bar.height - 2 * inset)
    stroke = f' stroke="{bar.outline}" stroke-width="0.7"' if bar.outline else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{bar.fill}"{stroke}/>\n'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
