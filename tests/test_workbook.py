"""The workbooks we write, read back by readers that are not ours."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook

from briefings.workbook import (
    Choice,
    Column,
    Percent,
    Sheet,
    Value,
    address,
    letters,
    workbook,
)

RATINGS = Sheet(
    "Ratings & more",
    (
        ("Provider", "Rating", "Share", "Day"),
        ("Ash <Library>", "Strong", Percent(0.79), date(2019, 4, 4)),
        ("Beech", "Shaky", Percent(0.125), None),
        ("  blanks kept ", None, 7, 1.5),
    ),
    columns=(Column(30, text=True), Column(20), Column(8)),
    choices=(Choice("B2:B99", ("Strong", "Shaky")), Choice("A2:A9", "Lists!$A$1:$A$2")),
    table="Ratings",
)
LISTS = Sheet("Lists", (("Ash",), ("Beech",)), header=0, hidden=True, merged=("A1:B1",))


def read(data: bytes, name: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def test_another_reader_finds_every_value() -> None:
    found = read(workbook([RATINGS, LISTS]), "Ratings & more")
    assert found == [
        ["Provider", "Rating", "Share", "Day"],
        ["Ash <Library>", "Strong", 0.79, date(2019, 4, 4)],
        ["Beech", "Shaky", 0.125, ""],
        ["  blanks kept ", "", 7, 1.5],
    ]


def test_the_rules_of_open_xml_hold(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook([RATINGS, LISTS]))
    result = OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []


def test_the_same_sheets_give_the_same_bytes() -> None:
    data = workbook([RATINGS, LISTS])
    assert data == workbook([RATINGS, LISTS])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}


@given(
    st.lists(
        st.lists(
            st.text(max_size=20)
            | st.integers(-(2**40), 2**40)
            | st.floats(allow_nan=False, allow_infinity=False),
            min_size=1,
            max_size=4,
        ).map(tuple),
        min_size=1,
        max_size=5,
    ).map(tuple)
)
def test_anything_can_stand_in_a_cell(rows: tuple[tuple[Value, ...], ...]) -> None:
    data = workbook([Sheet("S", rows, header=0)])
    found = read(data, "S")
    for row, cells in zip(rows, found, strict=False):
        for value, cell in zip(row, cells, strict=False):
            if isinstance(value, str):
                continue  # readers differ on control characters; plain text is held above
            assert cell == value


def test_characters_that_xml_cannot_hold_are_written_as_the_format_says() -> None:
    data = workbook([Sheet("S", (("bell \x07, _x0041_",),), header=0)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "bell _x0007_, _x005F_x0041_" in archive.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_the_names_of_a_spreadsheet(column: int, name: str) -> None:
    assert letters(column) == name
    assert address(7, column) == f"{name}7"


@pytest.mark.parametrize("name", ["", "a/b", "'quoted'", "x" * 32, "a:b"])
def test_a_name_that_no_sheet_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name of a sheet"):
        Sheet(name, ())


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet("S", ((float("nan"),),)),
        Sheet("S", ((date(1899, 1, 1),),)),
        Sheet("S", (("a" * 40_000,),)),
        Sheet("S", (("a", "A"), (1, 2)), table="T"),
        Sheet("S", (("a", "b"),), table="T"),
        Sheet("S", (("a",), (1,)), table="no table"),
        Sheet("S", (("a",),), choices=(Choice("A2", ("one, two", "three")),)),
        Sheet("S", (("a",),), hidden=True),
    ],
)
def test_what_would_break_the_file_is_refused(sheet: Sheet) -> None:
    with pytest.raises(ValueError):
        workbook([sheet])


def test_two_sheets_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one name"):
        workbook([Sheet("S", ()), Sheet("s", ())])
