"""What a workbook shows in its cells and a reader of values does not tell.

A number that is shown per cent is a share of one, and only its format says so.  A cell with an
error (``#DIV/0!``), or with a formula that was never worked out, has no value at all, and
would be lost as if it were blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import TypeAlias
from xml.etree import ElementTree
from zipfile import ZipFile

from attrs import Factory, define

__all__ = ["Position", "Shown", "shown_cells"]

Position: TypeAlias = tuple[int, int]  # row and column, from 1


@define
class Shown:
    """Of one sheet: the cells shown per cent, and the texts of those that have no value."""

    percents: set[Position] = Factory(set)
    troubles: dict[Position, str] = Factory(dict)


_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
MOST = 10_000  # repetitions of a cell that are looked at; more is an idle format
_C = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_BUILT_IN = frozenset({"9", "10"})  # 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.')
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)\Z")


def shown_cells(archive: ZipFile) -> Mapping[str, Shown]:
    """What each sheet of an XLSX or ODS file shows, by the sheet's name."""
    names = set(archive.namelist())
    try:
        if "content.xml" in names:
            root = ElementTree.fromstring(archive.read("content.xml"))
            tables = root.iter(f"{_T}table")
            return {table.get(f"{_T}name", ""): _in_table(table) for table in tables}
        if {"xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return dict(_xlsx(archive, names))
    except ElementTree.ParseError:
        pass  # whoever reads the values will say that the file is damaged
    return {}


def _xlsx(archive: ZipFile, names: set[str]) -> Iterator[tuple[str, Shown]]:
    styles = _percent_styles(ElementTree.fromstring(archive.read("xl/styles.xml")))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(f"{_P}Relationship")}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    for sheet in book.iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part in names:
            root = ElementTree.fromstring(archive.read(part))
            yield sheet.get("name", ""), _in_sheet(root, styles)


def _in_sheet(root: ElementTree.Element, percents: frozenset[str]) -> Shown:
    shown = Shown()
    for cell in root.iter(f"{_S}c"):
        at = _position(cell.get("r", ""))
        if cell.get("s") in percents:
            shown.percents.add(at)
        value, formula = cell.findtext(f"{_S}v"), cell.find(f"{_S}f")
        if cell.get("t") == "e":
            shown.troubles[at] = value or "#ERROR"
        elif formula is not None and not value and cell.get("t") != "str":  # else: blank text
            shown.troubles[at] = f"={formula.text or ''}"
    return shown


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


def _in_table(table: ElementTree.Element) -> Shown:
    shown = Shown()
    row = 1
    for line in table.iter(f"{_T}table-row"):
        column = 1
        repeated = int(line.get(f"{_T}number-rows-repeated", "1"))
        for cell in line:
            if cell.tag not in (f"{_T}table-cell", f"{_T}covered-table-cell"):
                continue
            wide = int(cell.get(f"{_T}number-columns-repeated", "1"))
            rows = range(row, row + min(repeated, MOST))
            places = [(r, c) for r in rows for c in range(column, column + min(wide, MOST))]
            if cell.get(f"{_O}value-type") == "percentage":
                shown.percents.update(places)
            elif cell.get(f"{_C}value-type") == "error":
                text = " ".join("".join(cell.itertext()).split()) or "#ERROR"
                shown.troubles.update(dict.fromkeys(places, text))
            column += wide
        row += repeated
    return shown
