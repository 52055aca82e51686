"""Building only what is out of date, with the reason of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefings
from briefings.build import Outcome, batch, build
from briefings.build.fingerprint import digest, program
from briefings.dataset import load
from briefings.errors import WriteError
from briefings.executors import in_process, processes
from tests.build.works import PROFILE, Works, states
from tests.kitchen import png

MARKED = Path(briefings.__file__).parent / "fonts"
CRCS = "  - {spec: profile.yaml, for_each: {kind: CRC}}\n"


@pytest.fixture
def crcs(works: Works) -> Works:
    """A pack of two briefings, of North and South, in HTML, built once."""
    works.write("profile.yaml", PROFILE + "theme: house.yaml\nvariables: {reader: All}\n"
                'subtitle: "For {{ variables.reader }}"\n')  # fmt: skip
    works.write("house.yaml", "name: house\n")
    works.pack(CRCS)
    assert {o.state for o in works.build()} == {"built"}
    return works


def reasons(outcomes: list[Outcome]) -> set[str]:
    return {reason for o in outcomes for reason in o.why}


def test_the_first_build_says_so(works: Works) -> None:
    works.pack(CRCS)
    assert reasons(works.build()) == {"not built before"}


def test_nothing_changed_and_nothing_is_made(crcs: Works) -> None:
    before = {p: p.stat().st_mtime_ns for p in crcs.out.rglob("*.*") if p.name != ".lock"}
    made: list[int] = []

    def counted(tasks: int) -> object:
        made.append(tasks)
        return in_process()

    outcomes = crcs.build(executor=counted)
    assert states(outcomes) == {"profile-north.html": "up to date",
                                "profile-south.html": "up to date"}  # fmt: skip
    assert reasons(outcomes) == set() and made == []
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_changed_fact_that_is_not_shown_rebuilds_nothing(crcs: Works) -> None:
    crcs.change("tiny/providers/ash.yaml", "Label every shelf", "Label every book")
    outcomes = crcs.build()
    assert {o.state for o in outcomes} == {"up to date"}
    assert reasons(outcomes) == {"the data has changed, but nothing that it shows"}
    assert reasons(crcs.build()) == set()  # that it makes no difference has been noted


def test_a_changed_fact_rebuilds_what_shows_it_and_is_named(crcs: Works) -> None:
    crcs.change("tiny/providers/north.yaml",
                '"2.2": {rating: Inadequate, source: north-2019}',
                '"2.2": {rating: Requires improvement, source: north-2019}')  # fmt: skip
    outcomes = crcs.build()
    assert states(outcomes) == {"profile-north.html": "built", "profile-south.html": "up to date"}
    (built,) = [o for o in outcomes if o.built]
    assert built.why == (
        "2.2 Planning of North Community Rehabilitation Company: "
        "Inadequate -> Requires improvement, source 1",
        "Score (unofficial) of North Community Rehabilitation Company: "
        "3 of 12 -> 4 of 12, source 1",
    )
    assert b"[1]" in built.path.read_bytes() or b">1<" in built.path.read_bytes()


CHANGES: dict[str, tuple[Callable[[Works], None], str]] = {
    "the spec": (
        lambda w: w.change("profile.yaml", "[rating-summary]", "[rating-summary, change]"),
        "the spec has changed: sections",
    ),
    "a variable": (
        lambda w: w.change("profile.yaml", "reader: All", "reader: Ann"),
        "the spec has changed: variables",
    ),
    "a variable of the pack": (
        lambda w: w.change("monthly.yaml", "title:", "variables: {reader: Bo}\ntitle:"),
        "variables.reader: 'All' -> 'Bo'",
    ),
    "the theme": (
        lambda w: w.change("house.yaml", "name: house", "name: house\ncolours: {ink: '#000000'}"),
        "the theme has changed: colours",
    ),
    "the date": (
        lambda w: w.change("monthly.yaml", "title:", "as_at: 2018-12-31\ntitle:"),
        "as_at is 2018-12-31",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_input_rebuilds_and_is_named(crcs: Works, what: str) -> None:
    change, reason = CHANGES[what]
    change(crcs)
    planned = crcs.plan()
    outcomes = crcs.build()
    assert {o.state for o in outcomes} == {"built"}
    assert reason in reasons(outcomes)
    assert [o.why for o in planned] == [o.why for o in outcomes]
    assert {o.state for o in crcs.build()} == {"up to date"}


def test_a_changed_spec_that_says_the_same_rebuilds_nothing(crcs: Works) -> None:
    crcs.change("profile.yaml", "[rating-summary]", "[{rating-summary: {}}]")
    outcomes = crcs.build()
    assert {o.state for o in outcomes} == {"up to date"}
    assert reasons(outcomes) == {"the spec has changed: sections, but nothing that it shows"}


def test_a_comment_changes_nothing(crcs: Works) -> None:
    crcs.write("profile.yaml", "# For all\n" + Path("profile.yaml").read_text("utf-8"))
    assert reasons(crcs.build()) == set()


def test_a_changed_font_rebuilds_all_though_its_name_is_the_same(crcs: Works) -> None:
    fonts = sorted(MARKED.glob("*.ttf"))
    shutil.copy(fonts[0], "own.ttf")
    crcs.write("house.yaml", "fonts: {regular: own.ttf}\n")
    assert {o.state for o in crcs.build()} == {"built"}
    shutil.copy(fonts[-1], "own.ttf")
    outcomes = crcs.build()
    assert {o.state for o in outcomes} == {"built"}
    assert reasons(outcomes) == {"the theme has changed: fonts"}


def test_a_changed_logo_rebuilds_all(crcs: Works) -> None:
    Path("logo.png").write_bytes(png())
    crcs.write("house.yaml", "logo: {file: logo.png, alt: The house}\n")
    assert {o.state for o in crcs.build()} == {"built"}
    Path("logo.png").write_bytes(png(6, 9))
    assert reasons(crcs.build()) == {"the theme has changed: logo"}


def test_a_changed_picture_of_the_text_is_named(works: Works) -> None:
    Path("map.png").write_bytes(png())
    works.write("profile.yaml", PROFILE.replace(
        "[rating-summary]", '[rating-summary, {text: "![Where it is](map.png)"}]'))  # fmt: skip
    works.pack("  - profile.yaml\n  - {spec: profile.yaml, name: other}\n")
    works.build()
    assert reasons(works.build()) == set()
    Path("map.png").write_bytes(png(6, 9))
    outcomes = works.build()
    assert {o.state for o in outcomes} == {"built"}
    assert reasons(outcomes) == {"the file map.png has changed"}


def recorded_by_another(works: Works, name: str, version: str) -> None:
    """Make the manifest that of another program, in one of its libraries or in its code."""
    path = works.out / "manifest.json"
    other = {**program(), name: version}
    text = path.read_text("utf-8")
    kept = json.loads(text)
    assert [*kept["programs"]] == [digest(program())]
    kept["programs"] = {digest(other): other}
    for entry in kept["briefings"].values():
        entry["inputs"]["program"] = digest(other)
    path.write_text(json.dumps(kept), "utf-8")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("code", "its code"), ("reportlab", f"reportlab 4.0 -> {program()['reportlab']}")],
)
def test_another_program_or_library_rebuilds_all(crcs: Works, name: str, reason: str) -> None:
    recorded_by_another(crcs, name, "4.0")
    outcomes = crcs.build()
    assert {o.state for o in outcomes} == {"built"}
    assert reasons(outcomes) == {f"the program has changed: {reason}"}


def test_a_file_that_is_gone_or_altered_is_built_again_and_no_other(crcs: Works) -> None:
    built = crcs.files()
    (crcs.out / "profile-north.html").unlink()
    outcomes = crcs.build()
    assert states(outcomes) == {"profile-north.html": "built", "profile-south.html": "up to date"}
    assert reasons(outcomes) == {"output/profile-north.html is not there"}
    (crcs.out / "profile-south.html").write_bytes(b"edited")
    outcomes = crcs.build()
    assert states(outcomes) == {"profile-north.html": "up to date", "profile-south.html": "built"}
    assert reasons(outcomes) == {"output/profile-south.html is not the file that was built"}
    assert crcs.files() == built


def test_one_format_of_several_is_built_alone(crcs: Works) -> None:
    both = ("html", "docx")
    crcs.build(formats=both)
    (crcs.out / "profile-north.docx").unlink()
    outcomes = crcs.build(formats=both)
    assert [o.path.name for o in outcomes if o.built] == ["profile-north.docx"]


def test_a_format_that_is_added_leaves_the_others(crcs: Works) -> None:
    crcs.change("profile.yaml", "formats: [html]", "formats: [html, docx]")
    outcomes = crcs.build()
    assert sorted(o.path.name for o in outcomes if o.built) == ["profile-north.docx",
                                                                "profile-south.docx"]  # fmt: skip
    assert reasons(outcomes) == {"docx was not built with the others"}


def test_a_format_left_out_of_a_later_build_is_not_taken_for_current(crcs: Works) -> None:
    crcs.build(formats=("html", "docx"))
    crcs.change("profile.yaml", "[rating-summary]", "[rating-summary, change]")
    crcs.build(formats=("html",))
    outcomes = crcs.build(formats=("html", "docx"))
    assert {o.state for o in outcomes if o.format == "docx"} == {"built"}
    assert {o.state for o in outcomes if o.format == "html"} == {"up to date"}


def test_forced(crcs: Works) -> None:
    before = crcs.files()
    outcomes = crcs.build(force=True)
    assert {o.state for o in outcomes} == {"built"}
    assert reasons(outcomes) == {"--force was given"}
    assert crcs.files() == before


def test_only_some(crcs: Works) -> None:
    outcomes = crcs.build(force=True, only="profile-south".__eq__)
    assert states(outcomes) == {"profile-south.html": "built"}


def test_fail_fast_tells_what_was_not_reached(works: Works) -> None:
    broken = "  - {spec: profile.yaml, name: broken}\n"
    after = "".join(f"  - {{spec: profile.yaml, name: {name}}}\n" for name in "bc")
    works.pack("  - {spec: profile.yaml, name: a}\n" + broken + after)
    (works.out / "broken.html").mkdir(parents=True)
    outcomes = works.build(fail_fast=True)
    assert states(outcomes) == {"a.html": "built", "broken.html": "failed",
                                "b.html": "not reached", "c.html": "not reached"}  # fmt: skip
    assert states(works.build()) == {"a.html": "up to date", "broken.html": "failed",
                                     "b.html": "built", "c.html": "built"}  # fmt: skip


def test_fail_fast_stops_at_a_broken_spec_too(works: Works) -> None:
    works.pack("  - nowhere.yaml\n  - {spec: profile.yaml, name: a}\n")
    assert states(works.build(fail_fast=True)) == {"monthly": "failed", "a.html": "not reached"}


def test_every_executor_gives_the_same_bytes(crcs: Works) -> None:
    formats = ("docx", "pdf", "html")
    crcs.pack("  - {spec: profile.yaml, for_each: all}\n")
    crcs.build(formats=formats)
    here = crcs.files()
    crcs.build(formats=formats, force=True, executor=lambda tasks: processes(2))
    assert crcs.files() == here
    assert len(here) == 6 * 3


# ------------------------------------------------------------------------------- manifest


def test_a_journal_is_read_up_to_where_a_killed_run_cut_it_off(crcs: Works) -> None:
    manifest, journal = crcs.out / "manifest.json", crcs.out / "manifest.journal"
    kept = json.loads(manifest.read_text("utf-8"))
    manifest.unlink()
    tables = {n: kept[n] for n in ("specs", "programs", "themes", "sources", "standings", "facts")}
    rows = [json.dumps({"name": n, "entry": e, "tables": tables})
            for n, e in kept["briefings"].items()]  # fmt: skip
    journal.write_text("".join(f"\n{row}" for row in rows)[:-9], "utf-8")
    outcomes = crcs.build()
    assert [o.state for o in outcomes] == ["up to date", "built"]
    assert reasons(outcomes) == {"not built before"}
    assert not journal.exists()
    assert {o.state for o in crcs.build()} == {"up to date"}


def test_a_manifest_of_another_version_is_not_understood(crcs: Works) -> None:
    path = crcs.out / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"version":1', '"version":7'), "utf-8")
    with pytest.raises(WriteError) as caught:
        crcs.build()
    assert caught.value.faults[0].headline() == (
        "output/manifest.json: the manifest cannot be read: its version is 7, and 1 is known; "
        "delete it, and everything is built anew"
    )
    path.unlink()
    assert {o.state for o in crcs.build()} == {"built"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 1}', '{"version": 1, "briefings": []}', "\ufeff{}", "7"]
)
def test_what_is_no_manifest_is_told(crcs: Works, text: str) -> None:
    (crcs.out / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(WriteError, match="the manifest cannot be read"):
        crcs.build()


def test_a_manifest_that_points_nowhere_is_told(crcs: Works) -> None:
    path = crcs.out / "manifest.json"
    kept = json.loads(path.read_text("utf-8"))
    kept["facts"].popitem()
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(WriteError, match="is not in its table 'facts'"):
        crcs.build()


def test_the_manifest_forgets_what_is_neither_there_nor_asked_for(crcs: Works) -> None:
    crcs.pack("  - {spec: profile.yaml, name: other}\n")
    (crcs.out / "profile-north.html").unlink()
    crcs.build()
    kept = json.loads((crcs.out / "manifest.json").read_text("utf-8"))
    assert sorted(kept["briefings"]) == ["other", "profile-south"]


def test_the_same_is_recorded_wherever_the_folder_is(
    crcs: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole folder is moved, and built from another one."""
    here = Path.cwd()
    (here / "deep").mkdir()
    for name in ("profile.yaml", "house.yaml", "monthly.yaml", "tiny", "output"):
        shutil.move(name, here / "deep" / name)
    monkeypatch.chdir(here / "deep")
    assert reasons(crcs.build()) == set()
    before = Path("output/manifest.json").read_bytes()
    monkeypatch.chdir("/")
    there = Works(here / "deep" / "output")
    given = [here / "deep" / "monthly.yaml"]
    data = load([here / "deep" / "tiny"], bundled=False)
    assert reasons(list(build(batch(given, data), data, there.out))) == set()
    assert (here / "deep/output/manifest.json").read_bytes() == before


