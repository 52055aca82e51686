"""Languages: every word of ours is translated, and nothing of ours stays English."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import attrs
import pikepdf
import pytest
from bs4 import BeautifulSoup

from briefings import dataset, language, metrics, spec, theme, trace
from briefings.combine import Part, combined
from briefings.compose import compose, drafted
from briefings.document import (
    Badge,
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Inline,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    Tone,
    plain,
)
from briefings.errors import DocumentError
from briefings.language import Language
from briefings.layout import Layout, lay_out
from briefings.numbering import all_blocks
from briefings.provenance import Provenance
from briefings.records import Dataset
from briefings.resolve import resolve
from briefings.sections import KINDS
from briefings.sections.changes_since import COUNTED, FINDINGS
from briefings.spec import Spec
from briefings.writers import docx, html, outline, pdf
from tests import said, tiny
from tests.layout import seen
from tests.test_cases import CASES, NAMES
from tests.test_cases import dataset as data_of

SPECS = sorted((Path(__file__).parent.parent / "specs").glob("*.yaml"))
NOT_WORDS = frozenset({"id", "target", "url", "lang", "language", "unit", "keywords"})


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return dataset.load()


# ----------------------------------------------------------------------------- completeness


def everything_said() -> set[str]:
    """Every template, with what is said of a table of months or metrics."""
    labels = (w for m in metrics.FIXED.values() for w in (m.label, m.short) if w)
    return {*said.templates(), *labels, *(name for name in month_name if name)}


def test_everything_that_is_said_has_a_translation() -> None:
    welsh_ = language.load("cy")
    assert everything_said() - welsh_.words.keys() - welsh_.names.keys() == set()


def test_no_translation_is_left_over(bundled: Dataset) -> None:
    welsh_ = language.load("cy")
    assert welsh_.words.keys() - everything_said() == set()
    strings = {part for text in texts(bundled) for part in (text, *text.split(", "))}
    assert welsh_.names.keys() - strings - everything_said() == set()
    kinds = {provider.kind for provider in bundled.providers.values()}
    tables = {noun for _, noun in COUNTED} | {noun for noun, _ in FINDINGS}
    assert welsh_.counted.keys() - said.nouns() - tables - kinds == set()
    assert welsh_.initials.keys() == {r.name for s in bundled.scales.values() for r in s.ratings}


def test_every_noun_that_is_counted_has_its_forms() -> None:
    known = language.load("cy").counted
    tables = {noun for _, noun in COUNTED} | {noun for noun, _ in FINDINGS}
    assert (said.nouns() | tables) - known.keys() == set()
    forms = {form for each in known.values() for form in each}
    assert forms <= {"zero", "one", "two", "few", "many", "other"}


def test_nothing_is_put_together_before_it_is_said() -> None:
    assert said.composed() == []


def test_translations_that_code_tells_apart_are_apart() -> None:
    """Verdicts are compared as they are said."""
    with language.using("cy"):
        for told in (("met", "missed"), ("improved", "declined", "unchanged")):
            assert len({language.say(word) for word in told}) == len(told)
        ratings = ("Outstanding", "Good", "Requires improvement", "Inadequate")
        assert len({language.name(rating) for rating in ratings}) == 4


def test_a_word_without_translation_is_a_fault_and_never_english() -> None:
    with language.using("cy"), pytest.raises(DocumentError) as caught:
        language.say("Words that nobody translated")
    (fault,) = caught.value.faults
    assert fault.headline() == (
        "words: no Welsh is known for 'Words that nobody translated'; write it in languages/cy.yaml"
    )


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("words: {}\ncounted: {}\nnames: {}\n", "'initials' is missing"),
        (
            'words: {"{count} rose": "{number} wedi codi"}\ncounted: {}\nnames: {}\ninitials: {}\n',
            "it does not have the placeholders of '{count} rose'",
        ),
        (
            "words: {}\ncounted: {standard: {one: safon}}\nnames: {}\ninitials: {}\n",
            "'standard' has no form `other`",
        ),
    ],
)
def test_a_faulty_file_is_told(
    file: str, what: str, tmp_path: Path, files: Callable[[Path], None]
) -> None:
    (tmp_path / "cy.yaml").write_text(file)
    files(tmp_path)
    with pytest.raises(DocumentError) as caught:
        language.load("cy")
    assert [fault.what for fault in caught.value.faults] == [what]


# ---------------------------------------------------- a language in which English stands out


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Takes the languages from another folder, for one test."""

    def take(folder: Path) -> None:
        monkeypatch.setattr(language, "FOLDER", folder)
        language.load.cache_clear()

    yield take
    language.load.cache_clear()


