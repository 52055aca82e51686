"""Templates, filled in and imported: what goes in comes out."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook

from briefings import ingest
from briefings.dataset import load
from briefings.errors import DataError
from briefings.workbook import Percent, Sheet, Value, workbook
from tests import tiny
from tests.ingest.making import ground, run, taken

RATINGS = ("Superb", "Strong", "Steady", "Shaky", "Shut")
STANDARDS = ("A1", "A2", "B1", "B2")


def rows(data: bytes, sheet: str) -> list[list[Value]]:
    """What a person would see in a sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[list[Value]] = [list(r) for r in book.get_sheet_by_name(sheet).to_python()]  # type: ignore[arg-type]
    return found


def filled(data: bytes, sheet: str, cells: list[list[Value]]) -> bytes:
    """The template's header with rows of a person's own."""
    head = rows(data, sheet)[0]
    return workbook([Sheet(sheet, (tuple(head), *map(tuple, cells)))])


@pytest.mark.parametrize("kind", ["ratings", "measures"])
def test_a_template_keeps_the_rules_and_gives_no_fact(tmp_path: Path, kind: str) -> None:
    tiny.write(tmp_path / "tiny")
    path = tmp_path / "template.xlsx"
    data = ("--data", tmp_path / "tiny", "--data-only")
    result = run(
        "data", "template", "--kind", kind, "--framework", "lib-2024", "--out", path, *data
    )
    assert result.exit_code == 0, result.output
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    done = taken(tmp_path, path)
    assert (done.faults, done.changes, done.merged.files) == ((), (), {})


def test_the_template_of_ratings_has_the_providers_and_standards(tmp_path: Path) -> None:
    dataset = tiny.dataset()
    data = ingest.ratings_template(dataset, dataset.frameworks["lib-2024"])
    seen = rows(data, "Ratings lib-2024")
    assert seen[0] == ["Provider", "Published", "Overall", "A1 Leadership", "A2 Shelves",
                       "B1 Lending", "B2 Welcome"]  # fmt: skip
    assert [row[0] for row in seen[1:]] == [
        "Ash Library", "Beech Library", "Cedar Library", "Dogwood Library",
    ]  # fmt: skip
    assert [row[0] for row in rows(data, "Lists")] == list(RATINGS)


def test_which_framework_must_be_said_where_there_are_several() -> None:
    with pytest.raises(DataError, match="several frameworks") as caught:
        ingest.rated_framework(tiny.dataset(), "")
    assert caught.value.faults[0].allowed == ("crc-tiny", "lib-2024")
    with pytest.raises(DataError, match="did you mean 'lib-2024'"):
        ingest.rated_framework(tiny.dataset(), "lib2024")


@st.composite
def ratings(draw: st.DrawFn) -> dict[str, dict[str, str]]:
    """Ratings by provider and standard; what is left out is not rated."""
    words = st.sampled_from(RATINGS)
    chosen = draw(st.lists(st.sampled_from(tiny.LIBRARIES), unique=True, min_size=1))
    parts = st.dictionaries(st.sampled_from(("overall", *STANDARDS)), words, min_size=1)
    return {id: draw(parts) for id in chosen}


@settings(max_examples=25, deadline=None)
@given(ratings())
def test_ratings_filled_in_are_ratings_of_the_data(given_: dict[str, dict[str, str]]) -> None:
    dataset = tiny.dataset()
    template = ingest.ratings_template(dataset, dataset.frameworks["lib-2024"])
    cells: list[list[Value]] = [
        [dataset.providers[id].name, "2026-03-01", *(r.get(s) for s in ("overall", *STANDARDS))]
        for id, r in given_.items()
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "in.xlsx"
        path.write_bytes(filled(template, "Ratings lib-2024", cells))
        done = taken(folder, path)
        assert done.faults == ()
        done.write(folder / "own")
        data = load([folder / "tiny", folder / "own"], bundled=False)
        assert not taken(folder, path).merged.files, "importing again changes nothing"
    for id, expected in given_.items():
        inspection = next(i for i in data.providers[id].inspections if i.id == f"{id}-2026")
        found = {number: rating.rating for number, rating in inspection.standards.items()}
        if inspection.overall:
            found["overall"] = inspection.overall.rating
        assert found == expected


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(tiny.LIBRARIES), st.sampled_from(("loans", "late", "caseload"))),
        st.integers(0, 10**9) | st.floats(1, 1e6).map(lambda number: round(number, 3)),
        min_size=1,
    )
)
def test_figures_filled_in_are_values_of_the_data(
    given_: dict[tuple[str, str], float],
) -> None:
    dataset = tiny.dataset()
    template = ingest.measures_template(dataset, "LIB")
    cells: list[list[Value]] = [
        [dataset.providers[id].name, dataset.measures[measure].name, value, "2030"]
        for (id, measure), value in given_.items()
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "in.xlsx"
        path.write_bytes(filled(template, "Measures", cells))
        done = taken(folder, path)
        assert done.faults == ()
        done.write(folder / "own")
        data = load([folder / "tiny", folder / "own"], bundled=False)
    found = {(o.provider, o.measure): o.value for o in data.observations if o.period == "2030"}
    assert found == given_


def test_a_percentage_by_its_format_is_one(tmp_path: Path) -> None:
    template = ingest.measures_template(tiny.dataset())
    path = tmp_path / "in.xlsx"
    late: list[Value] = ["Ash Library", "overdue", Percent(0.07), "2030"]
    path.write_bytes(filled(template, "Measures", [late]))
    (fact,) = taken(tmp_path, path).gathered.facts.values
    assert fact.value == 7
    assert ground(tmp_path).dataset.measures[fact.measure].unit == "%"
