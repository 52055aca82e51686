"""Markdown: document nodes, or faults with the line and word of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.document import (
    Block,
    BulletList,
    Emphasis,
    Figure,
    LineBreak,
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    Reference,
    Role,
    Section,
    Strong,
    Text,
)
from briefings.prose import blocks
from briefings.textfaults import TextError, TextFault
from briefings.vocabulary import CITATION

PICTURES = {"map.png": b"a map"}


def picture(path: str) -> bytes:
    if path not in PICTURES:
        raise TextError(TextFault(f"no picture {path!r}", "put it there"))
    return PICTURES[path]


def read(source: str) -> tuple[Block, ...]:
    return blocks(source, "text", picture)


def faults(source: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(TextError) as caught:
        read(source)
    return [(f.line, f.word, f.what) for f in caught.value.faults]


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_paragraphs_and_marks() -> None:
    assert read("One **two** *three*\nfour\\\nfive `six`.\n\nSeven.") == (
        Paragraph(
            (
                Text("One "),
                Strong((Text("two"),)),
                Text(" "),
                Emphasis((Text("three"),)),
                Text(" "),
                Text("four"),
                LineBreak(),
                Text("five "),
                Text("six"),
                Text("."),
            )
        ),
        words("Seven."),
    )


def test_headings_nest() -> None:
    assert read("Before.\n\n## A\n\nOne.\n\n### B\n\nTwo.\n\n## C\n\nThree.") == (
        words("Before."),
        Section(
            "text-2-a",
            (Text("A"),),
            (words("One."), Section("text-1-b", (Text("B"),), (words("Two."),))),
        ),
        Section("text-3-c", (Text("C"),), (words("Three."),)),
    )


def test_lists() -> None:
    assert read("- one\n- two\n  1. three\n\n4. four\n5. five") == (
        BulletList(
            (
                ListItem((words("one"),)),
                ListItem((words("two"), NumberedList((ListItem((words("three"),)),)))),
            )
        ),
        NumberedList((ListItem((words("four"),)), ListItem((words("five"),))), start=4),
    )


def test_quotes_links_and_pictures() -> None:
    assert read('> Said.\n\n[A report](https://example.org)\n\n![A map](map.png "Where")') == (
        Paragraph((Text("Said."),), Role.QUOTE),
        Paragraph((Link((Text("A report"),), "https://example.org"),)),
        Figure("text-1", b"a map", "A map", (Text("Where"),)),
    )


def test_citations_become_references() -> None:
    source = f"Rated{CITATION.format('one')}{CITATION.format('two')}."
    assert read(source) == (
        Paragraph(
            (
                Text("Rated"),
                Reference("source:one"),
                Text(" "),
                Reference("source:two"),
                Text("."),
            )
        ),
    )


@pytest.mark.parametrize(
    "text", ["a | b", "a_b_c", "2 * 3 * 4", "# no", "&amp;", "a < b > c", "1) x"]
)
def test_words_stay_words(text: str) -> None:
    assert read(text)


def test_every_fault_is_told_with_its_line_and_word() -> None:
    source = """\
A <b>bold</b> line
with [here](https://example.org) and
[a file](report.pdf).

![](map.png)

- in a list, <i>

| a |
|---|

![A plan](plan.png)

---
"""
    assert faults(source) == [
        (1, "<b>", "HTML stands in the text"),
        (1, "</b>", "HTML stands in the text"),
        (2, "[here]", "the words of a link ('here') do not say where it goes"),
        (3, "report.pdf", "'report.pdf' is no web or mail address"),
        (5, "", "the picture 'map.png' has no words for those who cannot see it"),
        (7, "<i>", "HTML stands in the text"),
        (9, "", "a table stands in the text"),
        (12, "plan.png", "no picture 'plan.png'"),
        (14, "", "a rule stands in the text"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "a", "//a"]
)
def test_a_link_leads_to_the_web_or_to_mail(url: str) -> None:
    ((_, word, what),) = faults(f"[A report]({url})")
    assert word in url and what.endswith("is no web or mail address")


MARKS = ["#", "##", "-", "1.", ">", "*", "**", "`", "```", "[", "](", ")", "!", "<b>", "|", "---"]
MARKS += ["word", "here", "https://a.org", "map.png", "\n", "\n\n", "    ", "\\", "&", CITATION]


@given(st.lists(st.sampled_from(MARKS), max_size=30).map(" ".join) | st.text())
def test_any_text_gives_blocks_or_faults(source: str) -> None:
    lines = source.count("\n") + source.count("\r") + 1
    told: tuple[TextFault, ...] = ()
    try:
        assert isinstance(read(source), tuple)
    except TextError as error:
        told = error.faults
    assert all(fault.line is None or 0 < fault.line <= lines for fault in told)