def strange(text: str) -> str:
    """``text`` with each Latin letter as a Cyrillic one; what stands in braces stays."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if part.startswith("{") else part.translate(_CYRILLIC) for part in parts)


_UPPER = {ord("A") + n: 0x410 + n for n in range(26)}
_CYRILLIC = _UPPER | {ord("a") + n: 0x430 + n for n in range(26)}


def strange_language(data: Dataset) -> Language:
    """A language in which everything of ours and all words of ``data`` are Cyrillic."""
    if data.digest in _STRANGE:
        return _STRANGE[data.digest]
    real = language.load("cy")
    nouns = {*real.counted, *(p.kind for p in data.providers.values())}
    known = {text: strange(text) for text in (*real.names, *texts(data), *everything_said())}
    return _STRANGE.setdefault(
        data.digest,
        Language(
            "cy",
            words={text: strange(text) for text in real.words},
            counted={noun: {"other": "{count} " + strange(noun)} for noun in nouns},
            names=known,
            initials={r.name: strange(r.initial) for s in data.scales.values() for r in s.ratings},
        ),
    )


_STRANGE: dict[str, Language] = {}


def texts(value: Any) -> Iterator[str]:
    """Every text in the data."""
    match value:
        case str():
            if value and type(value) is str:
                yield value
        case Mapping():
            for inner in value.values():
                yield from texts(inner)
            yield from (key for key in value if isinstance(key, str))
        case tuple():
            for inner in value:
                yield from texts(inner)
        case _ if attrs.has(type(value)):
            for attribute in attrs.fields(type(value)):
                yield from texts(getattr(value, attribute.name))


def silenced(one: Spec) -> Spec:
    """``one`` in the strange language, without any words of its author's."""
    sections = []
    for section in one.sections:
        if section.kind == "text":
            continue
        options = attrs.evolve(section.options, title=None)
        for name, empty in (("headline", ""), ("points", ())):
            if hasattr(options, name):
                options = attrs.evolve(options, **{name: empty})
        sections.append(attrs.evolve(section, options=options))
    sections = sections or [attrs.evolve(one.sections[0], kind="sources",
                                         options=KINDS["sources"].options())]  # fmt: skip
    return attrs.evolve(
        one, language="cy", title="1", subtitle="", short_title="", prepared_for="", author="",
        eyebrow="Briefing", sections=tuple(sections), file=None,
    )  # fmt: skip


def shown(value: Any) -> Iterator[str]:
    """Every word that a document shows, or says to those who cannot see it."""
    match value:
        case Provenance():
            return
        case str() if type(value) is str:
            yield value
        case tuple():
            for inner in value:
                yield from shown(inner)
        case _ if attrs.has(type(value)):
            for attribute in attrs.fields(type(value)):
                if attribute.name not in NOT_WORDS:
                    yield from shown(getattr(value, attribute.name))


def english_in(document: Document) -> list[str]:
    return [text for text in shown(document) if re.search("[a-z]|[A-Z]{2}", _OURS.sub("", text))]


# What a Latin letter may be: the Welsh "and", an anonymous provider, the code of a measure.
_OURS = re.compile(r"\bac?\b|\b[A-Z]{3} [A-Z]\b|\([A-Z]{2}[A-Z0-9 ]*\)")


