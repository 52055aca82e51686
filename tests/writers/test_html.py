"""The HTML file: whole, safe, stable, and marked up for those who do not see it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from briefings.document import (
    Align,
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
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    Reference,
    Role,
    Row,
    RowRole,
    Section,
    Symbol,
    Table,
    Text,
    Tone,
    evolve,
)
from briefings.errors import WriteError
from briefings.theme import Logo, Theme, ToneColours, load
from briefings.writers import html
from tests.kitchen import GOOD, REQUIRES, cell, item, kitchen_sink, png, words
from tests.reading import html as reading


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load()


@pytest.fixture(scope="module")
def kitchen(theme: Theme) -> BeautifulSoup:
    return BeautifulSoup(html.write(kitchen_sink(), theme), "lxml")


Page = Callable[..., BeautifulSoup]


@pytest.fixture
def page(theme: Theme) -> Page:
    def write(*blocks: Block, theme: Theme = theme, **changes: Any) -> BeautifulSoup:
        document = Document("Title", blocks, language="en-GB", as_at="2019-12-31")
        return BeautifulSoup(html.write(evolve(document, **changes), theme), "lxml")

    return write


def one(soup: Tag, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {found}"
    return found[0]


def said(soup: Tag, selector: str) -> list[str]:
    return [" ".join(found.get_text().split()) for found in soup.select(selector)]


# -------------------------------------------------------------------------- whole file


def test_same_document_same_bytes(theme: Theme) -> None:
    assert html.write(kitchen_sink(), theme) == html.write(kitchen_sink(), theme)


def test_file_needs_no_script_and_no_other_file(kitchen: BeautifulSoup) -> None:
    assert not kitchen.select("script, link, iframe, object, embed")
    assert all(str(img["src"]).startswith("data:image/") for img in kitchen.select("img"))
    style = one(kitchen, "style").get_text()
    assert "url(" not in style
    assert "@import" not in style


def test_head_says_what_the_file_is(kitchen: BeautifulSoup) -> None:
    assert one(kitchen, "html")["lang"] == "en-GB"
    assert one(kitchen, "head > title").get_text() == "Probation in Tŷ Ŵyth & district"
    meta = {m.get("name"): m.get("content") for m in kitchen.select("meta[name]")}
    assert meta["description"] == "A briefing that holds every node."
    assert meta["keywords"] == "probation, ratings"
    assert meta["color-scheme"] == "light"
    assert re.fullmatch(r"briefings \d+(\.\w+)+", str(meta["generator"]))
    assert "author" not in meta  # the document names none


def test_landmarks_and_skip_link(kitchen: BeautifulSoup) -> None:
    body = one(kitchen, "body")
    names = [child.name for child in body.find_all(recursive=False)]
    assert names == ["a", "header", "main", "footer"]
    skip = one(kitchen, "body > a.skip")
    assert str(skip["href"]) == f"#{one(kitchen, 'main')['id']}"


def test_headings_skip_no_level(kitchen: BeautifulSoup) -> None:
    headings = [(h.name, h.get_text()) for h in kitchen.find_all(re.compile(r"^h\d$"))]
    assert headings == [
        ("h1", "Probation in Tŷ Ŵyth & district"),
        ("h2", "Summary of ratings"),
        ("h3", "What this means & why"),
        ("h2", "Comparison"),
        ("h2", "Sources"),
    ]


def test_ids_are_unique_and_every_pointer_meets_one(kitchen: BeautifulSoup) -> None:
    ids = Counter(str(tag["id"]) for tag in kitchen.select("[id]"))
    assert max(ids.values()) == 1
    pointers = {str(a["href"]).removeprefix("#") for a in kitchen.select('a[href^="#"]')}
    for attribute in ("aria-labelledby", "aria-describedby"):
        for tag in kitchen.select(f"[{attribute}]"):
            pointers.update(str(tag[attribute]).split())
    assert pointers
    assert pointers <= set(ids)


# ------------------------------------------------------------------------ text is text


NASTY = """<script>alert(1)</script> & "quoted" 'so' </style> {{ title }} \\ --> ]]>"""


def test_text_is_never_markup(theme: Theme) -> None:
    said_everywhere = words(NASTY)
    document = Document(
        title=NASTY,
        subtitle=NASTY,
        eyebrow=NASTY,
        short_title=NASTY,
        as_at_words=NASTY,
        organisation=NASTY,
        description=NASTY,
        language="en-GB",
        as_at="2019-12-31",
        facts=(KeyFact(NASTY, said_everywhere),),
        blocks=(
            Section("a", said_everywhere, (Paragraph((Badge(NASTY, label="x" + NASTY),)),), 1),
            Callout(NASTY, (Paragraph(said_everywhere),)),
            KeyFigures((KeyFigure(NASTY, NASTY, NASTY),), NASTY),
            Figure("f", png(), NASTY, said_everywhere),
            Contents(NASTY, entries=(ContentsEntry(1, NASTY, "section:a"),)),
        ),
    )
    soup = BeautifulSoup(html.write(document, theme), "html.parser")
    assert not soup.select("script")
    assert len(soup.select("style")) == 1
    assert one(soup, "h1").get_text() == NASTY
    assert one(soup, "figure img")["alt"] == NASTY
    assert one(soup, "abbr")["title"] == "x" + NASTY
    assert one(soup, "ul.key-figures")["aria-label"] == NASTY


def test_running_words_are_quoted_for_css(page: Page) -> None:
    style = one(page(short_title='A "b" \\ c\n</style>'), "style").get_text()
    assert 'content: "A \\22 b\\22  \\5c  c\\a \\3c /style\\3e "' in style


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "http://["]
)
def test_link_that_is_not_safe_is_refused(page: Page, url: str) -> None:
    with pytest.raises(WriteError, match=re.escape(url)):
        page(Paragraph((Link(words("a page"), url),)))


def test_link_keeps_its_address(page: Page) -> None:
    link = one(page(Paragraph((Link(words("a page"), 'https://example.org/a?b=1&c="'),))), "p > a")
    assert link["href"] == 'https://example.org/a?b=1&c="'
    assert link["rel"] == ["noopener"]


def test_words_of_another_language_are_marked(kitchen: BeautifulSoup) -> None:
    assert one(kitchen, "[lang=cy]").get_text() == "Gwasanaeth Prawf yng Nghymru, ŵ ŷ"


def test_reference_is_a_link_within_the_file(page: Page) -> None:
    link = one(page(Paragraph((Reference("table:ratings", "Table 1"),))), "p > a")
    assert (link["href"], link.get_text()) == ("#table:ratings", "Table 1")


# ------------------------------------------------------------------------------ blocks


@pytest.mark.parametrize(
    ("role", "selector"),
    [
        (Role.BODY, "main > p:not([class])"),
        (Role.LEAD, "main > p.lead"),
        (Role.NOTE, "main > p.note"),
        (Role.QUOTE, "main > blockquote > p"),
    ],
)
def test_paragraph_roles(page: Page, role: Role, selector: str) -> None:
    assert one(page(Paragraph(words("Words"), role)), selector).get_text() == "Words"


def test_lists_nest_and_keep_their_start(page: Page) -> None:
    inner = NumberedList((item(words("seventh")), item(words("eighth"))), start=7)
    soup = page(BulletList((ListItem((Paragraph(words("first")), inner)), item(words("second")))))
    assert said(soup, "main > ul > li > p") == ["first", "second"]
    assert one(soup, "ul > li > ol")["start"] == "7"
    assert said(soup, "ol > li") == ["seventh", "eighth"]


def test_sections_with_one_title_have_names_of_their_own(page: Page) -> None:
    def provider(name: str) -> Section:
        inner = Section(f"{name}-ratings", words("Ratings"), (), 2)
        return Section(name, words(f"Provider {name}"), (inner,), 1)

    soup = page(provider("a"), provider("b"))
    labels = [str(section["aria-labelledby"]) for section in soup.select("section section")]
    assert labels == ["heading:a-ratings", "heading:b heading:b-ratings"]


def test_a_section_that_nothing_tells_apart_is_no_landmark(page: Page) -> None:
    def change(name: str) -> Section:
        inner = Section(f"{name}-london", words("London"), (), 2)
        return Section(name, words("Change"), (inner,), 1)

    soup = page(change("a"), change("b"), change("c"))
    labels = [section.get("aria-labelledby") for section in soup.select("main section")]
    assert labels == ["heading:a", "heading:a-london", None, "heading:b heading:b-london", None,
                      None]  # fmt: skip


def test_deep_sections_end_at_the_last_heading_of_html(page: Page) -> None:
    assert said(page(Section("deep", words("Deep"), (), 9)), "h6") == ["Deep"]


def test_contents_is_a_tree_of_links(kitchen: BeautifulSoup) -> None:
    nav = one(kitchen, "nav")
    assert said(nav, "nav > ul > li > a") == ["Summary of ratings", "Comparison", "Sources"]
    assert said(nav, "nav > ul > li:first-child > ul > li > a") == ["What this means & why"]


def test_two_callouts_are_told_apart(page: Page) -> None:
    soup = page(Callout("One", ()), Callout("Two", (), Tone.WORST))
    named = [one(soup, f'[id="{a["aria-labelledby"]}"]').get_text() for a in soup.select("aside")]
    assert named == ["One", "Two"]


def test_sources_start_with_their_number(kitchen: BeautifulSoup) -> None:
    assert said(kitchen, "ul.sources > li") == [
        "[1] HM Inspectorate, An inspection report, April 2019."
    ]
    assert one(kitchen, "ul.sources > li")["id"] == "source:report"


def test_figure_has_its_alternative_and_caption(kitchen: BeautifulSoup) -> None:
    assert one(kitchen, "figure img")["alt"] == "A plain navy field."
    assert said(kitchen, "figcaption")[0] == "Figure 1. A map"


@pytest.mark.parametrize(
    ("data", "kind"), [(png(), "image/png"), (b"\xff\xd8\xff\xe0rest", "image/jpeg")]
)
def test_figure_carries_its_picture(page: Page, data: bytes, kind: str) -> None:
    src = str(one(page(Figure("f", data, "alt")), "figure img")["src"])
    assert src.startswith(f"data:{kind};base64,")


def test_picture_of_another_kind_is_refused_by_name(page: Page) -> None:
    with pytest.raises(WriteError, match="figure map: the picture is neither PNG nor JPEG"):
        page(Figure("map", b"GIF89a", "alt"))


def test_logo_stands_in_the_header(page: Page, theme: Theme) -> None:
    soup = page(theme=evolve(theme, logo=Logo(png(), "Office of the Commissioner")))
    assert one(soup, "header > img")["alt"] == "Office of the Commissioner"


def test_foot_is_left_out_when_it_would_be_empty(page: Page, theme: Theme) -> None:
    assert not page().select("footer")
    assert said(page(theme=evolve(theme, organisation="The office")), "footer") == ["The office"]


# ------------------------------------------------------------------------------ badges


def test_badge_has_a_mark_that_is_not_heard(page: Page) -> None:
    badge = one(page(Paragraph((GOOD,))), "p > span")
    assert badge["class"] == ["chip", "tone-good"]
    assert one(badge, ".symbol")["aria-hidden"] == "true"
    assert badge.get_text() == "● Good"


def test_shortened_badge_carries_the_whole_word(page: Page) -> None:
    short = Badge("RI", Tone.POOR, Symbol.TRIANGLE, "Requires improvement")
    abbr = one(page(Paragraph((short,))), "abbr")
    assert (abbr["title"], abbr.get_text()) == ("Requires improvement", "RI")


def test_tone_without_fill_is_coloured_words(page: Page) -> None:
    assert one(page(Paragraph((Badge("up", Tone.BETTER),))), "p > span")["class"] == [
        "words",
        "tone-better",
    ]


def test_every_symbol_has_a_character() -> None:
    assert set(html.SYMBOLS) == set(Symbol)
    assert len(set(html.SYMBOLS.values())) == len(Symbol)


# ------------------------------------------------------------------------------ tables


def test_table_is_a_region_that_scrolls_under_its_caption(kitchen: BeautifulSoup) -> None:
    region = one(kitchen, '[id="table:ratings"] > .region')
    assert (region["role"], region["tabindex"]) == ("region", "0")
    caption = one(kitchen, f'[id="{region["aria-labelledby"]}"]')
    assert caption.get_text() == "Table 1. Ratings & basis <by standard>"
    assert caption.find_parent("caption") is not None


def test_headers_have_their_scope(kitchen: BeautifulSoup) -> None:
    table = one(kitchen, '[id="table:ratings"] table')
    assert said(table, "thead th[scope=col]") == ["No.", "Standard", "Rating", "Score"]
    assert said(table, "tbody th[scope=row]")[0] == "Standard 1"
    assert len(table.select("thead > tr")) == 1


def test_group_row_heads_its_own_tbody(kitchen: BeautifulSoup) -> None:
    table = one(kitchen, '[id="table:ratings"] table')
    groups, totals = table.select("tbody")
    heading = one(groups, "th[scope=rowgroup]")
    assert (heading["colspan"], heading.get_text()) == ("4", "1. Organisational delivery")
    assert len(groups.select("tr.subject")) == 1
    assert said(totals, "tr.total > *") == ["", "Benchmark", "of 21", "7.0"]


def test_table_description_notes_and_sources(kitchen: BeautifulSoup) -> None:
    table = one(kitchen, '[id="table:ratings"] table')
    described = one(kitchen, f'[id="{table["aria-describedby"]}"]')
    assert described.get_text() == "Ten standards and their ratings."
    assert described.has_attr("hidden")
    assert said(kitchen, '[id="table:ratings"] > p.note') == [
        "The score is unofficial.",
        "Source: [1]",
    ]


def table_of(column: Column, *cells: Cell, role: RowRole = RowRole.BODY) -> Table:
    return Table("t", words("Caption"), (column,), tuple(Row((c,), role) for c in cells))


def test_cell_that_is_one_badge_is_painted_whole(page: Page) -> None:
    mixed = Cell((Text("was "), REQUIRES))
    soup = page(table_of(Column(words("Rating"), align=Align.CENTRE), Cell((GOOD,)), mixed))
    whole, part = soup.select("tbody td")
    assert whole["class"] == ["centre", "chip", "tone-good"]
    assert part["class"] == ["centre"]
    assert one(part, "span.chip")["class"] == ["chip", "tone-poor"]


def test_empty_heads_are_plain_cells(page: Page) -> None:
    soup = page(table_of(Column((), header=True), cell(""), cell("Leeds")))
    assert not soup.select("thead th")
    assert said(soup, "tbody th[scope=row]") == ["Leeds"]


def test_subject_column_is_marked_in_every_row(page: Page) -> None:
    soup = page(table_of(Column(words("Leeds"), subject=True), cell("1"), cell("2")))
    assert len(soup.select("th.subject, td.subject")) == 3


def test_column_shares_are_parts_of_a_hundred(page: Page) -> None:
    columns = (Column(words("A"), 1), Column(words("B"), 3))
    table = Table("t", words("Caption"), columns, (Row((cell("1"), cell("2"))),))
    assert [col["style"] for col in page(table).select("col")] == ["width: 25%", "width: 75%"]


def test_table_without_rows(page: Page) -> None:
    assert not page(table_of(Column(words("A")))).select("tbody")


# ------------------------------------------------------------------------------- style


def test_colours_come_from_the_theme_alone(page: Page, theme: Theme) -> None:
    colours = {"ink": "#010203", "accent": "#040506", "muted": "#070809", "tint": "#0A0B0C"}
    tones = {tone: ToneColours("#0D0E0F", "#101112") for tone in Tone}
    other = evolve(theme, colours=evolve(theme.colours, **colours), tones=tones)
    style = one(page(theme=other), "style").get_text()
    found = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", style))
    kept = {theme.colours.rule, theme.colours.paper}
    assert found == {*colours.values(), *kept, "#0D0E0F", "#101112"}


def test_every_tone_has_its_rule(kitchen: BeautifulSoup) -> None:
    style = one(kitchen, "style").get_text()
    assert re.findall(r"^\.tone-(\w+) ", style, re.MULTILINE) == [str(tone) for tone in Tone]


def test_sheet_is_the_themes(page: Page, theme: Theme) -> None:
    other = evolve(theme, page=evolve(theme.page, size="Letter", side=31.5))
    style = one(page(theme=other), "style").get_text()
    assert "size: Letter;\n  margin: 20mm 31.5mm 22mm;" in style
    assert "size: Letter landscape" in style


# ------------------------------------------------------------------------------ reading


def test_reading_order_of_words(theme: Theme) -> None:
    text = " ".join(reading.words(html.write(kitchen_sink(), theme)))
    order = [
        "Briefing Probation in Tŷ Ŵyth & district Ratings, recommendations and measures",
        "Subject: Tŷ Ŵyth CRC Data as at: 31 December 2019 Key points Requires",
        "managers did not always notice. Summary of ratings Service: Tŷ Ŵyth CRC",
        "79% orders completed target 75%, met 11,856",
        "Table 1. Ratings & basis <by standard> Key: Good is the second of four. No. Standard",
        "Benchmark of 21 7.0 The score is unofficial. Source: [1] What this means",
        "Figure 1. A map Good is the most common rating: 4 of 7 published Key: Good and the like. "
        "Figure 2. Standards by rating Not inspected: Nowhere. Source: [1] Two of three meet",
        "Everything above comes from these. [1] HM Inspectorate,",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.endswith("April 2019.")
    assert not set(text) & set("★●▲■")


def test_reading_of_tables(theme: Theme) -> None:
    ratings, wide = reading.tables(html.write(kitchen_sink(), theme))
    assert ratings[:3] == [
        ["No.", "Standard", "Rating", "Score"],
        ["1. Organisational delivery"],
        ["1.1", "Standard 1", "Outstanding", "12.5"],
    ]
    assert len(wide) == 22
    assert wide[1][1:5] == ["O", "G", "RI", "I"]
