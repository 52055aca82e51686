"""Charts: headlines made of the numbers, and nothing drawn that is not known."""

from __future__ import annotations

import pytest
from attrs import evolve

from briefings.dates import partial_date
from briefings.document import Chart, ChartKind, Document, Tone, plain
from briefings.records import Dataset, Observation, Polarity, VoidTargets
from tests import tiny
from tests.sections.making import (
    blocks,
    composed,
    headings,
    rows,
    said,
    table,
    with_observations,
)

LIBRARIES = "providers: {subject: beech, compare: [ash, cedar, dogwood]}\nmetrics: [overall]\n"
COMPANIES = "providers: {subject: north, compare: [south]}\nas_at: 2019-12-31\n"


def made(text: str, dataset: Dataset | None = None) -> Document:
    return composed(f"{text}\n", dataset)


def charts(found: Document) -> list[Chart]:
    return [block for block in blocks(found) if isinstance(block, Chart)]


def chart(text: str) -> Chart:
    (only,) = charts(made(text))
    return only


def bar(found: Chart, category: str) -> list[tuple[float | None, str]]:
    n = found.categories.index(category)
    return [(s.values[n], s.labels[n]) for s in found.series]


def notes(found: Chart) -> list[str]:
    return [plain(note) for note in found.notes]


# ------------------------------------------------------------------------------ profile


def test_a_profile_counts_the_standards_with_each_rating() -> None:
    found = chart(LIBRARIES + "sections: [chart]")
    assert found.kind is ChartKind.PROFILE
    assert found.categories == ("Beech Library", "Ash Library", "Cedar Library")
    assert [s.name for s in found.series][:2] == ["Superb", "Strong"]
    assert bar(found, "Ash Library")[:3] == [(1.0, "1 S"), (2.0, "2 St"), (1.0, "1 Sy")]
    for n in range(len(found.categories)):
        assert sum(s.values[n] or 0 for s in found.series) == 4


def test_what_is_not_published_is_a_part_of_its_own() -> None:
    found = chart(LIBRARIES + "sections: [chart]")
    assert found.series[-1].tone is Tone.ABSENT
    assert bar(found, "Cedar Library")[-1] == (3.0, "3 np")
    assert "np not published in the sources" in plain(found.key)


def test_who_was_not_inspected_is_named_and_not_drawn() -> None:
    found = made(LIBRARIES + "sections: [chart]")
    assert "Dogwood Library" not in charts(found)[0].categories
    assert "Not inspected by then: Dogwood Library." in said(found)


def test_each_framework_has_its_own_profile() -> None:
    both = "providers: {compare: [ash, north]}\nsections: [chart]"
    assert [c.categories for c in charts(made(both))] == [
        ("North Community Rehabilitation Company",),
        ("Ash Library",),
    ]


def test_the_words_for_a_profile_hold_every_number() -> None:
    found = chart(LIBRARIES + "sections: [chart]")
    assert found.title == "Steady is the most common rating: 3 of 9 published"
    assert found.title in found.alt
    assert "Ash Library: 1 Superb, 2 Strong, 1 Steady;" in found.alt
    assert "Cedar Library: 1 Steady, 3 not published in the sources." in found.alt


def test_by_value_those_known_in_full_come_first_and_the_best_of_them() -> None:
    found = chart(LIBRARIES + "sections: [chart: {order: value}]")
    assert found.categories == ("Ash Library", "Beech Library", "Cedar Library")
    assert found.subject == 1


# --------------------------------------------------------------------------------- bars


def test_a_bar_keeps_its_qualifier() -> None:
    found = chart(LIBRARIES + "sections: [chart: {kind: bars, metrics: loans}]")
    assert bar(found, "Beech Library") == [(41000.0, "nearly 41,000")]
    assert "Beech Library: nearly 41,000" in found.alt


