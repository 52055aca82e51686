"""WordprocessingML as text: escaping and the order of elements, and nothing else.

Word refuses a file whose elements stand in the wrong order, so each element that has
several children is made by one function here that knows their order.  Lengths come in
points and leave in the unit that the element wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

__all__ = [
    "NAMESPACES",
    "IllegalCharacterError",
    "attribute",
    "bookmark",
    "bookmark_name",
    "border",
    "cell",
    "cell_properties",
    "close_section",
    "contents_list",
    "dxa",
    "emu",
    "escape",
    "field",
    "field_end",
    "field_start",
    "hyperlink",
    "line_break",
    "paragraph",
    "paragraph_properties",
    "picture",
    "row",
    "row_properties",
    "run",
    "run_properties",
    "section_properties",
    "tab",
    "table",
]

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}

_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("\t"): " ",
    ord("\n"): " ",
    ord("\r"): " ",
}


class IllegalCharacterError(ValueError):
    """A character that no XML file can hold, and the words that it stands in."""

    def __init__(self, words: str, at: int) -> None:
        self.character = words[at]
        self.words = words[max(0, at - 20) : at + 20]
        super().__init__(f"U+{ord(self.character):04X} in {self.words!r}")


def dxa(points: float) -> int:
    """Twentieths of a point, Word's unit of length."""
    return round(points * 20)


def emu(points: float) -> int:
    """English Metric Units, DrawingML's unit of length."""
    return round(points * 12700)


def escape(words: str) -> str:
    """``words`` as XML text or attribute value; line ends and tabs become blanks."""
    if not _SPECIAL.search(words):
        return words
    if illegal := _ILLEGAL.search(words):
        raise IllegalCharacterError(words, illegal.start())
    return words.translate(_ENTITIES)


def attribute(name: str, value: str | int | None) -> str:
    """`` w:name="value"``, or nothing without a value."""
    if value is None or value == "":
        return ""
    return f' {name}="{escape(value) if isinstance(value, str) else value}"'


# ------------------------------------------------------------------------------- runs


@lru_cache(maxsize=2048)
def run_properties(
    style: str = "",
    *,
    font: str = "",
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
    size: float = 0,
    underline: bool = False,
    outline: str = "",
    fill: str = "",
    lang: str = "",
) -> str:
    """The ``w:rPr`` of a run or a style, or nothing when it would be empty."""
    parts = [
        f'<w:rStyle w:val="{style}"/>' if style else "",
        _fonts(font) if font else "",
        "<w:b/><w:bCs/>" if bold else "",
        "<w:i/><w:iCs/>" if italic else "",
        f'<w:color w:val="{_hex(colour)}"/>' if colour else "",
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        '<w:u w:val="single"/>' if underline else "",
        f'<w:bdr w:val="single" w:sz="4" w:space="0" w:color="{_hex(outline)}"/>'
        if outline
        else "",
        _shading(fill),
        f'<w:lang w:val="{escape(lang)}"/>' if lang else "",
    ]
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _fonts(family: str) -> str:
    name = escape(family)
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _hex(colour: str) -> str:
    return colour.lstrip("#").upper()


def _shading(fill: str) -> str:
    return f'<w:shd w:val="clear" w:fill="{_hex(fill)}"/>' if fill else ""


def run(words: str, properties: str = "") -> str:
    """A run of ``words``, blanks at its ends and within kept."""
    escaped = escape(words)
    if words != words.strip() or "  " in words:
        return f'<w:r>{properties}<w:t xml:space="preserve">{escaped}</w:t></w:r>'
    return f"<w:r>{properties}<w:t>{escaped}</w:t></w:r>"


def tab() -> str:
    """A run that is a tab."""
    return "<w:r><w:tab/></w:r>"


def line_break() -> str:
    """A run that is a line break."""
    return "<w:r><w:br/></w:r>"


def field(instruction: str, result: str, properties: str = "") -> str:
    """A field with its result, so that Word shows it without being asked to update."""
    return field_start(instruction, properties) + run(result, properties) + field_end(properties)


def field_start(instruction: str, properties: str = "") -> str:
    """The runs before the result of a field."""
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} '
        f"</w:instrText></w:r>"
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(properties: str = "") -> str:
    """The run after the result of a field."""
    return f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'


def hyperlink(content: str, *, relation: str = "", anchor: str = "", tooltip: str = "") -> str:
    """A link to a relation's target or to a bookmark of this document."""
    return (
        f"<w:hyperlink{attribute('r:id', relation)}{attribute('w:tooltip', tooltip[:250])}"
        f'{attribute("w:anchor", anchor)} w:history="1">{content}</w:hyperlink>'
    )


