"""The report of a run: what it says as JSON, as a page, and of what was not reached."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from bs4 import BeautifulSoup
from bs4.element import Tag

from briefings.build import Outcome, batch, build
from briefings.build.awaited import awaited
from briefings.errors import Fault, Place
from briefings.report import Report, as_json, counts, instant, lines
from briefings.reportpage import page, seconds_words
from briefings.theme import load
from tests import tiny

BEGAN = datetime(2026, 11, 21, 9, 30, 5, 250_000, tzinfo=UTC)
FAULT = Fault(
    "unknown provider 'Ashe' <of>",
    "did you mean 'Ash'?",
    "providers.subject",
    Place("two.yaml", 3, 22, "providers: {subject: Ashe}"),
    ("ash", "beech"),
)
WHY = ("2.2 Planning of North: Inadequate -> Good, source 14", "the theme has changed")
ONE = [
    Outcome("one", Path("output/one.docx"), "docx", 41_200, why=WHY, seconds=0.41, sha256="ab"),
    Outcome("one", Path("output/one.pdf"), "pdf", 1_200_000, why=WHY, seconds=0.41),
]
TWO = [
    Outcome("two", Path("output/two.docx"), "docx", 812, state="up to date"),
    Outcome("two", Path("output/two.pdf"), "pdf", faults=(FAULT,), state="failed", seconds=0.2),
]
THREE = [Outcome("three", Path("output/a b/three.pdf"), "pdf", state="not reached")]


def report(*outcomes: Outcome, **more: Any) -> Report:
    return Report(outcomes, BEGAN, BEGAN + timedelta(seconds=12.5), **more)


def made(told: Report, folder: str = ".") -> BeautifulSoup:
    return BeautifulSoup(page(told, load(), Path(folder)), "lxml")


def words(found: Tag | None) -> str:
    assert found
    return " ".join(found.get_text(" ").split())


def rows(soup: BeautifulSoup) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in soup.select("tr")]


# ----------------------------------------------------------------------------------- JSON


def test_everything_is_in_the_json() -> None:
    told = report(
        *ONE, *TWO, *THREE, exit_code=3, options={"--out": "output"}, versions={"briefings": "0.1"}
    )
    found = json.loads(as_json(told))
    assert found["started"] == "2026-11-21T09:30:05.250Z"
    assert found["ended"] == "2026-11-21T09:30:17.750Z"
    assert (found["version"], found["seconds"], found["exit_code"]) == (1, 12.5, 3)
    assert (found["stopped_by"], found["faults"]) == (None, [])
    assert (found["options"], found["versions"]) == ({"--out": "output"}, {"briefings": "0.1"})
    assert found["counts"] == {"failed": 1, "not reached": 1, "built": 2, "up to date": 1}
    assert found["targets"][0] == {
        "briefing": "one",
        "path": "output/one.docx",
        "format": "docx",
        "state": "built",
        "why": list(WHY),
        "bytes": 41_200,
        "sha256": "ab",
        "seconds": 0.41,
        "faults": [],
    }
    assert found["targets"][3]["faults"] == [FAULT.as_json()]


def test_a_moment_is_told_in_utc() -> None:
    summer = timezone(timedelta(hours=1))
    assert instant(datetime(2026, 7, 1, 0, 30, tzinfo=summer)) == "2026-06-30T23:30:00.000Z"


def test_states_that_none_came_to_are_not_counted() -> None:
    assert counts(ONE) == {"built": 2}


# ---------------------------------------------------------------------------------- lines


def test_what_came_to_the_same_is_one_line_and_the_rest_says_which_formats() -> None:
    assert [(line.name, line.first.state, line.size) for line in lines([*ONE, *TWO])] == [
        ("one", "built", 1_241_200),
        ("two (docx)", "up to date", 812),
        ("two (pdf)", "failed", 0),
    ]


def test_why_one_failed_is_what_is_wrong_with_it() -> None:
    assert [line.why for line in lines([*ONE, TWO[1]])] == [WHY, (FAULT.headline(),)]


# ----------------------------------------------------------------------------------- page


def test_each_briefing_has_a_row() -> None:
    assert rows(made(report(*ONE, *TWO, *THREE))) == [
        ["Target", "Files", "State", "Why", "Seconds", "Size"],
        ["one", "Word PDF", "Built", " ".join(WHY), "0.41", "1.2 MB"],
        ["two", "Word", "Up to date", "none", "none", "812 bytes"],
        ["two", "PDF", "Failed", "one fault, told above", "0.20", "none"],
        ["three", "PDF", "Not reached", "none", "none", "none"],
    ]


def test_links_lead_from_the_page_to_the_files_that_are_there() -> None:
    stands = evolve(THREE[0], state="built")

    def addresses(folder: str) -> list[str]:
        soup = made(report(*ONE, *TWO, stands), folder)
        return [str(a["href"]) for a in soup.select("main a")]

    files = ["one.docx", "one.pdf", "two.docx", "a%20b/three.pdf"]
    assert addresses(".") == [f"output/{name}" for name in files]
    assert addresses("reports/today") == [f"../../output/{name}" for name in files]


def test_what_failed_is_told_whole_and_first() -> None:
    soup = made(report(*ONE, *TWO))
    assert [words(h) for h in soup.select("h2")] == ["What failed", "Targets", "The run"]
    told = words(soup.select_one("main section"))
    assert "two (pdf) two.yaml:3:22: providers.subject: unknown provider 'Ashe' <of>;" in told
    assert told.endswith("providers: {subject: Ashe} Allowed: ash, beech")


def test_many_reasons_are_told_below_the_table() -> None:
    why = tuple(f"2.{n} Planning: Good -> Inadequate" for n in range(5))
    soup = made(report(evolve(ONE[0], why=why), ONE[1]))
    assert rows(soup)[1][3] == f"{why[0]} {why[1]} and 3 more, told below"
    assert [words(li) for li in soup.select("main li") if words(li)[:2] == "2."] == [*why]
    assert "one (docx) 2.0 Planning" in words(soup)
    assert [words(h) for h in soup.select("h2")] == ["Targets", "Why, in full", "The run"]


def test_a_list_of_what_is_allowed_is_told_once() -> None:
    twice = evolve(TWO[1], faults=(FAULT, evolve(FAULT, where="providers.compare")))
    assert words(made(report(twice))).count("Allowed: ash, beech") == 1


def test_who_stopped_it_and_what_it_was_given() -> None:
    told = words(made(report(*THREE, stopped_by="SIGTERM", exit_code=143,
                             options={"--out": "x", "--force": True, "--only": ["a", "b"]},
                             versions={"briefings": "0.1", "lxml": "6"})))  # fmt: skip
    assert "Stopped by SIGTERM What was built until then is whole." in told
    assert "Exit code: 143" in told and "Took: 12 s" in told
    assert "--out: x --force: yes --only: a, b Versions: briefings 0.1, lxml 6" in told


def test_faults_of_the_whole_run_are_told_where_there_is_no_target() -> None:
    fault = Fault("process 7 on desk is building in this folder", "wait", place=Place("output"))
    soup = made(report(faults=(fault,), exit_code=1))
    assert words(soup.select_one(".subtitle")) == "No targets"
    assert "output: process 7 on desk is building in this folder; wait." in words(soup)
    assert soup.select("table") == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (9.9, "9.9 s"), (38.2, "38 s"), (60, "1 min 0 s"), (3725, "62 min 5 s")],
)
def test_how_long_it_took(seconds: float, said: str) -> None:
    assert " ".join(seconds_words(seconds).split()) == said


# ---------------------------------------------------------------------------- not reached

SPEC = """\
briefing: {name}
title: "On {{{{ subject.name }}}}"
providers: {{subject: {who}, compare: Beech}}
sections: [rating-summary]
formats: [html, docx]
"""
PACK = """\
pack: libraries
title: Libraries
briefings: [one.yaml, two.yaml]
combined: {name: whole, formats: [pdf, html]}
index: true
zip: true
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        Path(f"{name}.yaml").write_text(SPEC.format(name=name, who="Ash"), "utf-8")
    Path("pack.yaml").write_text(PACK, "utf-8")
    return Path("pack.yaml")


