"""Files of every kind, opened as cells with addresses."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from briefings.errors import DataError
from briefings.ingest import open_file
from briefings.ingest.amounts import gap
from briefings.workbook import Percent, Sheet, workbook
from tests.ingest.making import csv_file, ods_file, xlsx_file

ROWS = (("Provider", "Share", "Day"), (), ("Café", Percent(0.79), date(2019, 4, 4)), (None, 7, " "))


@pytest.mark.parametrize(("suffix", "make"), [(".xlsx", xlsx_file), (".ods", ods_file)])
def test_a_workbook_is_read_with_addresses_and_percentages(
    tmp_path: Path, suffix: str, make: type
) -> None:
    opened = open_file(make(tmp_path / f"a{suffix}", ROWS, "Data"))
    (grid,) = opened.grids
    found = {cell.name: (cell.text, cell.percent) for cell in grid.cells.values()}
    assert found == {
        "Data!A1": ("Provider", False),
        "Data!B1": ("Share", False),
        "Data!C1": ("Day", False),
        "Data!A3": ("Café", False),
        "Data!B3": ("79%", True),
        "Data!C3": ("2019-04-04", False),
        "Data!B4": ("7", False),
    }


def test_hidden_sheets_and_merged_cells_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shown = Sheet("Shown", (("a", None), (None, "b")), header=0, merged=("A1:A2",))
    path.write_bytes(workbook([shown, Sheet("Hidden", (("c",),), hidden=True)]))
    first, second = open_file(path).grids
    assert not first.hidden
    assert second.hidden
    covering = first.covering(2, 1)
    assert covering is not None and covering.text == "a"
    assert first.covering(1, 2) is None


@pytest.mark.parametrize(
    ("encoding", "separator", "words"),
    [
        ("utf-8", ",", "UTF-8, separated by commas"),
        ("utf-8-sig", ";", "UTF-8 with a byte order mark, separated by semicolons"),
        ("cp1252", "\t", "Windows-1252, separated by tabs"),
        ("utf-16", "|", "UTF-16, separated by bars"),
    ],
)
def test_how_a_csv_file_is_written_is_found_and_told(
    tmp_path: Path, encoding: str, separator: str, words: str
) -> None:
    text = 'Title\nProvider,Rating\n"Café,the",G–\n'.replace(",", separator)
    opened = open_file(csv_file(tmp_path / "a.csv", text, encoding))
    assert opened.written == words
    texts = [cell.text for cell in opened.grids[0].cells.values()]
    assert texts == ["Title", "Provider", "Rating", " ".join(f"Café{separator}the".split()), "G–"]


def test_a_turned_grid_keeps_the_addresses_of_the_file(tmp_path: Path) -> None:
    (grid,) = open_file(csv_file(tmp_path / "a.csv", "a,b\nc,d\n")).grids
    turned = grid.turn()
    assert turned.cells[2, 1].address == "B1"
    assert turned.turn() == grid


def test_errors_and_formulas_without_a_value_are_not_taken_for_blanks(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", ((1, 2, 3, 4),), "S")
    cells = (
        '<c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1"><f>A1+1</f></c>'
        '<c r="C1" t="str"><f>IF(A1,"","")</f><v></v></c><c r="D1"><f>2+2</f><v>4</v></c>'
    )
    change(path, "xl/worksheets/sheet1.xml", r"<c r=.*</c>", cells)
    (grid,) = open_file(path).grids
    found = {cell.name: (cell.text, gap(cell)) for cell in grid.cells.values()}
    assert found == {
        "S!A1": ("#DIV/0!", "an error of the spreadsheet"),
        "S!B1": ("=A1+1", "a formula that was never worked out"),
        "S!D1": ("4", ""),
    }


def test_errors_of_ods_are_not_taken_for_blanks(tmp_path: Path) -> None:
    path = ods_file(tmp_path / "a.ods", (("a", "#REF!"),), "S")
    space = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    error = f'<table:table-cell {space} calcext:value-type="error"'
    kind = ' office:value-type="string" office:string-value=""><text:p>#REF!'
    change(path, "content.xml", r"<table:table-cell [^>]*><text:p>#REF!", error + kind)
    (grid,) = open_file(path).grids
    assert {cell.name: cell.text for cell in grid.cells.values()} == {"S!A1": "a", "S!B1": "#REF!"}


def change(path: Path, part: str, pattern: str, new: str) -> None:
    """Put ``new`` in the place of what ``pattern`` finds in a part of a packed file."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts[part], count = re.subn(pattern, lambda _: new, parts[part])
    assert count == 1
    with ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


@pytest.mark.parametrize("place", range(40, 900, 20))
def test_a_damaged_file_is_refused_and_never_a_bug(tmp_path: Path, place: int) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", ROWS)
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)
    try:
        open_file(path)
    except DataError as error:
        assert "save it again" in error.faults[0].remedy  # noqa: PT017


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"not a zip", "this is not XLSX, whatever its name says"),
        ("a.ods", b"PK\x03\x04", "this is not ODS, whatever its name says"),
        ("a.pdf", b"", "files that end in '.pdf' are not read"),
        ("a.csv", b"a\0b", "the file is not text"),
        ("a.csv", b"a,\x81\n", "neither UTF-8 nor Windows-1252"),
        ("a.csv", b'a,"b\n', "this is not CSV"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError, match=words) as caught:
        open_file(path)
    assert caught.value.faults[0].remedy
