"""What is settled of a whole document, and what would make it inaccessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve

from briefings.document import (
    Badge,
    Block,
    BulletList,
    Callout,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    KeyFact,
    KeyFacts,
    KeyFigure,
    KeyFigures,
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    Reference,
    Row,
    RowRole,
    Section,
    SourceEntry,
    Sources,
    Strong,
    Table,
    Text,
    Tone,
    plain,
)
from briefings.errors import DocumentError
from briefings.resolve import resolve
from briefings.writers import outline

PICTURE = b"\x89PNG\r\n\x1a\n"


def text(words: str) -> Inlines:
    return (Text(words),)


def cited(*sources: str) -> Inlines:
    return tuple(Reference(f"source:{s}") for s in sources)


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def document(*blocks: Block, **more: object) -> Document:
    given = {"title": "Title", "language": "en-GB", "as_at": "2019-12-31", **more}
    return Document(blocks=blocks, **given)  # type: ignore[arg-type]


def table(id: str = "t", *rows: Row, **more: object) -> Table:
    given: dict[str, object] = {
        "caption": text("Ratings"),
        "columns": (Column(text("Standard"), header=True), Column(text("Rating"))),
        "rows": rows or (row("Staff", "Good"),),
        **more,
    }
    return Table(id, **given)  # type: ignore[arg-type]


def row(*cells: str) -> Row:
    return Row(tuple(Cell(text(c)) for c in cells))


def figure(id: str = "f", alt: str = "Ratings rise.", caption: str = "Rise") -> Figure:
    return Figure(id, PICTURE, alt, text(caption) if caption else ())


def section(title: str, *blocks: Block, id: str = "") -> Section:
    return Section(id or title.lower(), text(title), blocks)


def sources(*ids: str) -> Sources:
    return Sources(tuple(SourceEntry(i, text(f"Source {i}")) for i in ids))


def faults(*blocks: Block, **more: object) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        resolve(document(*blocks, **more))
    return [f.what for f in caught.value.faults]


def inside(found: Document) -> Iterator[Section]:
    todo = list(found.blocks)
    while todo:
        block = todo.pop(0)
        if isinstance(block, Section):
            yield block
            todo = [*block.blocks, *todo]


# -------------------------------------------------------------------------------- numbers


def test_tables_and_figures_are_numbered_apart_in_reading_order() -> None:
    found = resolve(
        document(
            section("One", table("a"), figure("x"), section("Inner", table("b"))),
            Callout("Note", (table("c"),)),
            BulletList((ListItem((figure("y"),)),)),
        )
    )
    said = outline.write(found)
    order = [line.strip() for line in said.splitlines() if "#" in line and ". R" in line]
    assert order == [
        "table: Table 1. Ratings #a",
        "figure: Figure 1. Rise #x",
        "table: Table 2. Ratings #b",
        "table: Table 3. Ratings #c",
        "- figure: Figure 2. Rise #y",
    ]


def test_a_figure_without_a_caption_takes_no_number() -> None:
    found = resolve(document(figure("plain", caption=""), figure("named")))
    captions = [plain(b.caption) for b in found.blocks if isinstance(b, Figure)]
    assert captions == ["", "Figure 1. Rise"]


def test_sources_are_numbered_by_first_citation_and_the_uncited_dropped() -> None:
    found = resolve(
        document(
            paragraph(Text("A "), *cited("c", "a")),
            paragraph(Text("B "), *cited("a", "b", "c")),
            sources("a", "b", "c", "never-cited"),
        )
    )
    *said, listed = found.blocks
    assert [plain(b.children) for b in said if isinstance(b, Paragraph)] == [
        "A [1][2]",
        "B [2][3][1]",
    ]
    assert isinstance(listed, Sources)
    assert [(e.number, e.id) for e in listed.entries] == [(1, "c"), (2, "a"), (3, "b")]


def test_every_place_that_can_cite_is_read_in_its_order() -> None:
    cells = (Cell((Badge("Good", Tone.GOOD), *cited("row"))), Cell(cited("row-2")))
    found = resolve(
        document(
            Section("s", (Text("S "), *cited("heading")), (
                KeyFacts((KeyFact("Owner", cited("fact")),)),
                table("t", Row(cells), caption=(Text("C "), *cited("caption")),
                      columns=(Column((Text("H "), *cited("column")), header=True),
                               Column(text("R"))),
                      key=cited("key"), notes=(cited("note"),), sources=cited("table-sources")),
                Figure("f", PICTURE, "Alt words", (Text("F "), *cited("figure"))),
                NumberedList((ListItem((paragraph(Text("x"), Strong(cited("strong"))),)),)),
                paragraph(Link((Text("the report "), *cited("link")), "https://example.org")),
                paragraph(Text("x"), Emphasis((Strong(cited("deep")),))),
            )),
            sources("heading", "fact", "caption", "key", "column", "row", "row-2", "note",
                    "table-sources", "figure", "strong", "link", "deep"),
        )
    )  # fmt: skip
    listed = found.blocks[-1]
    assert isinstance(listed, Sources)
    assert [e.id for e in listed.entries] == [
        "heading", "fact", "caption", "key", "column", "row", "row-2", "note", "table-sources",
        "figure", "strong", "link", "deep",
    ]  # fmt: skip
    assert [e.number for e in listed.entries] == list(range(1, 14))


# ----------------------------------------------------------------------------- references


def test_references_say_what_they_point_at_even_before_it_stands() -> None:
    found = resolve(
        document(
            paragraph(Reference("table:t"), Text(", "), Reference("figure:f"), Text(", "),
                      Reference("section:later"), Text(", "), Reference("table:t", "the table")),
            section("Later", table(), figure()),
        )
    )  # fmt: skip
    said = found.blocks[0]
    assert isinstance(said, Paragraph)
    assert plain(said.children) == "Table 1, Figure 1, Later, the table"


@pytest.mark.parametrize("target", ["table:none", "figure:f", "section:x", "source:gone", "what"])
def test_a_reference_to_nothing_is_an_error(target: str) -> None:
    """A figure without a caption has no number that could be said."""
    told = faults(paragraph(Text("See "), Reference(target)), figure(caption=""), sources("other"))
    assert told == [f"a reference points at {target!r}, which is not here"]


def test_two_things_of_one_name_are_an_error() -> None:
    assert faults(table("a"), table("a"), section("One"), section("One")) == [
        "two places are called 'table:a'",
        "two places are called 'section:one'",
    ]


# -------------------------------------------------------------------- headings and contents


def test_levels_follow_nesting_so_that_none_can_be_skipped() -> None:
    """A section's own level is not believed."""
    deep = evolve(section("Three", paragraph(Text("x"))), level=9)
    found = resolve(
        document(section("One", section("Two", deep), section("Two b")), section("Four"))
    )
    assert [(plain(s.title), s.level) for s in inside(found)] == [
        ("One", 1), ("Two", 2), ("Three", 3), ("Two b", 2), ("Four", 1),
    ]  # fmt: skip