def test_what_is_not_published_is_named_and_never_nought() -> None:
    found = chart(LIBRARIES + "sections: [chart: {kind: bars, metrics: loans}]")
    assert found.categories == ("Beech Library", "Ash Library")
    assert all(value for series in found.series for value in series.values)
    assert notes(found)[0] == "Not published in the sources: Cedar Library and Dogwood Library."


def test_a_target_and_a_comparator_that_all_share_are_lines() -> None:
    found = chart(COMPANIES + "sections: [chart: {kind: bars, metrics: completed}]")
    assert [(line.name, line.value, line.label) for line in found.lines] == [
        ("Target", 75, "75%"),
        ("England", 79, "79%"),
    ]
    assert found.title == "One of two CRCs meets the target of 75%"
    assert found.subject == 0


def observed(provider: str, value: float, **more: object) -> Observation:
    inspection = f"{provider}-2024"
    return Observation(
        provider, "loans", value, "lib-report", inspection=inspection, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "lines", "note"),
    [
        ({"target": 10}, {"target": 12}, [], "The targets differ, so none is drawn."),
        ({"target": 10}, {}, [], None),
        (
            {"comparator": "All", "comparator_value": 5},
            {"comparator": "All", "comparator_value": 6},
            [],
            "The figures to compare with differ, so none is drawn.",
        ),
        ({"target": 10}, {"target": 10}, ["Target"], None),
    ],
)
def test_what_differs_is_not_one_line(
    first: dict[str, object], second: dict[str, object], lines: list[str], note: str | None
) -> None:
    data = with_observations(observed("ash", 9, **first), observed("beech", 11, **second))
    found = made(LIBRARIES + "sections: [chart: {kind: bars, metrics: loans}]", data)
    (only,) = charts(found)
    assert [line.name for line in only.lines] == lines
    assert (note in notes(only)) if note else not any("drawn" in said for said in notes(only))


def test_a_void_target_and_a_total_are_no_lines() -> None:
    """Neither is anything to be held against: one was suspended, the other is another's size."""
    start, end = partial_date("2020-04-01"), partial_date("2021-03-31")
    assert start
    assert end
    when = partial_date("2020-12-31")
    data = with_observations(
        *(
            observed(
                name, 9, target=10, as_of=when, comparator="Together", comparator_value=900
            )
            for name in ("ash", "beech")
        )
    )  # fmt: skip
    void = evolve(
        data.measures["loans"],
        targets_void=(VoidTargets(start, end, "lib-rules", "no expectations"),),
    )
    text = LIBRARIES + "sections: [chart: {kind: bars, metrics: loans}]"
    (found,) = charts(made(text, evolve(data, measures={**data.measures, "loans": void})))
    assert [line.name for line in found.lines] == ["Together"]
    assert notes(found)[1:] == ["The target is void for some of the figures, so none is drawn."]
    size = evolve(data.measures["loans"], polarity=Polarity.NONE)
    (found,) = charts(made(text, evolve(data, measures={**data.measures, "loans": size})))
    assert [line.name for line in found.lines] == ["Target"]


def test_without_a_target_the_headline_names_both_ends_and_the_subject() -> None:
    data = with_observations(observed("ash", 9), observed("beech", 7), observed("cedar", 1))
    found = made(LIBRARIES + "sections: [chart: {kind: bars, metrics: loans}]", data)
    assert charts(found)[0].title == (
        "Loans: highest at Ash Library (9), lowest at Cedar Library (1); Beech Library 7"
    )


def test_equal_values_have_no_ends() -> None:
    data = with_observations(observed("ash", 9), observed("beech", 9))
    found = made(LIBRARIES + "sections: [chart: {kind: bars, metrics: loans}]", data)
    assert charts(found)[0].title == "Loans: 9 for all 2"


def test_bars_are_of_the_briefing_s_figures_and_bear_a_figure_s_name() -> None:
    found = made(
        "providers: {compare: [ash, beech]}\nmetrics: [overall, loans]\n"
        "sections: [chart: {kind: bars}]"
    )
    assert [c.id for c in charts(found)] == ["chart-loans"]
    assert headings(found)[0] == "Loans"


