"""The widths of columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.document import Align, Cell, Column, Row, Table
from briefings.layout.columns import CELL_PADDING, column_widths, fit
from briefings.layout.house import House
from tests.kitchen import REQUIRES, cell, words

PARTS = st.lists(st.tuples(st.floats(0.01, 10), st.floats(0, 200)), min_size=1, max_size=15)


@given(PARTS, st.floats(50, 800))
def test_columns_fill_the_width_and_have_what_they_need(
    parts: list[tuple[float, float]], total: float
) -> None:
    shares, least = [part[0] for part in parts], [part[1] for part in parts]
    widths = fit(shares, least, total)
    assert sum(widths) == pytest.approx(total)
    if sum(least) < total:
        assert all(width >= need - 1e-6 for width, need in zip(widths, least, strict=True))
    else:
        assert all(width <= need + 1e-6 for width, need in zip(widths, least, strict=True))


def test_shares_rule_where_nothing_is_short() -> None:
    assert fit([1, 3], [10, 10], 400) == pytest.approx([100, 300])


def test_a_wide_column_gives_way_before_a_narrow_one() -> None:
    assert fit([1, 1, 1], [20, 300, 300], 220) == pytest.approx([20, 100, 100])


def table(columns: tuple[Column, ...], *rows: tuple[Cell, ...]) -> Table:
    return Table("t", words("Table 1"), columns, tuple(Row(cells) for cells in rows))


def test_a_column_is_as_wide_as_its_longest_word(house: House) -> None:
    columns = (Column(words("A"), 0.01), Column(words("B"), 10))
    voice = house.voice("table")
    widths = column_widths(
        house, table(columns, (cell("a supercalifragile word"), cell("b"))), voice, 300
    )
    longest = voice.ink.face.width("supercalifragile") * voice.ink.size
    assert widths[0] == pytest.approx(longest + 2 * CELL_PADDING)


def test_figures_are_not_broken(house: House) -> None:
    columns = (Column(words("A"), 10), Column(words("B"), 0.01, Align.RIGHT))
    voice = house.voice("table")
    widths = column_widths(house, table(columns, (cell("a"), cell("1 234 567"))), voice, 300)
    whole = voice.ink.face.width("1 234 567") * voice.ink.size
    assert widths[1] == pytest.approx(whole + 2 * CELL_PADDING)


def test_a_chip_has_room_for_its_words_on_one_line(house: House) -> None:
    columns = (Column(words("A"), 10), Column(words("B"), 0.01))
    voice = house.voice("table")
    widths = column_widths(house, table(columns, (cell("a"), Cell((REQUIRES,)))), voice, 300)
    assert widths[1] > house.faces["semibold"].width(REQUIRES.text) * voice.ink.size


def test_a_web_address_does_not_starve_the_others(house: House) -> None:
    columns = (Column(words("Address"), 1), Column(words("Words"), 3))
    address = cell("https://example.org/" + "part/" * 40)
    widths = column_widths(
        house, table(columns, (address, cell("some words"))), house.voice("table"), 400
    )
    assert widths[0] < 150
