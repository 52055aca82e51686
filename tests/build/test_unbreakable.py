"""Runs that are killed, stopped, refused by the disk, or run into each other."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefings.build import build
from briefings.build.fingerprint import same_file
from briefings.build.manifest import load
from briefings.cli import main
from briefings.saving import UNFINISHED
from tests import tiny
from tests.build.works import PROFILE, Works, states
from tests.kitchen import png

COMMAND = [sys.executable, "-c", "from briefings.cli import main; main()"]
DATA = ["--data", "tiny", "--data-only"]
PATIENCE = 120  # seconds, for a machine with much to do


@pytest.fixture
def many(works: Works) -> Works:
    """A pack of ten briefings in three formats, and what it makes of them."""
    works.write("people.csv", "id\n" + "".join(f"p{n}\n" for n in range(10)))
    works.write("profile.yaml", PROFILE.replace("formats: [html]\n", ""))
    works.pack(
        "  - {spec: profile.yaml, for_each: {rows: people.csv}}\n", "index: true\nzip: true\n"
    )
    return works


def start(*words: str) -> subprocess.Popen[str]:
    """A build in a process of its own, in a group of its own."""
    command = [*COMMAND, "build", "monthly.yaml", *DATA, *words]
    return subprocess.Popen(
        command, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=PATIENCE)
    return process.returncode, told


def alive(group: int) -> list[str]:
    """The processes of a group, but for those that nobody has buried yet."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text("utf-8").rpartition(")")
        except OSError:
            continue
        state, _, its_group, *_ = rest.split()
        if int(its_group) == group and state != "Z":
            found.append(name)
    return found


def undisturbed(works: Works) -> dict[str, bytes]:
    """What a build in another folder gives."""
    other = Works(Path("undisturbed"))
    found = other.build()
    assert {o.state for o in found} == {"built"}
    return other.files()


def assert_true(out: Path) -> None:
    """Every file that the manifest claims is there, and is what it says."""
    manifest = load(out)
    for entry in manifest.entries.values():
        for built in entry.files.values():
            assert same_file(out / built.path, built.sha256), built.path


def recorded(out: Path) -> set[str]:
    """The files of briefings that the manifest and its journal claim."""
    return {b.path for entry in load(out).entries.values() for b in entry.files.values()}


def left(out: Path) -> list[str]:
    kept = (UNFINISHED, ".journal")
    return [path.name for path in out.rglob("*") if path.name.endswith(kept)]


# --------------------------------------------------------------------------------- kills


def test_a_run_that_is_killed_at_any_moment_loses_nothing(many: Works) -> None:
    whole = undisturbed(many)
    chance = random.Random(5)
    for _ in range(5):
        before = len(many.files())
        process = start("--jobs", "2")
        if chance.random() < 0.7:  # so that most come to write something
            until(lambda: len(many.files()) > before or process.poll() is not None)  # noqa: B023
        time.sleep(chance.uniform(0, 0.15))
        with contextlib.suppress(ProcessLookupError):  # it has ended before
            os.killpg(process.pid, signal.SIGKILL)
        ended(process)
        there = {n: data for n, data in many.files().items() if not n.endswith(UNFINISHED)
                 and n != "manifest.journal"}  # fmt: skip
        assert there.items() <= whole.items(), "every file is whole"
        assert_true(many.out)
        lost = {n for n in there.keys() - recorded(many.out) if n.startswith("profile")}
        assert len(lost) <= 3, "but for one briefing, what is finished is on record"
    assert {o.state for o in many.build()} <= {"built", "up to date"}
    assert many.files() == whole
    assert left(many.out) == []
    assert {o.state for o in many.plan()} == {"up to date"}


def test_what_a_killed_run_left_half_written_is_cleared_by_the_next(many: Works) -> None:
    many.out.mkdir()
    ours, theirs = ".profile-p1.pdf.0123abcd.part", ".letter.eml.0123abcd.part"
    for name in (ours, theirs, ".manifest.json.89abcdef.part"):
        (many.out / name).write_bytes(b"half")
    many.build()
    assert left(many.out) == [theirs]


# ------------------------------------------------------------------------------- signals