def test_a_rating_is_no_figure() -> None:
    found = made(LIBRARIES + "sections: [chart: {kind: bars}]")
    assert charts(found) == []
    assert "No figure is among the metrics." in said(found)


# ------------------------------------------------------------------------------- change


def test_a_change_pairs_each_standard_with_what_it_was() -> None:
    found = chart(COMPANIES + "sections: [chart: {kind: change}]")
    assert found.title == "Of four standards, two improved and two unchanged"
    assert bar(found, "1.1 Leadership") == [
        (2.0, "2017/18: Requires improvement"),
        (3.0, "2018/19: Good"),
    ]
    assert bar(found, "2.2 Planning")[0] == (1.0, "2017/18: Inadequate")  # the worst has a bar


def test_a_rating_that_is_missing_on_one_side_is_named() -> None:
    found = chart(
        "providers: {subject: south}\nas_at: 2019-12-31\nsections: [chart: {kind: change}]"
    )
    assert bar(found, "2.1 Assessment")[1] == (None, "2018/19: not published in the sources")
    assert notes(found)[0] == (
        "Not published in the sources: 2.1 Assessment (2018/19) and 2.2 Planning (2018/19)."
    )


def test_everyone_s_change_is_that_of_the_overall_rating() -> None:
    found = chart(COMPANIES + "sections: [chart: {kind: change, providers: all}]")
    assert found.title == "Of two CRCs, one improved and one unchanged"
    assert found.subject == 0


def test_an_inspection_without_an_earlier_one_is_no_change() -> None:
    found = made(LIBRARIES + "sections: [chart: {kind: change}]")
    assert charts(found) == []
    assert "Beech Library: no earlier inspection that can be compared." in said(found)


def test_a_figure_that_is_approximate_neither_rose_nor_fell() -> None:
    data = tiny.dataset()
    south = (
        Observation("south", "caseload", 5, "south-2018", inspection="south-2018"),
        Observation("south", "caseload", 4, "south-2019", inspection="south-2019"),
    )
    whole = evolve(data, observations=(*data.observations, *south))
    text = COMPANIES + "sections: [chart: {kind: change, metrics: caseload, providers: all}]"
    (found,) = charts(made(text, whole))
    assert found.title == (
        "Caseload of two CRCs: one fell and one cannot be told, as a value is approximate"
    )


# --------------------------------------------------------------------------------- both


def test_words_of_one_s_own_may_hold_values() -> None:
    found = chart(LIBRARIES + 'sections: [chart: {headline: "{{ subject.short }} is *last*"}]')
    assert found.title == "Beech is last"
    assert found.alt.startswith("Stacked bars. Beech is last. ")


def test_a_grid_is_the_table_of_the_comparison() -> None:
    found = table(made(LIBRARIES + "sections: [chart: {kind: grid}]"))
    assert rows(found)[0][:3] == ["Beech Library", "Shaky", "Sy"]


def test_a_chart_longer_than_a_page_is_several() -> None:
    data = tiny.dataset()
    ash = data.providers["ash"]
    many = {f"p{n}": evolve(ash, id=f"p{n}", name=f"Library {n}", aliases=()) for n in range(60)}
    whole = evolve(data, providers={**data.providers, **many})
    text = "providers: {compare: [{kind: LIB}]}\nsections: [chart: {order: name}]"
    found = charts(made(text, whole))
    drawn = [name for c in found for name in c.categories]
    assert len(drawn) == len(set(drawn)) == 63
    assert max(len(c.categories) for c in found) <= 21
    assert [c.title.rpartition(" (")[2] for c in found] == ["1 of 3)", "2 of 3)", "3 of 3)"]
    assert len({c.id for c in found}) == 3
    assert all(name in c.alt for c in found for name in c.categories)
    assert [bool(c.sources) for c in found] == [False, False, True]
    assert {c.whole.categories if c.whole else () for c in found} == {tuple(drawn)}
