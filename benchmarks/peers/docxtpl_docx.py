"""Word files by docxtpl: one template with loops, filled with the content.

Words set in one way are plain values and the others rich texts: loops over runs split every run in
three, and cost half as much again.
"""

from __future__ import annotations

import io

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell
from docxtpl import DocxTemplate, InlineImage, RichText

from benchmarks.content import Content
from benchmarks.peers.picture import chart_png
from benchmarks.peers.wordfile import NAMES, borders, contents_field, house_file, section_end

__all__ = ["DocxtplDocx"]

_BLANK = {"text": "", "fill": "", "ink": "", "bold": False}


class DocxtplDocx:
    """The template is made and read once; docxtpl parses it anew for each document."""

    def __init__(self) -> None:
        file = io.BytesIO()
        _template().save(file)
        self._template = file.getvalue()

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


def _template() -> WordDocument:
    """What a person would draw in Word: a paragraph or a table for each kind of block."""
    document = house_file()
    document.sections[0].header.paragraphs[0].text = "{{ head }}\t{{ as_at }}"
    for name in ("eyebrow", "title", "subtitle", "facts"):
        document.add_paragraph("{{ " + name + " }}", NAMES[name])
    document.add_paragraph("{%p for block in blocks %}")
    for level in (1, 2, 3):
        _when(document, f'block.kind == "heading" and block.level == {level}')
        document.add_paragraph("{{ block.text }}", f"Heading {level}")
    for role, test in (("note", ' and block.role == "note"'),
                       ("label", ' and block.role == "label"'), ("body", "")):  # fmt: skip
        _when(document, f'block.kind == "paragraph"{test}')
        _either(document, "block", NAMES[role])
    _lists(document)
    for dense in (True, False):
        _when(document, f'block.kind == "table" and block.dense == {dense}')
        _table(document, "dense" if dense else "table")
    _chart(document)
    _when(document, 'block.kind == "contents"')
    contents_field(document.add_paragraph())
    for wide in (True, False):
        _when(document, f'block.kind == "turn" and block.wide == {wide}')
        section_end(document.add_paragraph(), wide=not wide)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    return document


def _when(document: WordDocument, test: str) -> None:
    """``if`` for the first kind of block, ``elif`` for those after it."""
    begun = any("{%p if block.kind" in p.text for p in document.paragraphs)
    document.add_paragraph(f"{{%p {'elif' if begun else 'if'} {test} %}}")


def _either(document: WordDocument, name: str, style: str, lead: str = "") -> None:
    """A paragraph of rich words, or one of plain words."""
    document.add_paragraph("{%p if " + name + ".rich %}")
    document.add_paragraph(lead + "{{r " + name + ".rich }}", style)
    document.add_paragraph("{%p else %}")
    document.add_paragraph(lead + "{{ " + name + ".words }}", style)
    document.add_paragraph("{%p endif %}")


def _lists(document: WordDocument) -> None:
    for kind, style, lead in (
        ("bullets", "List Bullet", ""),
        ("numbers", NAMES["bullet"], "{{ block.start + loop.index0 }}. "),
    ):
        _when(document, f'block.kind == "{kind}"')
        document.add_paragraph("{%p for item in block.entries %}")
        _either(document, "item", style, lead)
        document.add_paragraph("{%p endfor %}")


def _chart(document: WordDocument) -> None:
    _when(document, 'block.kind == "chart"')
    document.add_paragraph("{{ block.title }}", NAMES["label"])
    picture = document.add_paragraph("{{ block.picture }}")
    picture.paragraph_format.line_spacing = 1.0  # an exact one would clip it
    document.add_paragraph("{{ block.caption }}", NAMES["caption"])


def _table(document: WordDocument, style: str) -> None:
    """A header row in a loop over columns, and a row in a loop over rows and columns."""
    document.add_paragraph("{{ block.caption }}", NAMES["caption"])
    table = document.add_table(6, 6)
    borders(table)
    begin, head, done, start, row, end = table.rows
    begin.cells[0].text, done.cells[0].text = "{%tr if block.heads %}", "{%tr endif %}"
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _cells(head.cells, "{%tc for head in block.heads %}", "{{ head.text }}", "{%tc endfor %}")
    start.cells[0].text = "{%tr for row in block.rows %}"
    parts = ("{%tc for cell in row %}", "{%tc if cell.rich %}",
             "{% cellbg cell.fill %}{{r cell.rich }}", "{%tc else %}", "{{ cell.text }}",
             "{%tc endif %}")  # fmt: skip
    _cells(row.cells, *parts)
    last = row._tr.add_tc()
    _Cell(last, table).text = "{%tc endfor %}"
    end.cells[0].text = "{%tr endfor %}"
    for name, cell in (("head", head.cells[1]), ("cell", row.cells[2]), ("cell", row.cells[4])):
        width = cell._tc.get_or_add_tcPr().get_or_add_tcW()
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "{{ " + name + ".width }}")
        cell.paragraphs[0].style = NAMES[style]
    table._tbl.tblGrid.clear()  # docxtpl makes a column for each cell


def _cells(cells: tuple[_Cell, ...], *texts: str) -> None:
    """Put ``texts`` in the first of ``cells``, and drop the others."""
    for cell, text in zip(cells, texts, strict=False):
        cell.text = text
    for cell in cells[len(texts) :]:
        cell._tc.getparent().remove(cell._tc)
