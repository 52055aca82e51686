"""Recommendations keep the numbers of the report."""

from __future__ import annotations

from typing import Any

import pytest

from briefings.dataset import load
from briefings.records import Dataset, Fact, Inspection, Recommendation, Wording
from tests import tiny
from tests.sections.making import composed, headings, numbered, said, with_inspection


def made(number: int, to: str = "LIB", theme: str = "", **more: Any) -> Recommendation:
    return Recommendation(to, f"Do thing {number}.", "lib-report", number, theme, **more)


def dataset(*made: Recommendation, count: int | None = None) -> Dataset:
    fact = Fact(str(count), "lib-report", number=count) if count is not None else None
    inspection = Inspection(
        "d", "lib-2024", published=tiny.dataset().sources["lib-report"].date,
        recommendation_count=fact, recommendations=made,
    )  # fmt: skip
    return with_inspection("dogwood", inspection)


def of(data: Dataset, options: str = "{}", compare: str = "") -> Any:
    return composed(
        f"providers: {{subject: dogwood{compare}}}\n"
        f"sections: [{{recommendations: {options}}}]\n", data
    )  # fmt: skip


@pytest.mark.parametrize(
    "numbers", [[1, 2, 3], [1, 3], [2, 3, 7, 8, 12], [5]]
)  # fmt: skip
def test_gaps_in_the_numbers_stay(numbers: list[int]) -> None:
    assert numbered(of(dataset(*map(made, numbers)))) == numbers


def test_numbers_stay_when_groups_take_them_apart() -> None:
    data = dataset(made(1), made(2, "Council"), made(3), made(4, "Council"), made(5, "Council"))
    document = of(data)
    assert numbered(document) == [1, 3, 2, 4, 5]
    assert headings(document)[1:3] == ["To the LIB (2)", "To Council (3)"]


def test_groups_by_theme() -> None:
    data = dataset(made(1, theme="doors"), made(2), made(3, theme="doors"))
    document = of(data, "{group_by: theme}")
    assert headings(document)[1:3] == ["Doors (2)", "Other (1)"]
    assert numbered(document) == [1, 3, 2]


def test_two_reports_start_their_numbers_anew() -> None:
    document = of(
        dataset(made(1), made(2)), "{group_by: provider, providers: all}", ", compare: ash"
    )
    assert headings(document)[1:3] == ["Dogwood Library (2)", "Ash Library (2)"]
    assert numbered(document) == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("given", "count", "words"),
    [
        (2, 2, "Dogwood Library: inspectors made two recommendations."),
        (1, 1, "Dogwood Library: inspectors made one recommendation."),
        (0, 7, "Dogwood Library: inspectors made seven recommendations; the text is not "
               "published in the sources."),
        (1, 7, "Dogwood Library: inspectors made seven recommendations; one of them is given "
               "here."),
        (2, 12, "Dogwood Library: inspectors made 12 recommendations; two of them are given "
                "here."),
    ],
)  # fmt: skip
def test_how_many_were_made_and_how_many_are_given(given: int, count: int, words: str) -> None:
    data = dataset(*(made(n + 1) for n in range(given)), count=count)
    assert said(of(data))[0].removesuffix(" [1]") == words


def test_an_unknown_number_is_not_claimed() -> None:
    assert not any("inspectors made" in words for words in said(of(dataset(made(1)))))


def test_none_known_is_told_apart_from_never_inspected() -> None:
    options = "{providers: all}"
    unknown = of(dataset(), options, ", compare: cedar")
    assert said(unknown)[0] == (
        "Recommendations not published in the sources: Dogwood Library and Cedar Library."
    )
    never = composed("providers: {subject: dogwood}\nsections: [recommendations]\n")
    assert said(never)[0] == "Not inspected by 31 December 2024: Dogwood Library."


def test_our_own_words_are_owned_to() -> None:
    assert "Recommendations are summarised in our own words." in said(of(dataset(made(1))))
    verbatim = of(dataset(made(1, wording=Wording.VERBATIM)))
    assert "Recommendations are summarised in our own words." not in said(verbatim)


def test_words_of_the_report_are_not_called_our_own() -> None:
    mixed = of(dataset(made(1), made(2, wording=Wording.VERBATIM)))
    assert "Recommendations are summarised in our own words." not in said(mixed)


def test_the_eight_of_cheshire_and_greater_manchester() -> None:
    document = composed(
        "providers: {subject: CGM CRC}\nround: 2018/19\nsections: [recommendations]\n", load()
    )
    assert headings(document)[1:3] == ["To the CRC (7)", "To Purple Futures (1)"]
    assert numbered(document) == [1, 2, 3, 4, 5, 6, 7, 8]
