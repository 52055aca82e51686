"""What a reader finds in a Word file: its words and its tables.

Read from the XML, not by the code that wrote it.  Left out are running heads and feet, the inside
of charts (which is a part of its own), the contents list, the symbols before ratings and the
labels that lists count by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

__all__ = ["tables", "words"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = f"{_W}val"


def words(data: bytes) -> list[str]:
    """The words of the text in reading order."""
    found: list[str] = []
    for paragraph in _paragraphs(_body(data)):
        found += _text(paragraph).split()
    return found


def tables(data: bytes) -> list[list[list[str]]]:
    """The data tables: rows of the texts of their cells, the header row first."""
    return [
        [
            [_cell_text(cell) for cell in row.iterfind(f"{_W}tc")]
            for row in table.iterfind(f"{_W}tr")
        ]
        for table in _body(data).iter(f"{_W}tbl")
        if _style(table.find(f"{_W}tblPr/{_W}tblStyle")) != "KeyFigures"
    ]


def _body(data: bytes) -> etree._Element:
    with ZipFile(BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    body = root.find(f"{_W}body")
    assert body is not None, "the file has no body"
    return body


def _paragraphs(block: etree._Element) -> Iterator[etree._Element]:
    for child in block:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag != f"{_W}sdt":  # which holds the contents list
            yield from _paragraphs(child)


def _cell_text(cell: etree._Element) -> str:
    return " ".join(" ".join(_text(p) for p in cell.iterfind(f"{_W}p")).split())


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for run in paragraph.iter(f"{_W}r"):
        if _style(run.find(f"{_W}rPr/{_W}rStyle")) == "SymbolMark":
            continue
        for child in run:
            if child.tag == f"{_W}t":
                parts.append(child.text or "")
            elif child.tag in (f"{_W}tab", f"{_W}br"):
                parts.append(" ")
    return "".join(parts)


def _style(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VALUE, "")
