"""Comparators under letters: nothing in any file tells who they are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from attrs import evolve

from briefings import build, dataset, spec
from briefings.anonymise import HIDDEN, anonymised
from briefings.citations import cited
from briefings.compose import compose
from briefings.document import Document, plain
from briefings.errors import SpecError
from briefings.finder import Selector, fold
from briefings.leaks import Names, leaks, names
from briefings.records import Dataset, Finding, FindingKind, Source
from briefings.select import Choice, Selection, select
from tests import tiny
from tests.sections.making import rows, said, tables

SPEC = """\
briefing: letters
title: "{{ subject.name }} among {{ compare | map(attribute='name') | join(', ') }}"
round: 2018/19
as_at: 2019-12-31
anonymise: true
providers:
  subject: CGM CRC
  compare: [{group: purple-futures}, {group: sodexo}, Wales CRC, London CRC]
  benchmark: {kind: CRC}
metrics: [overall, standards, score, owner, fieldwork, published, recommendation-count, caseload]
sections:
  - key-points
  - key-figures
  - comparison
  - rating-summary: {providers: all}
  - league-table: {by: overall}
  - benchmark: {group_by: owner}
  - change: {providers: all, rounds: all}
  - measures: {providers: all, metrics: [caseload, SL8]}
  - chart
  - chart: {kind: bars, metrics: caseload}
  - chart: {kind: grid}
  - consistency: {providers: all}
  - findings: {providers: all}
  - recommendations: {providers: all, group_by: provider}
  - text: |
      {% for p in compare %}
      - {{ p.name }}, {{ p.short }}, {{ p.owner }}, {{ p.region }}, {{ p.fieldwork }},
        {{ p.published }}: {{ p.rating() }} {{ p.source() }}
      {% endfor %}
  - data-notes
"""


@cache
def data() -> Dataset:
    return dataset.load()


@cache
def chosen() -> Selection:
    return select(data(), spec.loads(SPEC).choice())


@cache
def document() -> Document:
    return compose(spec.loads(SPEC), data())


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The briefing in every format."""
    folder = tmp_path_factory.mktemp("anonymous")
    path = folder / "letters.yaml"
    path.write_text(SPEC, encoding="utf-8")
    outcomes = list(build.build(build.plan([path]), data(), folder / "out"))
    assert [fault.headline() for o in outcomes for fault in o.faults] == []
    return folder / "out"


# ---------------------------------------------------------------------- every word of a file


