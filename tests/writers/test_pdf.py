"""PDF files: what a reader of any kind finds in them, and the two standards they keep."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import page as checker
import pikepdf
import pytest
from attrs import evolve
from PIL import Image, ImageCms
from reportlab.pdfbase.pdfdoc import PDFDocument

from briefings import theme as themes
from briefings.document import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Link,
    Paragraph,
    Reference,
    Row,
    Section,
    Symbol,
    Table,
    Text,
)
from briefings.errors import WriteError
from briefings.layout import lay_out
from briefings.theme import Logo, Theme
from briefings.writers import pdf
from briefings.writers.pdf.colour_profile import srgb_profile
from briefings.writers.pdf.objects import Stream
from briefings.writers.pdf.shapes import symbol_path
from tests.kitchen import cell, kitchen_sink, png, wide_table, words
from tests.reading import pdf as reading


@pytest.fixture(scope="module")
def theme() -> Theme:
    return themes.load()


@pytest.fixture(scope="module")
def data(theme: Theme) -> bytes:
    return written(kitchen_sink(), theme)


@pytest.fixture(scope="module")
def sink(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def written(document: Document, theme: Theme) -> bytes:
    return pdf.write(lay_out(document, theme), theme)


def of(*blocks: Block, **fields: object) -> Document:
    return Document("Title", blocks, "en-GB", "2019-12-31", **fields)  # type: ignore[arg-type]


def opened(document: Document, theme: Theme) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(written(document, theme)))


def elements(file: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    """All elements of a role, in reading order."""
    found: list[pikepdf.Object] = []

    def walk(element: pikepdf.Object) -> None:
        if element.get("/S") == f"/{role}":
            found.append(element)
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(file.Root.StructTreeRoot.K)
    return found


def text(file: pikepdf.Pdf, element: pikepdf.Object) -> str:
    return " ".join("".join(tree_of(file).pieces(element)).split())


@lru_cache(maxsize=4)
def tree_of(file: pikepdf.Pdf) -> reading.Tree:
    return reading.Tree(file)


# ------------------------------------------------------------------------ the standards


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_file_keeps_both_standards(theme: Theme, profile: str, size: str) -> None:
    theme = evolve(theme, page=evolve(theme.page, size=size))
    report = checker.validate_pdf_bytes(written(kitchen_sink(), theme), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_so_does_a_document_without_anything(theme: Theme) -> None:
    for profile in ("ua1", "2a"):
        assert checker.is_pdf_compliant_bytes(written(of(), theme), profile=profile)


def test_the_file_says_what_it_is(sink: pikepdf.Pdf) -> None:
    root = sink.Root
    assert root.Lang == "en-GB"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert sink.docinfo.Title == "Probation in Tŷ Ŵyth & district"
    with sink.open_metadata() as meta:
        assert meta["dc:title"] == "Probation in Tŷ Ŵyth & district"
        assert meta["dc:description"] == "A briefing that holds every node."
        assert meta["pdf:Keywords"] == "probation, ratings"
        assert meta["xmp:CreateDate"] == "2019-12-31T00:00:00Z"
        assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == (
            *("1", "2", "A"),
        )


def test_every_font_is_embedded_and_tells_its_characters(sink: pikepdf.Pdf) -> None:
    fonts = sink.pages[0].Resources.Font
    assert len(fonts) == 3
    for font in fonts.values():
        assert "/FontFile2" in font.FontDescriptor
        assert "SourceSans3" in str(font.BaseFont)
        assert "\0" not in "".join(reading.characters(font).values())


def test_the_profile_is_the_same_srgb_always() -> None:
    profile = srgb_profile()
    assert int.from_bytes(profile[:4], "big") == len(profile)
    assert profile[36:40] == b"acsp"
    ImageCms.ImageCmsProfile(BytesIO(profile))


PROGRAM = """
import sys, hashlib
from briefings import theme
from briefings.layout import lay_out
from briefings.writers import pdf
from tests.kitchen import kitchen_sink
house = theme.load()
print(hashlib.sha256(pdf.write(lay_out(kitchen_sink(), house), house)).hexdigest())
"""


def test_the_same_document_gives_the_same_bytes_everywhere() -> None:
    found = set()
    for seed, zone, epoch in (("1", "UTC", ""), ("2", "Pacific/Auckland", "86400")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        if epoch:
            environment["SOURCE_DATE_EPOCH"] = epoch
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parents[2],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_writing_a_layout_twice_gives_the_same_bytes(theme: Theme) -> None:
    layout = lay_out(kitchen_sink(), theme)
    assert pdf.write(layout, theme) == pdf.write(layout, theme)
    written(of(Paragraph(words("Ÿ ř ž other characters first"))), theme)
    assert pdf.write(layout, theme) == pdf.write(lay_out(kitchen_sink(), theme), theme)


# -------------------------------------------------------------------------- the words


def test_words_are_read_in_order(data: bytes) -> None:
    said = " ".join(reading.words(data))
    assert said.startswith(
        "Briefing Probation in Tŷ Ŵyth & district Ratings, recommendations and measures "
        "Subject: Tŷ Ŵyth CRC Data as at: 31 December 2019 Key points Requires improvement "
        "overall. [1] Planning is Inadequate;"
    )
    for part in (
        "Service: Tŷ Ŵyth CRC Overall: Requires improvement 79% orders completed target 75%, met",
        "Table 1. Ratings & basis <by standard> Key: Good is the second of four. No. Standard",
        "Benchmark of 21 7.0 The score is unofficial. Source: [1] What this means & why",
        "strong words and emphasis, a page about standards, Gwasanaeth Prawf yng Nghymru, ŵ ŷ",
        "Figure 1. A map Good is the most common rating: 4 of 7 published Key: Good and the like. "
        "Figure 2. Standards by rating Not inspected: Nowhere. Source: [1] Two of three meet",
        "[1] HM Inspectorate, An inspection report, April 2019.",
    ):
        assert part in said
    assert "Contents" not in said
    assert "Page" not in said


def test_tables_are_read_with_their_header_once(data: bytes) -> None:
    ratings, wide = reading.tables(data)
    assert ratings[:3] == [
        ["No.", "Standard", "Rating", "Score"],
        ["1. Organisational delivery"],
        ["1.1", "Standard 1", "Outstanding", "12.5"],
    ]
    assert len(wide) == 22
    assert {len(row) for row in wide} == {12}


def test_a_long_table_is_one_table_over_its_pages(theme: Theme) -> None:
    data = written(of(evolve(wide_table(100), sources=())), theme)
    (table,) = reading.tables(data)
    assert [row[0] for row in table] == [
        "Provider",
        *(f"Provider number {n} of Gŵynedd" for n in range(100)),
    ]


def test_an_empty_cell_is_still_a_cell(theme: Theme) -> None:
    table = Table("t", (), (Column(words("A")), Column(())), (Row((cell(""), cell("b"))),))
    (found,) = reading.tables(written(of(table), theme))
    assert found == [["A", ""], ["", "b"]]


def test_a_break_within_an_address_adds_no_blank(theme: Theme) -> None:
    address = "https://www.example.org/" + "hmiprobation/inspections/" * 8
    inlines = (Text("See "), Link(words(address), address), Text(" for more."))
    found = reading.words(written(of(Paragraph(inlines)), theme))
    assert found == ["Title", "See", address, "for", "more."]


def test_more_characters_than_one_part_of_a_font_holds(theme: Theme) -> None:
    known = lay_out(of(), theme)  # the font is read
    assert known.page_count == 1
    letters = "".join(chr(code) for code in (*range(0xC0, 0x180), *range(0x391, 0x3A0)))
    letters += "".join(chr(code) for code in range(0x410, 0x450))
    data = written(of(Paragraph(words(letters))), theme)
    assert "".join(reading.words(data)[1:]) == letters
    assert checker.is_pdf_compliant_bytes(data, profile="2a")


# ---------------------------------------------------------------------- the structure


def test_headings_follow_the_sections(sink: pikepdf.Pdf) -> None:
    assert [text(sink, h) for h in elements(sink, "H1")] == ["Probation in Tŷ Ŵyth & district"]
    assert [text(sink, h) for h in elements(sink, "H2")] == [
        *("Summary of ratings", "Comparison", "Sources"),
    ]
    assert [text(sink, h) for h in elements(sink, "H3")] == ["What this means & why"]


def test_header_cells_say_what_they_head(sink: pikepdf.Pdf) -> None:
    scopes = {text(sink, cell): str(cell.A.Scope) for cell in elements(sink, "TH")}
    assert scopes["Score"] == "/Column"
    assert scopes["Standard 1"] == "/Row"
    (group,) = [th for th in elements(sink, "TH") if text(sink, th).startswith("1. Org")]
    assert group.A.ColSpan == 4
    assert all("/Scope" in th.A for th in elements(sink, "TH"))
    assert [str(table.A.Summary) for table in elements(sink, "Table") if "/A" in table] == [
        "Ten standards and their ratings."
    ]
    assert {str(body.P.S) for body in elements(sink, "TBody")} == {"/Table"}
    assert len(elements(sink, "THead")) == 2


def test_a_shortened_badge_tells_the_whole_word(sink: pikepdf.Pdf) -> None:
    spans = [span for span in elements(sink, "Span") if "/E" in span]
    assert {(text(sink, span), str(span.E)) for span in spans} == {
        ("O", "Outstanding"),
        ("G", "Good"),
        ("RI", "Requires improvement"),
        ("I", "Inadequate"),
    }


def test_welsh_is_marked_as_welsh(sink: pikepdf.Pdf) -> None:
    (span,) = [span for span in elements(sink, "Span") if "/Lang" in span]
    assert (str(span.Lang), text(sink, span)) == ("cy", "Gwasanaeth Prawf yng Nghymru, ŵ ŷ")


def test_lists_have_labels_and_bodies(sink: pikepdf.Pdf) -> None:
    numberings = [str(found.A.ListNumbering) for found in elements(sink, "L")]
    assert numberings == ["/Disc", "/None", "/None", "/Disc", "/Disc", "/Decimal", "/None"]
    assert len(elements(sink, "LBody")) == len(elements(sink, "LI"))
    assert len(elements(sink, "Lbl")) == 7


def test_a_figure_has_words_and_a_place(sink: pikepdf.Pdf) -> None:
    picture, *charts = elements(sink, "Figure")
    assert str(picture.Alt) == "A plain navy field."
    assert len(charts) == 3
    for figure in (picture, *charts):
        assert len(str(figure.Alt)) > 10
        assert len(figure.A.BBox) == 4


def test_every_link_has_an_annotation_with_its_words(sink: pikepdf.Pdf) -> None:
    parents = sink.Root.StructTreeRoot.ParentTree.Nums
    tree = {int(parents[n]): parents[n + 1] for n in range(0, len(parents), 2)}
    said = []
    for page in sink.pages:
        assert page.Tabs == "/S"
        for annotation in page.get("/Annots", []):
            link = tree[int(annotation.StructParent)]
            assert link.S == "/Link"
            assert any(
                isinstance(kid, pikepdf.Dictionary) and kid.Obj.objgen == annotation.objgen
                for kid in link.K
            )
            said.append(str(annotation.Contents))
            assert str(annotation.Contents) in text(sink, link)
    assert "page about standards" in said
    assert "Table 1" in said
    assert "What this means & why 2" in said
    assert said.count("[1]") == 5


def test_links_lead_where_they_say(sink: pikepdf.Pdf, theme: Theme) -> None:
    layout = lay_out(kitchen_sink(), theme)
    annotations = [a for page in sink.pages for a in page.get("/Annots", [])]
    urls = {str(a.Contents): str(a.A.URI) for a in annotations if "/A" in a}
    assert urls["page about standards"] == "https://example.org/a?b=1&c=2"
    inner = {str(a.Contents): a.Dest for a in annotations if "/Dest" in a}
    numbers = {page.obj.objgen: n for n, page in enumerate(sink.pages, 1)}
    assert numbers[inner["[1]"][0].objgen] == layout.page_of["source:report"]
    assert numbers[inner["Table 2"][0].objgen] == layout.page_of["table:wide"]


def test_links_are_read_where_they_stand(sink: pikepdf.Pdf) -> None:
    """The link's words come between those before and after it, not first."""
    (paragraph,) = [p for p in elements(sink, "P") if "page about" in text(sink, p)]
    assert text(sink, paragraph).startswith(
        "Costs of £5 < £6 & “quoted”, strong words and emphasis"
    )
    roles = [kid.get("/S") for kid in paragraph.K if isinstance(kid, pikepdf.Dictionary)]
    assert [role for role in roles if role] == ["/Link", "/Span", "/Link", "/Link"]


