"""The commands: what they print, where, how they exit; a real loop with real signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings import ledger
from briefings.cli import main
from briefings.errors import EXIT_FAULT, EXIT_PARTIAL, EXIT_USAGE
from briefings.pack import load
from briefings.schedule import Journal, Scheduled
from tests import tiny
from tests.schedule.making import Ran, look

SPEC = """\
briefing: good
title: "On {{ subject.name }}"
providers: {subject: Ash, compare: Beech}
sections: [rating-summary]
formats: html
"""
PACK = """\
pack: monthly
title: Monthly
briefings: [good.yaml]
schedule:
  when: first monday of the month at 9am
  timezone: Europe/London
  except: [2027-01-04]
"""
DATA = ["--data", "tiny", "--data-only"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    tiny.write(tmp_path / "tiny")
    write("good.yaml", SPEC)
    write("pack.yaml", PACK)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def due(now: str, *more: str) -> Result:
    return run("run-due", "pack.yaml", *DATA, "--now", now, *more)


# ------------------------------------------------------------------------- what is to come


def test_next_tells_local_time_and_what_the_clocks_do() -> None:
    write("pack.yaml", PACK.replace("first monday of the month at 9am", "every sunday at 01:30"))
    result = run("schedule", "next", "pack.yaml", "--from", "2026-03-22", "--count", "3")
    assert result.output == (
        "monthly: Sun 22 Mar 2026 01:30 GMT\n"
        "monthly: Sun 29 Mar 2026 01:30 BST"
        "  (the clocks skip 01:30: due at 02:00, right after)\n"
        "monthly: Sun 5 Apr 2026 01:30 BST\n"
    )
    result = run("schedule", "next", "pack.yaml", "--from", "2026-10-25", "--count", "1", "--json")
    assert json.loads(result.stdout)["packs"][0]["next"] == [
        {"local": "2026-10-25T01:30", "at": "2026-10-25T00:30:00+00:00",
         "note": "the clocks show 01:30 twice: due the first time"}
    ]  # fmt: skip


def test_next_says_when_there_is_no_more() -> None:
    write("pack.yaml", PACK + "  end: 2026-04-30\n")
    result = run("schedule", "next", "pack.yaml", "--from", "2026-04-01", "--count", "2")
    assert result.output == "monthly: Mon 6 Apr 2026 09:00 BST\nmonthly: no more\n"
    result = run("schedule", "next", "pack.yaml", "--from", "2026-05-01")
    assert result.output == "monthly: never again\n"


def test_explain_says_what_the_schedule_means() -> None:
    write("pack.yaml", PACK + "  start: 2040-01-01\n  catch_up: none\n")
    lines = run("schedule", "explain", "pack.yaml").stdout.splitlines()
    assert lines[:3] == [
        "monthly (pack.yaml)",
        "    when:      first Monday of the month at 09:00",
        "    cron:      0 9 * * 1#1",
    ]
    assert lines[3].startswith("    time zone: Europe/London, where it is now ")
    assert lines[4:7] == [
        "    except:    2027-01-04",
        "    start:     2040-01-01",
        "    catch up:  none: what was missed does not run",
    ]
    assert lines[7] == "    next:      Mon 2 Jan 2040 09:00 GMT"
    assert len(lines) == 12


def test_list_tells_what_is_next_and_what_was_last() -> None:
    assert due("2027-01-31T00:00Z").exit_code == 0
    assert due("2027-02-01T09:00Z").exit_code == 0
    lines = run("schedule", "list", ".").stdout.splitlines()
    assert lines[0] == "monthly: first Monday of the month at 09:00, Europe/London"
    assert lines[1].startswith("    next: Mon ")
    assert lines[2] == "    last: 2027-02-01T09:00, done: 1 built"
    (row,) = json.loads(run("schedule", "list", ".", "--json").stdout)["packs"]
    assert row["last"] == {"local": "2027-02-01T09:00", "state": "done", "reason": "1 built"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["good.yaml"], "good.yaml:1:1: this is no pack"),
        (["bare.yaml"], "bare.yaml:1:7: the pack has no schedule; add the key `schedule`"),
        (["pack.yaml", "again.yaml"], "'monthly' is the name of 2 packs"),
        (["wrong.yaml", "bare.yaml"], "unknown time zone 'Lundon'; did you mean 'Europe/London'?"),
        (["empty"], "no pack here has a schedule"),
    ],
)
def test_packs_that_cannot_be_scheduled_are_told(arguments: list[str], words: str) -> None:
    write("bare.yaml", PACK[: PACK.index("schedule")])
    write("again.yaml", PACK)
    write("wrong.yaml", PACK.replace("Europe/London", "Lundon"))
    Path("empty").mkdir()
    write("empty/good.yaml", SPEC)
    for command in (["schedule", "list"], ["run-due"]):
        result = run(*command, *arguments)
        assert result.exit_code == EXIT_FAULT
        assert words in result.stderr
    if len(arguments) == 2 and "bare.yaml" in arguments:
        assert "has no schedule" in result.stderr, "every fault is told"


# ------------------------------------------------------------------------------- run-due


def test_run_due_builds_once_and_is_silent_when_nothing_is_due() -> None:
    first = due("2027-01-31T00:00Z")
    assert first.output == "monthly: first seen: what was due before now is not run\n"
    done = due("2027-02-01T09:00Z")
    assert (done.exit_code, done.output) == (0, "monthly 2027-02-01T09:00: done: 1 built\n")
    assert Path("output/good.html").exists()
    again = due("2027-02-01T09:01Z")
    assert (again.exit_code, again.output) == (0, "")
    events = json.loads(run("schedule", "history", "pack.yaml", "--json").stdout)["events"]
    assert [event["event"] for event in events] == ["introduced", "due", "started", "done", "look"]
    assert "done: 1 built" in run("schedule", "history", "pack.yaml").stdout


def test_a_dry_run_changes_nothing() -> None:
    assert due("2027-01-31T00:00Z", "--dry-run").exit_code == 0
    assert not Path("output").exists()
    due("2027-01-31T00:00Z")
    result = due("2027-03-01T09:00Z", "--dry-run")
    assert result.output == (
        "monthly 2027-02-01T09:00: skipped: missed, and 2027-03-01T09:00 is due, too "
        "(catch_up: latest)\n"
        "monthly 2027-03-01T09:00: would be run\n"
    )
    assert not Path("output/good.html").exists()
    result = due("2027-02-01T09:00Z", "--json")
    assert json.loads(result.stdout)["outcomes"] == [
        {"pack": "monthly", "local": "2027-02-01T09:00", "state": "done", "reason": "1 built"}
    ]


def test_a_run_that_fails_says_why_and_is_tried_again_when_asked() -> None:
    due("2027-01-31T00:00Z")
    write("good.yaml", SPEC.replace("Ash", "Ashe"))
    failed = due("2027-02-01T09:00Z")
    assert failed.exit_code == EXIT_FAULT
    assert failed.stdout == ""
    assert failed.stderr.startswith("monthly 2027-02-01T09:00: failed: 1 failed: good.yaml:3:")
    assert "unknown provider 'Ashe'" in failed.stderr
    write("good.yaml", SPEC)
    assert due("2027-02-01T09:05Z").output == ""
    assert due("2027-02-01T09:10Z", "--retry").output == (
        "monthly 2027-02-01T09:00: done: 1 built\n"
    )


def test_some_that_fail_are_told_apart() -> None:
    write("bad.yaml", SPEC.replace("Ash", "Ashe").replace("good", "bad"))
    write("other.yaml", PACK.replace("monthly", "other").replace("good.yaml", "bad.yaml"))
    arguments = ["run-due", "pack.yaml", "other.yaml", *DATA, "--now"]
    run(*arguments, "2027-01-31T00:00Z")
    result = run(*arguments, "2027-02-01T09:00Z")
    assert result.exit_code == EXIT_PARTIAL
    assert result.stdout == "monthly 2027-02-01T09:00: done: 1 built\n"


def test_a_pack_that_cannot_be_read_does_not_stop_the_others() -> None:
    write("other.yaml", PACK.replace("monthly", "other").replace("timezone", "timezoen"))
    for now, code in (("2027-01-31T00:00Z", EXIT_FAULT), ("2027-02-01T09:00Z", EXIT_PARTIAL)):
        result = run("run-due", "pack.yaml", "other.yaml", *DATA, "--now", now)
        assert result.exit_code == code
        assert "unknown key 'timezoen'" in result.stderr
    assert result.stdout == "monthly 2027-02-01T09:00: done: 1 built\n"
    both = run("run-due", ".", *DATA, "--now", "2027-02-01T09:01Z", "--json")
    assert json.loads(both.stdout)["faults"][0]["file"].endswith("other.yaml")


def test_after_a_wrong_clock_it_can_begin_anew() -> None:
    due("2027-01-31T00:00Z")
    due("2037-01-31T00:00Z")  # the clock was wrong: all that is due until then is settled
    stuck = due("2027-02-01T09:00Z")
    assert stuck.exit_code == EXIT_FAULT
    assert "if it was wrong then, give --from-now once" in stuck.stderr
    assert due("2027-02-01T09:01Z", "--from-now").exit_code == 0
    assert due("2027-03-01T09:00Z").output == "monthly 2027-03-01T09:00: done: 1 up to date\n"


@pytest.mark.parametrize("now", ["soon", "2027-02-01T09:00"])
def test_a_time_that_is_no_instant_is_refused(now: str) -> None:
    result = due(now)
    assert result.exit_code == EXIT_USAGE
    assert "2026-03-29T07:00+01:00" in result.stderr


# -------------------------------------------------------------------------------- export


def test_export_writes_units_that_call_this_command(folder: Path) -> None:
    result = run("schedule", "export", "systemd", "pack.yaml", *DATA, "--to", "units")
    assert result.output == (
        f"wrote {Path('units/briefings.service')}\nwrote {Path('units/briefings.timer')}\n"
    )
    service = Path("units/briefings.service").read_text("utf-8")
    assert f"WorkingDirectory={folder}\n" in service
    words = ["run-due", folder / "pack.yaml", "--out", folder / "output",
             "--data", folder / "tiny", "--data-only"]  # fmt: skip
    assert f"/briefings {' '.join(map(str, words))}\n" in service


def test_export_prints_what_it_does_not_write() -> None:
    result = run("schedule", "export", "cron", "pack.yaml", "--every", "5")
    assert result.stdout.splitlines()[1].startswith("*/5 * * * * cd ")
    assert "<Interval>PT1M<" in run("schedule", "export", "windows", "pack.yaml").stdout
    wrong = run("schedule", "export", "cron", "pack.yaml", "--name", "../x")
    assert wrong.exit_code == EXIT_USAGE


def test_export_has_the_loop_kept_going_by_systemd_alone(folder: Path) -> None:
    told = run("schedule", "export", "systemd", "pack.yaml", "--loop").stdout
    assert f"/briefings schedule run {folder / 'pack.yaml'} --out {folder / 'output'}\n" in told
    assert "# briefings.timer" not in told
    assert run("schedule", "export", "cron", "pack.yaml", "--loop").exit_code == EXIT_USAGE


# ---------------------------------------------------------------------------------- loop


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX systems have them")
def test_the_loop_runs_reloads_and_stops(folder: Path) -> None:
    """A real process: it runs what was missed, reads a changed pack, and ends on SIGTERM."""
    write("pack.yaml", PACK.replace("first monday of the month at 9am", "every day at 00:00"))
    with closing(ledger.connect(Path("output"))) as connection:
        journal = Journal(connection, Path("output"))
        pack = load(Path("pack.yaml"))
        assert pack.schedule
        one = Scheduled("monthly", pack.schedule, "monthly")
        look(journal, one, (datetime.now(UTC) - timedelta(days=1)).isoformat()[:19], Ran())
    command = [sys.executable, "-c", "from briefings.cli import main; main()",
               "schedule", "run", "pack.yaml", *DATA]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "1 packs: monthly\n"
            assert process.stdout.readline().endswith("done: 1 built\n")
            write("pack.yaml", Path("pack.yaml").read_text("utf-8").replace("monthly", "renamed"))
            process.send_signal(signal.SIGHUP)
            assert process.stdout.readline() == "1 packs: renamed\n"
            assert process.stdout.readline().startswith("renamed: first seen")
            process.send_signal(signal.SIGTERM)
            assert process.stdout.read() == "stopped\n"
            assert process.wait() == 0
        finally:
            process.kill()