def test_a_section_within_a_callout_nests_in_what_is_around() -> None:
    found = resolve(document(section("One", Callout("Note", (section("Two"),)))))
    outer = found.blocks[0]
    assert isinstance(outer, Section)
    callout = outer.blocks[0]
    assert isinstance(callout, Callout)
    assert isinstance(callout.blocks[0], Section)
    assert callout.blocks[0].level == 2


def test_a_heading_of_the_fourth_level_is_an_error() -> None:
    deep = section("A", section("B", section("C", section("D"))))
    assert faults(deep) == ["headings go 4 deep"]


def test_contents_list_two_levels() -> None:
    found = resolve(
        document(Contents(), section("One", section("Two", section("Three"))), section("Four"))
    )
    assert found.blocks[0] == Contents(
        entries=(
            ContentsEntry(1, "One", "section:one"),
            ContentsEntry(2, "Two", "section:two"),
            ContentsEntry(1, "Four", "section:four"),
        )
    )


@pytest.mark.parametrize(("inner", "listed"), [(11, 12), (12, 1)])
def test_a_long_list_of_contents_keeps_to_one_level(inner: int, listed: int) -> None:
    parts = [section(f"Part {n}", id=f"part-{n}") for n in range(inner)]
    contents = resolve(document(Contents(), section("One", *parts))).blocks[0]
    assert isinstance(contents, Contents)
    assert len(contents.entries) == listed