def test_a_reference_that_leads_nowhere_is_a_fault(theme: Theme) -> None:
    document = of(Paragraph((Reference("table:none", "Table 9"),)))
    with pytest.raises(WriteError, match="'table:none', which is not in the document"):
        written(document, theme)


def test_contents_are_a_list_of_links(sink: pikepdf.Pdf) -> None:
    assert len(elements(sink, "TOC")) == 1
    assert len(elements(sink, "TOCI")) == 4


def test_the_outline_nests_like_the_sections(sink: pikepdf.Pdf) -> None:
    with sink.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles == [
        ("Summary of ratings", ["What this means & why"]),
        ("Comparison", []),
        ("Sources", []),
    ]


def test_a_document_of_deep_sections_only_has_an_outline(theme: Theme) -> None:
    deep = Section("a", words("Deep"), (), 3)
    with opened(of(deep, Section("b", words("High"), (), 1)), theme).open_outline() as outline:
        assert [item.title for item in outline.root] == ["Deep", "High"]


def test_repeated_header_rows_and_furniture_are_pagination(theme: Theme) -> None:
    file = opened(of(evolve(wide_table(100), sources=()), organisation="Office"), theme)
    content = file.pages[1].Contents.read_bytes().decode("ascii")
    assert content.count("/Type/Pagination") == 3
    assert "/Subtype/Footer" in content
    assert "/Subtype/Header" in content


