"""WordprocessingML as text: paragraphs, sections of pages and tables.

The order of the children of each element is the schema's; nobody else needs to know it.
"""

from __future__ import annotations

from functools import lru_cache

from briefings.writers.ooxml import attribute, dxa, escape, hex_colour, shading

__all__ = [
    "border",
    "cell",
    "cell_properties",
    "close_section",
    "contents_list",
    "paragraph",
    "paragraph_properties",
    "row",
    "row_properties",
    "section_properties",
    "table",
]

# ------------------------------------------------------------------------- paragraphs


@lru_cache(maxsize=2048)
def border(side: str, points: float, colour: str, *, space: float = 0) -> str:
    """One side of a border; ``points`` 0 is no line."""
    if not points:
        return f'<w:{side} w:val="nil"/>'
    apart = f' w:space="{round(space)}"' if space else ""
    size = round(points * 8)
    return f'<w:{side} w:val="single" w:sz="{size}"{apart} w:color="{hex_colour(colour)}"/>'


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
        shading(fill),
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
        shading(fill),
        f'<w:vAlign w:val="{align}"/>' if align else "",
    ]
    return f"<w:tcPr>{''.join(parts)}</w:tcPr>"


def cell(paragraphs: str, properties: str) -> str:
    """A cell; ``paragraphs`` must end in one."""
    return f"<w:tc>{properties}{paragraphs}</w:tc>"
