"""Tables and maps with something wrong: each gives the whole message that is expected.

A folder of ``faults`` is one case: ``in.csv``, ``command.txt`` where it is not the plain
import, a map where one is given, and ``expected.txt``, all that stands on stderr.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.errors import EXIT_FAULT
from tests import tiny
from tests.ingest.making import run

FAULTS = Path(__file__).parent / "faults"
CASES = sorted(path.name for path in FAULTS.iterdir() if path.is_dir())
DEFAULT = "data import in.csv --data tiny --data own --data-only --yes"


@pytest.mark.parametrize("name", CASES)
def test_the_whole_message(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    agree: Callable[[Path, str], None],
) -> None:
    folder = shutil.copytree(FAULTS / name, tmp_path / "case")
    tiny.write(folder / "tiny")
    monkeypatch.chdir(folder)
    path = folder / "command.txt"
    result = run(*shlex.split(path.read_text("utf-8") if path.exists() else DEFAULT))
    assert "Traceback" not in result.output
    assert result.exit_code == EXIT_FAULT, result.output
    assert not (folder / "own").exists(), "something was written"
    agree(FAULTS / name / "expected.txt", result.stderr)


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 20