# ------------------------------------------------------------------------ the pictures


def picture(mode: str, kind: str) -> bytes:
    colour: dict[str, object] = {
        "RGBA": (200, 10, 10, 128),
        "L": 90,
        "CMYK": (0, 90, 90, 10),
        "P": 3,
    }
    file = BytesIO()
    Image.new(mode, (40, 20), colour[mode]).save(file, kind)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "space", "filter_name"),
    [
        ("L", "JPEG", "/DeviceGray", "/DCTDecode"),
        ("CMYK", "JPEG", "/DeviceRGB", "/FlateDecode"),
        ("RGBA", "PNG", "/DeviceRGB", "/FlateDecode"),
        ("P", "PNG", "/DeviceRGB", "/FlateDecode"),
        ("L", "PNG", "/DeviceGray", "/FlateDecode"),
    ],
)
def test_pictures_of_every_kind(
    theme: Theme, mode: str, kind: str, space: str, filter_name: str
) -> None:
    data = written(of(Figure("f", picture(mode, kind), "A field.")), theme)
    file = pikepdf.open(BytesIO(data))
    (image,) = file.pages[0].Resources.XObject.values()
    assert (str(image.ColorSpace), str(image.Filter)) == (space, filter_name)
    assert ("/SMask" in image) == (mode == "RGBA")
    assert checker.is_pdf_compliant_bytes(data, profile="2a")


