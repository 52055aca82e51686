"""The index page of a pack: every file linked, sized and told apart; the whole pack first."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from bs4 import BeautifulSoup
from bs4.element import Tag

from briefings.errors import WriteError
from briefings.packindex import Entry, File, page, size_words
from briefings.theme import load

NORTH = Entry(
    "Probation in North",
    (File("docx", "north.docx", 41_200), File("pdf", "north.pdf", 1_200_000)),
    as_at="2019-12-31",
)
SOUTH = Entry("Probation in South", (File("pdf", "south.pdf", 812),), as_at="2019-12-31")


def made(*entries: Entry, **more: Any) -> BeautifulSoup:
    return BeautifulSoup(page("The pack", entries, load(), **more), "lxml")


def words(found: Tag) -> str:
    return " ".join(found.get_text().split())


def table(soup: BeautifulSoup) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in soup.select("tr")]


def addresses(soup: BeautifulSoup) -> list[str]:
    return [str(a["href"]) for a in soup.select("main a")]


# ------------------------------------------------------------------------------ the table


def test_each_briefing_has_a_row_and_each_format_a_column() -> None:
    assert table(made(NORTH, SOUTH)) == [
        ["Briefing", "Word", "PDF"],
        ["Probation in North", "Word 41 kB", "PDF 1.2 MB"],
        ["Probation in South", "none", "PDF 812 bytes"],
    ]


def test_the_head_of_a_row_says_of_which_briefing_its_links_are() -> None:
    soup = made(NORTH, SOUTH)
    assert [words(th) for th in soup.select("tbody th[scope=row]")] == [NORTH.title, SOUTH.title]
    assert addresses(soup) == ["north.docx", "north.pdf", "south.pdf"]


def test_one_date_is_said_once_and_several_in_each_row() -> None:
    once = made(NORTH, SOUTH)
    assert "Data as at: 31 December 2019" in words(once.select_one("header") or once)
    apart = made(NORTH, evolve(SOUTH, as_at="2018-06-01"), evolve(SOUTH, title="X", as_at=""))
    assert "Data as at" not in words(apart.select_one("header") or apart)
    assert [row[1] for row in table(apart)] == [
        "Data as at",
        "31 December 2019",
        "1 June 2018",
        "none",
    ]


def test_subjects_have_a_column_only_where_titles_do_not_say_them() -> None:
    assert "Subject" not in table(made(NORTH, evolve(SOUTH, subject=SOUTH.title)))[0]
    assert [row[1] for row in table(made(evolve(NORTH, subject="North CRC"), SOUTH))] == [
        "Subject",
        "North CRC",
        "none",
    ]


def test_groups_gather_their_briefings_wherever_they_stand() -> None:
    third = evolve(SOUTH, title="Third", group="A")
    found = table(made(evolve(NORTH, group="A"), evolve(SOUTH, group="B"), third, SOUTH))
    assert [row[0] for row in found[1:]] == [
        SOUTH.title,
        "A",
        NORTH.title,
        "Third",
        "B",
        SOUTH.title,
    ]


def test_an_unknown_format_comes_last_under_its_own_name() -> None:
    entry = Entry("X", (File("odt", "x.odt", 5), File("html", "x.html", 5)))
    assert table(made(entry))[0] == ["Briefing", "HTML", "odt"]


def test_two_files_of_one_format_are_both_linked() -> None:
    entry = Entry("X", (File("pdf", "a.pdf", 5), File("pdf", "b.pdf", 6)))
    assert addresses(made(entry)) == ["a.pdf", "b.pdf"]
    assert table(made(entry))[1] == ["X", "PDF 5 bytesPDF 6 bytes"]


def test_a_pack_without_a_briefing_says_so() -> None:
    soup = made()
    assert soup.table is None
    assert "No briefing is built yet." in words(soup)


# -------------------------------------------------------------------------------- as a whole


def test_the_whole_pack_comes_first() -> None:
    soup = made(
        NORTH,
        whole=Entry("All in one", (File("docx", "all.docx", 99_900), File("pdf", "all.pdf", 5))),
        zipped=File("zip", "pack.zip", 3_000_000),
    )
    assert [words(h) for h in soup.select("h1, h2")] == ["The pack", "The whole pack", "Briefings"]
    assert [words(a) for a in soup.select("main li a")] == [
        "All in one: Word, 100 kB",
        "All in one: PDF, 5 bytes",
        "All files: ZIP, 3.0 MB",
    ]
    assert addresses(soup)[:3] == ["all.docx", "all.pdf", "pack.zip"]


def test_addresses_stay_within_the_pack_whatever_the_names() -> None:
    names = ["a b/Môn & co.pdf", "x#1?y=%20.pdf", "'\"<b>.pdf"]
    soup = made(*(Entry(name, (File("pdf", name, 1),)) for name in names))
    assert addresses(soup) == [
        "a%20b/M%C3%B4n%20%26%20co.pdf",
        "x%231%3Fy%3D%2520.pdf",
        "%27%22%3Cb%3E.pdf",
    ]


def test_every_path_that_leads_out_is_told() -> None:
    bad = Entry("X", (File("pdf", "../x.pdf", 1), File("html", "javascript:x.html", 1)))
    with pytest.raises(WriteError) as caught:
        made(bad, zipped=File("zip", "/pack.zip", 1))
    assert [fault.what for fault in caught.value.faults] == [
        "'../x.pdf' leads out of the pack",
        "'/pack.zip' leads out of the pack",
    ]
    (script,) = addresses(made(Entry("X", (File("html", "javascript:x.html", 1),))))
    assert script == "javascript%3Ax.html"  # the name of a file, which runs nothing


def test_it_needs_no_other_file() -> None:
    soup = made(NORTH, SOUTH)
    assert soup.select("script, link, img") == []
    assert "url(" not in soup.select("style")[0].get_text()


def test_the_same_bytes() -> None:
    assert page("P", [NORTH, SOUTH], load()) == page("P", [NORTH, SOUTH], load())


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (41_499, "41 kB"), (999_499, "999 kB"),
     (999_500, "1.0 MB"), (1_250_000, "1.2 MB"), (2_345_678_901, "2,345.7 MB")],
)  # fmt: skip
def test_sizes_in_words(size: int, said: str) -> None:
    assert size_words(size).replace("\N{NO-BREAK SPACE}", " ") == said
