"""Pages: what stays together, what opens a page, and that nothing is cut or lost."""

from __future__ import annotations

from collections import Counter

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
    Figure,
    KeyFact,
    KeyFigure,
    KeyFigures,
    ListItem,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Row,
    RowRole,
    Section,
    Table,
    Text,
    Tone,
    plain,
)
from briefings.errors import LayoutError
from briefings.layout import Layout, Words, lay_out
from briefings.theme import MM, Page, Theme
from tests.kitchen import LONG, cell, item, kitchen_sink, png, wide_table, words
from tests.layout.seen import boxes, document, lines, page_texts, pictures, runs, text_of


def paragraph(n: int, sentences: int = 3) -> Paragraph:
    return Paragraph(words(f"Paragraph {n}. " + LONG * sentences))


def section(n: int, *blocks: Block, level: int = 1, turned: bool = False) -> Section:
    orientation = Orientation.LANDSCAPE if turned else Orientation.PORTRAIT
    return Section(f"s{n}", words(f"Section {n}"), blocks, level, orientation)


def rows_table(count: int, notes: int = 0, text: str = "value") -> Table:
    rows = tuple(Row((cell(f"Row {n}"), cell(text))) for n in range(count))
    columns = (Column(words("Name"), header=True), Column(words("Value")))
    said = tuple(words(f"Note {n}.") for n in range(notes))
    return Table("t", words("Table 1. Rows"), columns, rows, notes=said)


def page_with(layout: Layout, text: str) -> int:
    return next(n for n, found in enumerate(page_texts(layout), 1) if any(text in x for x in found))


def test_everything_is_said_once_and_in_order(theme: Theme) -> None:
    blocks = tuple(section(n, *(paragraph(10 * n + k) for k in range(5))) for n in range(12))
    layout = lay_out(document(*blocks), theme)
    wanted = ["Title"]
    for block in blocks:
        wanted.append(plain(block.title))
        wanted += [plain(p.children) for p in block.blocks if isinstance(p, Paragraph)]
    assert text_of(layout).split() == " ".join(wanted).split()
    assert layout.page_count > 4


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_nothing_leaves_the_text_area(theme: Theme, size: str) -> None:
    theme = evolve(theme, page=evolve(theme.page, size=size))
    layout = lay_out(kitchen_sink(), theme)
    side, top, foot = (x * MM for x in (theme.page.side, theme.page.top, theme.page.foot))
    for page in layout.pages:
        for said in runs(page):
            assert said.x >= side - 0.01
            assert said.x + said.width <= page.width - side + 0.02
            if not said.artifact:
                assert top < said.y < page.height - foot
        for x, y, width, height, _ in boxes(page):
            assert x >= side - 0.01
            assert x + width <= page.width - side + 0.01
            assert y + height < page.height


@pytest.mark.parametrize("before", range(1, 60, 3))
def test_a_heading_keeps_three_lines_and_no_line_of_a_paragraph_stands_alone(
    theme: Theme, before: int
) -> None:
    filler = NumberedList(tuple(item(words("Filler.")) for _ in range(before)))
    layout = lay_out(document(filler, section(1, paragraph(1), paragraph(2))), theme)
    for found in page_texts(layout):
        if "Section 1" in found:
            assert len(found) - found.index("Section 1") > 3
        for n in (1, 2):
            text = f"Paragraph {n}. " + LONG * 3
            there = [line for line in found if line and line in text and "Filler" not in line]
            assert len(there) != 1 or there == [text]


@pytest.mark.parametrize("before", range(20, 40))
def test_a_table_opens_with_two_rows_and_never_ends_with_one(theme: Theme, before: int) -> None:
    filler = NumberedList(tuple(item(words("Filler.")) for _ in range(before)))
    layout = lay_out(document(filler, rows_table(30, notes=1)), theme)
    pages = page_texts(layout)
    for found in pages:
        rows = [line for line in found if line.startswith("Row")]
        if any("Table 1" in line for line in found):
            assert len(rows) >= 2
        if any("Row 29" in line for line in found):
            assert len(rows) >= 2
            assert "Note 0." in found


