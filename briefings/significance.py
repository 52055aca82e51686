"""Whether percentages of samples differ by more than chance.

All figures are per cent, all judgements at 95 per cent.
"""

from __future__ import annotations

from math import hypot, sqrt

__all__ = ["beyond_chance", "difference", "interval"]

Z = 1.959963984540054  # of the normal distribution, for 95 per cent


def interval(per_cent: float, base: float) -> tuple[float, float]:
    """The 95 per cent interval of a percentage of ``base`` cases, by Wilson's score method.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212.  Unlike the usual
    one it holds for few cases and near 0 and 100 per cent.
    """
    if base <= 0 or not 0 <= per_cent <= 100:
        raise ValueError(f"{per_cent} per cent of {base} cases cannot be")
    share = per_cent / 100
    middle = share + Z * Z / (2 * base)
    half = Z * sqrt(share * (1 - share) / base + Z * Z / (4 * base * base))
    whole = 1 + Z * Z / base
    return max(0.0, (middle - half) / whole) * 100, min(1.0, (middle + half) / whole) * 100


def difference(
    per_cent: float, base: float, other: float, other_base: float
) -> tuple[float, float]:
    """The 95 per cent interval of ``per_cent`` less ``other``, in points.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890, method 10: from
    the Wilson intervals of the two.
    """
    low, high = interval(per_cent, base)
    other_low, other_high = interval(other, other_base)
    apart = per_cent - other
    return (
        apart - hypot(per_cent - low, other_high - other),
        apart + hypot(high - per_cent, other - other_low),
    )


def beyond_chance(
    per_cent: float, base: float, other: float, other_base: float | None = None
) -> bool:
    """Whether two percentages differ by more than sampling noise.

    Without ``other_base``, ``other`` is taken as exact: a figure for everyone.
    """
    if other_base is None:
        low, high = interval(per_cent, base)
        return not low <= other <= high
    low, high = difference(per_cent, base, other, other_base)
    return not low <= 0 <= high