@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux tells of them")
@pytest.mark.parametrize(
    ("sent", "code", "jobs"),
    [(signal.SIGINT, 130, ["--executor", "in-process"]), (signal.SIGTERM, 143, ["--jobs", "2"])],
    ids=["SIGINT", "SIGTERM"],
)
def test_a_run_that_is_told_to_stop(
    many: Works, sent: signal.Signals, code: int, jobs: list[str]
) -> None:
    many.write("people.csv", "id\n" + "".join(f"p{n}\n" for n in range(80)))
    process = start(*jobs)
    until(lambda: list(many.out.glob("*.html")))
    os.kill(process.pid, sent)
    assert ended(process)[0] == code
    until(lambda: not alive(process.pid))
    assert left(many.out) == []
    assert_true(many.out)
    assert recorded(many.out) <= set(many.files())
    lost = set(many.files()) - recorded(many.out)
    assert len(lost) <= 1, "but for one that was put there at that moment"
    assert 0 < len(recorded(many.out)) < 240


# ---------------------------------------------------------------------------------- locks


def test_two_runs_at_once_in_one_folder(many: Works) -> None:
    many.write("people.csv", "id\n" + "".join(f"p{n}\n" for n in range(100)))
    first = start("--executor", "in-process", "--format", "html")
    until(lambda: (many.out / ".lock").exists() and (many.out / ".lock").read_text())
    code, told = ended(start())
    assert code == 1
    assert told.startswith(f"output: process {first.pid} on ")
    assert "is building in this folder; wait until it is done (--wait SECONDS)" in told
    second = start("--wait", str(PATIENCE), "--format", "html")
    assert ended(first)[0] == 0
    assert ended(second)[0] == 0
    assert_true(many.out)


def test_the_lock_of_a_dead_run_is_taken_over(many: Works) -> None:
    process = start("--jobs", "2")
    until(lambda: list(many.out.glob("*.docx")))
    os.kill(process.pid, signal.SIGKILL)  # its workers hear of it in their own time
    many.build()
    assert {o.state for o in many.plan()} == {"up to date"}
    ended(process)


