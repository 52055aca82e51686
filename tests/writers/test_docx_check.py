"""The check of a Word file's main part: each rule is broken once and must be told."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import theme
from briefings.document import (
    Align,
    Badge,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Text,
    Tone,
)
from briefings.layout.faces import load_face
from briefings.writers.docx import write
from briefings.writers.docx_columns import column_widths
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.docx_ledger import Ledger
from briefings.writers.docx_tables import data_table
from briefings.writers.ooxml import IllegalCharacterError, bookmark, escape, hyperlink, picture, run
from briefings.writers.ooxml_blocks import (
    cell,
    cell_properties,
    paragraph,
    paragraph_properties,
    row,
    row_properties,
    table,
)
from briefings.writers.ooxml_check import check_body
from briefings.writers.ooxml_zip import pack, zip_bytes
from briefings.writers.template import template_for
from tests.kitchen import ratings_table, wide_table
from tests.reading import docx as reading

HEADING = paragraph(run("Plans"), paragraph_properties("Heading1"))
WIDE = load_face(theme.load().fonts.semibold).width
WORDS = paragraph(run("Words"), paragraph_properties("BodyText"))


def body(*blocks: str) -> str:
    return f'<w:body xmlns:w="w" xmlns:r="r">{"".join(blocks)}</w:body>'


def faults(*blocks: str, relations: tuple[str, ...] = ()) -> list[str]:
    return [str(f.headline()) for f in check_body(body(HEADING, *blocks), frozenset(relations))]


def small_table(
    paragraphs: str = WORDS, *, header: bool = True, widths: tuple[int, ...] = (100,)
) -> str:
    cells = cell(paragraphs, cell_properties(100))
    rows = row(cells, row_properties(header=header))
    return table(rows, widths, style="BriefingTable", caption="Table 1. Plans & more")


def test_a_sound_body_has_no_faults() -> None:
    blocks = (WORDS, small_table(), bookmark(run("a"), "here", 1), hyperlink("", anchor="here"))
    assert faults(*blocks) == []


@pytest.mark.parametrize(
    ("blocks", "what"),
    [
        ((small_table(""),), "table 'Table 1. Plans & more': a table cell does not end"),
        ((small_table(small_table()),), "a table cell does not end in a paragraph"),
        ((small_table(), small_table()), "two tables stand together"),
        ((small_table(header=False),), "'Table 1. Plans & more': a table has no header row"),
        ((paragraph("", paragraph_properties("BodyText")),), "'Plans': a paragraph is empty"),
        ((bookmark("", "a", 1) + bookmark("", "b", 1),), "the bookmark id '1' is used twice"),
        ((bookmark("", "a", 1) + bookmark("", "A", 2),), "the bookmark 'a' is used twice"),
        ((hyperlink("", anchor="gone"),), "a reference points to 'gone'"),
        ((hyperlink("", relation="rId9"),), "the relation 'rId9' leads nowhere"),
        (("<w:p>",), "the XML is not well formed"),
    ],
)
def test_each_breach_is_told_with_its_place(blocks: tuple[str, ...], what: str) -> None:
    assert any(what in fault for fault in faults(*blocks)), faults(*blocks)


def test_columns_that_do_not_add_up() -> None:
    broken = small_table().replace('<w:gridCol w:w="100"/>', '<w:gridCol w:w="90"/>')
    assert any("do not add up" in fault for fault in faults(broken))


def test_pictures_without_words_or_with_one_number() -> None:
    first, second = (picture("rId1", 1, width=9, height=9, alt=alt) for alt in ("", "A map"))
    spaces = ' xmlns:wp="wp" xmlns:a="a" xmlns:pic="pic"'
    xml = body(HEADING, paragraph(first), paragraph(second)).replace(
        " xmlns:r", spaces + " xmlns:r"
    )
    told = [fault.what for fault in check_body(xml, frozenset({"rId1"}))]
    assert told == [
        "a picture has no words for those who cannot see it",
        "the picture id '1' is used twice",
    ]


# ------------------------------------------------------------------------------ pieces


def test_escaping() -> None:
    assert escape('a & b < "c"\n>\t') == "a &amp; b &lt; &quot;c&quot; &gt; "


def test_blanks_at_the_ends_are_kept() -> None:
    assert 'xml:space="preserve"' in run("a ")
    assert 'xml:space="preserve"' not in run("a b")


def test_zip_of_the_same_entries_is_the_same() -> None:
    entries = [("a", pack(b"one")), ("b/ŵ", pack(b""))]
    assert zip_bytes(entries) == zip_bytes(list(entries))


@pytest.mark.parametrize("node", [ratings_table(), wide_table()])
@pytest.mark.parametrize("width", [60.0, 470.4, 717.6])
def test_columns_fill_the_width(node: object, width: float) -> None:
    widths = column_widths(node, width, 10.5, 9, WIDE)  # type: ignore[arg-type]
    assert sum(widths) == round(width * 20)
    assert min(widths) > 0


def test_a_long_word_widens_its_narrow_column() -> None:
    node = ratings_table()
    narrow = evolve(node.columns[0], title=(Text("Incomprehensibilities"),))
    widened = evolve(node, columns=(narrow, *node.columns[1:]))
    assert (
        column_widths(widened, 470, 10.5, 9, WIDE)[0]
        > 2 * column_widths(node, 470, 10.5, 9, WIDE)[0]
    )


def test_a_long_reason_does_not_take_the_room_of_names() -> None:
    """A rating stays on one line; "none of 10 ratings published" may stand on two."""
    columns = (Column((Text("Provider"),), 5.0), Column((Text("Score"),), 3.0, Align.RIGHT))
    name = Cell((Text("Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire"),))
    fits = (WIDE("Requires improvement") * 10.5 + 9) / 280
    for words, share in (("none of 10 ratings published", 3 / 8), ("Requires improvement", fits)):
        cells = (name, Cell((Badge(words, Tone.POOR),)))
        node = evolve(ratings_table(), columns=columns, rows=(Row(cells),))
        assert column_widths(node, 280, 10.5, 9, WIDE)[1] / 5600 == pytest.approx(share, abs=0.01)


def test_a_file_with_a_font_of_its_own_breaks_no_word() -> None:
    """Arial is wider than our font: "improvement" takes 6.3 of its size, and stays whole."""
    house = theme.load()
    own = evolve(house, fonts=evolve(house.fonts, family="", embed=False))
    shares = tuple(Column((Text("Requires improvement"),), share) for share in (9.0, 1.0))
    node = evolve(ratings_table(), columns=shares, rows=(), dense=True)
    inlines = InlineWriter(own, template_for(own, "en-GB").styles, Ledger(lambda _: ""))
    narrow = re.findall(r'<w:gridCol w:w="(\d+)"', data_table(node, own, inlines, 400))[1]
    assert int(narrow) / 20 - 9 > 6.3 * own.style("dense").size


WRITABLE = st.text(st.characters(exclude_categories=("Cc", "Cn", "Cs")), min_size=1)


@settings(max_examples=60, deadline=None)
@given(WRITABLE.filter(str.strip), WRITABLE.filter(str.strip))
def test_any_words_read_back(title: str, said: str) -> None:
    section = Section("s", (Text(title),), (Paragraph((Text(said),)),), 1)
    data = write(Document("T", (section,), "en-GB", "2019-12-31"), theme.load(), {})
    assert reading.words(data) == ["T", *title.split(), *said.split()]


@given(st.characters(categories=("Cs",)) | st.sampled_from("\0\x08\x0b\x1f\ufffe\uffff"))
def test_no_illegal_character_is_written(character: str) -> None:
    with pytest.raises(IllegalCharacterError, match=f"U\\+{ord(character):04X}"):
        run(f"before {character} after")
