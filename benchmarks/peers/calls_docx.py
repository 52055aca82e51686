"""Word files by calls of python-docx: styles looked up once, cells of a row read once."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from benchmarks.content import Content
from benchmarks.peers.picture import chart_png
from benchmarks.peers.wordfile import NAMES, borders, contents_field, house_file, section_end

__all__ = ["CallsDocx"]


class CallsDocx:
    """A slim file to start from, and a call for each thing that is in the document."""

    def __init__(self) -> None:
        file = io.BytesIO()
        house_file().save(file)
        self._template = file.getvalue()

    def __call__(self, content: Content) -> bytes:
        document = Document(io.BytesIO(self._template))
        document.sections[0].header.paragraphs[0].text = f"{content['head']}\t{content['as_at']}"
        written = _Written(document)
        for name in ("eyebrow", "title", "subtitle", "facts"):
            written.paragraph(content[name], NAMES[name])
        for block in content["blocks"]:
            written.block(block)
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()


class _Written:
    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.styles = {style.name: style for style in document.styles}

    def block(self, block: Content) -> None:
        match block["kind"]:
            case "heading":
                self.paragraph(block["text"], f"Heading {block['level']}")
            case "paragraph":
                self.runs(block["runs"], NAMES.get(block["role"], NAMES["body"]))
            case "bullets":
                for item in block["items"]:
                    self.runs(item, "List Bullet")
            case "numbers":
                for number, item in enumerate(block["items"], block["start"]):
                    lead = {"text": f"{number}. ", "bold": False, "italic": False}
                    self.runs([lead, *item], NAMES["bullet"])
            case "table":
                self.table(block)
            case "chart":
                self.chart(block)
            case "contents":
                contents_field(self.document.add_paragraph())
            case "turn":
                section_end(self.document.add_paragraph(), wide=not block["wide"])
            case "break":
                self.document.add_page_break()  # type: ignore[no-untyped-call]

    def paragraph(self, text: str, style: str) -> Paragraph:
        return self.document.add_paragraph(text, self.styles[style])

    def runs(self, runs: list[Content], style: str) -> None:
        paragraph = self.paragraph("", style)
        for run in runs:
            added = paragraph.add_run(run["text"])
            if run["bold"]:
                added.bold = True
            if run["italic"]:
                added.italic = True

    def chart(self, block: Content) -> None:
        self.paragraph(block["title"], NAMES["label"])
        picture = self.document.add_paragraph()
        picture.paragraph_format.line_spacing = 1.0
        picture.add_run().add_picture(io.BytesIO(chart_png(block)), width=Pt(470))
        self.paragraph(block["caption"], NAMES["caption"])

    def table(self, block: Content) -> None:
        self.paragraph(block["caption"], NAMES["caption"])
        heads = [[{"text": h, "fill": "", "ink": "", "bold": True} for h in block["heads"]]]
        rows = (heads if block["heads"] else []) + block["rows"]
        table = self.document.add_table(len(rows), len(block["shares"]))
        borders(table)
        style = self.styles[NAMES["dense" if block["dense"] else "table"]]
        for row, cells in zip(table.rows, rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                _fill(place, cell, style)
        if block["heads"]:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(place: Any, cell: Content, style: Any) -> None:
    paragraph = place.paragraphs[0]
    paragraph.style = style
    run = paragraph.add_run(cell["text"])
    if cell["bold"]:
        run.bold = True
    if cell["ink"]:
        run.font.color.rgb = RGBColor.from_string(cell["ink"][1:])
    if cell["fill"]:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), cell["fill"][1:])
        place._tc.get_or_add_tcPr().append(shade)
