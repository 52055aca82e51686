"""The example in ``specs/own-data`` and the page of the documentation are what they say."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from briefings import ingest
from briefings.compose import compose
from briefings.dataset import load
from briefings.ingest.columns import PLAIN
from briefings.spec import load as load_spec
from briefings.writers import outline
from tests.ingest.making import csv_file, run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "specs" / "own-data"
PAGE = (ROOT / "docs" / "import.md").read_text("utf-8")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def unpacked(path: Path) -> dict[str, bytes]:
    """The parts of a workbook; how tightly they are packed differs between systems."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_spreadsheet_is_what_its_script_makes(tmp_path: Path) -> None:
    script = shutil.copy(EXAMPLE / "make.py", tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    assert unpacked(tmp_path / "return.xlsx") == unpacked(EXAMPLE / "return.xlsx")


def test_the_data_is_what_the_import_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("return.xlsx", "map.yaml"):
        shutil.copy(EXAMPLE / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    text = (EXAMPLE / "README.md").read_text("utf-8")
    command = re.search(r"^briefings (data import .*?)^```", text, re.M | re.S)
    assert command is not None
    result = run(*shlex.split(command[1].replace("\\\n", " ")))
    assert result.exit_code == 0, result.output
    assert files(tmp_path / "data") == files(EXAMPLE / "data")


def test_the_briefing_shows_what_the_spreadsheet_says() -> None:
    spec = load_spec(EXAMPLE / "briefing.yaml")
    text = outline.write(compose(spec, load([EXAMPLE / "data"])))
    assert "more than 1,900" in text
    assert "38%" in text


def test_the_map_of_the_page_reads_a_sheet(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
    path = tmp_path / "map.yaml"
    path.write_text(text.replace("sheet: Ratings ", "sheet: ''  "), "utf-8")
    head = "Organisation,Report out,Overall,Leadership,,,Caseload,Our code\n"
    sheet = csv_file(tmp_path / "in.csv", f"a\n\nb\n{head}M'side,,Good,RI,,,7,x\n")
    done = run(
        "data",
        "import",
        sheet,
        "--data",
        tmp_path / "own",
        "--map",
        path,
        "--framework",
        "crc-2018",
    )
    assert done.exit_code == 0, done.output
    provider = load([tmp_path / "own"]).providers["merseyside"]
    inspection = provider.inspections[-1]
    assert inspection.published is not None
    assert (inspection.id, inspection.published.text) == ("merseyside-2024", "2024-04")


def test_every_word_of_a_map_is_on_the_page() -> None:
    table = PAGE.split("| word | the column holds |")[1].split("\n\n")[0]
    told = {word.split()[0] for word in re.findall(r"`([a-z_]+(?: [A-Z]+)?)`", table)}
    assert told == {*PLAIN, "standard", "measure"}


def test_a_map_comes_back_as_it_was_written(tmp_path: Path) -> None:
    opened = ingest.open_file(EXAMPLE / "return.xlsx")
    names = ingest.Names(load())
    plan = ingest.read_map(EXAMPLE / "map.yaml", opened.grids, names)
    assert ingest.map_text(plan) == (EXAMPLE / "map.yaml").read_text("utf-8")