# -------------------------------------------------------------------------- accessibility


def test_every_omission_is_told_at_once() -> None:
    told = faults(
        section("", paragraph(Text(" "))),
        table(
            "t", row("Staff", ""), row("Staff"),
            caption=text(" "), columns=(Column(text("")), Column(text("Rating"))),
        ),
        table("empty", caption=text("No rows"), rows=()),
        figure("bare", alt=" "),
        figure("named", alt="chart-01.PNG"),
        paragraph(Link(text("here"), "https://example.org")),
        paragraph(Text("x "), Link((), "https://example.org")),
        paragraph(Text("See "), Reference("table:gone")),
        title=" ",
        language="",
    )  # fmt: skip
    assert told == [
        "the document has no title",
        "the document has no language",
        "a heading is empty",
        "a paragraph is empty",
        "a table has no caption",
        "column 1 has no header",
        "no column heads the rows",
        "row 1, column 2 is empty",
        "row 2 has 1 cells of 2",
        "a table has no rows",
        "a picture has no alternative text",
        "a picture has no alternative text",
        "the words of a link ('here') do not say where it goes",
        "the words of a link ('') do not say where it goes",
        "a reference points at 'table:gone', which is not here",
    ]


def test_a_fault_says_where_it_is() -> None:
    with pytest.raises(DocumentError) as caught:
        resolve(
            document(section("Findings", paragraph(Text(""))), table(caption=text("T"), rows=()))
        )
    assert [f.where for f in caught.value.faults] == ["section 'Findings'", "table 'T'"]


def test_after_a_table_a_fault_is_the_section_s_again() -> None:
    with pytest.raises(DocumentError) as caught:
        resolve(document(section("Findings", table(caption=text("T")), paragraph(Text("")))))
    assert [f.where for f in caught.value.faults] == ["section 'Findings'"]


@pytest.mark.parametrize(
    "words", ["here", "Click here", "this link.", "MORE", "read more", "link", "  "]
)
def test_links_that_say_nothing(words: str) -> None:
    link = Link((Strong(text(words)),), "https://example.org")
    assert len(faults(paragraph(Text("See "), link))) >= 1


def test_links_that_say_where_they_go() -> None:
    link = Link(text("here is the report on Leeds"), "https://example.org")
    resolve(document(paragraph(link)))


def test_a_group_row_is_one_cell_and_a_badge_fills_a_cell() -> None:
    group = Row((Cell(text("1. Delivery")),), RowRole.GROUP)
    rated = Row((Cell(text("Staff")), Cell((Badge("Good", Tone.GOOD),))))
    resolve(document(table("t", group, rated)))
    wide = Row((Cell(text("a")), Cell(text("b"))), RowRole.GROUP)
    assert faults(table("t", wide)) == ["row 1 has 2 cells of 1"]


def test_a_cell_with_a_reference_alone_is_not_empty() -> None:
    cells = (Cell(text("Staff")), Cell(cited("a")))
    resolve(document(table("t", Row(cells)), sources("a")))


# ---------------------------------------------------------------------- forbidden characters

BAD = ["\x00", "\x08", "\x0b", "\x1f", "\x1b", "\ud800", "\udfff", "\ufffe", "\uffff"]
FINE = ["\t", "\n", "ŵ", "ŷ", "£", "“", "\N{NO-BREAK SPACE}", "\N{GRINNING FACE}", "\x7f", "�"]


@pytest.mark.parametrize("character", BAD)
def test_characters_that_no_file_can_hold(character: str) -> None:
    (told,) = faults(paragraph(Text(f"The words before {character} and after")))
    assert told.startswith(f"a control character (U+{ord(character):04X}) stands after ")
    assert "The words before" in told


