"""The Word file that both Word peers start from: slim styles, a header, a footer with its page."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from benchmarks.peers.look import ACCENT, FOOT, HEADING, INK, MUTED, RULE, SIDE, STYLES, TOP

__all__ = ["NAMES", "borders", "contents_field", "house_file", "section_end"]

NAMES = {name: name.capitalize() for name in STYLES}  # of our styles, in Word
_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer",
         "Heading 1", "Heading 2", "Heading 3", "List Bullet")  # fmt: skip


def house_file() -> WordDocument:
    """An empty file with the styles that are used and no other: the quickest to read."""
    document = Document()
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.element.getparent().remove(style.element)
    _set(document.styles["Normal"], *STYLES["body"], INK)
    _set(document.styles["List Bullet"], *STYLES["bullet"], INK)
    for level, sizes in HEADING.items():
        _set(document.styles[f"Heading {level}"], *sizes, ACCENT)
    for name, sizes in STYLES.items():
        style = document.styles.add_style(NAMES[name], WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set(style, *sizes, MUTED if name in ("note", "subtitle") else INK)
    _only_bullets(document)
    _margins(document)
    return document


def _only_bullets(document: WordDocument) -> None:
    """Drop the numberings of styles that are gone."""
    numbering = document.part.numbering_part.element
    for abstract in numbering.findall(qn("w:abstractNum")):
        styled = [style.get(qn("w:val")) for style in abstract.iter(qn("w:pStyle"))]
        if styled != ["ListBullet"]:
            number = abstract.get(qn("w:abstractNumId"))
            numbering.remove(abstract)
            for num in numbering.findall(qn("w:num")):
                if num.find(qn("w:abstractNumId")).get(qn("w:val")) == number:
                    numbering.remove(num)


def _set(style: Any, size: float, leading: float, after: float, colour: str) -> None:
    style.font.name, style.font.size = "Source Sans 3", Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour[1:])
    style.paragraph_format.line_spacing = Pt(leading)
    style.paragraph_format.space_after = Pt(after)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]


def _margins(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595.3), Pt(841.9)
    section.left_margin = section.right_margin = Pt(SIDE)
    section.top_margin, section.bottom_margin = Pt(TOP), Pt(FOOT)
    field(section.footer.paragraphs[0], "PAGE")


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out."""
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(mark)
        if kind == "begin":
            words = OxmlElement("w:instrText")
            words.text = code
            paragraph.add_run()._r.append(words)
        if kind == "separate":
            paragraph.add_run("1")


def contents_field(paragraph: Paragraph) -> None:
    """A contents list, which Word fills in when the file is opened."""
    field(paragraph, 'TOC \\o "1-2" \\h \\z \\u')


def section_end(paragraph: Paragraph, *, wide: bool) -> None:
    """End a part of the document that is upright or ``wide``."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    side, top, foot = (round(20 * points) for points in (SIDE, TOP, FOOT))
    margins = f'w:left="{side}" w:right="{side}" w:top="{top}" w:bottom="{foot}"'
    xml = (
        f"<w:sectPr {nsdecls('w')}><w:pgSz {size}/>"
        f'<w:pgMar {margins} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def borders(table: Any) -> None:
    """A rule below each row."""
    xml = (
        f'<w:tblBorders {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:color="{RULE[1:]}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="{RULE[1:]}"/></w:tblBorders>'
    )
    table._tbl.tblPr.append(parse_xml(xml))
