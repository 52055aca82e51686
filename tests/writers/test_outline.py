"""The outline tells all of a document, one node a line."""

from __future__ import annotations

import pytest

from briefings.document import (
    Badge,
    BulletList,
    Document,
    Emphasis,
    Figure,
    Inline,
    LineBreak,
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    Reference,
    Strong,
    Symbol,
    Text,
    Tone,
    evolve,
)
from briefings.writers import outline
from tests.kitchen import kitchen_sink, png, wide_table, words

EXPECTED_TOP = """\
document: Probation in Tŷ Ŵyth & district
  eyebrow: Briefing
  subtitle: Ratings, recommendations and measures
  short title: Tŷ Ŵyth & district
  language: en-GB
  as at: 2019-12-31
  as at, in words: Data as at 31 December 2019
  organisation: Office of the Commissioner
  description: A briefing that holds every node.
  keywords: probation, ratings
  fact: Subject: Tŷ Ŵyth CRC
  fact: Data as at: 31 December 2019

callout: Key points
"""

EXPECTED_TABLE = """\
  table: Table 1. Ratings & basis <by standard> #ratings
    summary: Ten standards and their ratings.
    key: Key: [Good/good circle] is the second of four.
    column (1): No.
    column (4, header): Standard
    column (3): Rating
    column (1.5, right): Score
    group: 1. Organisational delivery
    row: 1.1 | Standard 1 | [Outstanding/best star] | 12.5
    subject: 1.2 | Standard 2 | [Good/good circle] | 12.5
    row: 1.3 | Standard 3 | [Requires improvement/poor triangle] | 12.5
    row: 1.4 | Standard 4 | [Inadequate/worst square] | 12.5
    row: 1.5 | Standard 5 | [not published in the sources/absent] | 12.5
    total: (empty) | Benchmark | of 21 | 7.0
    note: The score is unofficial.
    sources: Source: <source:report "[1]">
"""


def document(*blocks: object) -> Document:
    return Document("Title", blocks, language="en-GB", as_at="2019-12-31")  # type: ignore[arg-type]


def body(*blocks: object) -> str:
    return outline.write(document(*blocks)).partition("\n\n")[2]


def test_head_of_document() -> None:
    assert outline.write(kitchen_sink()).startswith(EXPECTED_TOP)


def test_table_shows_columns_rows_roles_and_notes() -> None:
    assert EXPECTED_TABLE in outline.write(kitchen_sink())


@pytest.mark.parametrize(
    "line",
    [
        "section 1: Summary of ratings #summary",
        "section 1, landscape: Comparison #comparison",
        "  section 2: What this means & why #text",
        "    lead: It was rated ‘Requires improvement’ overall.",
        "    note: A note on the figures.",
        "    figure (better): 79% | orders completed | target 75%, met",
        "    fact: Overall: [Requires improvement/poor triangle]",
        "contents: Contents (from 3 pages)",
        "    What this means & why <section:text>",
        "    alt: A plain navy field.",
        "  page break",
        "  table (dense): Table 2. All providers #wide",
    ],
)
def test_every_node_has_its_line(line: str) -> None:
    assert line in outline.write(kitchen_sink()).splitlines()


def test_no_line_ends_in_blanks() -> None:
    assert not [line for line in outline.write(kitchen_sink()).splitlines() if line[-1:] == " "]


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (Text("ŵ", "cy"), "{cy: ŵ}"),
        (Text("one\ntwo"), "one\\ntwo"),
        (Strong((Emphasis(words("a")),)), "**_a_**"),
        (Badge("G", Tone.GOOD, Symbol.CIRCLE, "Good"), "[G=Good/good circle]"),
        (Badge("no change", Tone.NEUTRAL), "[no change/neutral]"),
        (Link(words("a page"), "https://example.org"), "[a page](https://example.org)"),
        (Reference("table:ratings", "Table 1"), '<table:ratings "Table 1">'),
        (LineBreak(), " // "),
    ],
)
def test_inline(node: Inline, shown: str) -> None:
    assert outline.inline(node) == shown


def test_nested_lists_stand_under_their_item() -> None:
    inner = NumberedList((ListItem((Paragraph(words("within")),)),), start=7)
    item = ListItem((Paragraph(words("first")), inner))
    assert body(BulletList((item, ListItem(())))) == (
        "bullets\n  - paragraph: first\n    numbers\n      7. paragraph: within\n  -\n"
    )


def test_another_picture_is_another_outline() -> None:
    one, two = (Figure("map", png(width), "A field.") for width in (20, 21))
    assert body(one) != body(two)
    assert body(one) == body(Figure("map", png(20), "A field."))


def test_every_change_of_a_cell_shows_in_one_line() -> None:
    table = wide_table(3)
    row = evolve(table.rows[1], cells=(*table.rows[1].cells[:-1], table.rows[0].cells[1]))
    other = evolve(table, rows=(table.rows[0], row, table.rows[2]))
    old, new = body(table).splitlines(), body(other).splitlines()
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
