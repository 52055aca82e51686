"""Charts in Word: native, with the same numbers in their workbook, nothing from outside."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from attrs import evolve
from lxml import etree
from python_calamine import CalamineWorkbook

from briefings import theme
from briefings.document import Chart, Document, Series, Text, Tone
from briefings.writers import docx
from tests.kitchen import bars_chart, change_chart, kitchen_sink, profile_chart

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
THEME = theme.load()


def parts(*charts: Chart) -> dict[str, bytes]:
    """The parts of a Word file of these charts."""
    alone = tuple(evolve(chart, sources=()) for chart in charts)
    document = Document("Charts", alone, "en-GB", "2019-12-31")
    with ZipFile(BytesIO(docx.write(document, THEME, {}))) as package:
        return {name: package.read(name) for name in package.namelist()}


def chart_of(chart: Chart) -> etree._Element:
    return etree.fromstring(parts(chart)["word/charts/chart1.xml"])


def cached(element: etree._Element) -> list[str]:
    return [v.text or "" for v in element.iter(f"{C}v")]


def formats(chart: Chart) -> list[str]:
    found = chart_of(chart).iterfind(f".//{C}dLbls//{C}numFmt")
    return [str(f.get("formatCode")) for f in found]


def sheet(chart: Chart) -> list[list[object]]:
    data = parts(chart)["word/embeddings/workbook1.xlsx"]
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return book.get_sheet_by_name("Figures").to_python()


def test_the_figures_in_the_workbook_are_those_of_the_chart() -> None:
    assert sheet(profile_chart()) == [
        ["Provider", "Good", "Inadequate", "not published"],
        ["Tŷ Ŵyth", 3.0, 1.0, 0.0],
        ["North & South of the County of Somewhere Else Entirely", 1.0, 2.0, 1.0],
    ]


def test_a_value_that_is_not_known_is_empty_and_never_nought() -> None:
    assert sheet(change_chart())[2] == [
        "1.2 Staff", "", 2.0, "2018: not published", "2019: Requires improvement",
    ]  # fmt: skip
    before = chart_of(change_chart()).find(f".//{C}ser/{C}val")
    assert before is not None
    assert [p.get("idx") for p in before.iter(f"{C}pt")] == ["0"]


@pytest.mark.parametrize("chart", [profile_chart(), bars_chart(), change_chart()])
def test_what_the_chart_shows_is_what_its_workbook_holds(chart: Chart) -> None:
    rows = sheet(chart)
    for n, series in enumerate(chart_of(chart).iter(f"{C}ser"), 1):
        name, categories, values = (series.find(f"{C}{tag}") for tag in ("tx", "cat", "val"))
        assert name is not None
        assert categories is not None
        assert values is not None
        assert cached(name) == [rows[0][n]]
        assert cached(categories) == [row[0] for row in rows[1:]]
        known = [row[n] for row in rows[1:] if row[n] != ""]
        assert [float(v) for v in cached(values)] == known
        letter = "ABCDEF"[n]
        reference = values.findtext(f".//{C}f")
        assert reference == f"Figures!${letter}$2:${letter}${len(rows)}"


def test_what_bars_are_held_against_is_hollow_and_comes_first() -> None:
    assert [row[:2] for row in sheet(bars_chart())[1:3]] == [["Target", 75.0], ["England", 78.0]]
    points = chart_of(bars_chart()).findall(f".//{C}dPt")
    fills = [point.find(f"{C}spPr/{A}noFill") is not None for point in points]
    assert fills == [True, True, False]
    last = points[-1].find(f"{C}idx")
    assert last is not None
    assert last.get("val") == "3"  # Beech, the subject, after the two


def test_labels_follow_their_numbers() -> None:
    assert set(formats(bars_chart())) == {'#,##0"%"', '#,##0.0"%"', '"nearly "#,##0"%"'}
    assert set(formats(profile_chart())) == {'#,##0" G";;;', '#,##0" I";;;', '#,##0" np";;;'}
    assert '"2019: Requires improvement"' in formats(change_chart())


def test_a_label_with_quotation_marks_stays_a_format() -> None:
    series = Series("Figure", (7000.0,), ('"more" than 7,000',))
    chart = evolve(bars_chart(), categories=("A",), series=(series,), lines=(), subject=None)
    assert formats(chart) == ['"”more” than "#,##0']


def test_colours_come_from_the_theme_of_the_file() -> None:
    xml = parts(bars_chart())["word/charts/chart1.xml"].decode()
    assert '<a:schemeClr val="accent1"/>' in xml


def test_the_colours_of_ratings_stay_whatever_palette_is_chosen() -> None:
    xml = parts(profile_chart())["word/charts/chart1.xml"].decode()
    for tone in (Tone.GOOD, Tone.WORST):
        fill = THEME.tones[tone].fill
        assert fill is not None
        assert f'<a:srgbClr val="{fill[1:]}"/>' in xml


def test_nothing_comes_from_outside_the_file() -> None:
    found = parts(profile_chart(), bars_chart())
    names = [name for name in found if name.endswith(".rels") and "chart" in name]
    assert len(names) == 2
    for n, name in enumerate(sorted(names), 1):
        assert b"External" not in found[name]
        assert f"../embeddings/workbook{n}.xlsx".encode() in found[name]
    kinds = found["[Content_Types].xml"].decode()
    assert kinds.count("drawingml.chart+xml") == 2
    assert kinds.count("spreadsheetml.sheet") == 2


def test_a_chart_is_described_and_named() -> None:
    body = parts(bars_chart())["word/document.xml"].decode()
    assert f'descr="{bars_chart().alt}"' in body
    assert f'title="{bars_chart().title}"' in body
    assert "pic:pic" not in body


def test_the_caption_counts_on() -> None:
    caption = (Text("Figure 3. "), Text("Orders completed"))
    body = parts(evolve(bars_chart(), caption=caption))["word/document.xml"].decode()
    assert re.search(r"SEQ Figure \\\* ARABIC", body)


def test_the_same_chart_gives_the_same_bytes() -> None:
    first, second = (docx.write(kitchen_sink(), THEME, {"section:text": 2}) for _ in range(2))
    assert first == second
