"""Broken specs, data, themes and texts: each gives the whole message that is expected.

A folder of ``tests/faults`` is one case: its files, ``expected.txt`` (all that stands on
stderr) and, where it is not ``check spec.yaml``, ``command.txt``.  It is run in a copy, so
that paths are short and nothing is left behind; ``tiny`` there holds the data of
:mod:`tests.tiny`.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings.cli import main
from briefings.errors import EXIT_FAULT
from tests import tiny

FAULTS = Path(__file__).parent / "faults"
CASES = sorted(path.name for path in FAULTS.iterdir() if path.is_dir())
DEFAULT = "check spec.yaml"

Agree = Callable[[Path, str], None]


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the case's folder, which is the working directory."""
    folder = shutil.copytree(FAULTS / request.param, tmp_path / "case")
    tiny.write(folder / "tiny")
    monkeypatch.chdir(folder)
    return FAULTS / str(request.param)


def command(case: Path) -> list[str]:
    path = case / "command.txt"
    return shlex.split(path.read_text(encoding="utf-8") if path.exists() else DEFAULT)


def run(arguments: list[str]) -> Result:
    return CliRunner().invoke(main, arguments)


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 45


@pytest.mark.parametrize("case", CASES, indirect=True)
def test_the_whole_message(case: Path, agree: Agree) -> None:
    result = run(command(case))
    assert "Traceback" not in result.output
    assert result.exit_code == EXIT_FAULT, result.output
    agree(case / "expected.txt", result.stderr)


@pytest.mark.parametrize("case", CASES, indirect=True)
def test_the_message_says_where_and_what_to_do(case: Path) -> None:
    text = (case / "expected.txt").read_text(encoding="utf-8")
    headline = text.splitlines()[0]
    assert headline.count(": ") and headline.count("; "), "place: what; what to do"
    assert str(case) not in text


@pytest.mark.parametrize("case", ["every-fault-at-once"], indirect=True)
def test_as_json(case: Path) -> None:
    result = run([*command(case), "--json"])
    assert result.exit_code == EXIT_FAULT
    faults = json.loads(result.stdout)["faults"]
    told = (case / "expected.txt").read_text(encoding="utf-8")
    assert len(faults) > 5
    for fault in faults:
        assert fault.keys() == {
            "severity", "file", "line", "column", "where", "what", "remedy", "allowed",
        }  # fmt: skip
        place = f"{fault['file']}:{fault['line']}:{fault['column']}: "
        assert place in told and fault["what"] in told
