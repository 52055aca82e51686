"""How a build is told: on a terminal, in reports and logs, and when somebody stops it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import pyte
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from briefings import __version__
from briefings.build.lock import locked
from briefings.cli import main
from briefings.cli.build import build as command
from briefings.cli.log import opened
from briefings.cli.running import Run, now
from briefings.cli.stopping import Stop, Stopped, stoppable
from briefings.errors import EXIT_FAULT, EXIT_INTERRUPTED, EXIT_PARTIAL, EXIT_TERMINATED
from briefings.saving import UNFINISHED
from tests import tiny

GOOD = """\
briefing: {name}
title: "On {{{{ subject.name }}}}"
providers: {{subject: Ash, compare: Beech}}
sections: [rating-summary, comparison, measures, findings, recommendations]
"""
DATA = ["--data", "tiny", "--data-only"]
RUN = [sys.executable, "-c", "from briefings.cli import main; main(prog_name='briefings')"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    tiny.write(tmp_path / "tiny")
    return tmp_path


def spec(name: str, more: str = "") -> str:
    Path(f"{name}.yaml").write_text(GOOD.format(name=name) + more, encoding="utf-8")
    return f"{name}.yaml"


def broken(name: str) -> str:
    Path(f"{name}.yaml").write_text(GOOD.format(name=name).replace("Ash", "Ashe"), "utf-8")
    return f"{name}.yaml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", *DATA, "--format", "html", *arguments])


def read(path: str) -> Any:
    return json.loads(Path(path).read_text("utf-8"))


def events(path: str = "run.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


# -------------------------------------------------------------------------------- reports


def test_a_report_for_each_ending() -> None:
    result = run(spec("good"), broken("bad"), "--report", "r/run.json", "--report", "r/run.html")
    assert result.exit_code == EXIT_PARTIAL
    told = read("r/run.json")
    assert told["exit_code"] == EXIT_PARTIAL
    assert {t["briefing"]: t["state"] for t in told["targets"]} == {
        "bad": "failed",
        "good": "built",
    }
    assert told["versions"]["briefings"] == __version__ and "python" in told["versions"]
    assert told["options"] == {
        "--data": ["tiny"], "--data-only": True, "--format": ["html"],
        "--report": ["r/run.json", "r/run.html"], "specs": ["good.yaml", "bad.yaml"],
    }  # fmt: skip
    soup = BeautifulSoup(Path("r/run.html").read_bytes(), "lxml")
    link = next(a for a in soup.select("main a"))
    assert Path("r", str(link["href"])).resolve() == Path("output/good.html").resolve()


def test_the_times_of_a_report_hold_the_run() -> None:
    before = time.time()
    run(spec("good"), "--report", "run.json")
    told = read("run.json")
    began, ended = (datetime.fromisoformat(told[name]).timestamp() for name in ("started", "ended"))
    assert before - 0.001 <= began <= ended <= time.time() + 0.001
    assert told["seconds"] == pytest.approx(ended - began, abs=0.002)


@pytest.mark.parametrize("name", ["run.txt", "run", "run.htm", "json"])
def test_another_ending_is_refused_before_anything_is_built(name: str) -> None:
    result = run(spec("good"), "--report", name)
    assert result.exit_code == 2
    assert f"'{name}' must end in .json or .html" in result.stderr
    assert not Path("output").exists()


def test_a_report_that_cannot_be_written_is_a_fault_and_the_files_are_there() -> None:
    Path("file").write_text("", "utf-8")
    result = run(spec("good"), "--report", "file/run.json", "--report", "run.html")
    assert result.exit_code == EXIT_FAULT
    assert result.stderr == (
        "file/run.json: a file stands in the place of the folder; "
        "move it, or choose another folder with --out\n"
    )
    assert Path("output/good.html").exists() and Path("run.html").exists()


def test_a_run_that_could_not_begin_is_reported_all_the_same() -> None:
    with locked(Path("output")):
        result = run(spec("good"), "--report", "run.json", "--log", "run.jsonl")
    assert result.exit_code == EXIT_FAULT
    told = read("run.json")
    assert "is building in this folder" in told["faults"][0]["what"]
    assert [t["state"] for t in told["targets"]] == ["not reached"]
    assert result.stderr.count("is building in this folder") == 1
    assert events()[-1]["faults"] == told["faults"]


def test_a_theme_that_is_broken_does_not_keep_the_page_from_telling_it() -> None:
    Path("house.yaml").write_text("colours: {ink: purple}\n", "utf-8")
    result = run(spec("good"), "--theme", "house.yaml", "--report", "run.html")
    assert result.exit_code == EXIT_FAULT
    assert "house.yaml:1:" in Path("run.html").read_text("utf-8")


def test_a_second_report_says_that_all_is_up_to_date() -> None:
    run(spec("good"))
    result = run("good.yaml", "--report", "run.json")
    assert (result.exit_code, result.stdout) == (0, "1 up to date\n")
    (target,) = read("run.json")["targets"]
    assert target["state"] == "up to date"
    assert target["sha256"] == sha256(Path("output/good.html").read_bytes()).hexdigest()


def test_what_a_pack_did_not_come_to_is_told() -> None:
    spec("one")
    Path("two.yaml").write_text(GOOD.format(name="two") + "subtitle: 图\n", "utf-8")
    Path("pack.yaml").write_text(
        "pack: both\ntitle: Both\nbriefings: [one.yaml, two.yaml]\nindex: true\nzip: true\n",
        "utf-8",
    )
    result = run("pack.yaml", "--report", "run.json")
    assert result.exit_code == EXIT_PARTIAL
    assert result.stderr.endswith("1 failed, 2 not reached, 1 built\n")
    assert read("run.json")["counts"] == {"failed": 1, "not reached": 2, "built": 1}


def test_it_is_1_and_not_3_where_no_file_stands() -> None:
    result = run(broken("bad"), spec("good"), "--fail-fast")
    assert result.exit_code == EXIT_FAULT
    assert result.stderr.endswith("1 failed, 1 not reached, 0 built\n")


# ------------------------------------------------------------------------------------ log


def test_a_line_for_each_event() -> None:
    run(spec("good"), broken("bad"), "--log", "logs/run.jsonl")
    told = events("logs/run.jsonl")
    assert [e["event"] for e in told] == [
        "run started", "targets found", "target", "target", "run ended",
    ]  # fmt: skip
    assert told[0]["options"]["specs"] == ["good.yaml", "bad.yaml"]
    assert told[0]["versions"]["briefings"] == __version__
    assert told[1]["targets"] == 2
    bad, good = sorted(told[2:4], key=lambda event: str(event["briefing"]))
    assert (bad["briefing"], bad["state"]) == ("bad", "failed")
    assert bad["faults"][0]["line"] == 3
    assert (good["state"], good["why"]) == ("built", ["not built before"])
    assert told[-1]["exit_code"] == EXIT_PARTIAL
    assert told[-1]["counts"] == {"failed": 1, "built": 1}
    times = [datetime.fromisoformat(e["time"]) for e in told]
    assert times == sorted(times) and all(e["time"].endswith("Z") for e in told)


def test_a_log_is_added_to() -> None:
    for _ in range(2):
        run(spec("good"), "--log", "run.jsonl")
    assert [e["state"] for e in events() if e["event"] == "target"] == ["built", "up to date"]


def test_a_log_that_cannot_be_opened_stops_the_run_before_it_begins() -> None:
    Path("file").write_text("", "utf-8")
    result = run(spec("good"), "--log", "file/run.jsonl")
    assert result.exit_code == EXIT_FAULT
    assert result.stderr.startswith("file/run.jsonl: the log cannot be written: ")
    assert not Path("output").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_log_whose_disk_is_full_does_not_stop_the_work_and_is_told() -> None:
    result = run(spec("good"), spec("other"), "--log", "/dev/full")
    assert result.exit_code == EXIT_FAULT
    assert result.stderr.startswith("/dev/full: the log cannot be written: No space left")
    assert len(result.stderr.splitlines()) == 1
    assert Path("output/good.html").exists() and Path("output/other.html").exists()


def test_json_alone_is_printed_where_json_is_asked_for() -> None:
    result = run(spec("good"), "--json", "--report", "run.json")
    assert json.loads(result.stdout)["targets"] == read("run.json")["targets"]
    assert result.stderr == ""


# ------------------------------------------------------------------------------- terminal


class Terminal:
    """A process on a terminal of its own, and what it has shown there."""

    def __init__(self, *arguments: str, columns: int = 80, rows: int = 60) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        self.process = subprocess.Popen(
            [*RUN, "build", *DATA, *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
            env={**env, "TERM": "xterm-256color"}, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.frames: set[str] = set()  # the bar, as often as it was seen
        self.written = b""

    def watch(self) -> list[str]:
        """The screen as it is in the end."""
        with contextlib.suppress(OSError):  # which says that the other end is closed
            while data := os.read(self._ours, 65536):
                self._stream.feed(data)
                self.written += data
                self.frames.update(line for line in self.screen.display if "building" in line)
        os.close(self._ours)
        self.process.wait(30)
        return [line.rstrip() for line in self.screen.display if line.strip()]


def test_many_targets_have_a_bar_while_they_are_built_and_then_a_table() -> None:
    names = [spec(f"library-{n}") for n in range(4)]
    seen = Terminal(*names, broken("a-bad-one"), "--format", "html,docx")
    shown = seen.watch()
    assert seen.process.returncode == EXIT_PARTIAL
    words = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.written.decode())
    assert re.search(r"building ━+ +10/10 +[0-9.]+ targets/s 0:00 left", words)
    assert all(len(frame) <= 80 and frame.count("building") == 1 for frame in seen.frames)
    at = next(n for n, line in enumerate(shown) if "Target" in line)
    assert shown[0].startswith("a-bad-one.yaml:3:22: providers.subject: unknown provider 'Ashe'")
    assert len(shown[0]) == 80  # a long line is broken by the terminal alone
    caret = next(n for n, line in enumerate(shown) if "^" in line)
    assert shown[caret].index("^") == shown[caret - 1].index("Ashe")
    assert not any("building" in line for line in shown)
    assert shown[at].split() == ["Target", "State", "Why", "Seconds", "Size"]
    rows = {line.split()[0]: line.split() for line in shown[at + 2 : -1]}
    assert set(rows) == {"a-bad-one", *(f"library-{n}" for n in range(4))}
    assert rows["library-0"][1:5] == ["built", "not", "built", "before"]
    assert float(rows["library-0"][5]) > 0 and rows["library-0"][7] == "kB"
    assert rows["a-bad-one"][1] == "failed" and "…" in " ".join(rows["a-bad-one"])
    assert shown[-1] == "1 failed, 8 built"
    assert not seen.screen.cursor.hidden


def test_the_bar_counts_what_is_left_to_be_made() -> None:
    names = [spec(f"library-{n}") for n in range(4)]
    run(*names[:3], "--format", "html,docx")
    seen = Terminal(*names, "--format", "html,docx")
    assert seen.watch()[-1] == "2 built, 6 up to date"
    assert seen.frames and all("/2 " in frame for frame in seen.frames)


def test_few_targets_have_a_line_each() -> None:
    seen = Terminal(spec("good"), "--format", "html")
    shown = seen.watch()
    assert seen.frames
    assert [line.split(" (")[0] for line in shown] == ["built output/good.html"]


def test_where_nothing_is_to_be_made_nothing_moves() -> None:
    names = [spec(f"library-{n}") for n in range(3)]
    run(*names, "--format", "html,docx,pdf")
    seen = Terminal(*names, "--format", "html,docx,pdf")
    assert seen.watch() == ["9 up to date"]
    assert not seen.frames


@pytest.mark.parametrize("columns", [50, 132])
def test_no_line_is_longer_than_the_terminal_and_numbers_are_whole(columns: int) -> None:
    names = [spec(f"a-library-whose-name-is-rather-long-{n}") for n in range(7)]
    seen = Terminal(*names, "--format", "html", columns=columns)
    shown = seen.watch()
    table = shown[next(n for n, line in enumerate(shown) if "Target" in line) + 2 :]
    assert len(table) == 7
    for line in table:
        assert line.split()[1:2] == ["built"]
        assert line.split()[-1] == "kB"
    assert all("…" in line for line in table) == (columns == 50)


def test_of_very_many_what_failed_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    from briefings.build import Outcome
    from briefings.cli.table import show

    built = [Outcome(f"n-{n}", Path(f"n-{n}.pdf"), "pdf", 1) for n in range(100)]
    show([*built, Outcome("last", Path("last.pdf"), "pdf", state="failed")])
    told = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert told[-1] == "and 61 more, which --report FILE lists"
    assert told[-2].split()[:2] == ["last", "failed"]


# -------------------------------------------------------------------------------- stopped

MANY = 30
FORMATS = "html,pdf"
NAMES = [f"library-{n}.yaml" for n in range(MANY)]


def started(*arguments: str) -> subprocess.Popen[str]:
    """A build of many in a session of its own, in the middle of its work."""
    for name in NAMES:
        spec(name.removesuffix(".yaml"))
    process = subprocess.Popen(
        [*RUN, "build", *DATA, *NAMES, "--format", FORMATS, "--report", "run.json",
         "--report", "run.html", "--log", "run.jsonl", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(FileNotFoundError):
            if '"state": "built"' in Path("run.jsonl").read_text("utf-8"):
                return process
        time.sleep(0.01)
    process.kill()
    raise AssertionError(process.communicate())


def of_session(leader: int) -> Iterator[int]:
    """The processes of a session that are not only waiting to be buried."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit():
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader and fields[0] not in "ZX":
                    yield int(entry.name)