def composed(one: Spec, data: Dataset, patch: pytest.MonkeyPatch) -> Document:
    """``one`` in the language in which English stands out."""
    found = strange_language(data)
    patch.setattr(language, "load", lambda tag: found)
    return compose(silenced(one), data)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_no_english_is_left_in_an_example(
    path: Path, bundled: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert english_in(composed(spec.load(path), bundled, monkeypatch)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_english_is_left_in_a_case(
    name: str, bundled: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_of(CASES / name, bundled, tmp_path)
    one = spec.load(CASES / name / "spec.yaml")
    assert english_in(composed(one, data, monkeypatch)) == []


# ------------------------------------------------------------------ texts, and all three files


WELSH = """\
briefing: welsh
language: cy
title: "Graddau {{ subject.name }}"
providers: {subject: Ash, compare: [Beech]}
as_at: 2024-12-31
sections:
  - text: |
      ## {{ subject.name }}

      Gradd: {{ subject.rating("overall") }}. Safonau: {{ subject.standards_rated("Strong") }}.
      Nifer: {{ count(providers, "Strong") }}{% if subject.name == "Ash Library" %} (ie){% endif %}.
  - rating-summary
  - comparison: {metrics: [overall]}
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return compose(spec.loads(WELSH), tiny.dataset())


def spoken(document: Document) -> set[str]:
    """Every text that is told to be English."""

    def inside(value: Any) -> Iterator[str]:
        match value:
            case Text(text=text, lang="en-GB") | Badge(text=text, lang="en-GB"):
                yield text
            case tuple():
                for inner in value:
                    yield from inside(inner)
            case _ if attrs.has(type(value)):
                for attribute in attrs.fields(type(value)):
                    yield from inside(getattr(value, attribute.name))

    return set(inside(document))


def test_words_of_the_data_are_told_to_be_english(document: Document) -> None:
    assert {"Ash Library", "Strong", "The house", "Shelves"} <= spoken(document)
    assert document.title == "Graddau Ash Library"
    section = next(block for block in document.blocks if isinstance(block, Section))
    (paragraph,) = section.blocks
    assert isinstance(paragraph, Paragraph)
    words = "Gradd: Strong. Safonau: Shelves a Lending. Nifer: 1 (ie)."
    assert plain(paragraph.children) == words
    assert not any(mark in str(document) for mark in ("\ufdd0", "\ufdd1"))


def test_every_badge_of_an_unknown_rating_is_english(document: Document) -> None:
    html_ = html.write(document, theme.load(None)).decode()
    assert '<span lang="en-GB">Strong</span>' in html_
    assert '<span lang="en-GB">Ash Library</span>' in html_


def test_word_has_the_languages(document: Document) -> None:
    laid = lay_out(document, theme.load(None))
    with ZipFile(BytesIO(docx.write(laid.document, theme.load(None), laid.page_of))) as package:
        body = package.read("word/document.xml").decode()
        styles = package.read("word/styles.xml").decode()
        feet = "".join(package.read(n).decode() for n in package.namelist() if "/footer" in n)
    assert '<w:lang w:val="cy-GB"/>' in styles
    runs = re.findall(r"<w:r>(?:(?!</w:r>).)*</w:r>", body)
    english = {re.sub("<[^>]+>", "", run) for run in runs if '<w:lang w:val="en-GB"/>' in run}
    assert {"Ash Library", "Strong"} <= english
    assert ">Tudalen </w:t>" in feet
    assert "> o </w:t>" in feet
    assert "SEQ Tabl " in body


def test_pdf_has_the_languages(document: Document) -> None:
    made = pdf.write(lay_out(document, theme.load(None)), theme.load(None))
    with pikepdf.open(BytesIO(made)) as file:
        assert str(file.Root.Lang) == "cy"
        spans = [
            o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Span"
        ]
        assert {str(span.Lang) for span in spans if "/Lang" in span} == {"en-GB"}


ENGLISH = {
    "text": Text("Shelves", "en-GB"),
    "badge": Badge("Strong", Tone.GOOD, lang="en-GB"),
    "aside": Badge("staffing", Tone.MUTED, lang="en-GB"),
    "verdict": Badge("fallen", Tone.WORSE, lang="en-GB"),
    "abbreviation": Badge("St", Tone.GOOD, label="Strong", lang="en-GB"),
}
WHERE = ("cell", "line")


def holding(inline: Inline, where: str) -> Layout:
    """A document in Welsh with one English word, in a cell of its own or within a line."""
    if where == "line":
        block: Block = Paragraph((Text("Mae "), inline, Text(".")))
    else:
        columns = (Column((Text("Safon"),), header=True), Column((Text("Gradd"),)))
        row = Row((Cell((Text("1"),)), Cell((inline,))))
        block = Table("t", (Text("Tabl"),), columns, (row,))
    document = Document("Teitl", (block,), "cy", "2024-12-31")
    return lay_out(resolve(document), theme.load(None))


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("name", ENGLISH)
def test_every_writer_tells_the_language_of_a_word(name: str, where: str) -> None:
    inline, style = ENGLISH[name], theme.load(None)
    laid = holding(inline, where)
    page = BeautifulSoup(html.write(laid.document, style), "lxml")
    (element,) = page.find_all(lang="en-GB")
    assert element.get_text() == plain((inline,))
    with ZipFile(BytesIO(docx.write(laid.document, style, laid.page_of))) as package:
        body = package.read("word/document.xml").decode()
    (run,) = re.findall(r'<w:lang w:val="en-GB"/></w:rPr><w:t[^>]*>([^<]*)<', body)
    assert run == plain((inline,))
    with pikepdf.open(BytesIO(pdf.write(laid, style))) as file:
        found = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and "/Lang" in o]
        assert sorted(str(o.Lang) for o in found) == ["cy", "en-GB"]


def test_texts_may_name_ratings_in_either_language(bundled: Dataset) -> None:
    text = """\
briefing: either
language: cy
title: "{{ count(benchmark, 'Good') }} {{ count(benchmark, 'Da') }}"
providers: {subject: Wales CRC, benchmark: {kind: CRC}}
sections: [sources]
"""
    first, second = compose(spec.loads(text), bundled).title.split()
    assert first == second != "0"


def test_a_combined_document_is_in_the_language_of_its_parts() -> None:
    parts = [Part(name, drafted(spec.loads(WELSH), tiny.dataset())) for name in ("un", "dau")]
    whole = combined("Y cyfan", parts)
    (contents,) = (block for block in whole.blocks if isinstance(block, Contents))
    assert contents.title == "Cynnwys"
    assert whole.facts[0].label == "Rhannau"
    captions = [plain(b.caption) for b in all_blocks(whole.blocks) if isinstance(b, Table)]
    assert [caption.partition(".")[0] for caption in captions] == [
        f"Tabl {number}" for number in range(1, len(captions) + 1)
    ]


def test_what_changed_is_told_in_welsh() -> None:
    """Since the earlier of two inspections: who was inspected, what was rated otherwise."""
    one = """\
briefing: newid
language: cy
title: Newid
providers: {subject: North CRC}
sections:
  - rating-summary
  - changes-since: {date: 2018-12-31}
"""
    document = compose(spec.loads(one), tiny.dataset())
    said = outline.write(document)
    assert "Newidiadau ers 31 Rhagfyr 2018" in said
    assert ": graddau sydd wedi newid ers 31 Rhagfyr 2018 #changes-since-rating" in said
    row = "[Annigonol/worst square] | [Angen gwella/poor triangle] | [wedi gwella/better up]"
    assert f"row: Gradd gyffredinol | {row}" in said


def test_what_a_welsh_briefing_shows_can_be_traced(bundled: Dataset) -> None:
    document = compose(spec.load(SPECS[0].parent / "cymru.yaml"), bundled)
    (fact, *_) = trace.find(document.provenance, "CRC Cymru Angen gwella")
    assert (fact.file, fact.value) == ("providers/wales.yaml", "Angen gwella")


def test_the_files_of_a_language_in_which_english_stands_out(
    bundled: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the layout and the writers say themselves."""
    document = composed(spec.load(SPECS[0].parent / "cymru.yaml"), bundled, monkeypatch)
    style = theme.load(None)
    laid = lay_out(document, style)
    page = BeautifulSoup(html.write(laid.document, style), "lxml")
    assert page.html is not None
    for element in page.find_all(["style", "script", "meta"]):
        element.decompose()
    told = [*page.stripped_strings]
    told += [str(e[a]) for e in page.find_all(True) for a in ("aria-label", "alt") if e.has_attr(a)]
    with ZipFile(BytesIO(docx.write(laid.document, style, laid.page_of))) as package:
        for name in package.namelist():
            if re.match(r"word/(document|header\d|footer\d|charts/chart\d+)\.xml", name):
                told += re.findall(r"<(?:w:t|c:v)[^>]*>([^<]*)<", package.read(name).decode())
            if name.endswith(".xlsx"):
                with ZipFile(BytesIO(package.read(name))) as book:
                    for part in book.namelist():
                        text = book.read(part).decode()
                        told += re.findall(r"<t[^>]*>([^<]*)<", text)
                        told += re.findall(r'<sheet name="([^"]*)"', text)
    told += [run.text for page_ in laid.pages for run in seen.runs(page_)]
    told = [_OURS.sub("", unescape(words)) for words in told]
    assert [words for words in told if re.search("[a-z]{2}", words)] == []