def test_what_is_awaited_is_what_a_build_tells_of(pack: Path) -> None:
    asked = batch([pack, Path("nowhere.yaml")], tiny.dataset())
    left = awaited(asked, Path("output"))
    expected = left.left()
    outcomes = list(build(asked, tiny.dataset(), Path("output")))
    paths = {(o.name, o.format, o.path) for o in outcomes}
    assert {(o.name, o.format, o.path) for o in expected} == paths
    assert all(o.state == "not reached" for o in expected)
    assert [left.tell(outcome) for outcome in outcomes] == [1] * len(outcomes)
    assert left.left() == []


def test_one_that_fails_as_a_whole_tells_of_all_its_formats(pack: Path) -> None:
    Path("two.yaml").write_text(SPEC.format(name="two", who="Ashe"), "utf-8")
    asked = batch([Path("one.yaml"), Path("two.yaml")], tiny.dataset())
    left = awaited(asked, Path("output"), lambda name: name == "one")
    assert len(left) == 2
    assert left.tell(Outcome("other", Path("other.html"), "html")) == 0
    assert left.tell(Outcome("one", Path("one.yaml"), state="failed")) == 2
    assert left.left() == []


def test_of_a_pack_that_is_not_whole_its_products_are_not_awaited(pack: Path) -> None:
    asked = batch([pack], tiny.dataset())
    assert len(awaited(asked, Path("output"))) == 8
    assert len(awaited(asked, Path("output"), lambda name: name != "two")) == 2
