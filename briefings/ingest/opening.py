"""Opening a CSV, XLSX or ODS file as grids of cells."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from attrs import frozen

from briefings.errors import DataError, Fault, Place
from briefings.ingest.grid import Cell, Grid, Raw
from briefings.ingest.shown import Position, Shown, shown_cells

__all__ = ["Opened", "open_file"]

LIMIT = 20_000_000  # bytes of the file
UNPACKED = 200_000_000  # bytes of what is packed in it
_BOOKS = (".xlsx", ".ods")
# What a damaged or locked file makes the readers of packed files and of XML raise.
_DAMAGE = (BadZipFile, OSError, zlib.error, RuntimeError, ValueError, LookupError)
_TEXTS = (".csv", ".tsv", ".txt")


@frozen
class Opened:
    """A file's sheets, and what was found out about how it is written."""

    name: str
    grids: tuple[Grid, ...]
    written: str  # "UTF-8, separated by commas"


def open_file(path: Path) -> Opened:
    """Every sheet of the file at ``path``; raises :class:`DataError`."""
    suffix = path.suffix.casefold()
    if suffix not in (*_BOOKS, *_TEXTS):
        what = f"files that end in {suffix!r} are not read" if suffix else "this is not a table"
        raise _refused(path, what, "save it as CSV, XLSX or ODS")
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError as trouble:
        reason = (trouble.strerror or str(trouble)).lower()
        raise _refused(path, f"the file cannot be read: {reason}", "check the path") from trouble
    if len(data) > LIMIT:
        what = f"the file is larger than {LIMIT // 1_000_000} MB"
        raise _refused(path, what, "keep the sheets that are wanted")
    if suffix in _BOOKS:
        return Opened(path.name, _book(path, data), suffix[1:].upper())
    return _text(path, data)


def _refused(path: Path, what: str, remedy: str) -> DataError:
    return DataError(Fault(what, remedy, place=Place(str(path))))


# ---------------------------------------------------------------------------------- books


def _book(path: Path, data: bytes) -> tuple[Grid, ...]:
    """The sheets of a workbook; the library is loaded only where it is needed."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    remedy = "open it in a spreadsheet program and save it again, without a password"
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise _refused(path, "the file unpacks to something huge", remedy)
            shown = shown_cells(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return tuple(
            _grid(
                sheet.name,
                book.get_sheet_by_name(sheet.name),
                shown.get(sheet.name, Shown()),
                hidden=sheet.visible != SheetVisibleEnum.Visible,
            )
            for sheet in sheets
        )
    except (CalamineError, *_DAMAGE) as trouble:
        kind = path.suffix[1:].upper()
        raise _refused(path, f"this is not {kind}, whatever its name says", remedy) from trouble


def _grid(name: str, sheet: Any, shown: Shown, *, hidden: bool) -> Grid:
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    cells = _cells(name, rows, shown.percents)
    cells |= {at: _trouble(name, at, text) for at, text in shown.troubles.items()}
    return Grid(name, cells, merged, hidden)


def _trouble(sheet: str, at: Position, text: str) -> Cell:
    """A cell that shows an error or holds a formula, and has no value."""
    return Cell(sheet, *at, text)


def _cells(
    name: str, rows: Iterable[Sequence[Raw]], percents: Container[Position] = ()
) -> dict[tuple[int, int], Cell]:
    """Every cell that holds more than blanks."""
    return {
        (row, column): Cell(name, row, column, value, percent=(row, column) in percents)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if not isinstance(value, str) or value.strip()
    }


# ---------------------------------------------------------------------------------- texts


def _text(path: Path, data: bytes) -> Opened:
    text, encoding = _decoded(path, data)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        cells = _cells("", list(reader))
    except csv.Error as trouble:
        place = Place(str(path), reader.line_num)
        what = f"this is not CSV: {trouble}"
        raise DataError(Fault(what, "close every quotation mark", place=place)) from trouble
    words = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    return Opened(path.name, (Grid("", cells),), f"{encoding}, separated by {words[separator]}")


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding that it was in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "UTF-16"
    if b"\0" in data:
        raise _refused(path, "the file is not text", "save it as CSV")
    name = "UTF-8 with a byte order mark" if data.startswith(b"\xef\xbb\xbf") else "UTF-8"
    try:
        return data.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as trouble:
        what = f"the byte 0x{data[trouble.start]:02X} is neither UTF-8 nor Windows-1252"
        raise _refused(path, what, "save the file as UTF-8") from trouble


def _separator(text: str) -> str:
    """The sign that splits the most lines into the same number of cells, more than one."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=sign)]
        except csv.Error:
            return (0, 0)
        wide = [width for width in widths if width > 1]
        return (max(map(wide.count, wide), default=0), max(wide, default=0))

    return max(",;\t|", key=agreement)
