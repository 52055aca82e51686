"""Seeing at once that nothing has changed: never when anything has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings import dataset
from briefings.cli.unchanged import NAME

MAIN = "from briefings.cli import main; main()"
# Which modules a run has imported, told at its end.
WHICH = "print('spec' if 'briefings.spec' in sys.modules else 'quick')"
TOLD = f"import atexit, sys; atexit.register(lambda: {WHICH}); {MAIN}"
SPEC = """\
briefing: one
title: "On {{ subject.name }}"
providers: {subject: Merseyside}
theme: theme.yaml
sections:
  - rating-summary
  - text: |
      ![A square](square.png)
formats: [html]
"""
COMMAND = ("build", "one.yaml", "--data-only", "--data", "facts")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    from PIL import Image

    (tmp_path / "one.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "theme.yaml").write_text("name: mine\nfooter: A footer\n", encoding="utf-8")
    Image.new("RGB", (8, 8), "red").save(tmp_path / "square.png")
    shutil.copytree(dataset.BUNDLED, tmp_path / "facts")
    return tmp_path


def run(desk: Path, *more: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", TOLD, *COMMAND, *more], cwd=desk, text=True,
                          capture_output=True, timeout=120, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_a_second_run_imports_nothing_that_builds(desk: Path) -> None:
    assert run(desk)[-1] == "spec"
    assert run(desk) == ["1 up to date", "quick"]
    assert run(desk) == ["1 up to date", "quick"]


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(desk: Path) -> None:
        path = desk / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def repaint(desk: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8), "blue").save(desk / "square.png")


def same_size_and_time(desk: Path) -> None:
    """A change that the times of files do not tell."""
    path = desk / "one.yaml"
    before = path.stat()
    edit("one.yaml", 'title: "On', 'title: "In')(desk)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def add_a_group(desk: Path) -> None:
    folder = desk / "facts" / "measures"
    copy = next(folder.glob("*.csv"))
    header = copy.read_text(encoding="utf-8").splitlines()[0]
    (folder / "another.csv").write_text(header + "\n", encoding="utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "the spec": edit("one.yaml", "rating-summary", "key-points"),
    "the spec, at the same size and time": same_size_and_time,
    "the theme": edit("theme.yaml", "A footer", "Another"),
    "the picture": repaint,
    "a fact": edit("facts/providers/merseyside.yaml", "Requires improvement", "Good"),
    "a new data file": add_a_group,
    "the file that was built": lambda desk: (desk / "output/one.html").write_text("spoilt"),
    "no file that was built": lambda desk: (desk / "output/one.html").unlink(),
    "no manifest": lambda desk: (desk / "output/manifest.json").unlink(),
    "a note that was cut": lambda desk: (desk / "output" / NAME).write_text('{"called": '),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_looked_at(desk: Path, what: str) -> None:
    run(desk)
    assert run(desk)[-1] == "quick"
    CHANGES[what](desk)
    assert run(desk)[-1] == "spec"
    assert run(desk) == ["1 up to date", "quick"]


@pytest.mark.parametrize(
    "more", [["--force"], ["--as-at", "2019-01-01"], ["--format", "pdf"], ["--json"]], ids=" ".join
)
def test_another_command_is_another_question(desk: Path, more: list[str]) -> None:
    run(desk)
    assert run(desk)[-1] == "quick"
    assert run(desk, *more)[-1] == "spec"


def test_a_file_that_changes_while_it_is_read_leaves_no_note(desk: Path) -> None:
    """As by somebody who saves the spec while it is built."""
    spoil = (
        "import sys, os\n"
        "def hear(event, args, done=[]):\n"
        "    if event == 'open' and str(args[0]).endswith('square.png') and not done:\n"
        "        done.append(1); os.utime('one.yaml', ns=(1, 1))\n"
        "sys.addaudithook(hear)\n"
    )
    words = [sys.executable, "-c", spoil + MAIN, *COMMAND]
    subprocess.run(words, cwd=desk, capture_output=True, timeout=120, check=True)
    assert not (desk / "output" / NAME).exists()


def test_a_run_with_a_failure_leaves_no_note(desk: Path) -> None:
    run(desk)
    (desk / "square.png").unlink()
    words = [sys.executable, "-c", MAIN, *COMMAND]
    for _ in range(2):
        done = subprocess.run(words, cwd=desk, capture_output=True, timeout=120, check=False)
        assert done.returncode == 1
