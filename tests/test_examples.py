"""Every example, built in every format and held to the rules of each."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import page as checker
import pikepdf
import pytest
from bs4 import BeautifulSoup
from openxml_audit import FileFormat, OpenXmlValidator

from briefings import build, dataset, spec, theme
from briefings.layout import Layout, lay_out
from briefings.layout.placed import Page
from briefings.records import Dataset
from tests.layout.seen import runs

SPECS = Path(__file__).parent.parent / "specs"
NAMES = sorted(path.stem for path in SPECS.glob("*.yaml"))
FORMATS = ("docx", "pdf", "html")
PROFILE = "cheshire-and-greater-manchester"


def language_of(name: str) -> str:
    return spec.load(SPECS / f"{name}.yaml").language


@cache
def data() -> Dataset:
    return dataset.load()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example in every format."""
    folder = tmp_path_factory.mktemp("out")
    outcomes = list(build.build(build.plan(build.find_specs([SPECS]), data()), data(), folder))
    assert [fault.headline() for o in outcomes for fault in o.faults] == []
    return folder


def test_every_example_is_built_in_every_format(out: Path) -> None:
    assert len(NAMES) >= 6
    names = {f"{name}.{format_}" for name in NAMES for format_ in FORMATS}
    assert names <= {path.name for path in out.iterdir()}


def test_nothing_half_written_is_left(out: Path) -> None:
    kept = {"." + format_ for format_ in FORMATS}
    others = {p.name for p in out.iterdir() if p.suffix not in kept}
    assert others <= {".lock", "manifest.json", ".unchanged.json"}


# ------------------------------------------------------------------------------------ PDF


def elements(pdf: pikepdf.Pdf, role: str) -> Iterator[Any]:
    todo: list[Any] = [pdf.Root.StructTreeRoot.K]
    while todo:
        one = todo.pop()
        if isinstance(one, pikepdf.Array):
            todo += list(one)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            if f"/{role}" == one.S:
                yield one
            todo.append(one.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("name", NAMES)
def test_pdf_says_what_it_is_and_is_tagged(out: Path, name: str) -> None:
    with pikepdf.open(out / f"{name}.pdf") as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == language_of(name)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            title = str(metadata["dc:title"])
        assert title
        assert title != name
        assert "/Outlines" in pdf.Root
        assert all(page.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page)


@pytest.mark.parametrize("name", NAMES)
def test_pdf_tables_have_headers_with_scope(out: Path, name: str) -> None:
    with pikepdf.open(out / f"{name}.pdf") as pdf:
        headers = list(elements(pdf, "TH"))
        assert headers
        for header in headers:
            owned = header.get("/A")
            attributes = list(owned) if isinstance(owned, pikepdf.Array) else [owned]
            scopes = [str(a.Scope) for a in attributes if a is not None and "/Scope" in a]
            assert len(scopes) == 1
            assert scopes[0] in ("/Column", "/Row")


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("name", NAMES)
def test_pdf_meets_the_standard(out: Path, name: str, profile: str) -> None:
    report = checker.validate_pdf_bytes((out / f"{name}.pdf").read_bytes(), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@cache
def laid(name: str) -> Layout:
    style = theme.load()
    (plan,) = build.plan([SPECS / f"{name}.yaml"])
    assert plan.spec is not None
    return lay_out(build.documents(plan.spec, data(), style, None), style)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_stands_outside_its_page(name: str) -> None:
    for number, page in enumerate(laid(name).pages, 1):
        for word in runs(page):
            assert 0 <= word.x <= word.x + word.width <= page.width + 0.01, (number, word)
            assert 0 <= word.y <= page.height, (number, word)


def filled(page: Page) -> float:
    """How far down the words of a page reach, as a part of its height; not those at its foot."""
    return max((w.y for w in runs(page) if not w.artifact), default=0.0) / page.height


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_left_a_third_empty_but_the_last_of_a_part(name: str) -> None:
    """A part ends with the document, and where the paper is turned."""
    pages = laid(name).pages
    for number, (page, after) in enumerate(itertools.pairwise(pages), 1):
        if (page.width, page.height) == (after.width, after.height):
            assert filled(page) > 2 / 3, f"page {number} of {len(pages)}"


# ----------------------------------------------------------------------------------- Word


@pytest.mark.parametrize("name", NAMES)
def test_docx_keeps_the_rules_of_the_format(out: Path, name: str) -> None:
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    result = validator.validate(str(out / f"{name}.docx"))
    assert [str(error) for error in result.errors] == []


# ----------------------------------------------------------------------------------- HTML


@pytest.fixture(params=NAMES)
def html(out: Path, request: pytest.FixtureRequest) -> BeautifulSoup:
    return BeautifulSoup((out / f"{request.param}.html").read_bytes(), "lxml")


@pytest.mark.parametrize("name", NAMES)
def test_html_says_its_language(out: Path, name: str) -> None:
    html = (out / f"{name}.html").read_text()
    assert html.startswith(f'<!DOCTYPE html>\n<html lang="{language_of(name)}">\n')


def test_html_has_a_title_and_landmarks(html: BeautifulSoup) -> None:
    assert html.html is not None
    assert html.title is not None
    assert html.title.get_text(strip=True)
    assert len(html.find_all("main")) == 1
    assert html.find("meta", attrs={"name": "viewport"}) is not None


def test_html_headings_skip_no_level(html: BeautifulSoup) -> None:
    levels = [int(h.name[1]) for h in html.find_all(re.compile(r"h[1-6]"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_html_tables_have_a_caption_and_scoped_headers(html: BeautifulSoup) -> None:
    tables = html.find_all("table")
    assert tables
    for table in tables:
        assert table.caption is not None
        assert table.caption.get_text(strip=True)
        assert all(th.get("scope") in ("col", "row", "colgroup", "rowgroup")
                   for th in table.find_all("th"))  # fmt: skip
        assert all(cell.get_text(strip=True) for cell in table.find_all(["th", "td"]))


def test_html_ids_are_unique_and_every_link_within_arrives(html: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in html.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inner = [a["href"][1:] for a in html.find_all("a", href=re.compile("^#"))]
    assert set(inner) <= set(ids)
    assert inner


def test_html_asks_nothing_of_the_network(html: BeautifulSoup) -> None:
    assert html.find_all("script", src=True) == []
    assert html.find_all("link", rel="stylesheet") == []
    assert [i["src"] for i in html.find_all("img") if not str(i["src"]).startswith("data:")] == []
    styles = " ".join(s.get_text() for s in html.find_all("style"))
    assert re.search(r"@import|url\((?!['\"]?data:)", styles) is None


# ---------------------------------------------------------------------------------- speed


def test_a_warm_pair_of_files_is_quick(capsys: pytest.CaptureFixture[str]) -> None:
    """The profile in Word and PDF, from the spec to the bytes; the data is loaded."""
    style = theme.load()
    times = []
    for _ in range(6):
        start = perf_counter()
        (plan,) = build.plan([SPECS / f"{PROFILE}.yaml"])
        assert plan.spec is not None
        document = build.documents(plan.spec, data(), style, None)
        for make in build.write_formats(document, style, ("docx", "pdf")).values():
            assert len(make()) > 10_000
        times.append(perf_counter() - start)
    warm = min(times[1:]) * 1000
    with capsys.disabled():
        sys.stdout.write(f"\n{PROFILE}: docx and pdf in {warm:.0f} ms\n")
    assert warm < 250
