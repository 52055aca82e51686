"""Word files by docxtpl: one template with loops, filled with the content.

Words set in one way are plain values and the others rich texts: loops over runs split every run in
three, and cost half as much again.
"""

from __future__ import annotations

import io
from pathlib import Path

from docx.shared import Pt
from docxtpl import DocxTemplate, InlineImage, RichText

from benchmarks.peers import Content
from benchmarks.peers.picture import chart_png

__all__ = ["DocxtplDocx"]

_BLANK = {"text": "", "fill": "", "ink": "", "bold": False}


class DocxtplDocx:
    """The template is read once; docxtpl parses it anew for each document."""

    def __init__(self, folder: Path) -> None:
        self._template = (folder / "docxtpl.docx").read_bytes()

    def __call__(self, content: Content) -> bytes:
        template = DocxTemplate(io.BytesIO(self._template))
        blocks = [_block(template, block) for block in content["blocks"]]
        template.render({**content, "blocks": blocks}, autoescape=True)
        file = io.BytesIO()
        template.save(file)
        return file.getvalue()


def _block(template: DocxTemplate, block: Content) -> Content:
    """A block as the template asks for it: pictures, rich texts, widths of cells."""
    match block["kind"]:
        case "paragraph":
            return {**block, **_words(block["runs"])}
        case "bullets" | "numbers":
            return {**block, "entries": [_words(item) for item in block["items"]]}
        case "chart":
            picture = InlineImage(template, io.BytesIO(chart_png(block)), width=Pt(470))
            return {**block, "picture": picture}
        case "table":
            widths = [round(5000 * share / sum(block["shares"])) for share in block["shares"]]
            heads = [{"text": h, "width": w} for h, w in zip(block["heads"], widths, strict=False)]
            return {**block, "heads": heads, "rows": [_row(row, widths) for row in block["rows"]]}
    return block


def _words(runs: list[Content]) -> Content:
    """Words in one way, or rich ones."""
    if not any(run["bold"] or run["italic"] for run in runs):
        return {"words": "".join(run["text"] for run in runs)}
    rich = RichText()
    for run in runs:
        rich.add(run["text"], bold=run["bold"], italic=run["italic"])
    return {"rich": rich}


def _row(cells: list[Content], widths: list[int]) -> list[Content]:
    """A cell for each column, with its width; the heading of a group has the first."""
    padded = [*cells, *[_BLANK] * (len(widths) - len(cells))]
    return [_filled(cell, width) for cell, width in zip(padded, widths, strict=True)]


def _filled(cell: Content, width: int) -> Content:
    if not (cell["bold"] or cell["ink"]):
        return {"text": cell["text"], "width": width}
    rich = RichText(cell["text"], bold=cell["bold"], color=cell["ink"] or None)
    return {"rich": rich, "fill": cell["fill"][1:] or "auto", "width": width}
