"""Every cell that is not empty is used, or left out for a reason: none is lost."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import ingest
from briefings.errors import DataError
from briefings.workbook import Percent, Value
from tests.ingest.making import Rows, ods_file, taken, xlsx_file

MESSY: Rows = (
    ("Ratings of libraries",),
    ("Compiled in June",),
    (),
    ("Library", "Published", "Overall", "A1 Leadership", "A2", "Lending", "overdue", "Our code"),
    ("The Ash", date(2025, 4, 10), "Superb", "S", "Excellent", "strong", "12%", "x1"),
    (),
    ("Beech Library", "10th May 2025", "Sy", "..", None, "-", Percent(0.15), None),
    ("beech", "10/05/2025", "Steady", None, None, None, "15 per cent", None),
    ("Library", "Published", "Overall", "A1 Leadership", "A2", "Lending", "overdue", "Our code"),
    ("Cedar Library*", "2025", None, None, None, None, "more than 5%", None),
    ("Dogwood", "2025", "[x]", None, None, None, None, None),
    ("Total", None, None, None, None, None, "11%", None),
    (),
    ("Source: the inspectorate",),
    (None, "* provisional"),
)


def names_of(rows: Rows) -> set[str]:
    from briefings.workbook import address

    return {
        f"Sheet!{address(row, column)}"
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None and (not isinstance(value, str) or value.strip())
    }


def parted(done: ingest.Import) -> tuple[set[str], set[str]]:
    """The names of the cells that were used, and of those left out."""
    entries = done.gathered.ledger.entries
    used = {entry.cell.name for entry in entries if entry.used}
    left = {entry.cell.name for entry in entries if not entry.used}
    assert len(entries) == len(used) + len(left), "a cell is told twice"
    assert all(entry.words for entry in entries)
    return used, left


@pytest.mark.parametrize(("suffix", "make"), [(".xlsx", xlsx_file), (".ods", ods_file)])
def test_a_messy_sheet_loses_nothing(tmp_path: Path, suffix: str, make: type) -> None:
    done = taken(tmp_path, make(tmp_path / f"messy{suffix}", MESSY))
    assert done.faults == ()
    used, left = parted(done)
    assert used | left == names_of(MESSY)
    assert not used & left
    reasons = {
        cell.name.removeprefix("Sheet!"): reason
        for reason, cells in done.gathered.ledger.left_out.items()
        for cell in cells
    }
    assert reasons == {
        "A1": "it stands above the table",
        "A2": "it stands above the table",
        "H4": "the column 'Our code' is not read: nothing that we know is called so",
        "H5": "the column 'Our code' is not read: nothing that we know is called so",
        "D7": "no value: '..' (not available): standard A1",
        "F7": "no value: '-' (a dash): standard B1",
        **{f"{letter}9": "it is the header again" for letter in "ABCDEFGH"},
        "B11": "its row gives no value",
        "C11": "no value: '[x]' (not available): overall",
        "A12": "'Total' heads a total, not a provider",
        "G12": "'Total' heads a total, not a provider",
        "A14": "it is a note: its row gives no value",
        "B15": "it is a note: its row gives no value",
    }


def test_a_messy_sheet_gives_its_facts_with_their_cells(tmp_path: Path) -> None:
    done = taken(tmp_path, xlsx_file(tmp_path / "messy.xlsx", MESSY))
    ratings = {
        (f.provider, f.standard): (f.rating, f.cell.address) for f in done.gathered.facts.ratings
    }
    assert ratings == {
        ("ash", "overall"): ("Superb", "C5"),
        ("ash", "A1"): ("Superb", "D5"),
        ("ash", "A2"): ("Superb", "E5"),
        ("ash", "B1"): ("Strong", "F5"),
        ("beech", "overall"): ("Steady", "C7"),
    }
    values = {
        f.provider: (f.qualifier, f.value, f.cell.address) for f in done.gathered.facts.values
    }
    assert values == {
        "ash": ("", 12, "G5"),
        "beech": ("", 15, "G7"),
        "cedar": ("more than", 5, "G10"),
    }


def test_how_cells_were_read_is_told(tmp_path: Path) -> None:
    done = taken(tmp_path, xlsx_file(tmp_path / "messy.xlsx", MESSY))
    read = {words: [c.address for c in cells] for words, cells in done.gathered.readings.items()}
    assert read == {
        "'S' is read as 'Superb' (its initials)": ["D5"],
        "'Excellent' is read as 'Superb' (a synonym)": ["E5"],
        "'strong' is read as 'Strong' (another spelling)": ["F5"],
        "'Sy' is read as 'Steady' (its initials)": ["C7"],
        "'10/05/2025' is read with the day first: 2025-05-10": ["B8"],
    }
    assert [note.split(":")[0] for note in done.gathered.notes] == [
        "Sheet!C8 says the same as Sheet!C7",
        "Sheet!G8 says the same as Sheet!G7",
    ]
    assert "Sheet!E7" in done.gathered.blanks


def test_merged_names_reach_down(tmp_path: Path) -> None:
    rows: Rows = (
        ("Library", "Measure", "Value"),
        ("Ash Library", "Loans", 5),
        (None, "overdue", "4%"),
        (None, "Caseload", 3),
    )
    path = xlsx_file(tmp_path / "merged.xlsx", rows, merged=("A2:A4",))
    done = taken(tmp_path, path)
    assert [(f.provider, f.measure) for f in done.gathered.facts.values] == [
        ("ash", "loans"),
        ("ash", "late"),
        ("ash", "caseload"),
    ]
    assert parted(done) == (names_of(rows), set())


def test_a_value_without_a_name_is_a_fault_and_left_out_by_name(tmp_path: Path) -> None:
    rows: Rows = (("Library", "Overall"), ("Ash Library", "Strong"), (None, "Shut"))
    done = taken(tmp_path, xlsx_file(tmp_path / "a.xlsx", rows))
    assert [fault.headline() for fault in done.faults] == [
        "a.xlsx: Sheet!B3: no provider is named in this row; "
        "name the provider, or leave the row out with --skip-unmatched"
    ]
    assert parted(done)[1] == {"Sheet!B3"}


WORDS = (
    "Ash Library", "beech", "Nowhere", "Total", "Overall", "A1", "A2 Shelves", "Lending", "Library",
    "Published", "Measure", "Value", "Rating", "Note", "Period", "loans", "overdue", "Superb", "sy",
    "Good", "79%", "7,000", "-", "..", "2025-04", "3/4/2025", " ", "nonsense", "Inspection",
)  # fmt: skip
VALUES = st.sampled_from(WORDS) | st.none() | st.sampled_from([0, 7, 0.5, Percent(0.5)])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=8))
def test_no_sheet_at_all_loses_a_cell(rows: list[list[Value]]) -> None:
    head: list[Value] = ["Library", "Overall", "loans", "Lending"]
    for given_rows in (rows, [head, ["Ash Library", "Superb"], *rows]):
        with tempfile.TemporaryDirectory() as folder:
            try:
                done = taken(Path(folder), xlsx_file(Path(folder) / "a.xlsx", given_rows))
            except DataError:  # it holds no table, and says so
                continue
        used, left = parted(done)
        assert used | left == names_of(given_rows)
