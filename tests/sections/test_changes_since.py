"""What a briefing shows otherwise than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings import spec, theme
from briefings.compose import compose
from briefings.dataset import load
from briefings.differences import differences
from briefings.document import Document
from briefings.errors import SpecError
from briefings.layout import lay_out
from briefings.reads import noted
from briefings.records import Dataset
from briefings.writers import docx, html, outline, pdf
from tests import tiny
from tests.sections.making import composed, rows, said, tables

PEERS = "providers: {subject: north, compare: south}\nmetrics: [overall, standards]\n"
SINCE = "sections:\n  - changes-since: {date: 2018-12-31}\n  - comparison\n"


def since(text: str = PEERS + SINCE, as_at: str = "2019-12-31") -> Document:
    return composed(f"{text}as_at: {as_at}\n")


def test_each_rating_is_shown_before_and_now_with_both_sources() -> None:
    ratings = rows(tables(since())[0])
    assert ratings[0] == ["North", "Overall rating", "Inadequate", "Requires improvement",
                          "improved", "[3] [1]"]  # fmt: skip
    assert ["South", "1.1 Leadership", "Good", "Outstanding", "improved"] in [
        row[:5] for row in ratings
    ]
    assert not any("2.1 Assessment" in row and "North" in row for row in ratings)


def test_a_rating_that_is_not_printed_any_more_gives_its_reason() -> None:
    gone = [row for row in rows(tables(since())[0]) if row[1] == "2.2 Planning"]
    assert [row[:5] for row in gone] == [
        ["South", "2.2 Planning", "Requires improvement", "not published in the sources",
         "no longer given"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "reason"), [("2018-01-01", "not inspected"), ("2018-12-31", "Good")]
)
def test_what_was_not_inspected_is_not_called_unpublished(date: str, reason: str) -> None:
    made = since(PEERS + SINCE.replace("2018-12-31", date))
    (row,) = [r for r in rows(tables(made)[0]) if r[:2] == ["South", "1.1 Leadership"]]
    assert row[2] == reason


def test_who_was_inspected_since_is_told() -> None:
    words = said(since())
    assert (
        "North Community Rehabilitation Company has been inspected again: 12 June 2019; before, "
        "1 May 2018. [1]"
    ) in words


def test_nothing_is_told_in_words() -> None:
    made = since(PEERS + SINCE.replace("2018-12-31", "2019-11-30"))
    assert said(made)[0] == "Nothing that this briefing shows has changed since 30 November 2019."


def test_what_was_is_a_fact_of_its_own() -> None:
    """It leads to its record; held against another file, it is not what the briefing shows."""
    facts = [f for f in since().provenance.facts if f.since]
    north = [f for f in facts if (f.provider, f.metric) == ("north", "overall")]
    assert {f.since for f in facts} == {"2018-12-31"}
    assert [(f.value, f.path) for f in north] == [("Inadequate", "inspections[north-2018].overall")]
    without = since(PEERS + "sections: [comparison]\n")
    shown = [f for f in since().provenance.facts if not f.since]
    assert {(f.path, f.value) for f in shown} == {
        (f.path, f.value) for f in without.provenance.facts
    }
    changes = differences(without.provenance, since().provenance)
    assert [c.label for c in changes] == [
        "source 3",
        "source 4",
        "Changes since 31 December 2018",
    ]


def test_a_text_that_cannot_be_written_of_the_earlier_date_does_no_harm() -> None:
    divided = "{{ 1 // (subject.rating('overall') == 'Steady') }}"
    text = (
        "providers: {subject: cedar}\nsections:\n  - changes-since: {date: 2020-01-01}\n"
        f'  - text: "So it is {divided}."\n  - rating-summary\n'
    )
    made = composed(text)
    assert "So it is 1." in said(made)
    assert "has been inspected since: December 2024." in said(made)[1]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("{date: 2019-12-31}", "31 December 2019 is not before the briefing's own date"),
        ("{}", "there is nothing to look back at"),
        ("{date: 2018-01-01, file: old.html}", "a date and a file are given"),
        ("{file: ../old.html}", "lies outside the spec's folder"),
        ("{file: old.html}", "cannot be read: No such file"),
        ("{file: spec.yaml}", "does not say where its facts come from"),
    ],
)
def test_what_cannot_be_looked_back_at_is_told_in_its_place(
    options: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "spec.yaml"
    text = f"briefing: t\ntitle: T\nas_at: 2019-12-31\n{PEERS}sections:\n"
    path.write_text(f"{text}  - changes-since: {options}\n", "utf-8")
    with pytest.raises(SpecError) as caught:
        compose(spec.load(path), tiny.dataset())
    (fault,) = caught.value.faults
    assert told in fault.what and fault.remedy
    assert fault.place and fault.place.line == 7


def test_that_nobody_met_a_condition_then_is_told_where_the_date_stands() -> None:
    text = "providers: {compare: {rating: Requires improvement, kind: CRC}}\nas_at: 2019-12-31\n"
    with pytest.raises(SpecError) as caught:
        composed(f"{text}sections:\n  - changes-since: {{date: 2018-12-31}}\n")
    (fault,) = caught.value.faults
    assert fault.what == (
        "the briefing cannot be made as at 31 December 2018: no provider meets this"
    )
    assert fault.place and fault.place.excerpt == "  - changes-since: {date: 2018-12-31}"


# ---------------------------------------------------------------------- an earlier file


def edited(folder: Path, file: str, old: str, new: str) -> Dataset:
    tiny.write(folder)
    path = folder / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return load([folder], bundled=False)


FILED = (
    "briefing: t\ntitle: T\nas_at: 2024-12-31\nproviders: {subject: ash, compare: beech}\n"
    "sections:\n  - comparison\n  - recommendations\n  - text: |\n      ## Why\n      Because.\n"
)


@pytest.mark.parametrize("format_", ["docx", "pdf", "html"])
def test_an_earlier_file_is_held_against_the_present(format_: str, tmp_path: Path) -> None:
    laid = lay_out(compose(spec.loads(FILED), tiny.dataset()), theme.load())
    old = {
        "docx": lambda: docx.write(laid.document, theme.load(), laid.page_of),
        "pdf": lambda: pdf.write(laid, theme.load()),
        "html": lambda: html.write(laid.document, theme.load()),
    }[format_]()
    (tmp_path / f"old.{format_}").write_bytes(old)
    path = tmp_path / "t.yaml"
    section = f"sections:\n  - changes-since: {{file: old.{format_}}}\n"
    text = FILED.replace("Because.", "No reason.").replace("sections:\n", section)
    path.write_text(text, "utf-8")
    data = edited(tmp_path / "data", "providers/beech.yaml", "B2: {rating: Shut",
                  "B2: {rating: Shaky")  # fmt: skip
    with noted() as files:
        made = compose(spec.load(path), data)
    assert rows(tables(made)[0]) == [["B2 Welcome", "Shut", "Shaky", "improved", "[1]"]]
    words = said(made)
    assert words[0].startswith("Since the briefing of 31 December 2024, what this briefing shows")
    assert words[0].endswith(" has changed in one rating.")
    assert "Other words stand under “Why”." in words
    assert [Path(name).name for name in files] == [f"old.{format_}"]


def test_of_what_was_corrected_the_earlier_file_tells_and_a_date_does_not(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_bytes(
        html.write(lay_out(compose(spec.loads(FILED), tiny.dataset()), theme.load()).document,
                   theme.load())
    )  # fmt: skip
    text = FILED.replace("sections:\n", "sections:\n  - changes-since: {date: 2024-11-30}\n")
    data = edited(
        tmp_path / "data", "providers/ash.yaml", "Label every shelf.", "Label all shelves."
    )
    assert "Nothing that" in said(compose(spec.loads(text), data))[0]
    path = tmp_path / "t.yaml"
    path.write_text(text.replace("date: 2024-11-30", "file: old.html"), "utf-8")
    assert "Reworded: Label all shelves. [1]" in said(compose(spec.load(path), data))


def test_anonymous_providers_are_left_out_and_that_is_said() -> None:
    made = since(f"{PEERS}anonymise: true\n{SINCE}")
    table = tables(made)[0]
    assert all("CRC A" not in row for row in rows(table))
    assert any("Changes of the anonymous providers are not told" in words for words in said(made))


def test_in_welsh_an_owner_is_marked_as_english_before_and_now() -> None:
    """A screen reader says "Working Links" in an English voice, here as in every other section."""
    text = (
        "language: cy\nas_at: 2021-01-01\nproviders: {subject: Wales CRC}\nmetrics: [owner]\n"
        "sections: [comparison, {changes-since: {date: 2019-03-31}}]\n"
    )
    shown = outline.write(composed(text, load()))
    assert "Perchennog | {en-GB: Working Links} | {en-GB: Seetec} |" in shown