def of_docx(path: Path) -> Iterator[str]:
    """Every part, with tags and without, and every part's name."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            yield name
            content = package.read(name)
            if name.endswith((".xml", ".rels")):
                text = unescape(content.decode("utf-8"))
                yield text
                yield re.sub(r"<[^>]+>", "", text)


def of_pdf(path: Path) -> Iterator[str]:
    """The words of every page, and every string of the file: metadata, tags, alt texts."""
    pages = pypdfium2.PdfDocument(path)
    for page in pages:
        yield page.get_textpage().get_text_range().replace("\r\n", " ")
    with pikepdf.open(path) as pdf:
        for one in pdf.objects:
            yield from strings(one)
            if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/Metadata":
                yield one.read_bytes().decode("utf-8")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, inner in value.items():
            if not getattr(inner, "is_indirect", False):
                yield str(key)
                yield from strings(inner)


def of_html(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    yield unescape(text)
    yield unescape(re.sub(r"<[^>]+>", " ", text))


READ = {"docx": of_docx, "pdf": of_pdf, "html": of_html}


def secrets() -> Names:
    """The names, aliases, ids and owners of all but the subject, and what only they cite."""
    banned = names(chosen())
    titles = set()
    for standing in (*chosen().compare, *chosen().benchmark):
        if not chosen().is_subject(standing) and standing.inspection:
            overall = standing.rating("overall")
            source = data().sources[overall.source] if overall else None
            if source:
                titles |= {fold(source.id), fold(source.title)}
    own = chosen().subject
    assert own
    assert own.inspection
    assert own.inspection.overall
    kept = data().sources[own.inspection.overall.source]
    return evolve(banned, banned=(*banned.banned, *(titles - {fold(kept.id), fold(kept.title)})))


@pytest.mark.parametrize("format_", READ)
def test_no_file_tells_who_they_are(out: Path, format_: str) -> None:
    banned = secrets()
    assert len(banned.banned) > 100
    words = list(READ[format_](out / f"letters.{format_}"))
    assert any("CRC A" in text for text in words)
    assert any("Cheshire & Greater Manchester CRC" in text for text in words)
    told = {name for text in words if (name := banned.found(text))}
    assert told == set()


@pytest.mark.parametrize("format_", READ)
def test_the_search_finds_names_where_nobody_is_anonymous(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "letters.yaml"
    path.write_text(SPEC.replace("anonymise: true\n", ""), encoding="utf-8")
    list(build.build(build.plan([path]), data(), tmp_path / "out"))
    banned = secrets()
    assert any(map(banned.within, READ[format_](tmp_path / "out" / f"letters.{format_}")))


# -------------------------------------------------------------------------------- in words


def test_one_entry_stands_for_their_reports() -> None:
    shown = [s for s in said(document()) if "withheld" in s]
    assert shown
    assert HIDDEN.title == (
        "Published inspection reports of the comparators (withheld to keep them anonymous)"
    )
    assert all(s.dataset.sources[HIDDEN.id] == HIDDEN for s in anonymised(chosen(), "x").compare)


def test_findings_recommendations_and_dates_are_withheld_and_that_is_said() -> None:
    words = said(document())
    assert "Findings on the anonymous providers are withheld: they could be known by them." in words
    assert any(w.startswith("Recommendations to the anonymous providers are with") for w in words)
    table = next(t for t in tables(document()) if "Owner" in [plain(c.title) for c in t.columns])
    titles = [plain(c.title) for c in table.columns]
    for row in rows(table)[1:]:
        assert {row[titles.index(t)] for t in ("Owner", "Fieldwork", "Published")} == {"withheld"}


def order(briefing: str) -> list[str]:
    """The providers in the order of their letters, by their own ids."""
    made = anonymised(chosen(), briefing)
    values = {s.provider.id: s for s in chosen().compare}
    found = []
    for standing in made.compare:
        if standing.anonymous:
            (id,) = [
                i for i, s in values.items()
                if _facts(s) == _facts(standing) and i not in found
            ][:1]  # fmt: skip
            found.append(id)
    return found


def _facts(standing: object) -> object:
    inspection = standing.inspection  # type: ignore[attr-defined]
    ratings = {n: r.rating for n, r in inspection.standards.items()}
    caseload = standing.observation("caseload")  # type: ignore[attr-defined]
    return inspection.overall.rating, ratings, caseload.value if caseload else None


def test_the_letters_are_the_same_each_time_and_follow_no_alphabet() -> None:
    first, again, other = order("letters"), order("letters"), order("other")
    assert first == again
    assert first != other
    assert first != sorted(first)
    letters = [s.name for s in anonymised(chosen(), "letters").compare if s.anonymous]
    assert letters == [f"CRC {chr(65 + n)}" for n in range(len(letters))]


def test_no_record_of_theirs_cites_or_notes_anything() -> None:
    made = anonymised(chosen(), "letters")
    hidden = {s.provider.id for s in (*made.compare, *made.benchmark) if s.anonymous}
    assert len(hidden) == 20
    for id in hidden:
        provider = made.dataset.providers[id]
        assert set(cited(provider)) - {""} == {HIDDEN.id}
        assert list(leaks(provider, names(chosen()))) == []
    theirs = [o for o in made.dataset.observations if o.provider in hidden]
    assert len(theirs) > 10
    assert {(o.source, o.note, o.row) for o in theirs} == {(HIDDEN.id, "", 0)}


def test_the_subject_keeps_its_name_and_its_sources() -> None:
    made = anonymised(chosen(), "letters")
    assert made.subject is not None
    assert made.subject.name == "Cheshire & Greater Manchester CRC"
    assert not made.subject.anonymous
    assert "cgm-report-2019" in made.dataset.sources


def test_without_a_subject_everyone_is_anonymous() -> None:
    text = SPEC.replace("  subject: CGM CRC\n", "").replace("{{ subject.name }}", "Some")
    text = text.replace("  - key-figures\n", "")
    made = compose(spec.loads(text), data())
    assert "CRC A" in made.title


# ----------------------------------------------------------------------- what authors write


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: ", "subtitle: Beside Merseyside CRC\ntitle: "),
        ("  - key-points\n", "  - key-points: {points: Better than HIOW.}\n"),
        (
            "      {% for p",
            "      As [Sodexo](https://example.org/) says.\n\n      {% for p",
        ),
        ("briefing: letters", "briefing: beside-west-yorkshire"),
    ],
)
def test_a_name_in_the_authors_own_words_is_a_fault(old: str, new: str) -> None:
    with pytest.raises(SpecError, match="is to stay anonymous") as caught:
        compose(spec.loads(SPEC.replace(old, new, 1)), data())
    assert all(fault.place for fault in caught.value.faults)


def test_a_withheld_source_cannot_be_cited() -> None:
    text = SPEC.replace("{{ p.source() }}", '{{ cite("hmip-merseyside-2018-09") }}')
    with pytest.raises(SpecError, match="unknown source"):
        compose(spec.loads(text), data())


def test_a_place_is_no_name_where_it_stands_in_a_comparator() -> None:
    """Wales CRC is hidden; England & Wales is what figures are compared with."""
    banned = names(chosen())
    assert banned.found("better than Wales CRC") == "wales crc"
    assert not banned.within("England & Wales 79%")
    assert banned.within("in Wales")


def test_names_are_found_as_whole_words_and_wherever_they_hide() -> None:
    banned = names(chosen())
    for text in ("West Yorkshire", "west-yorkshire-2018", "HTTPS://X.org/west_yorkshire/",
                 "N&S’s"):  # fmt: skip
        assert banned.within(text), text
    assert not banned.within("Westyorkshire")


# ------------------------------------------------------------------------- the data's words


def among(whole: Dataset) -> Selection:
    choice = Choice(subject=Selector("ash"), compare=(Selector("beech"), Selector("cedar")))
    return select(whole, choice)


def test_what_the_data_says_of_them_elsewhere_is_left_out() -> None:
    whole = tiny.dataset()
    ash = whole.providers["ash"]
    (now,) = ash.inspections
    named = evolve(
        now,
        notes=("Beech was inspected with it.", "The roof leaks."),
        findings=(*now.findings, Finding(FindingKind.STRENGTH, "Better than Beech Library.", "x")),
    )
    providers = {**whole.providers, "ash": evolve(ash, inspections=(named,), notes=("See Cedar.",))}
    made = anonymised(among(evolve(whole, providers=providers)), "x").subject
    assert made is not None
    assert made.provider.notes == ()
    assert made.inspection is not None
    assert made.inspection.notes == ("The roof leaks.",)
    assert made.inspection.findings == now.findings


def test_a_source_of_the_subject_that_names_them_loses_its_words_and_its_id() -> None:
    whole = tiny.dataset()
    ash = whole.providers["ash"]
    (now,) = ash.inspections
    assert now.overall
    cited = evolve(now, overall=evolve(now.overall, source="beech-and-ash"))
    told = Source("beech-and-ash", "Ash and Beech Library inspected", "https://x.org/beech")
    whole = evolve(
        whole,
        providers={**whole.providers, "ash": evolve(ash, inspections=(cited,))},
        sources={**whole.sources, told.id: told},
    )
    selection = among(whole)
    made = anonymised(selection, "x")
    assert made.subject is not None
    overall = made.subject.rating("overall")
    assert overall is not None
    assert overall.source == "withheld-1"
    title = "A source that names a comparator (withheld to keep it anonymous)"
    assert made.dataset.sources["withheld-1"] == Source("withheld-1", title)
    assert list(leaks(made.subject.inspection, names(selection))) == []
