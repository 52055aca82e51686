"""Counts of ratings, by group and together; the median and quartiles of measures."""

from __future__ import annotations

from briefings.dataset import load
from briefings.document import RowRole, plain
from briefings.records import Observation
from tests.sections.making import composed, rows, said, tables, with_observations

OWNERS = """\
providers: {compare: {kind: CRC}}
round: 2018/19
sections: [{benchmark: {group_by: owner, metrics: overall}}]
"""


def test_counts_by_owner_stand_side_by_side() -> None:
    (table,) = tables(composed(OWNERS, load()))
    found = {row[0]: row[1:] for row in rows(table)}
    assert found["Sodexo"] == ["0", "0", "6", "0", "0", "6"]
    assert found["Purple Futures"] == ["0", "1", "4", "0", "0", "5"]
    assert rows(table, [RowRole.TOTAL]) == [["All of these", "0", "1", "19", "1", "0", "21"]]


def test_every_count_can_be_checked_against_names() -> None:
    (table,) = tables(composed(OWNERS, load()))
    assert "Purple Futures: CGM, HIOW, HLNY, Merseyside and W Yorks" in plain(table.notes[0])


def test_who_is_in_no_group_is_left_out_and_named() -> None:
    spec = (
        "providers: {compare: {kind: LIB}}\n"
        "sections: [{benchmark: {group_by: owner, metrics: overall}}]\n"
    )
    (table,) = tables(composed(spec))
    assert plain(table.notes[-1]) == (
        "Left out, since the owner is not published in the sources: Cedar."
    )


def test_the_denominator_is_of_those_with_a_rating() -> None:
    spec = (
        "providers: {subject: ash, benchmark: {kind: LIB}}\nmetrics: [A2, overall]\n"
        "sections: [benchmark]\n"
    )
    (table,) = tables(composed(spec))
    assert rows(table)[0] == ["A2 Shelves", "Strong", "0", "1", "0", "1", "0", "1"]
    assert "are of 2 with a published rating, out of 3." in plain(table.notes[0])


def seen(provider: str, value: float, qualifier: str = "") -> Observation:
    return Observation(provider, "loans", value, "lib-report", qualifier=qualifier)


SPREAD = "providers: {subject: ash, benchmark: all}\nmetrics: [loans]\nsections: [benchmark]\n"


def test_the_median_and_quartiles_are_of_exact_values() -> None:
    names = ("ash", "beech", "cedar", "dogwood", "north")
    values = [seen(n, v) for n, v in zip(names, (10, 20, 30, 40, 50), strict=True)]
    document = composed(SPREAD, with_observations(*values, seen("south", 9999, "nearly")))
    (table,) = tables(document)
    assert rows(table) == [["Loans", "10", "10", "20", "30", "40", "50", "5"]]
    assert "Loans: one approximate value left out." in [plain(n) for n in table.notes]


def test_few_values_make_no_quartile() -> None:
    document = composed(SPREAD, with_observations(seen("ash", 10), seen("beech", 20)))
    assert tables(document) == []
    assert "Too few exact values for a median and quartiles: Loans (2 of 6)." in said(document)