@pytest.mark.parametrize("character", FINE)
def test_characters_that_every_file_can_hold(character: str) -> None:
    resolve(document(paragraph(Text(f"a{character}b"))))


def places(bad: str) -> dict[str, tuple[tuple[Block, ...], dict[str, object]]]:
    """Each place where words can stand, with ``bad`` in it."""
    words = f"a{bad}b"
    fine = paragraph(Text("x"))
    return {
        "title": ((fine,), {"title": words}),
        "subtitle": ((fine,), {"subtitle": words}),
        "eyebrow": ((fine,), {"eyebrow": words}),
        "author": ((fine,), {"author": words}),
        "short title": ((fine,), {"short_title": words}),
        "organisation": ((fine,), {"organisation": words}),
        "description": ((fine,), {"description": words}),
        "heading": ((section(words, id="s"),), {}),
        "strong": ((paragraph(Strong(text(words))),), {}),
        "badge": ((paragraph(Badge(words)),), {}),
        "link": ((paragraph(Link(text("the report"), f"mailto:{words}")),), {}),
        "fact label": ((KeyFacts((KeyFact(words, text("x")),)),), {}),
        "fact": ((KeyFacts((KeyFact("x", text(words)),)),), {}),
        "tile": ((KeyFigures((KeyFigure("1", "x", words),)),), {}),
        "callout": ((Callout(words, (fine,)),), {}),
        "cell": ((table("t", row("x", words)),), {}),
        "column": ((table(columns=(Column(text(words), header=True), Column(text("y")))),), {}),
        "caption": ((table(caption=text(words)),), {}),
        "key": ((table(key=text(words)),), {}),
        "table note": ((table(notes=(text(words),)),), {}),
        "alternative text": ((figure(alt=words),), {}),
        "item": ((BulletList((ListItem((paragraph(Text(words)),)),)),), {}),
        "source": (
            (paragraph(Text("x"), *cited("a")), Sources((SourceEntry("a", text(words)),))),
            {},
        ),
    }


# What stands in the margins of a document is looked at, too.
MARGINS: dict[str, tuple[tuple[Block, ...], dict[str, object]]] = {
    "document fact": ((), {"facts": (KeyFact("x", text("a\x00b")),)}),
    "keyword": ((), {"keywords": ("a\x00b",)}),
    "date in words": ((), {"as_at_words": "a\x00b"}),
    "badge label": ((paragraph(Badge("x", label="a\x00b")),), {}),
    "table summary": ((table(summary="a\x00b"),), {}),
    "tiles' caption": ((KeyFigures((KeyFigure("1", "x"),), caption="a\x00b"),), {}),
}


@pytest.mark.parametrize("place", places(""))
def test_forbidden_characters_are_found_wherever_words_stand(place: str) -> None:
    blocks, more = places("\x00")[place]
    (told,) = faults(*blocks, **more)
    assert told.startswith("a control character (U+0000) stands after ")
    assert told.endswith("a'")
    blocks, more = places("ŵ")[place]
    resolve(document(*blocks, **more))


@pytest.mark.parametrize("place", MARGINS)
def test_forbidden_characters_are_found_in_the_margins_too(place: str) -> None:
    blocks, more = MARGINS[place]
    faults(*blocks, **more)


def test_a_reference_to_nothing_in_the_facts_under_the_title_is_an_error() -> None:
    faults(paragraph(Text("x")), facts=(KeyFact("Subject", (Reference("table:gone"),)),))


def test_a_source_cited_under_the_title_is_the_first() -> None:
    facts = (KeyFact("Subject", cited("b")),)
    found = resolve(document(paragraph(*cited("a")), sources("a", "b"), facts=facts))
    assert [plain(f.value) for f in found.facts] == ["[1]"]


def test_a_paragraph_with_a_reference_alone_is_not_empty() -> None:
    resolve(document(paragraph(*cited("a")), sources("a")))


# ---------------------------------------------------------------------------- as a whole


def test_nothing_else_of_a_document_changes() -> None:
    plain_one = document(paragraph(Text("Words "), Badge("Good", Tone.GOOD)), subtitle="S")
    assert resolve(plain_one) == plain_one
