"""What a pack has beside its briefings: one document of all, an index page, a ZIP."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from briefings.build import Outcome
from briefings.build.verifying import verified
from briefings.executors import Limits
from tests.build.works import Works, states

CRCS = '  - {spec: profile.yaml, for_each: {kind: CRC}, name: "of/{{ each.id }}"}\n'
ALL = "combined: {title: Both, subtitle: Of them, name: both, formats: [html, docx]}\n"
EVERYTHING = f"{ALL}index: true\nzip: true\n"
OWN = {"both.html", "both.docx", "monthly-index.html", "monthly.zip"}


@pytest.fixture
def whole(works: Works) -> Works:
    works.pack(CRCS, EVERYTHING)
    assert {o.state for o in works.build()} == {"built"}
    return works


def own(outcomes: list[Outcome]) -> dict[str, str]:
    """The states of the pack's own files."""
    return {name: state for name, state in states(outcomes).items() if name in OWN}


def why(outcomes: list[Outcome], name: str) -> tuple[str, ...]:
    return next(o.why for o in outcomes if o.path.name == name)


def test_all_of_it_is_there(whole: Works) -> None:
    assert set(whole.files()) == {"of/north.html", "of/south.html", *OWN}


def test_one_document_holds_every_briefing(whole: Works) -> None:
    page = BeautifulSoup(whole.files()["both.html"], "lxml")
    headings = [h.get_text(" ", strip=True) for h in page.find_all(["h1", "h2"])]
    assert headings[0] == "Both"
    assert [h for h in headings if "On North" in h or "On South" in h] != []
    assert "Of them" in page.get_text()


def test_the_index_links_every_file_but_the_zip(whole: Works) -> None:
    page = BeautifulSoup(whole.files()["monthly-index.html"], "lxml")
    links = {a["href"] for a in page.find_all("a") if not str(a["href"]).startswith("#")}
    assert links == {"of/north.html", "of/south.html", "both.html", "both.docx"}
    assert all((whole.out / str(link)).exists() for link in links)


def test_the_zip_holds_every_file_but_itself(whole: Works) -> None:
    with zipfile.ZipFile(whole.out / "monthly.zip") as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    assert held == {n: data for n, data in whole.files().items() if n != "monthly.zip"}


def test_nothing_changed_and_none_is_made(whole: Works) -> None:
    assert set(own(whole.build()).values()) == {"up to date"}
    assert set(own(whole.plan()).values()) == {"up to date"}


def test_a_changed_part_makes_all_three_anew(whole: Works) -> None:
    whole.change("tiny/providers/north.yaml", '"1.2": {rating: Requires improvement',
                 '"1.2": {rating: Good')  # fmt: skip
    assert own(whole.plan()) == dict.fromkeys(OWN, "to build")
    outcomes = whole.build()
    assert own(outcomes) == dict.fromkeys(OWN, "built")
    assert why(outcomes, "both.html") == ("its parts have changed",)


@pytest.mark.parametrize(
    ("old", "new", "changed", "reason"),
    [
        ("title: Both", "title: The two", {"both.html", "both.docx", "monthly-index.html",
                                           "monthly.zip"}, "its title has changed"),
        ("formats: [html, docx]", "formats: [html]", {"both.html", "monthly-index.html",
                                                      "monthly.zip"},
         "its name or its formats have changed"),
    ],
)  # fmt: skip
def test_what_the_pack_says_of_it_has_changed(
    whole: Works, old: str, new: str, changed: set[str], reason: str
) -> None:
    whole.change("monthly.yaml", old, new)
    outcomes = whole.build()
    assert {name for name, state in own(outcomes).items() if state == "built"} == changed
    assert why(outcomes, "both.html") == (reason,)


