"""PDF by reportlab platypus: flowables, a contents list in two passes, no tags."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from benchmarks.content import Content
from benchmarks.peers.look import (
    ACCENT,
    FONT_FILES,
    FOOT,
    HEADING,
    INK,
    MUTED,
    RULE,
    SIDE,
    STYLES,
    TOP,
)  # fmt: skip
from benchmarks.peers.picture import BAR

__all__ = ["PlatypusPdf"]


class PlatypusPdf:
    """Fonts are registered and styles made once."""

    def __init__(self) -> None:
        names = {"regular": "Peer", "bold": "Peer-B", "italic": "Peer-I"}
        for face, name in names.items():
            pdfmetrics.registerFont(TTFont(name, str(FONT_FILES[face])))
        pdfmetrics.registerFontFamily(
            "Peer", normal="Peer", bold="Peer-B", italic="Peer-I", boldItalic="Peer-B"
        )
        self._styles = {name: _style(name, *sizes) for name, sizes in STYLES.items()}
        for level, sizes in HEADING.items():
            self._styles[f"heading{level}"] = _style(f"heading{level}", *sizes)

    def __call__(self, content: Content, docx: bytes) -> bytes:
        file = io.BytesIO()
        document = _Pages(file, content)
        flow = _Flow(self._styles)
        for name in ("eyebrow", "title", "subtitle", "facts"):
            flow.add(content[name], name)
        for block in content["blocks"]:
            flow.block(block)
        if any(block["kind"] == "contents" for block in content["blocks"]):
            document.multiBuild(flow.flowables)
        else:
            document.build(flow.flowables)
        return file.getvalue()


def _style(name: str, size: float, leading: float, after: float) -> ParagraphStyle:
    head = name.startswith("heading")
    face = "Peer-B" if head or name in ("title", "eyebrow", "label", "caption") else "Peer"
    colour = ACCENT if head else MUTED if name in ("note", "subtitle") else INK
    return ParagraphStyle(
        name, fontName=face, fontSize=size, leading=leading, spaceAfter=after,
        spaceBefore=2 * after if head else 0, textColor=HexColor(colour), keepWithNext=head,
    )  # fmt: skip


class _Pages(BaseDocTemplate):
    """Upright and wide pages with a head and a foot; headings go into the contents list."""

    def __init__(self, file: io.BytesIO, content: Content) -> None:
        super().__init__(file, pagesize=A4, title=content["title"], lang="en-GB")
        self.content = content
        self.addPageTemplates([self._template("tall", A4), self._template("wide", landscape(A4))])

    def _template(self, name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(SIDE, FOOT, size[0] - 2 * SIDE, size[1] - TOP - FOOT, 0, 0, 0, 0)
        return PageTemplate(name, [frame], onPage=self._furnish, pagesize=size)

    def _furnish(self, canvas: Any, _: Any) -> None:
        width, height = canvas._pagesize
        canvas.setFont("Peer", 9.5)
        canvas.drawString(SIDE, height - 34, self.content["head"])
        canvas.drawRightString(width - SIDE, height - 34, self.content["as_at"])
        canvas.drawRightString(width - SIDE, 34, f"Page {canvas.getPageNumber()}")

    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, Paragraph) and flowable.style.name in ("heading1", "heading2"):
            level = int(flowable.style.name[-1]) - 1
            self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))


class _Flow:
    """The content as flowables."""

    def __init__(self, styles: dict[str, ParagraphStyle]) -> None:
        self.styles = styles
        self.flowables: list[Flowable] = []
        self.width = A4[0] - 2 * SIDE

    def add(self, text: str, style: str) -> None:
        self.flowables.append(Paragraph(escape(text), self.styles[style]))

    def block(self, block: Content) -> None:
        match block["kind"]:
            case "heading":
                self.add(block["text"], f"heading{block['level']}")
            case "paragraph":
                style = self.styles.get(block["role"], self.styles["body"])
                self.flowables.append(Paragraph(_marked(block["runs"]), style))
            case "bullets" | "numbers":
                self.flowables.append(self.listed(block))
            case "table":
                self.table(block)
            case "chart":
                self.add(block["title"], "label")
                self.flowables.append(_bars(block))
                self.add(block["caption"], "caption")
            case "contents":
                self.add(block["title"], "label")
                contents = TableOfContents()
                contents.levelStyles = [self.styles["facts"], self.styles["note"]]
                self.flowables.append(contents)
            case "turn":
                name = "wide" if block["wide"] else "tall"
                self.width = (A4[1] if block["wide"] else A4[0]) - 2 * SIDE
                self.flowables += [NextPageTemplate(name), PageBreak()]
            case "break":
                self.flowables.append(PageBreak())

    def listed(self, block: Content) -> Flowable:
        items = [Paragraph(_marked(item), self.styles["bullet"]) for item in block["items"]]
        if block["kind"] == "bullets":
            return ListFlowable(items, bulletType="bullet", leftIndent=18)
        return ListFlowable(
            items, bulletType="1", start=block["start"], bulletFormat="%s.", leftIndent=18,
            bulletFontName="Peer", bulletFontSize=12,
        )  # fmt: skip

    def table(self, block: Content) -> None:
        if block["caption"]:
            self.add(block["caption"], "caption")
        style = self.styles["dense" if block["dense"] else "table"]
        unit = self.width / sum(block["shares"])
        widths = [share * unit for share in block["shares"]]
        commands = _commands(block, style)
        heads = [block["heads"]] if block["heads"] else []
        rows = [
            [_fitted(c["text"], width, style) for c, width in zip(row, widths, strict=False)]
            + [""] * (len(widths) - len(row))
            for row in block["rows"]
        ]
        self.flowables.append(
            Table([*heads, *rows], widths, style=commands, repeatRows=len(heads), hAlign="LEFT")
        )


def _commands(block: Content, style: ParagraphStyle) -> list[tuple[Any, ...]]:
    """The look of a table: rules, type, and a colour for each cell that has one."""
    first = 1 if block["heads"] else 0
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), "Peer", style.fontSize, style.leading),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(RULE)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    if first:
        commands.append(("FONTNAME", (0, 0), (-1, 0), "Peer-B"))
    for y, row in enumerate(block["rows"], first):
        for x, cell in enumerate(row):
            at = (x, y)
            if cell["fill"]:
                commands.append(("BACKGROUND", at, at, HexColor(cell["fill"])))
            if cell["ink"]:
                commands.append(("TEXTCOLOR", at, at, HexColor(cell["ink"])))
            if cell["bold"]:
                commands.append(("FONTNAME", at, at, "Peer-B"))
        if len(row) == 1:
            commands.append(("SPAN", (0, y), (-1, y)))
    return commands


def _fitted(text: str, width: float, style: ParagraphStyle) -> Any:
    """Words that fit stay a string, which platypus draws most quickly; others are broken."""
    if pdfmetrics.stringWidth(text, "Peer-B", style.fontSize) <= width - 12:
        return text
    return Paragraph(escape(text), style)


def _marked(runs: list[Content]) -> str:
    parts = []
    for run in runs:
        text = escape(run["text"])
        tag = "b" if run["bold"] else "i" if run["italic"] else ""
        parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(parts)


def _bars(block: Content) -> Drawing:
    rows, most = len(block["values"]), max(block["values"]) or 1
    drawing = Drawing(470, rows * 17)
    for n, value in enumerate(block["values"]):
        y, length = (rows - n - 1) * 17, 315 * value / most
        fill = HexColor(ACCENT if n == block["subject"] else BAR)
        look: Any = {"fillColor": fill, "strokeColor": None}
        drawing.add(Rect(95, y + 3, length, 11, **look))
        words: Any = {"fontName": "Peer", "fontSize": 9.5, "fillColor": HexColor(INK)}
        drawing.add(String(91, y + 5, block["categories"][n], textAnchor="end", **words))
        drawing.add(String(99 + length, y + 5, block["labels"][n], **words))
    return drawing
