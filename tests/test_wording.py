"""How numbers, lists and dates are said."""

from __future__ import annotations

from datetime import date

import pytest

from briefings import wording
from briefings.records import Basis, Observation


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], ""),
        (["Planning"], "Planning"),
        (["Planning", "Reviewing"], "Planning and Reviewing"),
        (["Staff", "Planning", "Reviewing"], "Staff, Planning and Reviewing"),
        (
            ["Planning", "Implementation and delivery", "Unpaid work"],
            "Planning, Implementation and delivery, and Unpaid work",
        ),
        (["Planning", "Hull and East Riding"], "Planning, and Hull and East Riding"),
    ],
)
def test_lists_leave_no_doubt_where_an_entry_ends(parts: list[str], said: str) -> None:
    assert wording.listing(parts) == said


def test_a_list_of_choices_ends_in_or() -> None:
    assert wording.listing(["a", "b", "c"], "or") == "a, b or c"
    assert wording.listing(["salt and pepper", "oil"], "or") == "salt and pepper or oil"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (7, "7"),
        (10, "10"),
        (100, "100"),
        (3.5, "3.5"),
        (7.12, "7.12"),
        (12.50, "12.5"),
        (1 / 3, "0.33"),
        (11856, "11,856"),
        (154471.0, "154,471"),
        (1234567.5, "1,234,567.5"),
        (-4, "-4"),
        (-0.001, "0"),
    ],
)
def test_numbers_set_thousands_apart_and_carry_no_idle_decimals(value: float, said: str) -> None:
    assert wording.number(value) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "no standards"),
        (1, "one standard"),
        (2, "two standards"),
        (9, "nine standards"),
        (10, "10 standards"),
        (1200, "1,200 standards"),
    ],
)
def test_counting_spells_small_numbers_and_minds_the_plural(count: int, said: str) -> None:
    assert wording.counted(count, "standard") == said


def test_an_irregular_plural_is_given() -> None:
    assert wording.counted(1, "inquiry", "inquiries") == "one inquiry"
    assert wording.counted(3, "inquiry", "inquiries") == "three inquiries"


@pytest.mark.parametrize(("count", "said"), [(1, "one"), (9, "nine"), (10, "10"), (21, "21")])
def test_a_count_by_itself(count: int, said: str) -> None:
    assert wording.count_word(count) == said


def test_per_cent_in_prose_and_in_tables() -> None:
    assert wording.per_cent(61) == "61 per cent"
    assert wording.amount(61, "%") == "61%"
    assert wording.amount(7.12, "%") == "7.12%"
    assert wording.amount(11856, "people") == "11,856"


@pytest.mark.parametrize(
    ("qualifier", "value", "unit", "said"),
    [
        ("", 11856, "people", "11,856"),
        ("more than", 7000, "people", "more than 7,000"),
        ("nearly", 70, "%", "nearly 70%"),
        ("around", 9000, "people", "around 9,000"),
    ],
)
def test_an_approximate_value_stays_approximate(
    qualifier: str, value: float, unit: str, said: str
) -> None:
    seen = Observation("north", "m", value, "s", qualifier=qualifier)
    assert wording.observed(seen, unit) == said


def test_days_are_written_the_british_way() -> None:
    assert wording.day(date(2019, 4, 4)) == "4 April 2019"
    assert wording.day(date(2019, 12, 31)) == "31 December 2019"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("not rated", "Not rated."),
        ("Done.", "Done."),
        ("really?", "Really?"),
        ("eQuiP was late ", "EQuiP was late."),
        ("4.1 is missing", "4.1 is missing."),
    ],
)
def test_sentences_start_with_a_capital_and_end_with_one_stop(text: str, said: str) -> None:
    assert wording.sentence(text) == said


def test_only_the_first_of_several_labels_keeps_its_capital() -> None:
    assert wording.lower_first(["Staff", "Planning", "Reviewing"]) == [
        "Staff", "planning", "reviewing",
    ]  # fmt: skip


def test_each_basis_and_each_absence_has_words_of_its_own() -> None:
    assert len({wording.basis_words(basis) for basis in Basis}) == len(Basis)
    absences = {
        wording.NOT_PUBLISHED, wording.NOT_INSPECTED, wording.NOT_RATED, wording.NOT_COMPARABLE,
    }  # fmt: skip
    assert len(absences) == 4