def test_the_header_row_opens_each_page_of_a_table_and_is_read_once(theme: Theme) -> None:
    layout = lay_out(document(rows_table(120)), theme)
    assert layout.page_count == 4
    headers = [[w.artifact for w in runs(page) if w.text == "Value"] for page in layout.pages]
    assert headers == [[""], ["Repeated"], ["Repeated"], ["Repeated"]]
    said = Counter(line for found in page_texts(layout) for line in found)
    assert all(said[f"Row {n}value"] == 1 for n in range(120))


def test_a_group_row_stays_with_the_row_below(theme: Theme) -> None:
    for before in range(25, 45):
        rows = [Row((cell(f"Row {n}"), cell("x"))) for n in range(before)]
        rows += [Row((cell("Group"),), RowRole.GROUP)]
        rows += [Row((cell(f"After {n}"), cell("x"))) for n in range(10)]
        table = evolve(rows_table(0), rows=tuple(rows))
        layout = lay_out(document(table), theme)
        assert page_with(layout, "Group") == page_with(layout, "After 0")


def test_a_row_taller_than_a_page_goes_on_over_pages_and_loses_nothing(theme: Theme) -> None:
    text = " ".join(f"word{n}" for n in range(3000))
    table = evolve(rows_table(3), rows=(*rows_table(2).rows, Row((cell("Tall"), cell(text)))))
    layout = lay_out(document(table), theme)
    assert layout.page_count > 3
    assert text in " ".join(text_of(layout).split())


def test_a_row_that_fits_a_page_is_not_split(theme: Theme) -> None:
    text = " ".join(f"word{n}" for n in range(200))
    table = rows_table(12, text=text)
    for page in lay_out(document(table), theme).pages:
        said = " ".join(lines(page))
        assert said.count("word199") == said.count("word0 ")


def test_a_short_list_item_is_not_split(theme: Theme) -> None:
    items = tuple(item(words(f"Item {n}: " + LONG * 3 + f" End {n}.")) for n in range(30))
    layout = lay_out(document(NumberedList(items)), theme)
    for n in range(30):
        assert page_with(layout, f"Item {n}:") == page_with(layout, f"End {n}.")


def test_a_long_list_item_may_be_split(theme: Theme) -> None:
    text = LONG * 60
    layout = lay_out(document(BulletList((item(words("a")), item(words(text))))), theme)
    assert layout.page_count == 2
    assert "Plans" in " ".join(lines(layout.pages[0]))


def test_a_landscape_section_stands_on_pages_of_its_own(theme: Theme) -> None:
    blocks = (
        section(1, paragraph(1)),
        section(2, paragraph(2), turned=True),
        section(3, paragraph(3), turned=True),
        section(4, paragraph(4)),
    )
    layout = lay_out(document(*blocks), theme)
    assert [page.width > page.height for page in layout.pages] == [False, True, False]
    assert [page_with(layout, f"Section {n}") for n in (1, 2, 3, 4)] == [1, 2, 2, 3]


def test_a_document_may_open_with_a_landscape_section(theme: Theme) -> None:
    layout = lay_out(document(section(1, wide_table(), turned=True)), theme)
    assert page_with(layout, "Section 1") == 2
    assert all(page.placed for page in layout.pages)


def test_21_providers_fit_one_landscape_page(theme: Theme) -> None:
    opening = Paragraph(words("All of them."))
    layout = lay_out(document(section(1, opening, wide_table(21), turned=True)), theme)
    assert layout.page_count == 2


def test_a_page_break_opens_a_page_once(theme: Theme) -> None:
    inner = section(1, paragraph(1), PageBreak())
    layout = lay_out(document(inner, PageBreak(), section(2, paragraph(2)), PageBreak()), theme)
    assert [page_with(layout, f"Section {n}") for n in (1, 2)] == [1, 2]
    assert layout.page_count == 2


