"""Places: joint where values tie, none without an exact value, and how they moved."""

from __future__ import annotations

import pytest
from attrs import evolve

from briefings.dataset import load
from briefings.dates import partial_date
from briefings.document import RowRole, Tone, plain
from briefings.errors import SpecError
from briefings.records import Dataset, Inspection, Observation, Provider, Rating
from tests import tiny
from tests.sections.making import composed, rows, said, tables, with_observations

SCALE = ("Inadequate", "Requires improvement", "Good", "Outstanding")


def inspection(id: str, year: int, overall: str, *ratings: str) -> Inspection:
    numbers = ("1.1", "1.2", "2.1", "2.2")
    return Inspection(
        f"{id}-{year}", "crc-tiny", id, published=partial_date(f"{year}-05-01"),
        round={2018: "2017/18", 2019: "2018/19"}[year],
        overall=Rating(overall, "crc-rules"),
        standards={n: Rating(r, "crc-rules") for n, r in zip(numbers, ratings, strict=False)},
    )  # fmt: skip


def companies(*made: tuple[str, tuple[Inspection, ...]]) -> Dataset:
    """The tiny dataset with these companies and no other provider."""
    providers = {id: Provider(id, f"Company {id}", "CRC", inspections=i) for id, i in made}
    return evolve(tiny.dataset(), providers=providers, observations=(), groups={})


def table_by(by: str, dataset: Dataset, **more: str) -> list[list[str]]:
    extra = "".join(f"{k}: {v}\n" for k, v in more.items())
    spec = f"providers: {{compare: all}}\nsections: [{{league-table: {{by: {by}}}}}]\n{extra}"
    return rows(tables(composed(spec, dataset))[0])


POOR, FAIR, GOOD, BEST = SCALE


@pytest.fixture
def five() -> Dataset:
    return companies(
        ("a", (inspection("a", 2019, GOOD, GOOD, GOOD, GOOD, GOOD),)),
        ("b", (inspection("b", 2019, FAIR, GOOD, FAIR, FAIR, FAIR),)),
        ("c", (inspection("c", 2019, FAIR, FAIR, GOOD, FAIR, FAIR),)),
        ("d", (inspection("d", 2019, FAIR, FAIR, FAIR, FAIR, FAIR),)),
        ("e", (inspection("e", 2019, GOOD, GOOD),)),
    )


def test_equals_share_a_place_and_the_next_is_skipped(five: Dataset) -> None:
    found = [(row[0], row[1][-1]) for row in table_by("score", five)]
    assert found == [("1", "a"), ("2=", "b"), ("2=", "c"), ("4", "d")]


def test_who_has_no_score_is_listed_apart_with_the_reason(five: Dataset) -> None:
    document = composed("providers: {compare: all}\nsections: [league-table]\n", five)
    ranked, apart = tables(document)
    assert not any("Company e" in row for row in rows(ranked))
    assert [row[:3] for row in rows(apart)] == [["Company e", "Good", "1 of 4 ratings published"]]
    assert "4 of 5 have a place; the others are listed apart." in plain(ranked.notes[0])


def test_a_tie_is_broken_only_where_all_in_it_have_the_next_value(five: Dataset) -> None:
    found = [(row[0], row[1][-1]) for row in table_by("[overall, score]", five)]
    assert found == [("1=", "a"), ("1=", "e"), ("3=", "b"), ("3=", "c"), ("5", "d")]


def test_an_open_tie_is_explained(five: Dataset) -> None:
    spec = "providers: {compare: all}\nsections: [{league-table: {by: [overall, score]}}]\n"
    notes = " ".join(plain(n) for n in tables(composed(spec, five))[0].notes)
    assert "The tie at 1= stays: the score (unofficial) is not known for 1 of its 2." in notes
    assert "Unofficial" in notes


def test_movement_since_the_round_before_is_in_words() -> None:
    moved = companies(
        ("a", (inspection("a", 2018, POOR), inspection("a", 2019, GOOD))),
        ("b", (inspection("b", 2018, GOOD), inspection("b", 2019, FAIR))),
        ("c", (inspection("c", 2018, FAIR), inspection("c", 2019, FAIR))),
        ("d", (inspection("d", 2019, BEST),)),
    )
    found = {row[1][-1]: row[3] for row in table_by("overall", moved)}
    assert found == {
        "d": "no place before",
        "a": "up 2, 3 to 1",
        "b": "down 1, 1 to 2=",
        "c": "level at 2=",
    }


def test_movement_is_told_to_be_among_those_with_both() -> None:
    moved = companies(
        ("a", (inspection("a", 2018, POOR), inspection("a", 2019, GOOD))),
        ("b", (inspection("b", 2018, GOOD), inspection("b", 2019, FAIR))),
    )
    spec = "providers: {compare: all}\nsections: [{league-table: {by: overall}}]\n"
    notes = " ".join(plain(n) for n in tables(composed(spec, moved))[0].notes)
    assert "Movement since 2017/18 is among the 2 that have a value in both rounds." in notes


