"""Charts: the bars as one figure, with the words around them."""

from __future__ import annotations

from typing import assert_never

from briefings import charts
from briefings.document import Chart, Inlines, Text
from briefings.layout.faces import UNKNOWN
from briefings.layout.frame import Frame
from briefings.layout.house import House
from briefings.layout.paragraphs import hold_together, set_paragraph
from briefings.layout.placed import Box, Diagram, Element, Run, Strip, Stroke

__all__ = ["set_chart"]


def set_chart(house: House, chart: Chart, frame: Frame, parent: Element) -> list[Strip]:
    """Title, key, bars, caption, notes and sources, on one page."""

    def words(inlines: Inlines, voice: str) -> list[Strip]:
        if not inlines:
            return []
        return set_paragraph(house, inlines, house.voice(voice), frame, Element("P", parent))

    lead = [*words((Text(chart.title),), "label"), *words(chart.key, "key")]
    figure = Strip(0.0, [], 6.0, 4.0, orientation=frame.orientation)
    diagram = _diagram(house, chart, frame, Element("Figure", parent, alt=chart.alt))
    figure.height, figure.items = diagram.height, [diagram]
    caption = words(chart.caption, "caption")
    caption[0].before = 5.0
    foot = [strip for note in (*chart.notes, chart.sources) for strip in words(note, "note")]
    strips = [*lead, figure, *caption, *foot]
    strips[0].before = max(strips[0].before, 8.0)
    strips[0].opens = (f"figure:{chart.id}",)
    strips[-1].after = max(strips[-1].after, 12.0)
    hold_together(strips)
    return strips


def _diagram(house: House, chart: Chart, frame: Frame, element: Element) -> Diagram:
    size = house.theme.style("dense").size

    def measure(text: str, strong: bool) -> float:
        return house.faces["semibold" if strong else "regular"].width(text) * size

    drawing = charts.draw(chart, house.theme, frame.width, measure)
    parts = [_part(house, shape, size, element) for shape in drawing.shapes]
    if UNKNOWN:
        house.note_unknown(" ".join(part.text for part in parts if isinstance(part, Run)))
    return Diagram(frame.x, 0.0, drawing.width, drawing.height, parts, element)


def _part(house: House, shape: charts.Shape, size: float, element: Element) -> Box | Stroke | Run:
    match shape:
        case charts.Bar():
            return Box(shape.x, shape.y, shape.width, shape.height, shape.fill, shape.outline)
        case charts.Line():
            return Stroke(shape.x, shape.y, shape.height, shape.colour, shape.weight, shape.dashed)
        case charts.Words():
            ink = house.ink("semibold" if shape.strong else "regular", size, shape.colour)
            width = ink.face.width(shape.text) * size
            x = shape.x - width * _BEFORE[shape.anchor]
            return Run(x, shape.y, shape.text, ink, element, width)
        case _:
            assert_never(shape)


_BEFORE = {charts.Anchor.START: 0.0, charts.Anchor.MIDDLE: 0.5, charts.Anchor.END: 1.0}