def bookmark(content: str, name: str, number: int) -> str:
    """``content`` between the ends of a bookmark."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


# ------------------------------------------------------------------------- paragraphs


@lru_cache(maxsize=2048)
def border(side: str, points: float, colour: str, *, space: float = 0) -> str:
    """One side of a border; ``points`` 0 is no line."""
    if not points:
        return f'<w:{side} w:val="nil"/>'
    apart = f' w:space="{round(space)}"' if space else ""
    size = round(points * 8)
    return f'<w:{side} w:val="single" w:sz="{size}"{apart} w:color="{_hex(colour)}"/>'


@lru_cache(maxsize=4096)
def paragraph_properties(
    style: str = "",
    *,
    keep_next: bool = False,
    keep_lines: bool = False,
    page_break: bool = False,
    number: tuple[int, int] | None = None,
    borders: str = "",
    fill: str = "",
    tabs: str = "",
    before: float | None = None,
    after: float | None = None,
    leading: float | None = None,
    exact: bool = False,
    left: float | None = None,
    hanging: float = 0,
    right: float = 0,
    align: str = "",
    outline_level: int | None = None,
) -> str:
    """The ``w:pPr`` of a paragraph or a style; ``number`` is (list, level)."""
    parts = [
        f'<w:pStyle w:val="{style}"/>' if style else "",
        "<w:keepNext/>" if keep_next else "",
        "<w:keepLines/>" if keep_lines else "",
        "<w:pageBreakBefore/>" if page_break else "",
        _numbering(*number) if number else "",
        f"<w:pBdr>{borders}</w:pBdr>" if borders else "",
        _shading(fill),
        f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
        _spacing(before, after, leading, exact),
        _indent(left, hanging, right),
        f'<w:jc w:val="{align}"/>' if align else "",
        f'<w:outlineLvl w:val="{outline_level}"/>' if outline_level is not None else "",
    ]
    inner = "".join(parts)
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def _numbering(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _spacing(before: float | None, after: float | None, leading: float | None, exact: bool) -> str:
    parts = [
        attribute("w:before", dxa(before)) if before is not None else "",
        attribute("w:after", dxa(after)) if after is not None else "",
        attribute("w:line", dxa(leading)) if leading is not None else "",
        f' w:lineRule="{"exact" if exact else "atLeast"}"' if leading is not None else "",
    ]
    inner = "".join(parts)
    return f"<w:spacing{inner}/>" if inner else ""


def _indent(left: float | None, hanging: float, right: float) -> str:
    parts = [
        attribute("w:left", dxa(left)) if left is not None else "",
        attribute("w:right", dxa(right)) if right else "",
        attribute("w:hanging", dxa(hanging)) if hanging else "",
    ]
    inner = "".join(parts)
    return f"<w:ind{inner}/>" if inner else ""


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p>{properties}{content}</w:p>"


def close_section(paragraph_xml: str, section: str) -> str:
    """``paragraph_xml``, made the last paragraph of a section of pages."""
    if "</w:pPr>" in paragraph_xml:
        return paragraph_xml.replace("</w:pPr>", f"{section}</w:pPr>", 1)
    return paragraph_xml.replace("<w:p>", f"<w:p><w:pPr>{section}</w:pPr>", 1)


def contents_list(paragraphs: str) -> str:
    """``paragraphs`` in the frame in which Word keeps a table of contents."""
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{paragraphs}</w:sdtContent>"
        "</w:sdt>"
    )


def section_properties(
    *,
    width: float,
    height: float,
    side: float,
    top: float,
    foot: float,
    running: float,
    references: str,
    title_page: bool,
) -> str:
    """The ``w:sectPr`` of pages of one size; wider than high is landscape."""
    orient = ' w:orient="landscape"' if width > height else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{dxa(width)}" w:h="{dxa(height)}"{orient}/>'
        f'<w:pgMar w:top="{dxa(top)}" w:right="{dxa(side)}" w:bottom="{dxa(foot)}" '
        f'w:left="{dxa(side)}" w:header="{dxa(running)}" w:footer="{dxa(running)}" '
        f'w:gutter="0"/><w:cols w:space="708"/>{"<w:titlePg/>" if title_page else ""}</w:sectPr>'
    )


# ----------------------------------------------------------------------------- tables


def table(
    rows: str,
    widths: tuple[int, ...],
    *,
    style: str,
    caption: str,
    description: str = "",
    first_column: bool = False,
) -> str:
    """A table of fixed layout whose columns are ``widths`` (in ``dxa``)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'w:firstRow="1" w:lastRow="0" w:firstColumn="{int(first_column)}" w:lastColumn="0"'
    value = "06A0" if first_column else "0620"
    described = f'<w:tblDescription w:val="{escape(description)}"/>' if description else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" '
        f'w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{value}" {look} w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(caption)}"/>'
        f"{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


@lru_cache(maxsize=64)
def row_properties(
    *, header: bool = False, whole: bool = True, height: float = 0, columns_after: int = 0
) -> str:
    """The ``w:trPr`` of a row; ``whole`` keeps it on one page."""
    parts = [
        f'<w:gridAfter w:val="{columns_after}"/>' if columns_after else "",
        "<w:cantSplit/>" if whole else "",
        f'<w:trHeight w:val="{dxa(height)}" w:hRule="atLeast"/>' if height else "",
        "<w:tblHeader/>" if header else "",
    ]
    return f"<w:trPr>{''.join(parts)}</w:trPr>"


def row(cells: str, properties: str) -> str:
    """A row of cells."""
    return f"<w:tr>{properties}{cells}</w:tr>"


@lru_cache(maxsize=4096)
def cell_properties(
    width: int, *, span: int = 1, borders: str = "", fill: str = "", align: str = ""
) -> str:
    """The ``w:tcPr`` of a cell; ``borders`` are sides in the order top, left, bottom, right."""
    parts = [
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "",
        _shading(fill),
        f'<w:vAlign w:val="{align}"/>' if align else "",
    ]
    return f"<w:tcPr>{''.join(parts)}</w:tcPr>"


def cell(paragraphs: str, properties: str) -> str:
    """A cell; ``paragraphs`` must end in one."""
    return f"<w:tc>{properties}{paragraphs}</w:tc>"


# --------------------------------------------------------------------------- pictures


def picture(relation: str, number: int, *, width: float, height: float, alt: str) -> str:
    """A run that holds a picture in the line, described by ``alt``."""
    size = f'cx="{emu(width)}" cy="{emu(height)}"'
    named = f'id="{number}" name="Picture {number}" descr="{escape(alt)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def bookmark_name(target: str, digest: Callable[[str], str]) -> str:
    """``target`` as Word allows bookmarks: a letter first, letters, digits, ``_``, 40 at most."""
    name = re.sub(r"\W", "_", target)
    return name if len(name) <= 40 else f"{name[:31]}_{digest(target)[:8]}"
