"""Painting a diagram: boxes, lines and words in their own order, as vectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from briefings.layout.placed import Box, Diagram, Run, Stroke
from briefings.writers.pdf.fonts import Typesetter
from briefings.writers.pdf.syntax import colour

__all__ = ["diagram_operators"]

_DASHES = "[3 2]"


def diagram_operators(
    diagram: Diagram, left: float, top: float, typesetter: Typesetter
) -> Iterator[str]:
    """The operators that paint ``diagram`` with its top left at ``left``, ``top``."""
    for part in diagram.parts:
        match part:
            case Box():
                yield _box(part, left + part.x, top - part.y - part.height)
            case Stroke():
                yield _stroke(part, left + part.x, top - part.y)
            case Run():
                yield from _words(part, left + part.x, top - part.y, typesetter)
            case _:
                assert_never(part)


def _box(box: Box, x: float, y: float) -> str:
    fill = f"{colour(box.fill)} rg " if box.fill else ""
    if box.outline is None:
        return f"{fill}{x:.2f} {y:.2f} {box.width:.2f} {box.height:.2f} re f"
    inner = f"{x + 0.35:.2f} {y + 0.35:.2f} {box.width - 0.7:.2f} {box.height - 0.7:.2f} re"
    return f"{fill}{colour(box.outline)} RG 0.7 w {inner} {'B' if fill else 'S'}"


def _stroke(line: Stroke, x: float, y: float) -> str:
    dashes = _DASHES if line.dashed else "[]"
    return (
        f"{colour(line.colour)} RG {line.weight:g} w {dashes} 0 d "
        f"{x:.2f} {y:.2f} m {x:.2f} {y - line.height:.2f} l S [] 0 d"
    )


def _words(run: Run, x: float, y: float, typesetter: Typesetter) -> Iterator[str]:
    if not run.text:
        return
    ink = run.ink
    yield f"BT {colour(ink.colour)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm"
    for part, codes in typesetter.show(ink.face, run.text):
        yield f"{typesetter.font(ink.face, part)} {ink.size:g} Tf ({codes}) Tj"
    yield "ET"
