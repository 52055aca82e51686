"""Units: what each of the three programs is told, by those programs where they are there."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.etree import ElementTree

import pytest

from briefings.errors import BriefingError
from briefings.schedule import KINDS, Job, unit_files

AWKWARD = 'it\'s 100% $HOME "quoted"; back\\slash & <more>'
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that writes what it was called with, and where, to ``called`` beside it."""
    folder = tmp_path / "100% with space"
    folder.mkdir()
    path = folder / "briefings"
    path.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        "open(os.path.join(os.path.dirname(sys.argv[0]), 'called'), 'w')"
        ".write(repr((os.getcwd(), sys.argv[1:])))\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def job(program: Path, every: int = 1) -> Job:
    command = (str(program), "run-due", AWKWARD, "--out", "plain", "")
    return Job(command, program.parent, "briefings", every)


def texts(kind: str, one: Job) -> dict[str, str]:
    encoding = "utf-16" if kind == "windows" else "utf-8"
    return {name: data.decode(encoding) for name, data in unit_files(kind, one).items()}


@pytest.mark.skipif(os.name != "posix", reason="runs a shell")
def test_the_line_of_cron_calls_the_command_with_its_words(program: Path) -> None:
    line = texts("cron", job(program))["briefings.cron"].splitlines()[1]
    minutes, command = line[: len("* * * * * ")], line[len("* * * * * ") :]
    assert minutes == "* * * * * "
    assert "%" not in command.replace(r"\%", "")
    subprocess.run(["/bin/sh", "-c", command.replace(r"\%", "%")], check=True)  # as cron does
    said = (program.parent / "called").read_text("utf-8")
    assert said == repr((str(program.parent), ["run-due", AWKWARD, "--out", "plain", ""]))


def test_cron_is_called_as_often_as_is_wanted(program: Path) -> None:
    assert "\n*/15 * * * * " in texts("cron", job(program, 15))["briefings.cron"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_no_fault_with_a_service_that_stays(program: Path, tmp_path: Path) -> None:
    loop = Job((str(program), "schedule", "run", AWKWARD), program.parent, loop=True)
    ((name, data),) = unit_files("systemd", loop).items()
    (tmp_path / name).write_bytes(data)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "\nKillMode=mixed\n" in data.decode("utf-8")  # what it builds with is not killed


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("every", [1, 5])
def test_systemd_finds_no_fault_with_the_units(program: Path, tmp_path: Path, every: int) -> None:
    for name, data in unit_files("systemd", job(program, every)).items():
        (tmp_path / name).write_bytes(data)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "briefings.timer")]
    checked = subprocess.run(command, capture_output=True, text=True)
    own = [line for line in checked.stderr.splitlines() if "briefings" in line]
    assert (own, checked.returncode) == ([], 0), checked.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize(("every", "apart"), [(1, 60), (30, 1800)])
def test_systemd_wakes_it_as_often_as_is_wanted(program: Path, every: int, apart: int) -> None:
    timer = texts("systemd", job(program, every))["briefings.timer"]
    calendar = next(li for li in timer.splitlines() if li.startswith("OnCalendar="))[11:]
    command = ["systemd-analyze", "calendar", "--iterations=3", calendar]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}
    ).stdout
    times = [line.split()[-2] for line in said.splitlines() if "UTC" in line and ":" in line]
    seconds = [int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in (t.split(":") for t in times)]
    assert len(seconds) >= 3
    assert all((b - a) % 86400 == apart for a, b in pairwise(seconds))


def test_systemd_quotes_as_its_own_rules_want(program: Path) -> None:
    service = texts("systemd", job(program))["briefings.service"]
    start = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    assert start == (
        f'ExecStart="{str(program).replace("%", "%%")}" run-due '
        r'"it\'s 100%% $$HOME \"quoted\"; back\\slash & <more>" --out plain ""'.replace(r"\'", "'")
    )


def test_the_task_of_windows_holds_the_command(program: Path) -> None:
    folder = PureWindowsPath(r"C:\Users\Ann & Bob\out put")
    one = Job((r"C:\Program Files\briefings.exe", "run-due", "a b.yaml", 'say "so"'), folder)
    data = unit_files("windows", one)["briefings.xml"]
    assert data.startswith(b"\xff\xfe")
    root = ElementTree.fromstring(data)
    found = {tag.tag.removeprefix(TASK): tag.text for tag in root.iter()}
    assert found["Command"] == r"C:\Program Files\briefings.exe"
    assert found["Arguments"] == r'run-due "a b.yaml" "say \"so\""'
    assert found["WorkingDirectory"] == str(folder)
    assert (found["Interval"], found["MultipleInstancesPolicy"]) == ("PT1M", "IgnoreNew")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_job_gives_the_same_bytes(kind: str, program: Path) -> None:
    assert unit_files(kind, job(program)) == unit_files(kind, job(program))


def test_a_line_break_in_a_path_is_refused() -> None:
    with pytest.raises(BriefingError, match="rename the file or the folder"):
        Job(("briefings", "run-due", "a\nb.yaml"), PurePosixPath("/"))