def test_a_place_under_another_framework_is_no_place_before() -> None:
    def library(id: str) -> Inspection:
        date, strong = partial_date("2018-05-01"), Rating("Strong", "lib-rules")
        return Inspection(f"{id}-2018", "lib-2024", id, published=date, overall=strong)

    moved = companies(
        ("a", (library("a"), inspection("a", 2019, GOOD))),
        ("b", (library("b"), inspection("b", 2019, FAIR))),
    )
    assert [row[:3] for row in table_by("overall", moved)] == [
        ["1", "Company a", "Good"], ["2", "Company b", "Requires improvement"],
    ]  # fmt: skip
    spec = "providers: {compare: all}\nsections: [{league-table: {by: overall}}]\n"
    titles = [plain(c.title) for c in tables(composed(spec, moved))[0].columns]
    assert "Movement" not in titles


def test_a_place_that_others_moved_is_neither_better_nor_worse() -> None:
    """Company b keeps its rating, and falls since a overtakes it."""
    moved = companies(
        ("a", (inspection("a", 2018, POOR), inspection("a", 2019, GOOD))),
        ("b", (inspection("b", 2018, FAIR), inspection("b", 2019, FAIR))),
    )
    spec = "providers: {compare: all}\nsections: [{league-table: {by: overall}}]\n"
    table = tables(composed(spec, moved))[0]
    badges = {row[1].children[0]: row[3].children[0] for row in (r.cells for r in table.rows)}
    tones = {name.text: badge.tone for name, badge in badges.items()}  # type: ignore[union-attr]
    assert tones == {"Company a": Tone.BETTER, "Company b": Tone.NEUTRAL}
    assert any("A place can move while the value behind it stays." in plain(n) for n in table.notes)


def test_inspections_of_several_rounds_are_told() -> None:
    several = companies(
        ("a", (inspection("a", 2018, GOOD),)),
        ("b", (inspection("b", 2019, FAIR),)),
        ("c", (inspection("c", 2019, FAIR),)),
    )
    spec = "providers: {compare: all}\nsections: [{league-table: {by: overall}}]\n"
    notes = " ".join(plain(n) for n in tables(composed(spec, several))[0].notes)
    assert "The inspections are of several rounds: 1 of 2017/18 and 2 of 2018/19." in notes


def test_no_movement_is_made_up(five: Dataset) -> None:
    spec = "providers: {compare: all}\nsections: [league-table]\n"
    table = tables(composed(spec, five))[0]
    assert "Movement" not in [plain(c.title) for c in table.columns]
    assert any("No movement is shown" in plain(n) for n in table.notes)


def test_frameworks_are_never_ranked_together() -> None:
    document = composed("providers: {compare: all}\nsections: [{league-table: {by: overall}}]\n")
    first, second = tables(document)
    names = [{row[1].split()[0] for row in rows(t)} for t in (first, second)]
    assert names == [{"North", "South"}, {"Ash", "Beech", "Cedar"}]
    assert any("not like for like" in words for words in said(document))
    assert "Not inspected by then, and not ranked: Dogwood Library." in said(document)


def seen(provider: str, measure: str, value: float, qualifier: str = "") -> Observation:
    return Observation(provider, measure, value, "lib-report", qualifier=qualifier)


def test_an_approximate_value_has_no_place() -> None:
    whole = with_observations(
        seen("ash", "loans", 10), seen("beech", "loans", 30, "more than"), seen("cedar", "loans", 5)
    )
    spec = "providers: {compare: {kind: LIB}}\nsections: [{league-table: {by: loans}}]\n"
    ranked, apart = tables(composed(spec, whole))
    assert [row[:2] for row in rows(ranked)] == [["1", "Ash Library"], ["2", "Cedar Library"]]
    assert [row[2] for row in rows(apart)] == [
        "known only approximately: more than 30", "not published in the sources",
    ]  # fmt: skip


def test_the_lowest_comes_first_where_lower_is_better() -> None:
    whole = with_observations(seen("ash", "late", 12), seen("beech", "late", 3))
    spec = "providers: {compare: {kind: LIB}}\nsections: [{league-table: {by: late}}]\n"
    table = tables(composed(spec, whole))[0]
    assert [row[1] for row in rows(table)] == ["Beech Library", "Ash Library"]
    assert any("lower is better" in plain(n) for n in table.notes)


def test_without_polarity_no_end_is_called_better() -> None:
    whole = with_observations(seen("north", "caseload", 5), seen("south", "caseload", 7))
    spec = "providers: {compare: {kind: CRC}}\nsections: [{league-table: {by: caseload}}]\n"
    table = tables(composed(spec, whole))[0]
    assert any("neither way is better" in plain(n) for n in table.notes)


def test_the_subject_is_set_off(five: Dataset) -> None:
    spec = "providers: {subject: c, compare: all}\nsections: [league-table]\n"
    table = tables(composed(spec, five))[0]
    assert [row[1] for row in rows(table, [RowRole.SUBJECT])] == ["Company c"]


@pytest.mark.parametrize("name", ["owner", "profile", "published", "standards", "domain-A"])
def test_what_puts_nothing_in_order_is_a_fault(name: str) -> None:
    with pytest.raises(SpecError, match="puts nothing in order"):
        composed(f"providers: {{compare: all}}\nsections: [{{league-table: {{by: {name}}}}}]\n")


def test_the_round_of_21_is_not_put_in_a_false_order() -> None:
    found = table_by("[overall, score]", load(), round="2018/19")
    places = [row[0] for row in found if "CRC" in row[1]]
    assert places == ["1", *["2="] * 19, "21"]
