"""WordprocessingML as text: escaping, runs and what stands among them.

Word refuses a file whose elements stand in the wrong order, so each element that has
several children is made by one function, here or in :mod:`ooxml_blocks`, that knows their
order.  Lengths come in points and leave in the unit that the element wants.
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
    "chart_frame",
    "dxa",
    "emu",
    "escape",
    "field",
    "field_end",
    "field_start",
    "hex_colour",
    "hyperlink",
    "line_break",
    "picture",
    "run",
    "run_properties",
    "shading",
    "tab",
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
        f'<w:color w:val="{hex_colour(colour)}"/>' if colour else "",
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        '<w:u w:val="single"/>' if underline else "",
        f'<w:bdr w:val="single" w:sz="4" w:space="0" w:color="{hex_colour(outline)}"/>'
        if outline
        else "",
        shading(fill),
        f'<w:lang w:val="{escape(lang)}"/>' if lang else "",
    ]
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _fonts(family: str) -> str:
    name = escape(family)
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def hex_colour(colour: str) -> str:
    """``#RRGGBB`` as Word wants it."""
    return colour.lstrip("#").upper()


def shading(fill: str) -> str:
    """The ``w:shd`` of a fill, or nothing without one."""
    return f'<w:shd w:val="clear" w:fill="{hex_colour(fill)}"/>' if fill else ""


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


# --------------------------------------------------------------------------- pictures


def picture(
    relation: str, number: int, *, width: float, height: float, alt: str, drawing: str = ""
) -> str:
    """A run that holds a picture in the line, described by ``alt``.

    ``drawing`` is the relation of the same picture in SVG, which newer versions of Word show.
    """
    size = f'cx="{emu(width)}" cy="{emu(height)}"'
    named = f'id="{number}" name="Picture {number}" descr="{escape(alt)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill>{_blip(relation, drawing)}<a:stretch><a:fillRect/></a:stretch>"
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def chart_frame(
    relation: str, number: int, *, width: float, height: float, title: str, alt: str
) -> str:
    """A run that holds a chart in the line, described by ``alt``."""
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    named = f'descr="{escape(alt)}" title="{escape(title)}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(width)}" cy="{emu(height)}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" {named}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{uri}"><c:chart xmlns:c="{uri}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _blip(relation: str, drawing: str) -> str:
    if not drawing:
        return f'<a:blip r:embed="{relation}"/>'
    space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    return (
        f'<a:blip r:embed="{relation}"><a:extLst>'
        '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        f'<asvg:svgBlip xmlns:asvg="{space}" r:embed="{drawing}"/></a:ext></a:extLst></a:blip>'
    )


def bookmark_name(target: str, digest: Callable[[str], str]) -> str:
    """``target`` as Word allows bookmarks: a letter first, letters, digits, ``_``, 40 at most."""
    name = re.sub(r"\W", "_", target)
    return name if len(name) <= 40 else f"{name[:31]}_{digest(target)[:8]}"
