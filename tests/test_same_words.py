"""The three files of a briefing say the same words, and hold the same tables, in one order."""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

from briefings import build, dataset, theme
from briefings.document import Document, Paragraph, Section, Text, evolve
from briefings.spec import load
from briefings.writers import outline
from tests import tiny
from tests.kitchen import kitchen_sink
from tests.reading import docx, html, pdf

HERE = Path(__file__).parent
SPECS = sorted((HERE.parent / "specs").glob("*.yaml"))
READERS = {"docx": docx, "pdf": pdf, "html": html}
SINK = "kitchen sink"
CASES = (*(path.stem for path in SPECS), "texts", SINK)


def document(name: str) -> Document:
    if name == SINK:
        return kitchen_sink()
    if name == "texts":
        spec = load(HERE / "cases" / "tiny" / name / "spec.yaml")
        return build.documents(spec, tiny.dataset(), theme.load(), None)
    spec = load(HERE.parent / "specs" / f"{name}.yaml")
    return build.documents(spec, dataset.load(), theme.load(), None)


@cache
def written(name: str) -> dict[str, bytes]:
    return files(document(name))


def files(found: Document) -> dict[str, bytes]:
    made = build.write_formats(found, theme.load(), tuple(READERS))
    return {format_: make() for format_, make in made.items()}


@pytest.mark.parametrize("format_", ["pdf", "html"])
@pytest.mark.parametrize("name", CASES)
def test_words(name: str, format_: str) -> None:
    data = written(name)
    expected, found = docx.words(data["docx"]), READERS[format_].words(data[format_])
    assert len(expected) > 50
    differing = (n for n, (a, b) in enumerate(zip_longest(expected, found)) if a != b)
    first = next(differing, None)
    if first is not None:
        around = slice(max(0, first - 5), first + 5)
        pytest.fail(f"at word {first}: docx {expected[around]}, {format_} {found[around]}")


@pytest.mark.parametrize("format_", ["pdf", "html"])
@pytest.mark.parametrize("name", CASES)
def test_tables(name: str, format_: str) -> None:
    data = written(name)
    assert docx.tables(data["docx"]) == READERS[format_].tables(data[format_])


@pytest.mark.parametrize("name", CASES)
def test_no_table_is_lost(name: str) -> None:
    """Counted in the document's outline, so that three readers cannot be wrong together."""
    lines = outline.write(document(name)).splitlines()
    tables = [line for line in lines if line.strip().startswith(("table: ", "table (dense): "))]
    assert [len(reader.tables(written(name)[format_])) for format_, reader in READERS.items()] == [
        len(tables)
    ] * len(READERS)


HARD = "Ŵyl ŷd £5 a&b 3<4 x>y “curly” ‘quotes’ – — … don’t \\ {brace} 100% #1 *star* _low_ café"


@pytest.mark.parametrize("format_", READERS)
def test_hard_characters_survive(format_: str) -> None:
    sink = kitchen_sink()
    hard = Section("hard", (Text(HARD),), (Paragraph((Text(HARD),)),), level=1)
    found = READERS[format_].words(files(evolve(sink, title=HARD, blocks=(hard,)))[format_])
    said, wanted = " ".join(found), " ".join(HARD.split())
    assert said.count(wanted) == 3


@pytest.mark.parametrize("format_", READERS)
def test_an_example_s_words_are_those_of_its_outline(format_: str) -> None:
    """Something beside the three writers says what must be there."""
    found = " ".join(READERS[format_].words(written("cheshire-and-greater-manchester")[format_]))
    for words in (
        "Probation in Cheshire & Greater Manchester CRC",
        "Implementation and delivery Inadequate",
        "Unpaid work requirements completed",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ):
        assert words in found