def check_stopped(process: subprocess.Popen[str], by: str, code: int) -> None:
    out, err = process.communicate(timeout=30)
    assert process.returncode == code, err
    assert "Traceback" not in out + err
    told = read("run.json")
    assert (told["stopped_by"], told["exit_code"]) == (by, code)
    states = told["counts"]
    assert set(states) == {"built", "not reached"}
    assert sum(states.values()) == MANY * 2
    assert err == (
        f"stopped by {by}: {states['not reached']} not reached, {states['built']} built\n"
    )
    assert len(out.splitlines()) == states["built"]
    for target in told["targets"]:
        if target["state"] == "built":
            assert sha256(Path(target["path"]).read_bytes()).hexdigest() == target["sha256"]
        else:
            assert target["why"] == [f"the run was stopped by {by}"]
    assert f"Stopped by {by}" in Path("run.html").read_text("utf-8")
    last = events()[-1]
    assert (last["event"], last["counts"]) == ("run ended", states)
    assert sum(e["event"] == "target" for e in events()) == MANY * 2
    assert not [p for p in Path("output").iterdir() if p.name.endswith(UNFINISHED)]
    end = time.monotonic() + 10  # what tidies up after the pool ends by itself
    while (left := list(of_session(process.pid))) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []


@pytest.mark.parametrize(
    ("number", "group", "executor"),
    [
        (signal.SIGINT, True, "processes"),  # as a terminal sends it
        (signal.SIGTERM, False, "processes"),
        (signal.SIGTERM, True, "processes"),  # as systemd sends it
        (signal.SIGINT, False, "in-process"),
    ],
)
def test_stopped_in_the_middle(number: signal.Signals, group: bool, executor: str) -> None:
    process = started(
        "--executor", executor, *(["--jobs", "2"] if executor != "in-process" else [])
    )
    (os.killpg if group else os.kill)(process.pid, number)
    code = {signal.SIGINT: EXIT_INTERRUPTED, signal.SIGTERM: EXIT_TERMINATED}[number]
    check_stopped(process, number.name, code)
    built = {t["path"] for t in read("run.json")["targets"] if t["state"] == "built"}
    result = CliRunner().invoke(main, ["plan", *DATA, "--format", FORMATS, *NAMES, "--json"])
    left = {t["path"]: t["state"] for t in json.loads(result.stdout)["targets"]}
    assert len(left) == MANY * 2
    assert {path for path, state in left.items() if state == "up to date"} >= built
    assert set(left.values()) == {"up to date", "to build"}


