"""Whether percentages of samples differ by more than chance."""

from __future__ import annotations

import pytest

from briefings.significance import beyond_chance, difference, interval


@pytest.mark.parametrize(
    ("per_cent", "base", "low", "high"),
    [
        (50, 120, 41.2, 58.8),  # the reference sample of 120 cases
        (0, 10, 0.0, 27.8),  # textbook values of Wilson's interval
        (100, 10, 72.2, 100.0),
        (90, 10, 59.6, 98.2),
        (50, 1_000_000, 49.9, 50.1),
    ],
)
def test_the_interval_is_that_of_wilson(
    per_cent: float, base: float, low: float, high: float
) -> None:
    assert interval(per_cent, base) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))


def test_the_difference_is_that_of_newcombe() -> None:
    """The first example of his paper: 56 of 70 against 48 of 80."""
    low, high = difference(80, 70, 60, 80)
    assert (low, high) == (pytest.approx(5.24, abs=0.01), pytest.approx(33.39, abs=0.01))


@pytest.mark.parametrize(("apart", "real"), [(12, False), (14, True)])
def test_two_samples_of_120_must_lie_some_13_points_apart(apart: float, real: bool) -> None:
    assert beyond_chance(50 + apart / 2, 120, 50 - apart / 2, 120) is real
    assert beyond_chance(50 - apart / 2, 120, 50 + apart / 2, 120) is real


@pytest.mark.parametrize(("other", "real"), [(58, False), (60, True), (42, False), (40, True)])
def test_one_sample_against_a_figure_for_everyone(other: float, real: bool) -> None:
    assert beyond_chance(50, 120, other) is real


@pytest.mark.parametrize(("per_cent", "base"), [(50, 0), (101, 10), (-1, 10)])
def test_what_is_no_percentage_of_a_sample_is_refused(per_cent: float, base: float) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        interval(per_cent, base)
