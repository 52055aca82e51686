"""Several briefings as one document: one numbering, one list of sources, no address twice."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from attrs import evolve
from bs4 import BeautifulSoup
from lxml import etree

from briefings import dataset, spec
from briefings.anchors import lists_only
from briefings.combine import Part, combined
from briefings.compose import compose, drafted
from briefings.document import (
    Block,
    Chart,
    Contents,
    Document,
    Figure,
    Inline,
    KeyFact,
    KeyFacts,
    Link,
    PageBreak,
    Paragraph,
    Reference,
    Role,
    Section,
    SourceEntry,
    Sources,
    Strong,
    Table,
    Text,
    plain,
)
from briefings.errors import DocumentError, SpecError
from briefings.layout import lay_out
from briefings.leaks import leaks, names
from briefings.numbering import all_blocks, all_inlines, inlines_of
from briefings.provenance import Evidence, Provenance, SourceRecord
from briefings.select import select
from briefings.theme import load
from briefings.writers import docx, html, outline, pdf
from tests import tiny
from tests.reading import docx as word_reader
from tests.reading import html as page_reader
from tests.reading import pdf as pdf_reader

SPECS = Path(__file__).parent.parent / "specs"
WELSH = "cymru"  # a document is in one language
NAMES = tuple(sorted(p.stem for p in SPECS.glob("*.yaml") if p.stem != WELSH))
READERS = {"docx": word_reader, "pdf": pdf_reader, "html": page_reader}


def text(words: str) -> tuple[Text, ...]:
    return (Text(words),)


def paragraph(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def source(id: str) -> Reference:
    return Reference(f"source:{id}")


def section(id: str, *blocks: Block) -> Section:
    return Section(id, text(id.title()), blocks)


def listing(*ids: str, said: str = "Source") -> Section:
    return section("sources", Sources(tuple(SourceEntry(i, text(f"{said} {i}")) for i in ids)))


def part(name: str, *blocks: Block, **more: object) -> Part:
    given: dict[str, object] = {
        "title": name.title(),
        "language": "en-GB",
        "as_at": "2019-12-31",
        "as_at_words": "Data as at 31 December 2019",
        **more,
    }
    return Part(name, Document(blocks=(Contents(), *blocks), **given))  # type: ignore[arg-type]


def made(*parts: Part, **more: str) -> Document:
    return combined("All", parts, **more)


def said(document: Document) -> list[str]:
    return [plain(b.children) for b in all_blocks(document.blocks) if isinstance(b, Paragraph)]


def told(*parts: Part) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        made(*parts)
    return [fault.what for fault in caught.value.faults]


def listed(document: Document) -> list[tuple[int, str, str]]:
    (found,) = (b for b in all_blocks(document.blocks) if isinstance(b, Sources))
    return [(e.number, e.id, plain(e.children)) for e in found.entries]


# ---------------------------------------------------------------------------------- parts


def test_each_part_is_a_section_on_a_new_page_and_the_sources_come_last() -> None:
    north = part("north", section("ratings", paragraph("Good", source("a"))), listing("a"))
    found = made(north, part("south", paragraph("Poor")))
    assert [type(b) for b in found.blocks] == [
        *(Contents, PageBreak, Section, PageBreak, Section, PageBreak, Section)
    ]
    sections = [b for b in found.blocks if isinstance(b, Section)]
    assert [plain(s.title) for s in sections] == ["North", "South", "Sources"]
    assert [s.level for s in all_blocks(found.blocks) if isinstance(s, Section)] == [1, 2, 1, 1]


def test_a_part_opens_with_its_title_block() -> None:
    facts = (KeyFact("Subject", text("North")), KeyFact("Source", (source("a"),)))
    north = part("north", paragraph("x"), listing("a"), subtitle="What was found", facts=facts)
    opened = next(b for b in made(north).blocks if isinstance(b, Section))
    assert opened.blocks[0] == Paragraph(text("What was found"), Role.LEAD)
    assert opened.blocks[1] == KeyFacts(
        (facts[0], KeyFact("Source", (Reference("source:a", "[1]"),)))
    )
    assert opened.blocks[2:] == (paragraph("x"),)


def test_no_source_no_list_of_sources() -> None:
    found = made(part("north", paragraph("x"), listing("never-cited")))
    assert not [b for b in all_blocks(found.blocks) if isinstance(b, Sources)]


def test_headings_may_go_one_level_deeper_than_in_a_part() -> None:
    deep = section("a", section("b", section("c", paragraph("x"))))
    found = made(part("north", deep))
    levels = [b.level for b in all_blocks(found.blocks) if isinstance(b, Section)]
    assert levels == [1, 2, 3, 4]
    assert told(part("north", section("z", deep))) == ["headings go 5 deep"]


def test_the_contents_have_two_levels_only_where_they_fit_a_page() -> None:
    inner = [section(f"s{n}", paragraph("x")) for n in range(20)]

    def levels(*counts: int) -> Counter[int]:
        found = made(*(part(f"p{n}", *inner[:count]) for n, count in enumerate(counts))).blocks[0]
        assert isinstance(found, Contents)
        return Counter(entry.level for entry in found.entries)

    assert levels(18, 20) == {1: 2, 2: 38}
    assert levels(19, 20) == {1: 2}


def test_the_contents_stand_in_the_shortest_document() -> None:
    laid = lay_out(made(part("north", paragraph("x"))), load())
    assert isinstance(laid.document.blocks[0], Contents)
    assert laid.page_of["section:north"] == len(laid.pages) == 2


# -------------------------------------------------------------------------------- numbers


def test_a_source_of_several_parts_has_one_number() -> None:
    found = made(
        part("north", paragraph("N", source("b"), source("a")), listing("a", "b")),
        part("south", paragraph("S", source("c"), source("a")), listing("a", "b", "c")),
    )
    assert said(found) == ["N[1][2]", "S[3][2]"]
    assert listed(found) == [(1, "b", "Source b"), (2, "a", "Source a"), (3, "c", "Source c")]


def test_one_id_for_two_sources_is_no_reason_to_confuse_them() -> None:
    found = made(
        part("north", paragraph("N", source("a")), listing("a")),
        part("south", paragraph("S", source("a")), listing("a", said="Another")),
        part("west", listing("a", said="Another"), facts=(KeyFact("West", (source("a"),)),)),
    )
    assert said(found) == ["N[1]", "S[2]"]
    (facts,) = (b for b in all_blocks(found.blocks) if isinstance(b, KeyFacts))
    assert facts.items == (KeyFact("West", (Reference("source:a.2", "[2]"),)),)
    assert listed(found) == [(1, "a", "Source a"), (2, "a.2", "Another a")]


def test_a_source_that_only_stands_behind_a_fact_is_kept_but_not_listed() -> None:
    fact = Evidence(
        "n", "North", "overall", "Overall", "Good", "stated", ("b",), shown=("Ratings",)
    )
    kept = Provenance((fact,), (SourceRecord("b", 0, "Its title alone"),))
    found = made(part("north", paragraph("x"), listing("b"), provenance=kept))
    assert not [b for b in all_blocks(found.blocks) if isinstance(b, Sources)]
    assert found.provenance.sources == kept.sources
    assert found.provenance.facts == (evolve(fact, shown=("North: Ratings",)),)
    own = Provenance((fact,), (SourceRecord("b", 7, "Source b", "https://b.example"),))
    south = part("south", paragraph(source("b")), listing("b"), provenance=own)
    again = made(part("north", paragraph("x"), listing("b"), provenance=kept), south).provenance
    assert again.sources == (SourceRecord("b", 1, "Source b", "https://b.example"),)
    assert again.facts == (evolve(fact, shown=("North: Ratings", "South: Ratings")),)


def test_what_refers_to_a_list_of_sources_finds_that_of_the_whole() -> None:
    north = part("north", paragraph(source("a"), Reference("section:sources")), listing("a"))
    found = made(north, part("south", paragraph("x")))
    targets = {b.id for b in all_blocks(found.blocks) if isinstance(b, Section)}
    reference = found.blocks[2].blocks[0].children[1]  # type: ignore[union-attr]
    assert reference.target.partition(":")[2] in targets
    assert reference.text == "Sources"


def test_words_under_a_list_of_sources_stay() -> None:
    entries = Sources((SourceEntry("a", text("Source a")),))
    noted = section("sources", entries, paragraph("Read them."))
    found = made(part("north", paragraph(source("a")), noted))
    assert said(found) == ["[1]", "Read them."]
    assert [n for n, _, _ in listed(found)] == [1]


def test_references_within_marked_words_move_too() -> None:
    words = Strong((Text("See "), Reference("section:ratings")))
    links = Link((words,), "https://x.example")
    found = made(part("north", section("ratings", paragraph(links))))
    (moved,) = (i for b in all_blocks(found.blocks) for i in all_inlines(inlines_of(b))
                if isinstance(i, Reference))  # fmt: skip
    assert moved == Reference("section:north.ratings", "Ratings")


# -------------------------------------------------------------------------------- the whole


def test_what_all_parts_say_is_said_of_the_whole() -> None:
    facts = (KeyFact("Round", text("2018/19")), KeyFact("Prepared for", text("us")))
    more = {"author": "A", "eyebrow": "Briefing", "facts": facts, "organisation": "O"}
    south = part("south", paragraph("x"), **{**more, "facts": facts[:1], "organisation": "P"},
                 keywords=("CRC",))  # fmt: skip
    found = made(part("north", paragraph("x"), **more, keywords=("PDU", "CRC")), south)
    assert (found.author, found.eyebrow, found.organisation) == ("A", "Briefing", "")
    assert found.keywords == ("PDU", "CRC")
    assert found.as_at_words == "Data as at 31 December 2019"
    assert [(f.label, plain(f.value)) for f in found.facts] == [
        ("Parts", "2"),
        ("Round", "2018/19"),
    ]


def test_words_of_its_own_come_before_those_of_its_parts() -> None:
    more = {"author": "A", "eyebrow": "Briefing"}
    facts = (KeyFact("Prepared for", text("us")),)
    found = made(
        part("north", paragraph("x"), **more, facts=facts),
        author="B", eyebrow="Pack", subtitle="S", short_title="Short", prepared_for="them",
    )  # fmt: skip
    assert (found.author, found.eyebrow, found.short_title) == ("B", "Pack", "Short")
    assert found.description == "S"
    assert [plain(f.value) for f in found.facts if f.label == "Prepared for"] == ["them"]


def test_different_dates_are_left_to_the_parts() -> None:
    later = part("south", paragraph("x"), as_at="2020-06-01", as_at_words="Data as at 1 June 2020")
    found = made(part("north", paragraph("x")), later)
    assert found.as_at == "2020-06-01"
    assert found.as_at_words == "Data as at the dates given in each part"
    assert [plain(f.value) for f in found.facts] == ["2", "the dates given in each part"]


def test_every_fault_is_told_at_once() -> None:
    welsh = part("north", paragraph("x"), language="cy")
    assert told(part("north", paragraph("x")), welsh) == [
        "2 parts are called 'north'",
        "the parts are in several languages (en-GB, cy)",
    ]
    assert told() == ["a combined document has no parts"]


# ------------------------------------------------------------------------------- provenance

TINY = """\
briefing: {name}
title: "{{{{ subject.name }}}}"
as_at: {as_at}
providers: {{subject: {name}, compare: [{other}]}}
metrics: [overall, standards]
sections: [key-points, rating-summary, comparison]
"""


def tiny_part(name: str, other: str, as_at: str = "2019-12-31") -> Part:
    written = TINY.format(name=name, other=other, as_at=as_at)
    return Part(name, drafted(spec.loads(written), tiny.dataset()))


def test_each_fact_once_under_the_headings_of_all_parts() -> None:
    parts = (tiny_part("north", "south"), tiny_part("south", "north"))
    kept = made(*parts).provenance
    assert len({evolve(f, shown=()) for f in kept.facts}) == len(kept.facts)
    (overall,) = (f for f in kept.facts if (f.inspection, f.metric) == ("north-2019", "overall"))
    first, second = (p.document.title for p in parts)
    assert {heading.partition(": ")[0] for heading in overall.shown} == {first, second}
    assert f"{first}: Summary of ratings" in overall.shown
    every = {evolve(f, shown=()) for p in parts for f in p.document.provenance.facts}
    assert {evolve(f, shown=()) for f in kept.facts} == every


def test_the_numbers_of_sources_in_the_provenance_are_those_of_the_list() -> None:
    parts = (tiny_part("north", "south"), tiny_part("south", "north"))
    found = made(*parts)
    kept = found.provenance
    numbers = {s.id: (s.number, s.words) for s in kept.sources}
    assert {id: (n, words) for n, id, words in listed(found)}.items() <= numbers.items()
    assert [p.heading for p in kept.passages if "title block" in p.heading] == [
        "title block",
        *(f"{p.document.title}: title block" for p in parts),
    ]
    assert {s.provider for s in kept.standings} == {"north", "south"}
    own = {s.id for p in parts for s in p.document.provenance.sources if s.number}
    assert {id for id, (number, _) in numbers.items() if number} == own
    assert {id for fact in kept.facts for id in fact.sources} <= set(numbers)
    assert Provenance.loads(kept.dumps()).facts == tuple(evolve(f, at=()) for f in kept.facts)


def test_a_draft_is_the_document_before_its_numbers() -> None:
    written = spec.loads(TINY.format(name="north", other="south", as_at="2019-12-31"))
    settled, draft = compose(written, tiny.dataset()), drafted(written, tiny.dataset())
    assert draft.provenance == settled.provenance
    assert "Table 1" in outline.write(settled) and "Table 1" not in outline.write(draft)


def test_a_part_that_is_to_be_anonymous_is_held_to_it() -> None:
    written = TINY.format(name="north", other="south", as_at="2019-12-31")
    asked = written.partition("sections:")[0] + "anonymise: true\nsections:\n  - key-points\n"
    drafted(spec.loads(asked), tiny.dataset())
    leaking = f"{asked}  - text: South is named.\n"
    with pytest.raises(SpecError, match="is to stay anonymous"):
        drafted(spec.loads(leaking), tiny.dataset())


# --------------------------------------------------------------- the examples, as one document


@cache
def parts() -> tuple[Part, ...]:
    data = dataset.load()
    return tuple(Part(name, drafted(spec.load(SPECS / f"{name}.yaml"), data)) for name in NAMES)


@cache
def whole() -> Document:
    return combined("Every example", parts())


@cache
def written() -> dict[str, bytes]:
    theme = evolve(load(), cover=True)
    laid = lay_out(whole(), theme)
    return {
        "docx": docx.write(laid.document, theme, laid.page_of),
        "pdf": pdf.write(laid, theme),
        "html": html.write(laid.document, theme),
    }


def addresses(document: Document) -> Iterator[str]:
    for block in all_blocks(document.blocks):
        match block:
            case Section(id=id):
                yield f"section:{id}"
            case Table(id=id):
                yield f"table:{id}"
            case Chart(id=id) | Figure(id=id):
                yield f"figure:{id}"
            case Sources(entries=entries):
                yield from (f"source:{entry.id}" for entry in entries)


def test_no_address_is_given_twice_and_every_reference_finds_its_own() -> None:
    found = list(addresses(whole()))
    assert len(found) == len(set(found)) > 100
    used = {
        i.target
        for block in all_blocks(whole().blocks)
        for i in all_inlines(inlines_of(block))
        if isinstance(i, Reference)
    }
    assert used <= set(found)
    assert len(used) > 50


def test_tables_and_figures_are_numbered_through() -> None:
    blocks = list(all_blocks(whole().blocks))
    tables = [plain(b.caption) for b in blocks if isinstance(b, Table)]
    charts = [plain(b.caption) for b in blocks if isinstance(b, Chart)]
    assert [re.match(r"Table (\d+)\. ", t)[1] for t in tables] == [  # type: ignore[index]
        str(n) for n in range(1, len(tables) + 1)
    ]
    assert [re.match(r"Figure (\d+)\. ", t)[1] for t in charts] == [  # type: ignore[index]
        str(n) for n in range(1, len(charts) + 1)
    ]
    assert len(tables) == sum(
        isinstance(b, Table) for p in parts() for b in all_blocks(p.document.blocks)
    )


def lines(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """The kind and the words of every block, but for its numbers."""
    found = ((type(b).__name__, plain(tuple(inlines_of(b)))) for b in all_blocks(blocks))
    return [(kind, re.sub(r"\[\d*\]|(Table|Figure) \d+(\. )?", "", words)) for kind, words in found]


def test_nothing_of_a_part_is_lost() -> None:
    data = dataset.load()
    for name, one in zip(NAMES, whole_parts(), strict=True):
        alone = compose(spec.load(SPECS / f"{name}.yaml"), data)
        body = [b for b in alone.blocks if not lists_only(b)]
        title_block = bool(alone.subtitle) + bool(alone.facts)
        assert lines(one.blocks[title_block:]) == lines(body)


def whole_parts() -> list[Section]:
    return [b for b in whole().blocks if isinstance(b, Section)][:-1]


@pytest.mark.parametrize("format_", ["pdf", "html"])
def test_the_same_words_in_all_formats(format_: str) -> None:
    assert READERS[format_].words(written()[format_]) == word_reader.words(written()["docx"])
    assert READERS[format_].tables(written()[format_]) == word_reader.tables(written()["docx"])


def test_the_bookmarks_of_the_pdf_nest_by_part() -> None:
    with pikepdf.open(io.BytesIO(written()["pdf"])) as file, file.open_outline() as tree:
        assert [item.title for item in tree.root] == [
            *(p.document.title for p in parts()),
            "Sources",
        ]
        assert all(item.children for item in tree.root[:-1])


def test_the_headings_of_the_word_file_nest_by_part() -> None:
    with zipfile.ZipFile(io.BytesIO(written()["docx"])) as file:
        body = etree.fromstring(file.read("word/document.xml"))
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    tops = body.xpath('//w:p[w:pPr/w:pStyle/@w:val="Heading1"]', namespaces=space)
    heads = ["".join(p.itertext()) for p in tops]
    assert heads == [*(p.document.title for p in parts()), "Sources"]
    marks = body.xpath("//w:bookmarkStart/@w:name", namespaces=space)
    used = set(body.xpath("//w:hyperlink/@w:anchor", namespaces=space))
    assert len(marks) == len(set(marks)) and used <= set(marks)


def test_the_contents_give_the_page_of_each_part() -> None:
    theme = evolve(load(), cover=True)
    laid = lay_out(whole(), theme)
    starts = [laid.page_of[f"section:{name}"] for name in NAMES]
    assert starts == sorted(set(starts)) and starts[0] > 2
    for name, page in zip(NAMES, starts, strict=True):
        words = [p for p in laid.places.items() if p[1].page == page]
        first = min(words, key=lambda p: p[1].y)
        assert first[0] == f"section:{name}"


def test_the_addresses_of_the_page_are_all_there() -> None:
    soup = BeautifulSoup(written()["html"], "lxml")
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in soup.select('a[href^="#"]')} <= set(ids)


def test_an_anonymous_part_stays_so_beside_parts_that_name_everyone() -> None:
    one = spec.load(SPECS / "anonymised.yaml")
    banned = names(select(dataset.load(), one.choice()))
    alone = next(b for b in whole_parts() if b.id == "anonymised")
    assert list(leaks(alone, banned)) == []
    used = {
        i.target.partition(":")[2]
        for block in all_blocks([alone])
        for i in all_inlines(inlines_of(block))
        if isinstance(i, Reference) and i.target.startswith("source:")
    }
    entries = next(b for b in all_blocks(whole().blocks) if isinstance(b, Sources)).entries
    assert list(leaks(tuple(e for e in entries if e.id in used), banned)) == []


def test_the_same_bytes() -> None:
    data = dataset.load()
    again = [Part(n, drafted(spec.load(SPECS / f"{n}.yaml"), data)) for n in NAMES]
    assert combined("Every example", again) == whole()
