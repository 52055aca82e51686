"""Building: whole files or none, and no failure that touches another target."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from briefings.build import Options, Outcome, build, check, find_specs, plan
from briefings.errors import SpecError, WriteError
from briefings.saving import ABANDONED, UNFINISHED, save
from tests import tiny

SPEC = """\
briefing: {name}
title: "On {{{{ subject.name }}}}"
providers: {{subject: Ash, compare: Beech}}
sections: [rating-summary, comparison]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_spec(name: str, *, more: str = "", file: str = "") -> Path:
    path = Path(f"{file or name}.yaml")
    path.write_text(SPEC.format(name=name) + more, encoding="utf-8")
    return path


def run(
    *paths: Path, formats: Sequence[str] = ("html",), as_at: date | None = None
) -> list[Outcome]:
    return list(build(plan(paths, formats=formats, as_at=as_at), tiny.dataset(), Path("output")))


def hidden(folder: Path = Path("output")) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(UNFINISHED)]


def targets(folder: Path = Path("output")) -> list[str]:
    """The files that readers are given."""
    kept = (".lock", "manifest.json")
    return sorted(path.name for path in folder.iterdir() if path.name not in kept)


def test_a_file_for_each_format() -> None:
    outcomes = run(write_spec("one"), formats=("docx", "pdf", "html"))
    assert [(o.name, o.format, o.built) for o in outcomes] == [
        ("one", "docx", True),
        ("one", "pdf", True),
        ("one", "html", True),
    ]
    assert targets() == ["one.docx", "one.html", "one.pdf"]
    assert all(o.path.stat().st_size == o.size for o in outcomes)
    assert zipfile.ZipFile("output/one.docx").testzip() is None
    assert Path("output/one.pdf").read_bytes().rstrip().endswith(b"%%EOF")


def test_the_spec_names_its_formats() -> None:
    outcomes = run(write_spec("one", more="formats: [html]\n"), formats=())
    assert [o.path.name for o in outcomes] == ["one.html"]


def test_the_same_inputs_give_the_same_bytes() -> None:
    path = write_spec("one")
    first = [o.path.read_bytes() for o in run(path, formats=("docx", "pdf", "html"))]
    second = [o.path.read_bytes() for o in run(path, formats=("docx", "pdf", "html"))]
    assert first == second


def test_a_date_takes_the_place_of_the_specs_own() -> None:
    path = write_spec("one", more="as_at: 2024-12-31\n")
    run(path, as_at=date(2024, 6, 1))
    assert "1 June 2024" in Path("output/one.html").read_text(encoding="utf-8")


def test_a_fault_leaves_the_earlier_file_as_it_was() -> None:
    (built,) = run(write_spec("one"))
    before = built.path.read_bytes()
    (failed,) = run(write_spec("one", more="metrics: [nothing]\n"))
    assert not failed.built and failed.faults[0].where == "metrics[0]"
    assert built.path.read_bytes() == before
    assert hidden() == []


def test_a_character_without_a_glyph_fails_before_anything_is_written() -> None:
    path = write_spec("one", more="subtitle: 图书馆\n")
    (failed,) = run(path)
    assert not failed.built
    assert next(str(f.place) for f in failed.faults if f.place).startswith("one.yaml:5:")
    assert targets() == []


def test_one_that_fails_does_not_stop_the_others() -> None:
    Path("output/two.html/inside").mkdir(parents=True)
    paths = [write_spec("one"), write_spec("two"), write_spec("three", more="colour: red\n")]
    outcomes = run(*paths, write_spec("four"))
    assert [(o.name, o.built) for o in outcomes] == [
        ("three", False),
        ("one", True),
        ("two", False),
        ("four", True),
    ]
    assert outcomes[2].faults[0].what == "a folder stands in the place of the file"
    assert hidden() == []


def test_a_bug_of_ours_does_not_stop_the_others() -> None:
    broken, good = plan([write_spec("broken"), write_spec("good")], formats=("html",))
    assert broken.spec
    nameless = evolve(broken.spec, title=None)  # type: ignore[arg-type]  # no file can give that
    broken = evolve(broken, spec=nameless)
    first, *others = build([broken, good], tiny.dataset(), Path("output"))
    assert first.bug
    assert first.faults[0].what.startswith("a bug of ours: ")
    assert [o.built for o in others] == [True]
    with pytest.raises(RuntimeError, match="Traceback"):
        list(build([broken], tiny.dataset(), Path("output"), Options(trace=True)))


def test_two_specs_with_one_name_would_write_one_file() -> None:
    outcomes = run(write_spec("one"), write_spec("one", file="again"))
    assert [o.built for o in outcomes] == [False, True]
    told = outcomes[0].faults[0]
    assert told.headline() == (
        "again.yaml:1:11: briefing: 'one' is also the name of the briefing in one.yaml; "
        "give each its own"
    )


def test_a_broken_spec_is_told_with_the_names_it_gets_wrong() -> None:
    path = write_spec("one", more="colour: red\nmetrics: [nothing]\n")
    path.write_text(path.read_text(encoding="utf-8").replace("Beech", "Beach"), encoding="utf-8")
    (one,) = plan([path])
    found = check(one, tiny.dataset())
    assert [f.what for f in found] == [
        "unknown provider 'Beach'",
        "unknown key 'colour'",
        "unknown metric 'nothing'",
    ]