def test_a_picture_shown_twice_is_in_the_file_once(theme: Theme) -> None:
    figures = (Figure("a", png(), "One."), Figure("b", png(), "The same."))
    file = opened(of(*figures), theme)
    assert len(file.pages[0].Resources.XObject) == 1
    assert [str(figure.Alt) for figure in elements(file, "Figure")] == ["One.", "The same."]


def test_a_logo_opens_the_first_page(theme: Theme) -> None:
    file = opened(kitchen_sink(), evolve(theme, logo=Logo(png(), "The Office")))
    first = elements(file, "Figure")[0]
    assert str(first.Alt) == "The Office"
    assert elements(file, "Document")[0].K[0].objgen == first.objgen


@pytest.mark.parametrize("symbol", [symbol for symbol in Symbol if symbol is not Symbol.NONE])
def test_symbols_are_shapes_around_their_centre(symbol: Symbol) -> None:
    place, path = symbol_path(symbol, 100, 200, 10).split(" cm ")
    assert place == "q 1 0 0 1 100.00 200.00"
    numbers = [float(word) for word in path.split() if word.replace(".", "").lstrip("-").isdigit()]
    assert numbers
    assert all(-6 <= number <= 6 for number in numbers)
    for along in (numbers[::2], numbers[1::2]):
        assert max(along) - min(along) > 6


def test_text_with_brackets_and_backslashes_is_kept(theme: Theme) -> None:
    said = r"a (b) \c ( d"
    table = Table(
        "t", words(said), (Column(words("A")),), (Row((Cell(words(said)),)),), summary=said
    )
    file = opened(of(table), theme)
    assert text(file, elements(file, "TD")[0]) == said
    assert str(elements(file, "Table")[0].A.Summary) == said


@pytest.mark.parametrize("last", [b"\r", b"\n", b"x"])
def test_where_a_stream_ends_is_clear_whatever_its_last_byte(last: bytes) -> None:
    written = Stream("", b"content" + last).format(PDFDocument())
    body = written.partition(b"stream\n")[2].removesuffix(b"endstream")
    assert re.sub(rb"(\r\n|\n|\r)\Z", b"", body) == b"content" + last