def test_a_callout_goes_on_over_pages_with_its_ground(theme: Theme) -> None:
    callout = Callout("Warning", tuple(paragraph(n) for n in range(20)), Tone.WORST)
    layout = lay_out(document(callout, Paragraph(words("After."))), theme)
    assert layout.page_count > 1
    for page in layout.pages:
        grounds = [box for box in boxes(page) if box[4] == theme.colours.tint]
        bars = [box for box in boxes(page) if box[4] == theme.tones[Tone.WORST].fill]
        assert len(grounds) == len(bars) == 1
        inside = [w for w in runs(page) if not w.artifact and w.text not in ("Title", "After.")]
        assert all(grounds[0][1] < w.y < grounds[0][1] + grounds[0][3] for w in inside)
        assert bars[0][2] == 3


def test_key_figures_stand_at_most_four_in_a_row(theme: Theme) -> None:
    figures = KeyFigures(tuple(KeyFigure(f"{n}{n}%", "orders completed") for n in range(5)))
    (page,) = lay_out(document(figures), theme).pages
    tops = Counter(round(w.y, 1) for w in runs(page) if w.text.endswith("%"))
    assert sorted(tops.values()) == [2, 3]


def test_a_figure_and_its_caption_share_a_page_that_holds_them(theme: Theme) -> None:
    figure = Figure("f", png(100, 400), "Tall", words("Figure 1. Tall"))
    layout = lay_out(document(paragraph(1), figure), theme)
    assert page_with(layout, "Figure 1") == layout.page_of["figure:f"] == 2
    (picture,) = pictures(layout.pages[1])
    assert picture.height <= layout.pages[1].height - (theme.page.top + theme.page.foot) * MM
    assert picture.width / picture.height == pytest.approx(100 / 400)


def test_a_picture_that_cannot_be_read_is_a_fault(theme: Theme) -> None:
    with pytest.raises(LayoutError, match="figure 'f': the picture cannot be read"):
        lay_out(document(Figure("f", b"no picture", "Nothing")), theme)


def long_document(pages: int, from_pages: int = 5) -> Document:
    blocks = tuple(section(n, *(paragraph(k, 6) for k in range(7))) for n in range(pages))
    entries = tuple(ContentsEntry(1, f"Section {n}", f"section:s{n}") for n in range(pages))
    return document(Contents(from_pages=from_pages, entries=entries), *blocks)


def test_contents_name_the_page_of_each_heading(theme: Theme) -> None:
    layout = lay_out(long_document(7), theme)
    assert layout.page_count >= 5
    numbers = {
        line.rsplit("Section ", 1)[1]: line for line in lines(layout.pages[0]) if "Section" in line
    }
    for n in range(1, 7):
        page = page_texts(layout)[layout.page_of[f"section:s{n}"] - 1]
        assert f"Section {n}" in page
        assert f"{n} {layout.page_of[f'section:s{n}']}" in numbers


def test_contents_stay_out_of_a_short_document(theme: Theme) -> None:
    layout = lay_out(long_document(2), theme)
    assert layout.page_count < 5
    assert not any(isinstance(block, Contents) for block in layout.document.blocks)
    assert "Contents" not in text_of(layout)
    kept = lay_out(long_document(2, from_pages=1), theme)
    assert kept.document.blocks[0] == long_document(2, from_pages=1).blocks[0]


def test_the_running_head_is_left_out_of_the_first_page(theme: Theme) -> None:
    doc = evolve(long_document(4), short_title="Short", as_at_words="As at", organisation="Org")
    layout = lay_out(doc, theme, Words(page_of="Tudalen {page} o {pages}"))
    count = layout.page_count
    for number, page in enumerate(layout.pages, 1):
        heads = [w.text for w in runs(page) if w.artifact == "Header"]
        feet = [w.text for w in runs(page) if w.artifact == "Footer"]
        assert heads == ([] if number == 1 else ["Short", "As at"])
        assert feet == ["Org", f"Tudalen {number} o {count}"]


def test_a_long_running_head_is_shortened(theme: Theme) -> None:
    doc = evolve(long_document(4), title="Words " * 40, as_at_words="Data as at 31 December 2019")
    page = lay_out(doc, theme).pages[1]
    left, right = (w for w in runs(page) if w.artifact == "Header")
    assert left.text.endswith("…")
    assert left.x + left.width < right.x