# ---------------------------------------------------------------------------------- disks


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """A file system of its own at ``folder``."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_a_full_disk(many: Works) -> None:
    """What does not fit is told, what fits is there, and with more room the rest is made."""
    whole = undisturbed(many)
    room = sum(map(len, whole.values())) // 2 // 1024
    with mounted(many.out, "-t", "tmpfs", "-o", f"size={room}k", "tmpfs"):
        outcomes = many.build()
        failed = [o for o in outcomes if o.failed]
        assert {f.what for o in failed for f in o.faults} == {"the disk is full"}
        assert 0 < len([o for o in outcomes if o.built]) < len(whole)
        there = {n: d for n, d in many.files().items() if not n.startswith("manifest")}
        assert there.items() <= whole.items()
        assert left(many.out) in ([], ["manifest.journal"])
        assert_true(many.out)
        subprocess.run(["mount", "-o", f"remount,size={9 * room}k", str(many.out)], check=True)
        assert not [o for o in many.build() if o.failed]
        assert many.files() == whole
        assert {o.state for o in many.plan()} == {"up to date"}


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_a_disk_without_room_for_the_manifest(works: Works) -> None:
    works.pack("  - profile.yaml\n")
    works.build()
    size = len(works.files()["profile.html"]) // 1024 + 6
    with mounted(works.out, "-t", "tmpfs", "-o", f"size={size}k", "tmpfs"):
        outcomes = works.build()
        assert states(outcomes) == {"profile.html": "built", "manifest.json": "failed"}
        assert (works.out / "profile.html").exists()
        assert left(works.out) in ([], ["manifest.journal"])
        subprocess.run(["mount", "-o", "remount,size=1m", str(works.out)], check=True)
        assert works.build()[0].state in ("built", "up to date")
        assert states(works.build()) == {"profile.html": "up to date"}
        assert left(works.out) == []


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_a_folder_that_cannot_be_written(many: Works) -> None:
    many.build()
    before = many.files()
    with mounted(many.out, "--bind", str(many.out)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(many.out)], check=True)
        told = CliRunner().invoke(main, ["build", "monthly.yaml", *DATA])
        assert told.exit_code == 1
        assert told.stderr.startswith("output: the folder cannot be used: Read-only file system")
        assert {o.state for o in many.plan()} == {"up to date"}
    assert many.files() == before


@contextmanager
def held_open(path: Path) -> Iterator[None]:
    """A file that cannot be replaced, as one that is open in Word on Windows."""
    done = subprocess.run(["chattr", "+i", str(path)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no file can be made immutable here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="files are held as Linux does")
def test_a_file_that_cannot_be_replaced(many: Works) -> None:
    many.build()
    many.change("profile.yaml", "sections: [rating-summary]", "sections: [comparison]")
    held = many.out / "profile-p3.docx"
    before = held.read_bytes()
    with held_open(held):
        outcomes = many.build()
        assert [o.path.name for o in outcomes if o.failed] == ["profile-p3.docx"]
        assert {o.state for o in outcomes if o.format in ("zip",)} == {"not reached"}
        assert held.read_bytes() == before
        assert_true(many.out)
        assert left(many.out) == []
    outcomes = many.build()
    assert {o.path.name for o in outcomes if o.built} == {
        "profile-p3.docx", "monthly-index.html", "monthly.zip",
    }  # fmt: skip
    assert many.files() == undisturbed(many)


# ------------------------------------------------------------------------ what is missing


def test_what_vanishes_between_planning_and_making(works: Works) -> None:
    Path("map.png").write_bytes(png())
    works.write("house.yaml", "organisation: The Reading Room\n")
    works.write("mapped.yaml", PROFILE.replace(
        "[rating-summary]", '[rating-summary, {text: "![Where it is](map.png)"}]'))  # fmt: skip
    works.write("housed.yaml", PROFILE + "theme: house.yaml\n")
    works.pack("".join(f"  - {{spec: {name}.yaml, name: {name}}}\n"
                       for name in ("mapped", "housed", "profile")))  # fmt: skip
    planned = works.batch()
    for name in ("map.png", "house.yaml", "profile.yaml"):
        Path(name).unlink()
    outcomes = list(build(planned, tiny.dataset(), works.out))
    told = {o.name: [f.headline() for f in o.faults] for o in outcomes}
    assert told == {
        "mapped": ["mapped.yaml:4:51: sections[1].text: the picture 'map.png' cannot be read: "
                   "No such file or directory; give a PNG or JPEG file beside the spec"],
        "housed": ["housed.yaml:6:8: theme: there is no theme file 'house.yaml'; "
                   "put it beside the spec"],
        "profile": [],
    }  # fmt: skip
    assert set(works.files()) == {"profile.html"}
    assert_true(works.out)


# --------------------------------------------------------------------------------- limits

LIMITS = {
    "time": (["--time-limit", "0.01"], "it took more than 0.01 seconds"),
    "memory": (["--memory-limit", "1"], "it took more than 1 MB"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux does")
@pytest.mark.parametrize(
    ("executor", "kind"), [("in-process", "time"), ("processes", "time"), ("processes", "memory")]
)
def test_a_briefing_that_takes_too_much(many: Works, kind: str, executor: str) -> None:
    """The large one is stopped and told; the file that stood there stays."""
    limit, words = LIMITS[kind]
    big = "      " + "\n\n      ".join(["Many words. " * 40] * 500)
    many.pack("  - {spec: large.yaml}\n")
    many.write("large.yaml", PROFILE.replace("profile", "large"))
    many.build()
    before = many.files()
    many.write("large.yaml", PROFILE.replace("profile", "large").replace(
        "sections: [rating-summary]", f"sections:\n  - text: |\n{big}"))  # fmt: skip
    command = ["build", "monthly.yaml", *DATA, "--executor", executor, *limit]
    gc.collect()  # an alarm that rings in a finaliser of an earlier test goes unheard
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 1, told.output
    assert f"large: {words}" in told.stderr
    assert f"raise --{kind}-limit, or show less in it" in told.stderr
    assert many.files() == before
    assert CliRunner().invoke(main, ["build", "monthly.yaml", *DATA]).exit_code == 0
    assert many.files() != before
