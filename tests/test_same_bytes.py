"""The same inputs give the same bytes, whenever and wherever they are built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SPECS = Path(__file__).parent.parent / "specs"
NAMES = ("cheshire-and-greater-manchester", "north-west-successors")
FORMATS = ("docx", "pdf", "html")
PROGRAM = "from briefings.cli import main; main()"
KEPT = ("manifest.json", ".unchanged.json")
LONG_AGO = 1_000_000_000  # 2001, for the clocks of files

WORLDS = {
    "here": {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    "there": {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX"},
}


def built(folder: Path, world: str, *, faked: bool) -> dict[str, bytes]:
    """The files of a build in a process of its own, in a copy of the specs of another age."""
    specs = folder / f"specs {world}"
    specs.mkdir(parents=True)
    for name in NAMES:
        copy = shutil.copy(SPECS / f"{name}.yaml", specs)
        if faked:
            os.utime(copy, (LONG_AGO, LONG_AGO))
    out = folder / "out"
    program = PROGRAM
    if faked:  # a clock that stands at another year
        program = "import time; time.time = lambda: 4e9; " + PROGRAM
    done = subprocess.run(
        [sys.executable, "-c", program, "build", str(specs), "--out", str(out)],
        env={**os.environ, **WORLDS[world]}, capture_output=True, text=True, timeout=300,
        cwd=folder, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    # What is kept for the next build tells where the specs are; it is handed to nobody.
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name not in KEPT}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    here = built(tmp_path_factory.mktemp("here"), "here", faked=False)
    there = built(tmp_path_factory.mktemp("somewhere else") / "deeper", "there", faked=True)
    return here, there


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_bytes(twice: tuple[dict[str, bytes], dict[str, bytes]], name: str, format_: str) -> None:
    here, there = twice
    file = f"{name}.{format_}"
    assert here[file] == there[file]
    assert len(here[file]) > 10_000


def test_nothing_else_is_left_and_nothing_differs(
    twice: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    here, there = twice
    assert here.keys() == there.keys()
    assert {f"{n}.{f}" for n in NAMES for f in FORMATS} <= here.keys()
    assert [name for name in here if here[name] != there[name]] == []


def test_no_file_tells_where_it_was_built(
    twice: tuple[dict[str, bytes], dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = str(tmp_path_factory.getbasetemp()).encode()
    for files in twice:
        assert [name for name, data in files.items() if base in data] == []