def test_checking_writes_nothing() -> None:
    (one,) = plan([write_spec("one")])
    assert check(one, tiny.dataset()) == []
    assert not Path("output").exists()


def test_folders_stand_for_their_specs() -> None:
    Path("specs").mkdir()
    for name in ("b.yaml", "a.yml", "notes.txt"):
        Path("specs", name).write_text("x", encoding="utf-8")
    found = find_specs([Path("specs"), Path("specs/b.yaml")])
    assert [str(path) for path in found] == ["specs/a.yml", "specs/b.yaml"]


def test_every_path_that_is_not_there_is_told() -> None:
    Path("empty").mkdir()
    with pytest.raises(SpecError) as caught:
        find_specs([Path("nowhere"), Path("empty")])
    assert [str(f.place) for f in caught.value.faults] == ["nowhere", "empty"]


def test_a_theme_of_the_spec_stands_beside_it() -> None:
    Path("specs").mkdir()
    path = Path("specs/one.yaml")
    path.write_text(SPEC.format(name="one") + "theme: house.yaml\n", encoding="utf-8")
    (failed,) = run(path)
    assert failed.faults[0].where == "theme"
    Path("specs/house.yaml").write_text("organisation: The Reading Room\n", encoding="utf-8")
    (built,) = run(path)
    assert "The Reading Room" in built.path.read_text(encoding="utf-8")


# --------------------------------------------------------------------------------- saving


def refusal(path: Path) -> str:
    with pytest.raises(WriteError) as caught:
        save(path, b"new")
    (fault,) = caught.value.faults
    assert fault.place and fault.place.file == str(path)
    return fault.what


def test_a_file_in_the_place_of_the_folder() -> None:
    Path("output").write_bytes(b"in the way")
    assert refusal(Path("output/one.html")) == "a file stands in the place of the folder"
    assert refusal(Path("output/deep/one.html")) == "a file stands in the place of the folder"
    assert Path("output").read_bytes() == b"in the way"


def test_a_folder_that_may_not_be_written() -> None:
    Path("output").mkdir()
    Path("output/one.html").write_bytes(b"old")
    Path("output").chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.chmod(".", 0o755)
        os.seteuid(65534)  # root may write anywhere
    try:
        assert refusal(Path("output/one.html")) == "you may not write here"
    finally:
        os.seteuid(user)
        Path("output").chmod(0o755)
    assert Path("output/one.html").read_bytes() == b"old"
    assert hidden() == []


def test_a_disk_that_refuses_in_the_middle() -> None:
    """A real refusal: the system lets no file of this process grow past a limit."""
    save(Path("one.html"), b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(WriteError, match="the file cannot be written: File too large"):
            save(Path("one.html"), b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert Path("one.html").read_bytes() == b"old"
    assert hidden(Path()) == []


def test_files_have_the_usual_permissions() -> None:
    Path("usual").write_bytes(b"")
    save(Path("one.html"), b"new")
    assert Path("one.html").stat().st_mode == Path("usual").stat().st_mode


def test_a_killed_run_leaves_whole_files_only() -> None:
    """A real run, killed as soon as its first file is there, again and again."""
    Path("specs").mkdir()
    for number in range(60):
        name = f"b-{number}"
        Path("specs", f"{name}.yaml").write_text(SPEC.format(name=name), encoding="utf-8")
    tiny.write(Path("tiny"))
    run = "from briefings.cli import main; main()"
    command = [sys.executable, "-c", run, "build", "specs", "--data", "tiny", "--data-only"]
    for wait in (0.0, 0.05, 0.15):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 60
        while not list(Path().glob("output/b-*.docx")) and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        for path in Path("output").glob("b-*.docx"):
            assert zipfile.ZipFile(path).testzip() is None
        for path in Path("output").glob("b-*.pdf"):
            assert path.read_bytes().rstrip().endswith(b"%%EOF")
        for path in Path("output").glob("b-*"):
            path.unlink()


def test_what_a_killed_run_left_is_cleared_in_time() -> None:
    old, young, other = (
        Path(f".{name}.0123{UNFINISHED}") for name in ("one.html", "one.html.x", "two.html")
    )
    for path in (old, young, other):
        path.write_bytes(b"half")
    past = time.time() - ABANDONED - 60
    os.utime(old, (past, past))
    os.utime(other, (past, past))
    save(Path("one.html"), b"new")
    assert not old.exists()
    assert young.exists() and other.exists()


def test_checking_looks_into_an_organisations_own_word_file() -> None:
    """One that lacks the styles a briefing needs fails a build, and a check no less."""
    from docx import Document as word_document

    word_document().save("house.docx")
    theme = "name: house\nword_template: house.docx\nword_styles: only\n"
    Path("house.yaml").write_text(theme, encoding="utf-8")
    path = write_spec("one", more="theme: house.yaml\n")
    (one,) = plan([path])
    checked = check(one, tiny.dataset())
    assert checked
    failed = [o for o in run(path, formats=("docx",)) if o.failed]
    assert [f.what for o in failed for f in o.faults] == [f.what for f in checked]
