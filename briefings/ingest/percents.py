"""Which cells a workbook shows per cent.

The number in such a cell is a share of one; only its format tells a reader of values so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import TypeAlias
from xml.etree import ElementTree
from zipfile import ZipFile

__all__ = ["Shown", "percent_cells"]

Shown: TypeAlias = Mapping[str, frozenset[tuple[int, int]]]  # by sheet: row and column, from 1

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
MOST = 10_000  # repetitions of a cell that are looked at; more is an idle format
_BUILT_IN = frozenset({"9", "10"})  # 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.')
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)\Z")


def percent_cells(archive: ZipFile) -> Shown:
    """The cells of each sheet of an XLSX or ODS file that are shown per cent."""
    names = set(archive.namelist())
    try:
        if "content.xml" in names:
            return _ods(archive)
        if {"xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return dict(_xlsx(archive, names))
    except ElementTree.ParseError:
        pass  # whoever reads the values will say that the file is damaged
    return {}


def _xlsx(archive: ZipFile, names: set[str]) -> Iterator[tuple[str, frozenset[tuple[int, int]]]]:
    styles = _percent_styles(ElementTree.fromstring(archive.read("xl/styles.xml")))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(f"{_P}Relationship")}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    for sheet in book.iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if styles and part in names:
            root = ElementTree.fromstring(archive.read(part))
            found = (c.get("r", "") for c in root.iter(f"{_S}c") if c.get("s") in styles)
            yield sheet.get("name", ""), frozenset(_position(name) for name in found)


def _percent_styles(styles: ElementTree.Element) -> frozenset[str]:
    """The numbers of the cell formats that show a per cent sign."""
    formats = set(_BUILT_IN)
    for entry in styles.iter(f"{_S}numFmt"):
        if "%" in _QUOTED.sub("", entry.get("formatCode", "")):
            formats.add(entry.get("numFmtId", ""))
    used = styles.find(f"{_S}cellXfs")
    entries = [] if used is None else list(used)
    return frozenset(str(n) for n, xf in enumerate(entries) if xf.get("numFmtId") in formats)


def _position(name: str) -> tuple[int, int]:
    found = _ADDRESS.match(name)
    if found is None:
        return (0, 0)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return (int(found[2]), column)


def _ods(archive: ZipFile) -> Shown:
    root = ElementTree.fromstring(archive.read("content.xml"))
    return {
        table.get(f"{_T}name", ""): frozenset(_in_table(table)) for table in root.iter(f"{_T}table")
    }


def _in_table(table: ElementTree.Element) -> Iterator[tuple[int, int]]:
    row = 1
    for line in table.iter(f"{_T}table-row"):
        column = 1
        for cell in line:
            if cell.tag not in (f"{_T}table-cell", f"{_T}covered-table-cell"):
                continue
            wide = min(int(cell.get(f"{_T}number-columns-repeated", "1")), MOST)
            high = min(int(line.get(f"{_T}number-rows-repeated", "1")), MOST)
            if cell.get(f"{_O}value-type") == "percentage":
                yield from (
                    (r, c) for r in range(row, row + high) for c in range(column, column + wide)
                )
            column += wide
        row += int(line.get(f"{_T}number-rows-repeated", "1"))
