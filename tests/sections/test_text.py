"""Words of the author's own."""

from __future__ import annotations

import pytest

from briefings.document import BulletList, NumberedList, Paragraph, Role, plain
from briefings.errors import SpecError
from tests.sections.making import blocks, composed, headings, said


def body(text: str, providers: str = "{subject: ash, compare: [beech, dogwood]}") -> str:
    lines = "".join(f"      {line}\n" for line in text.splitlines())
    return f"providers: {providers}\nsections:\n  - text: |\n{lines}"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("{{ subject.name }}", "Ash Library"),
        ("{{ subject.short }}", "Ash"),
        ("{{ subject }}", "Ash Library"),
        ("{{ subject.owner }}", "Woodland Council"),
        ("{{ subject.region }}", "Woodland"),
        ("{{ subject.rating() }}", "Strong"),
        ('{{ subject.rating("B2") }}', "Steady"),
        ("{{ subject.previous() }}", "no earlier inspection"),
        ('{{ subject.measure("loans") }}', "120,500"),
        ("{{ subject.score }}", "12 of 16"),
        ("{{ subject.fieldwork }}", "March 2024"),
        ("{{ subject.published }}", "10 April 2024"),
        ("{{ subject.recommendations }}", "2"),
        ('{{ subject.standards_rated("Strong") }}', "Shelves and Lending"),
        ("{{ compare[1].rating() }}", "not inspected"),
        ("{{ compare[1].inspected }}", "False"),
        ("{{ providers | length }}", "3"),
        ("{{ as_at }}", "31 December 2024"),
        ('{{ count(providers, "Strong") }} of {{ providers | length }}', "1 of 3"),
        ("{{ subject.source() }}", "[1]"),
    ],
)
def test_values_of_the_selection(expression: str, text: str) -> None:
    assert said(composed(body(f"It is: {expression}")))[0] == f"It is: {text}"


def test_headings_nest() -> None:
    document = composed(body("## One\n\ntext\n\n### Two\n\ntext\n\n## Three\n\ntext"))
    assert headings(document)[:3] == ["One", "Two", "Three"]


def test_a_heading_may_skip_no_level_in_the_document() -> None:
    """Whatever the number of marks, a section within a section is one level deeper."""
    document = composed(body("# One\n\n#### Two\n\ntext"))
    levels = [b.level for b in blocks(document) if hasattr(b, "level")]
    assert levels[:2] == [1, 2]


def test_lists_and_quotes() -> None:
    document = composed(body("- a\n- b\n\n3. c\n4. d\n\n> q"))
    kinds = [type(b) for b in document.blocks[:2]]
    assert kinds == [BulletList, NumberedList]
    found = [b for b in blocks(document) if isinstance(b, NumberedList)]
    assert found[0].start == 3
    quotes = [b for b in blocks(document) if isinstance(b, Paragraph) and b.role is Role.QUOTE]
    assert [plain(q.children) for q in quotes] == ["q"]


def test_a_value_is_words_and_never_markup() -> None:
    """Ash goes by the alias "Ash & Elm"; an ampersand or asterisk in a name stays one."""
    document = composed(body('{{ "*not emphasis* & <b>" }}'))
    assert said(document)[0] == "*not emphasis* & <b>"


@pytest.mark.parametrize("text", ["ŵ and ŷ", "“curly” ‘quotes’", "£5 & 3 < 4", "a – b — c"])
def test_characters_arrive_as_they_are(text: str) -> None:
    assert said(composed(body(text)))[0] == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ subject.nmae }}", "nmae"),
        ("{{ nobody }}", "nobody"),
        ('{{ subject.rating("Z9") }}', "standard 'Z9'"),
        ('{{ subject.measure("lonas") }}', "unknown measure 'lonas'"),
        ('{{ cite("gone") }}', "unknown source 'gone'"),
        ("<b>bold</b>", "HTML"),
    ],
)
def test_faults_stop_the_briefing(text: str, what: str) -> None:
    with pytest.raises(SpecError, match=what):
        composed(body(text))


def test_every_faulty_text_is_told() -> None:
    text = "providers: {subject: ash}\nsections:\n  - text: '{{ a }}'\n  - text: '{{ b }}'\n"
    with pytest.raises(SpecError) as caught:
        composed(text)
    assert len(caught.value.faults) == 2
