"""Charts on the screen: drawings with a name, a description and their figures as a table."""

from __future__ import annotations

from attrs import evolve
from bs4 import BeautifulSoup

from briefings import theme
from briefings.document import Chart, Document
from briefings.writers import html
from tests.kitchen import bars_chart, change_chart, profile_chart

THEME = theme.load()


def page(*charts: Chart) -> BeautifulSoup:
    document = Document("Charts", charts, "en-GB", "2019-12-31")
    return BeautifulSoup(html.write(document, THEME), "lxml")


def cells(found: BeautifulSoup) -> list[list[str]]:
    rows = found.select("details table tr")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]


def test_a_drawing_is_named_by_its_headline_and_described_by_its_numbers() -> None:
    found = page(bars_chart())
    (svg,) = found.select("svg")
    assert svg["role"] == "img"
    said = [found.find(id=name) for name in str(svg["aria-labelledby"]).split()]
    assert [element.get_text() for element in said if element] == [
        bars_chart().title,
        bars_chart().alt,
    ]


def test_the_words_of_a_drawing_are_text() -> None:
    said = [text.get_text() for text in page(bars_chart()).select("svg text")]
    assert {"Ash", "Beech", "79%", "nearly 60%", "Target: 75%", "England: 78%"} <= set(said)


def test_the_figures_stand_in_a_table_that_opens() -> None:
    assert cells(page(profile_chart())) == [
        ["Provider", "Good", "Inadequate", "not published"],
        ["Tŷ Ŵyth", "3", "1", "0"],
        ["North & South of the County of Somewhere Else Entirely", "1", "2", "1"],
    ]
    assert cells(page(bars_chart()))[1:] == [
        ["Ash", "79%"],
        ["Beech", "80.5%"],
        ["Cedar", "nearly 60%"],
        ["Target", "75%"],
        ["England", "78%"],
    ]
    assert cells(page(change_chart()))[2] == [
        "1.2 Staff", "2018: not published", "2019: Requires improvement",
    ]  # fmt: skip


def test_no_two_charts_share_an_id() -> None:
    found = page(profile_chart(), bars_chart(), change_chart())
    ids = [str(element["id"]) for element in found.select("[id]")]
    assert len(ids) == len(set(ids))


def test_markup_in_words_is_words() -> None:
    chart = evolve(bars_chart(), title="<b>&", categories=("<i>", "&amp;", '"'), alt="<u>")
    found = page(chart)
    assert found.select("svg b, svg i, svg u") == []
    assert [t.get_text() for t in found.select("svg text")].count("<i>") == 1
