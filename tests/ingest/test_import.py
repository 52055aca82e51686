"""An import from the file to the folder, by the command that a user types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefings.dataset import load
from briefings.records import Dataset, Observation
from tests import tiny
from tests.ingest.making import csv_file, ground, run, xlsx_file

RATINGS = (
    ("Library", "Published", "Overall", "A1", "A2 Shelves"),
    ("Ash", "2024-04-10", "Strong", "Strong", "Strong"),  # A1 was Superb
    ("Beech Library", "2026-01", "Sy", "Strong", None),  # a new inspection
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, ...]:
    """``--data tiny --data own --data-only`` as words of a command."""
    tiny.write(tmp_path / "tiny")
    return tmp_path / "tiny", tmp_path / "own"


def words(folders: tuple[Path, ...], *more: str | Path) -> list[str | Path]:
    return ["--data", folders[0], "--data", folders[1], "--data-only", *more]


def after(folders: tuple[Path, ...]) -> Dataset:
    return load(folders, bundled=False)


def test_a_dry_run_tells_the_changes_and_writes_nothing(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    file = xlsx_file(tmp_path / "in.xlsx", RATINGS, "Marks")
    result = run("data", "import", file, *words(folders, "--dry-run"))
    assert result.exit_code == 0
    changes = result.stdout.split("changes:\n")[1].split("\n\n")[0].splitlines()
    assert [line.strip() for line in changes] == [
        "~ A1 Leadership of Ash Library, 2024: Superb -> Strong",
        "+ inspection of Beech Library, 2026: Library inspections 2024",
        "+ publication of the inspection of Beech Library, 2026: 2026-01",
        "+ overall rating of Beech Library, 2026: Steady",
        "+ A1 Leadership of Beech Library, 2026: Strong",
        "+ source in: in.xlsx",
    ]
    assert not folders[1].exists()


def test_what_is_written_is_ordinary_data_with_provenance(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    file = xlsx_file(tmp_path / "in.xlsx", RATINGS, "Marks")
    source = ["--source-title", "Marks of 2026", "--source-date", "2026-02", "--source-id", "marks"]
    result = run("data", "import", file, *words(folders, "--yes", *source))
    assert result.exit_code == 0, result.output
    data = after(folders)
    ash = data.providers["ash"].inspections[0]
    assert ash.standards["A1"].rating == "Strong"
    assert ash.standards["A1"].source == "marks"
    assert ash.standards["A1"].note == "from in.xlsx, sheet Marks, cell D2"
    assert ash.standards["A2"].source == "lib-report", "what agrees keeps its own source"
    assert len(ash.recommendations) == 2, "what the sheet does not speak of stays"
    new = data.providers["beech"].inspections[-1]
    assert (new.id, new.source) == ("beech-2026", "marks")
    assert data.sources["marks"].title == "Marks of 2026"
    assert data.sources["marks"].note == "imported from in.xlsx"


def test_the_same_file_again_changes_nothing(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    file = xlsx_file(tmp_path / "in.xlsx", RATINGS)
    run("data", "import", file, *words(folders, "--yes"))
    before = {path: path.read_bytes() for path in folders[1].rglob("*") if path.is_file()}
    again = run("data", "import", file, *words(folders, "--yes"))
    assert again.exit_code == 0
    assert "changes: none" in again.stdout
    assert before == {path: path.read_bytes() for path in folders[1].rglob("*") if path.is_file()}


def test_a_corrected_value_takes_the_place_of_the_first(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    head = "Library,Measure,Value,Period\n"
    for value in ("100", "110"):
        text = f"{head}Cedar,Loans,{value},2025\nDogwood,Loans,9,2025\n"
        file = csv_file(tmp_path / "in.csv", text)
        result = run("data", "import", file, *words(folders, "--yes"))
        assert result.exit_code == 0, result.output
    assert "~ Loans of Cedar Library, 2025: 100 -> 110" in result.stdout
    other = csv_file(tmp_path / "other.csv", f"{head}Cedar,Loans,120,2025\n")
    assert run("data", "import", other, *words(folders, "--yes")).exit_code == 0
    values = {
        o.provider: o for o in after(folders).observations if o.as_of and o.as_of.text == "2025"
    }
    assert {id: (o.value, o.source) for id, o in values.items()} == {
        "cedar": (120, "other"),
        "dogwood": (9, "in"),
    }
    assert values["cedar"].note == "from other.csv, cell C2"


def test_nothing_is_written_without_approval(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    file = xlsx_file(tmp_path / "in.xlsx", RATINGS)
    result = run("data", "import", file, *words(folders))
    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert not folders[1].exists()
    result = run("data", "import", file, *words(folders, "--json"))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["written"] == []


def test_the_map_that_was_saved_reads_the_file_the_same(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    file = xlsx_file(tmp_path / "in.xlsx", RATINGS)
    map_file = tmp_path / "map.yaml"
    dry = run("data", "import", file, *words(folders, "--dry-run", "--save-map", map_file))
    result = run("data", "import", file, *words(folders, "--map", map_file))
    assert result.exit_code == 0, result.output
    assert dry.stdout.split("in.xlsx: XLSX")[1] in result.stdout
    assert after(folders).providers["ash"].inspections[0].standards["A1"].rating == "Strong"


def test_a_map_may_name_what_the_headings_do_not(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    file = csv_file(tmp_path / "in.csv", "who,x,x\nThe old place,Strong,7\n")
    map_file = tmp_path / "map.yaml"
    map_file.write_text(
        "tables:\n"
        "  - {header: 1, framework: lib-2024, published: 2025-03,\n"
        "     columns: {who: provider, B: standard B2, C: measure loans}}\n"
        "providers: {the old place: dogwood}\n"
    )
    result = run("data", "import", file, *words(folders, "--map", map_file))
    assert result.exit_code == 0, result.output
    data = after(folders)
    (inspection,) = data.providers["dogwood"].inspections
    assert (inspection.id, inspection.standards["B2"].rating) == ("dogwood-2025", "Strong")
    assert [o.value for o in data.observations if o.provider == "dogwood"] == [7]


def test_providers_side_by_side_are_read(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    text = "Standard,Ash Library,Cedar Library\nA1 Leadership,Shut,Shaky\nLending,Shaky,Shut\n"
    file = csv_file(tmp_path / "in.csv", text)
    result = run("data", "import", file, *words(folders, "--yes"))
    assert result.exit_code == 0, result.output
    data = after(folders)
    assert data.providers["ash"].inspections[0].standards["A1"].rating == "Shut"
    assert data.providers["cedar"].inspections[0].standards["B1"].rating == "Shut"
    assert data.providers["cedar"].inspections[0].standards["B1"].note == "from in.csv, cell C3"


def test_unknown_names_are_told_left_out_or_made(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    text = "Library,Overall\nAsh Library,Shut\nAshe Librry,Superb\n"
    file = csv_file(tmp_path / "in.csv", text)
    plain = run("data", "import", file, *words(folders, "--yes"))
    assert plain.exit_code == 1
    assert "A3: unknown provider 'Ashe Librry'; did you mean 'Ash Library'?" in plain.stderr
    assert not folders[1].exists()
    skipped = run("data", "import", file, *words(folders, "--yes", "--skip-unmatched"))
    assert skipped.exit_code == 0
    assert "did you mean 'Ash Library'?: A3 'Ashe Librry', B3 'Superb'" in skipped.stdout
    made = run("data", "import", file, *words(folders, "--yes", "--new-providers", "LIB"))
    assert made.exit_code == 0, made.output
    provider = after(folders).providers["ashe-librry"]
    assert (provider.name, provider.kind) == ("Ashe Librry", "LIB")
    assert provider.inspections[0].overall is not None


def test_a_new_round_is_added_beside_those_of_the_folder(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    folders[1].mkdir()
    (folders[1] / "rounds.yaml").write_text("extra: {framework: lib-2024}  # kept\n")
    file = csv_file(tmp_path / "in.csv", "Library,Overall,Published,Round\nDogwood,Shut,2025,new\n")
    result = run("data", "import", file, *words(folders, "--yes"))
    assert result.exit_code == 0, result.output
    assert "its comments are not kept" in result.stdout
    data = after(folders)
    assert data.rounds["new"].framework == "lib-2024"
    assert "extra" in data.rounds
    assert data.providers["dogwood"].inspections[0].round == "new"


def test_as_json_every_cell_is_told(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    file = xlsx_file(tmp_path / "in.xlsx", RATINGS, "Marks")
    result = run("data", "import", file, *words(folders, "--json", "--dry-run"))
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(data["cells"]) == 14
    assert {"cell": "Marks!D2", "text": "Strong", "used": True,
            "as": "standard A1 of ash, 2024-04-10"} in data["cells"]  # fmt: skip
    assert data["changes"][0] == {
        "change": "changed",
        "fact": "A1 Leadership of Ash Library, 2024",
        "before": "Superb",
        "after": "Strong",
    }
    assert data["blanks"] == ["Marks!E3"]
    assert data["files"] == ["providers/ash.yaml", "providers/beech.yaml", "sources.yaml"]


def test_what_is_read_again_is_what_was_known_and_what_is_new(tmp_path: Path) -> None:
    known = ground(tmp_path)
    assert known.own.providers == {}
    assert set(known.providers) == set(known.dataset.providers)


# ------------------------------------------------------- what stands beside a value already


def late(folders: tuple[Path, ...]) -> Observation:
    (found,) = (o for o in after(folders).observations if (o.provider, o.measure) == ASH_LATE)
    return found


ASH_LATE = ("ash", "late")
LATE = "Provider,Measure,Value,Period,As of"


def imported(path: Path, folders: tuple[Path, ...], text: str, *more: str | Path) -> str:
    csv_file(path, text)
    result = run("data", "import", path, *words(folders, *(more or ("--yes",))))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_agreeing_value_keeps_its_source_target_and_comparator(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    before = late(folders[:1])
    told = imported(tmp_path / "in.csv", folders, f"{LATE}\nAsh,overdue,12.5%,2023,2023-12\n")
    assert "~" not in told
    assert late(folders[:1]) == before
    assert not (folders[1] / "measures").exists()


def test_a_corrected_value_keeps_what_its_sheet_does_not_speak_of(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    imported(tmp_path / "in.csv", folders, f"{LATE}\nAsh,overdue,13%,2023,2023-12\n")
    now = late(folders)
    assert (now.value, now.source) == (13, "in")
    assert (now.comparator, now.comparator_value, now.target) == ("All libraries", 15, 10)
    assert now.inspection == "ash-2024"
    assert now.note == "from in.csv, cell C2; comparator and target as in Libraries inspected"


def test_a_base_is_read_told_and_gone_with_its_value(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    path = tmp_path / "in.csv"
    told = imported(path, folders, f"{LATE},Cases\nAsh,overdue,12.5%,2023,2023-12,120\n")
    assert "~ base of Books returned late of Ash Library, 2023: nothing -> 120" in told
    assert late(folders).base == 120
    assert "+" not in imported(path, folders, f"{LATE}\nAsh,overdue,12.5%,2023,2023-12\n")
    assert late(folders).base == 120, "what a sheet does not speak of stays"
    told = imported(path, folders, f"{LATE}\nAsh,overdue,14%,2023,2023-12\n")
    assert "~ base of Books returned late of Ash Library, 2023: 120 -> nothing" in told
    assert late(folders).base is None, "it was the base of another figure"


@pytest.mark.parametrize("cases", ["12.5", "0", "about 60", "60%"])
def test_a_base_is_a_whole_number(tmp_path: Path, folders: tuple[Path, ...], cases: str) -> None:
    path = csv_file(tmp_path / "in.csv", f"{LATE},Cases\nAsh,overdue,12%,2024,2024,{cases}\n")
    result = run("data", "import", path, *words(folders, "--yes"))
    assert result.exit_code == 1
    assert f"F2: base: '{cases}' is no number of cases; write a whole number" in result.stderr


def test_a_base_beside_no_percentage_is_left_out_by_name(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    text = f"{LATE},Cases\nAsh,Loans,9,2030,2030,120\nAsh,overdue,9%,2030,2030,120\n"
    told = imported(tmp_path / "in.csv", folders, text)
    assert "a number of cases, and no percentage beside it: F2 '120'" in told


def test_a_corrected_rating_keeps_its_share_of_cases(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    file = folders[0] / "providers" / "north.yaml"
    text = file.read_text("utf-8")
    rating = '"1.1": {rating: Good, source: north-2019'
    assert text.count(rating) == 1
    file.write_text(text.replace(rating, rating.replace("Good", "Good, sufficient: 68")), "utf-8")
    path = csv_file(tmp_path / "in.csv", "Provider,Inspection,1.1\nNorth,north-2019,Outstanding\n")
    run("data", "import", path, *words(folders, "--yes", "--framework", "crc-tiny"))
    now = after(folders).providers["north"].inspections[-1].standards["1.1"]
    assert (now.rating, now.sufficient) == ("Outstanding", 68)
    assert now.note.endswith("; per cent of cases as in A second inspection of North")
