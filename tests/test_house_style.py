"""The example of a house style: its files are as their script makes them, and all is used."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from briefings import build, dataset, theme, trace
from briefings.cli import main
from briefings.document import Document
from briefings.spec import load
from tests.reading import html as html_reader
from tests.reading import pdf as pdf_reader
from tests.writers.test_docx import audit

FOLDER = Path(__file__).parent.parent / "specs" / "house-style"
HOUSE = FOLDER / "house"
(SPEC,) = FOLDER.glob("*.yaml")


@pytest.fixture(scope="module")
def document() -> Document:
    return build.documents(load(SPEC), dataset.load(), theme.load(HOUSE / "theme.yaml"), None)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("out")
    outcomes = list(build.build(build.plan([SPEC]), dataset.load(), out))
    assert [o.faults for o in outcomes if o.faults] == []
    return {o.format: o.path for o in outcomes}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_template_is_what_its_script_makes() -> None:
    place = importlib.util.spec_from_file_location("make_template", HOUSE / "make_template.py")
    assert place and place.loader
    script = importlib.util.module_from_spec(place)
    place.loader.exec_module(script)
    stream = io.BytesIO()
    script.made(HOUSE / "logo.svg").save(stream)
    mine, kept = parts(stream.getvalue()), parts((HOUSE / "template.docx").read_bytes())
    differing = [n for n in mine if mine[n] != kept.get(n) and not n.endswith(".png")]
    assert (differing, set(mine) ^ set(kept)) == ([], set())


def test_the_theme_has_no_fault_with_its_spec() -> None:
    done = CliRunner().invoke(main, ["theme", "check", str(HOUSE / "theme.yaml"), str(SPEC)])
    assert done.exit_code == 0, done.output


def test_a_folder_of_house_style_can_be_built_as_a_folder() -> None:
    assert build.find_specs([FOLDER]) == [SPEC]


def test_the_word_file_has_the_cover_the_heads_and_the_title_of_the_briefing(
    files: dict[str, Path], document: Document, tmp_path: Path
) -> None:
    made = docx.Document(str(files["docx"]))
    styles = [(p.style.name if p.style else "", p.text) for p in made.paragraphs]
    words = [text for _, text in styles]
    body = parts(files["docx"].read_bytes())["word/document.xml"].decode()
    assert body.count(f">{document.title.replace('&', '&amp;')}<") == 2, (
        "on the cover and over the text"
    )
    assert "Community safety committee" in words
    assert words[-1].startswith("Published by Thames Borough Council")
    assert {s.header.paragraphs[0].text for s in made.sections} == {"Thames Borough Council"}
    font = made.styles["Heading 1"].font
    assert (font.name, str(font.color.rgb)) == ("Arial", "00524C")
    assert audit(files["docx"].read_bytes(), tmp_path) == []


def test_the_cover_of_the_pdf_is_a_page(files: dict[str, Path], document: Document) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    said = pdf_reader.words(files["pdf"].read_bytes())
    assert " ".join(said).startswith(f"Briefing for members {document.title}")
    with pikepdf.open(files["pdf"]) as made:
        first = made.pages[0].Contents.read_bytes()
    assert b"/Pagination" not in first, "a cover has neither head nor foot"


def test_the_page_says_the_same_as_the_pdf(files: dict[str, Path]) -> None:
    assert html_reader.words(files["html"].read_bytes()) == pdf_reader.words(
        files["pdf"].read_bytes()
    )


@pytest.mark.parametrize("format_", ["docx", "pdf", "html"])
def test_each_file_can_be_traced(format_: str, files: dict[str, Path], document: Document) -> None:
    assert trace.read(files[format_]).dumps() == document.provenance.dumps()