def test_a_plan_knows_that_a_part_that_is_only_gone_will_be_the_same(whole: Works) -> None:
    (whole.out / "of/north.html").unlink()
    planned, built = states(whole.plan()), states(whole.build())
    assert planned == {n: s.replace("built", "to build") for n, s in built.items()}
    assert own(whole.build()) == dict.fromkeys(OWN, "up to date")


def test_one_that_is_gone_or_altered_is_made_again_alone(whole: Works) -> None:
    before = whole.files()
    for name in ("monthly-index.html", "monthly.zip"):
        (whole.out / name).write_bytes(b"altered")
        outcomes = whole.build()
        assert [n for n, state in own(outcomes).items() if state == "built"] == [name]
        assert why(outcomes, name) == (f"output/{name} is not the file that was built",)
        assert whole.files() == before
    (whole.out / "both.docx").unlink()
    assert why(whole.build(), "both.docx") == ("output/both.docx is not there",)
    assert whole.files() == before


def test_they_wait_for_a_briefing_that_failed(works: Works) -> None:
    works.pack(CRCS + "  - nowhere.yaml\n", EVERYTHING)
    outcomes = works.build()
    assert own(outcomes) == dict.fromkeys(OWN, "not reached")
    assert why(outcomes, "both.html") == ("waits for monthly",)
    assert states(outcomes)["north.html"] == "built"
    assert not OWN & set(works.files())


def test_they_are_left_alone_where_only_some_are_built(whole: Works) -> None:
    assert own(whole.build(only="of/north".__eq__, force=True)) == {}


def test_a_file_in_the_way_fails_it_and_what_holds_it(works: Works) -> None:
    works.pack(CRCS, EVERYTHING)
    (works.out / "both.docx").mkdir(parents=True)
    outcomes = works.build()
    found = states(outcomes)
    assert found["both"] == "failed"
    assert found["monthly-index.html"] == found["monthly.zip"] == "not reached"
    assert found["north.html"] == "built"
    (works.out / "both.docx").rmdir()
    assert own(works.build()) == dict.fromkeys(OWN, "built")


def test_a_briefing_that_is_changed_meanwhile_is_not_packed(whole: Works) -> None:
    """The index says that it stands; the ZIP would hold something else."""
    (whole.out / "monthly.zip").unlink()
    (whole.out / "both.html").write_bytes(b"changed")
    outcomes = whole.build()
    assert own(outcomes)["monthly.zip"] == "built"
    with zipfile.ZipFile(whole.out / "monthly.zip") as opened:
        assert opened.read("both.html") != b"changed"


def test_its_time_is_limited_by_as_many_briefings_as_it_holds(whole: Works) -> None:
    (whole.out / "both.html").unlink()
    outcomes = whole.build(limits=Limits(seconds=0.001))
    (failed,) = [o for o in outcomes if o.failed]
    assert failed.name == "both"
    assert failed.faults[0].what == "both: it took more than 0.002 seconds"


def test_its_files_can_be_verified(whole: Works) -> None:
    paths = [whole.out / name for name in sorted(OWN)]
    assert [(v.path.name, v.same, v.why) for v in verified(paths)] == [
        (name, True, ()) for name in sorted(OWN)
    ]
    whole.change("tiny/providers/north.yaml", '"1.2": {rating: Requires improvement',
                 '"1.2": {rating: Good')  # fmt: skip
    found = {v.path.name: v.why for v in verified(paths)}
    assert found["both.html"] == ("the data has changed since",)
    assert found["monthly.zip"] == ()


def test_without_any_of_them_there_is_none(works: Works) -> None:
    works.pack(CRCS)
    works.build()
    assert set(works.files()) == {"of/north.html", "of/south.html"}


def test_a_combined_document_alone_is_named_after_the_pack(works: Works) -> None:
    works.pack(CRCS, "combined: true\n")
    works.build()
    assert set(works.files()) == {"of/north.html", "of/south.html", "monthly.docx", "monthly.pdf"}
    assert Path("output/monthly.pdf").read_bytes().startswith(b"%PDF")
