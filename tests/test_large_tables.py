"""Tables that run over: every row is written, and the header row stands on every page."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest
from lxml import etree

from briefings import theme
from briefings.build import write_formats
from briefings.document import Badge, Cell, Column, Document, Row, Section, Table, Text, Tone
from briefings.resolve import resolve
from tests.reading import docx, html, pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = ("docx", "pdf", "html")
READERS = {"docx": docx, "pdf": pdf, "html": html}


def document(rows: int, columns: int) -> Document:
    """One table, with ratings from the second column on, and no two rows alike."""
    heads = tuple(
        Column((Text(f"C{n}" if n else "Provider"),), 1 if n else 3, header=not n)
        for n in range(columns)
    )
    body = tuple(
        Row((Cell((Text(f"Provider {r + 1}"),)),
             *(Cell((Badge(f"{(r + n) % 97}", Tone.GOOD),)) for n in range(1, columns))))
        for r in range(rows)
    )  # fmt: skip
    table = Table("large", (Text("Ratings"),), heads, body, dense=columns > 8)
    section = Section("large-section", (Text("All"),), (table,))
    return resolve(
        Document(title="A large table", language="en-GB", blocks=(section,), as_at="2019-12-31")
    )


@pytest.fixture(scope="module")
def wide() -> dict[str, bytes]:
    """40 providers by 10 ratings."""
    made = write_formats(document(40, 11), theme.load(), FORMATS)
    return {format_: write() for format_, write in made.items()}


@pytest.fixture(scope="module")
def long() -> dict[str, bytes]:
    """2,000 rows of 8 columns."""
    made = write_formats(document(2000, 8), theme.load(), FORMATS)
    return {format_: write() for format_, write in made.items()}


@pytest.mark.parametrize("format_", FORMATS)
def test_40_providers_by_10_are_written_whole(wide: dict[str, bytes], format_: str) -> None:
    (table,) = READERS[format_].tables(wide[format_])
    assert len(table) == 41
    assert [row[0] for row in table[1:]] == [f"Provider {n + 1}" for n in range(40)]
    assert {len(row) for row in table} == {11}


@pytest.mark.parametrize("format_", FORMATS)
def test_2000_rows_of_8_are_written_whole(long: dict[str, bytes], format_: str) -> None:
    (table,) = READERS[format_].tables(long[format_])
    assert table[1:] == [
        [f"Provider {r + 1}", *(f"{(r + n) % 97}" for n in range(1, 8))] for r in range(2000)
    ]


@pytest.mark.parametrize("size", ["wide", "long"])
def test_the_header_row_stands_on_every_page_of_the_pdf(
    size: str, request: pytest.FixtureRequest
) -> None:
    data = request.getfixturevalue(size)["pdf"]
    with pypdfium2.PdfDocument(data) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    assert len(pages) > 1
    for words in pages:
        assert {"Provider", "C1"} <= set(words.split())


@pytest.mark.parametrize("size", ["wide", "long"])
def test_the_header_row_is_repeated_in_word(size: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(size)["docx"]
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    (table,) = body.iter(f"{W}tbl")
    first, *others = table.iter(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in others)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others)