def test_the_first_signal_stops_and_one_right_after_it_is_the_same() -> None:
    stop = Stop()
    with pytest.raises(Stopped) as raised:
        stop.hear(signal.SIGTERM, None)
    assert (raised.value.signal, raised.value.exit_code) == ("SIGTERM", EXIT_TERMINATED)
    stop.hear(signal.SIGINT, None)
    assert stop.signal == "SIGTERM"


def test_a_stop_that_was_lost_is_found_between_two_results() -> None:
    stop = Stop()
    work = stop.heeded(iter([1, 2]))
    assert next(work) == 1
    with contextlib.suppress(Stopped):
        stop.hear(signal.SIGINT, None)
    with pytest.raises(Stopped):
        next(work)


def test_a_signal_after_the_work_does_not_cut_off_the_last_words() -> None:
    asked: list[datetime] = []

    def clock() -> datetime:
        asked.append(now())
        if len(asked) == 2:  # for the last event
            signal.raise_signal(signal.SIGTERM)
        return asked[-1]

    build = click.Context(command)
    with build, stoppable() as stop, opened(Path("run.jsonl"), clock) as log:
        code = Run([Path("run.json")], log, None, stop, quiet=True).whole(lambda run: None)
    assert (code, stop.signal) == (0, "SIGTERM")
    assert [e["event"] for e in events()] == ["run started", "run ended"]
    assert read("run.json")["stopped_by"] is None


def test_the_last_words_are_let_end() -> None:
    stop = Stop()
    stop.finishing = True
    stop.hear(signal.SIGINT, None)
    assert stop.signal == "SIGINT"
