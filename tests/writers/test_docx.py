"""Word files: the rules of the format, and what a reader finds in them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from attrs import evolve
from docx.enum.section import WD_ORIENTATION
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from briefings import theme
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
    Figure,
    KeyFigure,
    KeyFigures,
    Link,
    ListItem,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Reference,
    Role,
    Row,
    Section,
    Strong,
    Symbol,
    Table,
    Text,
    Tone,
)
from briefings.errors import WriteError
from briefings.theme import Theme
from briefings.writers.docx import write
from tests.kitchen import kitchen_sink, png, wide_table, words
from tests.reading import docx as reading

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAGES = {"section:summary": 1, "section:text": 2, "section:comparison": 3, "section:sources": 4}


@pytest.fixture(scope="module")
def house() -> Theme:
    return theme.load()


@pytest.fixture(scope="module")
def kitchen(house: Theme) -> bytes:
    return write(kitchen_sink(), house, PAGES)


def small(*blocks: Block) -> Document:
    return Document("A title", blocks, "en-GB", "2019-12-31")


def plain_table(table_id: str = "t", rows: int = 3) -> Table:
    columns = (Column(words("Name"), header=True), Column(words("Value")))
    cells = (Cell(words("Merseyside")), Cell(words("12")))
    caption = words(f"Table 1. {table_id}")
    return Table(table_id, caption, columns, tuple(Row(cells) for _ in range(rows)))


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def body(data: bytes) -> etree._Element:
    return etree.fromstring(part(data, "word/document.xml").encode())


def paragraphs(data: bytes) -> list[etree._Element]:
    return list(body(data).iter(f"{W}p"))


def audit(data: bytes, folder: Path) -> list[str]:
    file = folder / "file.docx"
    file.write_bytes(data)
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(file))
    return [str(error) for error in result.errors]


# ------------------------------------------------------------------ the file as a whole


def test_every_node_makes_a_valid_file(kitchen: bytes, tmp_path: Path) -> None:
    assert audit(kitchen, tmp_path) == []


def test_same_document_gives_same_bytes(kitchen: bytes, house: Theme) -> None:
    assert write(kitchen_sink(), theme.load(), PAGES) == kitchen


def test_another_document_gives_other_bytes(kitchen: bytes, house: Theme) -> None:
    assert write(evolve(kitchen_sink(), title="Other"), house, PAGES) != kitchen


def test_the_file_is_a_sound_zip_without_a_clock(kitchen: bytes) -> None:
    package = zipfile.ZipFile(BytesIO(kitchen))
    assert package.testzip() is None
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert package.namelist()[0] == "[Content_Types].xml"


def test_properties_are_the_documents(kitchen: bytes) -> None:
    properties = docx.Document(BytesIO(kitchen)).core_properties
    assert properties.title == "Probation in Tŷ Ŵyth & district"
    assert properties.language == "en-GB"
    assert properties.author == "Office of the Commissioner"
    assert properties.comments == "A briefing that holds every node."
    assert properties.keywords == "probation, ratings"
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.isoformat()[:10] == "2019-12-31"


def test_word_is_never_asked_to_prompt(kitchen: bytes) -> None:
    settings = part(kitchen, "word/settings.xml")
    assert "updateFields" not in settings
    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings
    assert "w:dirty" not in part(kitchen, "word/document.xml")


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_page_size_and_language(house: Theme, size: str, tmp_path: Path) -> None:
    sheet = evolve(house, page=evolve(house.page, size=size))
    data = write(evolve(kitchen_sink(), language="cy-GB"), sheet, PAGES)
    first = docx.Document(BytesIO(data)).sections[0]
    assert first.page_width is not None
    assert round(first.page_width.mm) == {"A4": 210, "Letter": 216}[size]
    assert '<w:lang w:val="cy-GB"/>' in part(data, "word/styles.xml")
    assert audit(data, tmp_path) == []


def test_words_in_reading_order(kitchen: bytes) -> None:
    text = " ".join(reading.words(kitchen))
    assert text.startswith(
        "Briefing Probation in Tŷ Ŵyth & district Ratings, recommendations and measures "
        "Subject: Tŷ Ŵyth CRC Data as at: 31 December 2019 Key points Requires improvement "
        "overall. [1] Planning is Inadequate;"
    )
    assert "Overall: Requires improvement 79% orders completed target 75%, met 11,856" in text
    assert "Table 1. Ratings & basis <by standard> Key: Good is the second of four. No." in text
    assert text.endswith("these. [1] HM Inspectorate, An inspection report, April 2019.")


def test_tables_read_back(kitchen: bytes) -> None:
    ratings, wide = reading.tables(kitchen)
    assert ratings[0] == ["No.", "Standard", "Rating", "Score"]
    assert ratings[1] == ["1. Organisational delivery"]
    assert ratings[4] == ["1.3", "Standard 3", "Requires improvement", "12.5"]
    assert len(wide) == 22
    assert wide[1][:3] == ["Provider number 0 of Gŵynedd", "O", "G"]


# --------------------------------------------------------------------------- structure


def test_headings_and_lists_have_words_own_styles(kitchen: bytes) -> None:
    found = {(p.style.name, p.text) for p in docx.Document(BytesIO(kitchen)).paragraphs if p.style}
    assert ("Title", "Probation in Tŷ Ŵyth & district") in found
    assert ("Heading 1", "Comparison") in found
    assert ("Heading 2", "What this means & why") in found
    assert ("List Bullet", "First point.") in found
    assert ("List Bullet 2", "A point within.") in found
    assert ("List Number", "Give time for training.") in found
    assert ("Caption", "Table 2. All providers") in found


def test_no_paragraph_is_empty(kitchen: bytes) -> None:
    empty = [p for p in docx.Document(BytesIO(kitchen)).paragraphs if not p.text and not p.runs]
    assert empty == []


def test_landscape_pages_turn_back(kitchen: bytes) -> None:
    sections = docx.Document(BytesIO(kitchen)).sections
    portrait, landscape = WD_ORIENTATION.PORTRAIT, WD_ORIENTATION.LANDSCAPE
    assert [section.orientation for section in sections] == [portrait, landscape, portrait]
    assert [s.different_first_page_header_footer for s in sections] == [True, False, False]


def test_landscape_section_that_ends_in_a_table(house: Theme, tmp_path: Path) -> None:
    turned = Section("wide", words("Wide"), (plain_table(),), 1, Orientation.LANDSCAPE)
    data = write(small(turned, Section("next", words("Next"), (), 1)), house, {})
    assert len(docx.Document(BytesIO(data)).sections) == 3
    assert audit(data, tmp_path) == []


def test_running_heads_and_page_fields(kitchen: bytes) -> None:
    assert "Data as at 31 December 2019" in part(kitchen, "word/header1.xml")
    footer = part(kitchen, "word/footer1.xml")
    assert "Office of the Commissioner" in footer
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert "<w:t>4</w:t>" in footer


def test_header_rows_repeat_and_columns_add_up(kitchen: bytes) -> None:
    for table in body(kitchen).iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        grid = [int(c.get(f"{W}w", "")) for c in table.iterfind(f"{W}tblGrid/*")]
        width = table.find(f"{W}tblPr/{W}tblW")
        assert width is not None
        assert int(width.get(f"{W}w", "")) == sum(grid)
        assert table.find(f"{W}tblPr")[-1].tag in (f"{W}tblCaption", f"{W}tblDescription")


def test_a_rating_fills_its_cell_and_keeps_its_word(kitchen: bytes, house: Theme) -> None:
    cells = [c for c in body(kitchen).iter(f"{W}tc") if "Inadequate" in "".join(c.itertext())]
    shading = cells[0].find(f"{W}tcPr/{W}shd")
    assert shading is not None
    assert shading.get(f"{W}fill") == "801650"
    marks = cells[0].xpath(".//w:r[w:rPr/w:rStyle/@w:val='SymbolMark']", namespaces={"w": W[1:-1]})
    assert ["".join(mark.itertext()) for mark in marks] == ["■\N{NO-BREAK SPACE}"]


def test_only_caption_header_and_two_rows_keep_with_next(house: Theme) -> None:
    data = write(small(plain_table(rows=6)), house, {})
    kept = [
        [row.find(f".//{W}keepNext") is not None for row in table.iterfind(f"{W}tr")]
        for table in body(data).iter(f"{W}tbl")
    ]
    assert kept == [[True, True, True, False, False, False, False]]


def test_each_numbered_list_starts_anew(house: Theme, tmp_path: Path) -> None:
    item = ListItem((Paragraph(words("One.")),))
    within = ListItem((Paragraph(words("Two.")), NumberedList((item, item), start=3)))
    data = write(small(NumberedList((item, within)), NumberedList((item,), start=9)), house, {})
    root = etree.fromstring(part(data, "word/numbering.xml").encode())
    starts = [e.get(f"{W}val") for e in root.iter(f"{W}startOverride")]
    assert starts == ["1", "3", "9"]
    assert audit(data, tmp_path) == []


def test_a_second_paragraph_of_an_item_has_no_label(house: Theme) -> None:
    item = ListItem((Paragraph(words("First.")), Paragraph(words("More."))))
    data = write(small(BulletList((item,))), house, {})
    styles = [p.style.name for p in docx.Document(BytesIO(data)).paragraphs if p.style]
    assert styles[-2:] == ["List Bullet", "List Continue"]


def test_contents_has_its_pages(kitchen: bytes) -> None:
    lines = ["".join(p.itertext()) for p in paragraphs(kitchen) if style(p).startswith("TOC")]
    assert lines[0] == "Contents"
    assert lines[1].endswith("PAGEREF section_summary \\h 1")
    assert [style(p) for p in paragraphs(kitchen) if style(p).startswith("TOC")][1:] == [
        *("TOC1", "TOC2", "TOC1", "TOC1")
    ]


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def test_a_short_document_has_no_contents(house: Theme) -> None:
    entries = (ContentsEntry(1, "A", "section:a"),)
    document = small(Contents(from_pages=5, entries=entries), Section("a", words("A"), (), 1))
    assert "TOC" not in part(write(document, house, {"section:a": 4}), "word/document.xml")
    assert "TOC" in part(write(document, house, {"section:a": 5}), "word/document.xml")


def test_a_page_break_is_no_paragraph(house: Theme) -> None:
    document = small(Paragraph(words("One.")), PageBreak(), Paragraph(words("Two.")))
    found = docx.Document(BytesIO(write(document, house, {}))).paragraphs
    assert [p.text for p in found] == ["A title", "One.", "Two."]
    assert [p.paragraph_format.page_break_before for p in found] == [None, None, True]


def test_tables_that_touch_are_parted(house: Theme, tmp_path: Path) -> None:
    tiles = KeyFigures(tuple(KeyFigure(str(n), "label") for n in range(5)))
    data = write(small(tiles, tiles, plain_table(), tiles), house, {})
    assert not body(data).xpath(
        "//w:tbl/following-sibling::*[1][self::w:tbl]", namespaces={"w": W[1:-1]}
    )
    assert audit(data, tmp_path) == []


def test_pictures_have_words_and_numbers_of_their_own(house: Theme, tmp_path: Path) -> None:
    logo = theme.Logo(png(), "The Commissioner")
    document = small(
        Figure("a", png(), "First", ()), Figure("b", png(30, 90), "Second", words("B"))
    )
    data = write(document, evolve(house, logo=logo), {})
    found = body(data).xpath("//*[local-name()='docPr']")
    assert [(e.get("id"), e.get("descr")) for e in found] == [
        ("1", "The Commissioner"),
        ("2", "First"),
        ("3", "Second"),
    ]
    assert audit(data, tmp_path) == []


def test_links_inside_and_out(house: Theme) -> None:
    data = write(
        small(
            plain_table(),
            Paragraph((Link((Strong(words("A report")),), "https://example.org/?a=1&b=2"),)),
            Paragraph((Reference("table:t", "Table 1"),)),
        ),
        house,
        {},
    )
    out, within = docx.Document(BytesIO(data)).paragraphs[-2:]
    assert out.hyperlinks[0].address == "https://example.org/?a=1&b=2"
    assert within.hyperlinks[0].fragment == "table_t"


def test_welsh_words_are_marked(kitchen: bytes) -> None:
    runs = [r for r in body(kitchen).iter(f"{W}r") if "Gwasanaeth" in "".join(r.itertext())]
    language = runs[0].find(f"{W}rPr/{W}lang")
    assert language is not None
    assert language.get(f"{W}val") == "cy"


def test_a_callout_takes_the_colour_of_its_tone(house: Theme, tmp_path: Path) -> None:
    item = ListItem(
        (Paragraph(words("Point.")), BulletList((ListItem((Paragraph(words("In.")),)),)))
    )
    callout = Callout("Beware", (Paragraph(words("Text.")), BulletList((item,))), Tone.WORST)
    data = write(small(callout), house, {})
    bars = [e.get(f"{W}color") for e in body(data).iter(f"{W}left") if e.get(f"{W}color")]
    assert bars == ["801650"] * 4
    assert audit(data, tmp_path) == []


@pytest.mark.parametrize("tone", list(Tone))
@pytest.mark.parametrize("symbol", [Symbol.NONE, Symbol.STAR, Symbol.UP])
def test_every_badge_reads_as_its_word(house: Theme, tone: Tone, symbol: Symbol) -> None:
    badge = Badge("Word", tone, symbol)
    table = Table("t", words("T"), (Column(words("C")),), (Row((Cell((badge,)),)),))
    data = write(small(Paragraph((Text("("), badge, Text(")"))), table), house, {})
    assert reading.words(data)[2:] == ["(Word)", "T", "C", "Word"]


# ------------------------------------------------------------------------------- fonts


def test_fonts_are_carried_under_their_own_names(kitchen: bytes, house: Theme) -> None:
    table = part(kitchen, "word/fontTable.xml")
    assert 'w:name="Source Sans 3 Semibold"' in table
    assert f'<w:altName w:val="{house.fonts.fallback}"/>' in table
    key = table.split('w:fontKey="{')[1].split("}")[0]
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    hidden = zipfile.ZipFile(BytesIO(kitchen)).read("word/fonts/font1.odttf")
    shown = bytes(a ^ b for a, b in zip(hidden[:32], mask, strict=True)) + hidden[32:]
    assert shown == house.fonts.regular.read_bytes()


def test_without_embedding_bold_is_bold(house: Theme, tmp_path: Path) -> None:
    fonts = evolve(house.fonts, family="Arial", embed=False)
    data = write(kitchen_sink(), evolve(house, fonts=fonts), PAGES)
    assert not [n for n in zipfile.ZipFile(BytesIO(data)).namelist() if n.endswith(".odttf")]
    assert "Semibold" not in part(data, "word/styles.xml")
    assert len(data) < 60_000
    assert audit(data, tmp_path) == []


# ------------------------------------------------------------------------------ faults


def refused(house: Theme, *blocks: Block) -> str:
    with pytest.raises(WriteError) as caught:
        write(small(*blocks), house, {})
    return str(caught.value)


def test_a_control_character_is_refused_with_its_place(house: Theme) -> None:
    section = Section("s", words("Plans"), (Paragraph(words("bad \x07 bell")),), 1)
    message = refused(house, section, Paragraph(words("lone \ud800 half")))
    assert "Plans > paragraph" in message
    assert "U+0007" in message
    assert "U+D800" in message


def test_a_control_character_in_the_title_is_refused(house: Theme) -> None:
    with pytest.raises(WriteError, match=r"title.*U\+0000"):
        write(Document("A\0", (), "en-GB", "2019-12-31"), house, {})


def test_a_reference_to_nothing_is_refused(house: Theme) -> None:
    section = Section("s", words("Plans"), (Paragraph((Reference("table:no", "T"),)),), 1)
    assert "'table_no'" in refused(house, section)
    assert "Plans" in refused(house, section)


def test_two_tables_of_one_id_are_refused(house: Theme) -> None:
    assert "'table_t' is used twice" in refused(house, plain_table(), plain_table())


def test_an_empty_paragraph_is_refused(house: Theme) -> None:
    assert "a paragraph is empty" in refused(house, Paragraph(()))


def test_a_picture_that_is_none_is_refused(house: Theme) -> None:
    message = refused(house, Figure("map", b"GIF?", "A map"))
    assert "figure map" in message
    assert "PNG" in message


# ------------------------------------------------------------------------------- speed


def test_a_long_table_is_linear(house: Theme) -> None:
    def size(rows: int) -> int:
        document = small(evolve(wide_table(rows), sources=()))
        return len(part(write(document, house, {}), "word/document.xml"))

    small_, large = size(200), size(400)
    assert large < 2.1 * small_


def test_a_bare_title_block(house: Theme) -> None:
    bare = evolve(kitchen_sink(), eyebrow="", subtitle="", facts=())
    first = docx.Document(BytesIO(write(bare, house, PAGES))).paragraphs[0]
    assert first.style is not None
    assert first.style.name == "Title"


def test_a_line_between_two_headings_goes_with_the_second(house: Theme) -> None:
    inner = Section("inner", words("Inner"), (Paragraph(words("Text.")),), 2)
    outer = Section("outer", words("Outer"), (Paragraph(words("A line."), Role.NOTE), inner), 1)
    document = Document(title="T", blocks=(outer,), language="en-GB", as_at="2019-12-31")
    paragraphs = docx.Document(BytesIO(write(document, house, {}))).paragraphs
    (line,) = [p for p in paragraphs if p.text == "A line."]
    assert line.paragraph_format.keep_with_next


def test_each_level_of_headings_has_its_own(house: Theme) -> None:
    """A combined briefing goes four deep, and so does the outline that Word shows of it."""
    nested = Section("d", words("D"), (Paragraph(words("end")),), 4)
    for level, name in ((3, "C"), (2, "B"), (1, "A")):
        nested = Section(name.lower(), words(name), (nested,), level)
    found = docx.Document(BytesIO(write(small(nested), house, {})))
    styles = [(p.style.name, p.text) for p in found.paragraphs if p.style and p.text in "ABCD"]
    assert styles == [(f"Heading {n}", name) for n, name in enumerate("ABCD", 1)]
    outline = found.styles["Heading 4"].element.xpath(".//w:outlineLvl/@w:val")
    assert outline == ["3"]