def test_facts_stand_in_one_line_or_wrap(theme: Theme) -> None:
    facts = tuple(KeyFact(f"Fact {n}", words("several words about it")) for n in range(5))
    (page,) = lay_out(document(facts=facts), theme).pages
    labels = [w for w in runs(page) if w.text.startswith("Fact")]
    rows = Counter(w.y for w in labels)
    assert len(rows) > 1
    assert max(rows.values()) > 1
    assert "Fact 4: several words about it" in text_of(lay_out(document(facts=facts), theme))


def test_every_character_without_a_glyph_is_told_at_once(theme: Theme) -> None:
    doc = document(
        Paragraph(words("Words with 漢 in them.")),
        rows_table(1, text="A ★ in a cell"),
        BulletList((ListItem((Paragraph((Badge("字", Tone.GOOD),)),)),)),
        title="Tŷ Ŵyth",
    )
    for _ in range(2):  # a second document is told too
        with pytest.raises(LayoutError) as raised:
            lay_out(doc, theme)
        assert [fault.what for fault in raised.value.faults] == [
            "no glyph for '★' (U+2605) in Source Sans 3",
            "no glyph for '字' (U+5B57) in Source Sans 3",
            "no glyph for '漢' (U+6F22) in Source Sans 3",
        ]
        assert raised.value.faults[2].where == "Words with 漢 in them."
    assert lay_out(document(title="Tŷ Ŵyth"), theme).page_count == 1


def test_an_empty_document_is_one_page(theme: Theme) -> None:
    assert lay_out(Document("", (), "en", "2019-12-31"), theme).page_count == 1


def test_a_strange_page_is_not_endless(theme: Theme) -> None:
    tiny = evolve(theme, page=Page("A4", 22.0, 120.0, 120.0))
    layout = lay_out(document(paragraph(1), rows_table(4)), tiny)
    assert "Row 3" in text_of(layout)


def test_what_cannot_be_parted_and_fits_no_page_is_a_fault(theme: Theme) -> None:
    figures = KeyFigures((KeyFigure("1", LONG * 60),))
    with pytest.raises(LayoutError, match=r"1 Plans often .*: something 1\d+ points deep"):
        lay_out(document(figures), theme)


def test_the_last_entry_of_a_list_has_company(theme: Theme) -> None:
    for before in range(26, 40):
        items = tuple(item(words(f"Item {n}.")) for n in range(before))
        layout = lay_out(document(NumberedList(items)), theme)
        last = page_with(layout, f"Item {before - 1}.")
        assert page_with(layout, f"Item {before - 2}.") == last


def test_long_tables_take_time_in_proportion(theme: Theme) -> None:
    small, large = (lay_out(document(rows_table(n)), theme) for n in (200, 800))
    assert sum(len(page.placed) for page in large.pages) < 4.5 * sum(
        len(page.placed) for page in small.pages
    )


def test_text_in_a_language_of_its_own_is_kept(theme: Theme) -> None:
    text = (Text("Some "), Text("geiriau Cymraeg ŵ ŷ", "cy"), Text(" here"))
    assert "Some geiriau Cymraeg ŵ ŷ here" in text_of(lay_out(document(Paragraph(text)), theme))


def test_a_cell_of_one_badge_is_a_chip_across_the_cell(theme: Theme) -> None:
    badges = tuple(Badge(word, Tone.GOOD) for word in ("Good", "Quite good"))
    table = evolve(rows_table(0), rows=tuple(Row((cell("x"), Cell((badge,)))) for badge in badges))
    (page,) = lay_out(document(table), theme).pages
    chips = [box for box in boxes(page) if box[4] == theme.tones[Tone.GOOD].fill]
    assert len({(x, width) for x, _, width, _, _ in chips}) == 1
    first, second = sorted(chips, key=lambda box: box[1])
    assert second[1] - (first[1] + first[3]) == pytest.approx(2.0)
