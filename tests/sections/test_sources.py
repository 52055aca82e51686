"""The numbered list of sources."""

from __future__ import annotations

from briefings.document import Document, Link, Sources, plain
from tests.sections.making import blocks, composed, headings


def listed(document: Document) -> dict[str, tuple[int, str]]:
    (found,) = (b for b in blocks(document) if isinstance(b, Sources))
    return {e.id: (e.number, plain(e.children)) for e in found.entries}


OF = "providers: {subject: ash}\nmetrics: overall\nsections: [%s]\n"


def test_sources_come_last_where_the_spec_does_not_place_them() -> None:
    assert headings(composed(OF % "rating-summary"))[-1] == "Sources"
    assert headings(composed(OF % "sources, rating-summary"))[0] == "Sources"


def test_they_are_listed_once_with_publisher_title_and_date() -> None:
    assert listed(composed(OF % "rating-summary")) == {
        "lib-report": (1, "Library Inspectorate, Libraries inspected, December 2024.")
    }


def test_a_title_with_an_address_is_the_link() -> None:
    (found,) = (b for b in blocks(composed(OF % "rating-summary")) if isinstance(b, Sources))
    links = [i for e in found.entries for i in e.children if isinstance(i, Link)]
    assert [(plain(i.children), i.url) for i in links] == [
        ("Libraries inspected", "https://libraries.example/reports/2024")
    ]


def test_only_what_is_cited_is_listed() -> None:
    found = listed(composed(OF % "rating-summary, data-notes"))
    assert found.keys() == {"lib-report", "lib-rules"}
    assert [number for number, _ in found.values()] == [1, 2]
