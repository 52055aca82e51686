"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from briefings import __version__
from briefings.cli import main
from briefings.errors import EXIT_BUG, EXIT_FAULT, EXIT_PARTIAL, EXIT_USAGE
from tests import tiny

GOOD = """\
briefing: good
title: "On {{ subject.name }}"
providers: {subject: Ash, compare: Beech}
sections: [rating-summary, {text: "Rated {{ subject.rating() }}."}]
"""
BAD = GOOD.replace("good", "bad").replace("Ash", "Ashe")
DATA = ["--data", "tiny", "--data-only"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    tiny.write(tmp_path / "tiny")
    Path("good.yaml").write_text(GOOD, encoding="utf-8")
    Path("bad.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def commands(group: click.Group, *names: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [names]
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, *names, name)
        else:
            found.append((*names, name))
    return found


# ------------------------------------------------------------------------------ exit codes


def test_0_when_all_is_built() -> None:
    result = run("build", "good.yaml", *DATA, "--format", "html")
    assert result.exit_code == 0
    size = max(1, round(Path("output/good.html").stat().st_size / 1000))
    assert result.stdout == f"built output/good.html ({size} kB)\n"
    assert result.stderr == ""


def test_1_when_nothing_is() -> None:
    result = run("build", "bad.yaml", *DATA)
    assert result.exit_code == EXIT_FAULT
    assert result.stdout == ""
    assert result.stderr.startswith("bad.yaml:3:22: providers.subject: unknown provider 'Ashe'")
    assert result.stderr.endswith("1 failed, 0 built\n")


def test_3_when_some_are() -> None:
    result = run("build", "bad.yaml", "good.yaml", *DATA, "--format", "html")
    assert result.exit_code == EXIT_PARTIAL
    assert result.stdout.startswith("built output/good.html")
    assert result.stderr.endswith("1 failed, 1 built\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bild"],
        ["build", "--fromat", "pdf"],
        ["build", "good.yaml", "--format", "ptf"],
        ["build", "good.yaml", "--as-at", "31.12.2019"],
        ["build", "good.yaml", "--data", "nowhere"],
        ["list"],
        ["list", "colours"],
        ["show"],
    ],
)
def test_2_when_it_is_called_wrongly(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == EXIT_USAGE
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_an_unknown_format_is_told_with_the_nearest() -> None:
    assert "unknown format 'ptf'; did you mean 'pdf'?" in run("build", "--format", "ptf").stderr


def test_70_when_it_is_our_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is not a user's fault, and says so; it takes one that is put in to see it."""
    monkeypatch.setitem(sys.modules, "briefings.dataset", None)
    result = run("list", "providers")
    assert result.exit_code == EXIT_BUG
    assert "a bug of ours" in result.stderr and "Traceback" not in result.output
    with pytest.raises(ImportError):
        CliRunner().invoke(main, ["--trace", "list", "providers"], catch_exceptions=False)


# -------------------------------------------------------------------------------- commands


def test_version() -> None:
    assert run("--version").stdout == f"briefings, version {__version__}\n"


@pytest.mark.parametrize("names", commands(main), ids=" ".join)
def test_every_command_has_help(names: tuple[str, ...]) -> None:
    result = run(*names, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {' '.join(names)}".rstrip())
    for line in result.stdout.splitlines():
        assert len(line) <= 80


def test_every_option_is_explained() -> None:
    for names in commands(main):
        command: Any = main
        for name in names:
            command = command.commands[name]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (names, parameter.name)


def test_check_tells_of_every_spec_and_writes_nothing() -> None:
    result = run("check", "good.yaml", "bad.yaml", *DATA)
    assert result.exit_code == EXIT_FAULT
    assert result.stdout == "good.yaml: no fault\n"
    assert result.stderr.startswith("bad.yaml:3:22: ")
    assert not Path("output").exists()


def test_the_folder_specs_is_the_default() -> None:
    assert run("check", *DATA).stderr == "specs: no such file or folder; check the path\n"
    Path("specs").mkdir()
    Path("good.yaml").rename("specs/good.yaml")
    assert run("check", *DATA).stdout == "specs/good.yaml: no fault\n"


def test_formats_are_built_once_each_and_in_order() -> None:
    result = run("build", "good.yaml", *DATA, "--format", "html, pdf,html", "--out", "a/b")
    built = [line.split()[1] for line in result.stdout.splitlines()]
    assert built == ["a/b/good.html", "a/b/good.pdf"]


def test_as_at_takes_the_place_of_the_specs_date() -> None:
    result = run("show", "good.yaml", *DATA, "--as-at", "2024-04-30")
    assert "30 April 2024" in result.stdout


def test_show_says_what_the_briefing_says() -> None:
    result = run("show", "good.yaml", *DATA)
    assert result.exit_code == 0
    assert "On Ash Library" in result.stdout and "Rated Strong." in result.stdout


def test_a_theme_for_every_briefing() -> None:
    Path("house.yaml").write_text("organisation: The Reading Room\n", encoding="utf-8")
    run("build", "good.yaml", *DATA, "--format", "html", "--theme", "house.yaml")
    assert "The Reading Room" in Path("output/good.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "id"),
    [
        ("providers", "ash"),
        ("metrics", "loans"),
        ("sections", "rating-summary"),
        ("frameworks", "lib-2024"),
        ("groups", "woodland"),
        ("sources", "lib-report"),
        ("rounds", "spring-2024"),
    ],
)
def test_lists(what: str, id: str) -> None:
    plain = run("list", what, *DATA)
    assert any(line.split("  ")[0] == id for line in plain.stdout.splitlines())
    rows = json.loads(run("list", what, *DATA, "--json").stdout)
    assert [row["id"] for row in rows] == [
        line.split("  ")[0] for line in plain.stdout.splitlines()
    ]
    assert all(row["text"] for row in rows)


def test_data_check_counts() -> None:
    result = run("data", "check", *DATA)
    assert result.exit_code == 0
    assert result.stdout.startswith("6 providers, 7 inspections, 7 observations, 7 sources: 0 err")


# ------------------------------------------------------------------------------------ JSON


def test_targets_as_json() -> None:
    result = run("build", "bad.yaml", "good.yaml", *DATA, "--format", "html", "--json")
    assert result.exit_code == EXIT_PARTIAL
    assert result.stderr == ""
    bad, good = json.loads(result.stdout)["targets"]
    assert (bad["briefing"], bad["state"], bad["bytes"]) == ("bad", "failed", None)
    assert bad["faults"][0]["line"] == 3 and "ash" in bad["faults"][0]["allowed"]
    assert (good["state"], good["path"], good["faults"]) == ("built", "output/good.html", [])
    assert good["bytes"] == Path("output/good.html").stat().st_size


@pytest.mark.parametrize("command", [["check", "nowhere.yaml"], ["data", "check"]])
def test_faults_that_stop_everything_as_json(command: list[str]) -> None:
    Path("tiny/providers/ash.yaml").write_text("nme: Ash\n", encoding="utf-8")
    result = run(*command, *DATA, "--json")
    assert result.exit_code == EXIT_FAULT
    assert result.stderr == ""
    assert json.loads(result.stdout)["faults"][0]["what"]


# -------------------------------------------------------------------------- a real process

RUN = [sys.executable, "-c", "from briefings.cli import main; main(prog_name='briefings')"]
HEAVY = ["PIL", "docx", "jinja2", "markdown_it", "reportlab", "rich", "yaml"]


def test_help_needs_no_heavy_import() -> None:
    code = f"""
import sys
from briefings.cli import main
main(["--help"], standalone_mode=False)
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_on_a_terminal_there_is_a_bar_and_the_same_lines() -> None:
    ours, theirs = pty.openpty()
    command = [*RUN, "build", "good.yaml", *DATA, "--format", "html"]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert process.wait() == 0
    assert b"building" in seen
    assert b"built output/good.html" in seen


def test_a_reader_that_stops_early_is_no_fault() -> None:
    shell = f"{sys.executable} -c 'from briefings.cli import main; main()' list sources | head -1"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr and "Error" not in done.stderr
