"""Several processes on one ledger, and processes that are killed: real ones, with SIGKILL."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from briefings.schedule import ATTEMPTS
from tests.schedule.making import Ran, events, journal, look, states
from tests.schedule.worker import EVERY_MINUTE

ROOT = Path(__file__).parent.parent.parent
FIRST = "2026-01-01 06:00"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX systems do")


def start(folder: Path, until: str, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.schedule.worker", str(folder), until, how]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder whose ledger has seen the pack."""
    with journal(tmp_path) as book:
        look(book, EVERY_MINUTE, FIRST, Ran())
    return tmp_path


def killed(folder: Path, until: str) -> str:
    """The key of the occurrence at which a process was killed."""
    with start(folder, until, "held") as process:
        assert process.stdout is not None
        key = process.stdout.readline().strip()
        process.kill()
    return key


def test_what_a_living_process_runs_is_left_to_it(folder: Path) -> None:
    ran = Ran()
    with start(folder, "2026-01-01 06:01", "held") as process, journal(folder) as book:
        assert process.stdout is not None
        process.stdout.readline()
        assert look(book, EVERY_MINUTE, "2026-01-01 06:02", ran) == ["waiting -"]
        (entry,) = book.entries("monthly", "running")
        reason = book.events("monthly", 1)[0].reason
        assert reason == f"2026-01-01T06:01 is still being run by process {entry.pid} on here"
        process.communicate("")
        assert states(book) == dict.fromkeys(["2026-01-01T06:01", "2026-01-01T06:02"], "done")
    assert ran.keys == []


def test_what_a_killed_process_ran_is_run_again(folder: Path) -> None:
    assert killed(folder, "2026-01-01 06:01") == "2026-01-01T06:01"
    ran = Ran()
    with journal(folder) as book:
        assert states(book) == {"2026-01-01T06:01": "running"}
        assert look(book, EVERY_MINUTE, "2026-01-01 06:01", ran) == ["done 2026-01-01T06:01"]
        (entry,) = book.entries("monthly")
        assert entry.attempts == 2
        names = [event for event, _ in events(book)]
    assert names == ["introduced", "due", "started", "interrupted", "look", "started", "done"]


def test_what_kills_each_process_is_given_up(folder: Path) -> None:
    for _ in range(ATTEMPTS):
        assert killed(folder, "2026-01-01 06:01") == "2026-01-01T06:01"
    ran = Ran()
    with journal(folder) as book:
        assert look(book, EVERY_MINUTE, "2026-01-01 06:01", ran) == []
        (entry,) = book.entries("monthly")
        assert (entry.state, entry.attempts) == ("failed", ATTEMPTS)
        assert entry.reason.endswith("as 2 others did before it")
        assert look(book, EVERY_MINUTE, "2026-01-01 06:01", ran, retry=True) == [
            "done 2026-01-01T06:01"
        ]


def test_processes_that_look_at_once_run_each_occurrence_once(folder: Path) -> None:
    processes = [start(folder, "2026-01-01 06:20", "slow") for _ in range(3)]
    while any(process.poll() is None for process in processes):
        time.sleep(0.05)
    assert [process.communicate() and process.returncode for process in processes] == [0, 0, 0]
    with journal(folder) as book:
        look(book, EVERY_MINUTE, "2026-01-01 06:20", Ran())  # what they left to one another
        assert list(states(book).values()) == ["done"] * 20
    log = (folder / "log").read_text("utf-8").split()
    assert len(log) == len(set(log))


def test_processes_killed_at_any_moment_lose_nothing(folder: Path) -> None:
    """Whatever is killed: all is done in the end, and run twice only where that is told."""
    when = random.Random(5)
    for minute in range(1, 13):
        with start(folder, f"2026-01-01 06:{5 * minute - 1:02}", "slow") as process:
            assert process.stdout is not None
            if when.random() < 0.7:
                process.stdout.readline()
            time.sleep(when.random() * 0.08)
            process.kill()
    ran = Ran()
    with journal(folder) as book:
        look(book, EVERY_MINUTE, "2026-01-01 07:00", ran)
        stand = states(book)
        told = Counter(local for event, local in events(book) if event == "interrupted")
        failed = [key for key, state in stand.items() if state == "failed"]
    assert len(stand) == 60
    assert failed == [key for key, count in sorted(told.items()) if count == ATTEMPTS]
    runs = Counter([*(folder / "log").read_text("utf-8").split(), *ran.keys])
    assert set(stand) - set(failed) <= set(runs) <= set(stand)
    assert all(count <= 1 + told[key] for key, count in runs.items())