# -------------------------------------------------------------------------------- property

EDITS = st.lists(
    st.sampled_from([
        "rating", "unshown", "spec", "same spec", "theme", "pack variable", "gone", "altered",
        "new row",
    ]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip


def edit(works: Works, name: str) -> None:
    north = works.out / "profile-north.html"
    match name:
        case "rating":
            works.change("tiny/providers/north.yaml", '"1.2": {rating: Requires improvement',
                         '"1.2": {rating: Good')  # fmt: skip
        case "unshown":
            works.change("tiny/providers/ash.yaml", "Saturdays", "Sundays")
        case "spec":
            works.change("profile.yaml", "[rating-summary]", "[rating-summary, change]")
        case "same spec":
            works.change("profile.yaml", "formats:", "metrics: [overall, standards]\nformats:")
        case "theme":
            works.change("house.yaml", "name: house", "name: other")
        case "pack variable":
            works.change("monthly.yaml", "title:", "variables: {reader: Bo}\ntitle:")
        case "gone":
            north.unlink()
        case "altered":
            (works.out / "profile-south.html").write_bytes(b"altered")
        case _:
            works.change("monthly.yaml", "{kind: CRC}", "{kind: CRC, round: 2018/19}")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_a_plan_says_what_the_build_then_does(
    edits: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "-".join(edits).replace(" ", "_")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    monkeypatch.chdir(folder)
    works = Works.new()
    works.write("profile.yaml", PROFILE + "theme: house.yaml\n")
    works.write("house.yaml", "name: house\n")
    works.pack(CRCS, "index: true\nzip: true\n")
    works.build()
    for name in edits:
        edit(works, name)
    planned, built = works.plan(), works.build()

    def told(outcomes: list[Outcome], state: str) -> dict[str, tuple[str, ...]]:
        return {o.path.name: o.why for o in outcomes if o.state == state}

    whole = {"monthly-index.html", "monthly.zip"}  # whose parts may come out the same
    to_build, made = told(planned, "to build"), told(built, "built")
    assert {n: to_build[n] for n in to_build.keys() - whole} == {
        n: made[n] for n in made.keys() - whole
    }
    assert made.keys() <= to_build.keys()
    current = told(planned, "up to date")
    assert current.items() <= told(built, "up to date").items()
    assert {o.state for o in works.plan()} == {"up to date"}
