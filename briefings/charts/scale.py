"""Round values for a scale, and a lighter shade of a colour."""

from __future__ import annotations

import math

__all__ = ["lighter", "ticks"]

_STEPS = 4


def lighter(colour: str, paper: str, share: float = 0.42) -> str:
    """``colour`` with a ``share`` of ``paper`` in it: three to one on both where they differ."""
    pairs = ((int(colour[n : n + 2], 16), int(paper[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def ticks(low: float, high: float) -> list[float]:
    """A few round values from ``low`` to ``high``."""
    span = high - low
    if not span:
        return [0.0]
    rough = span / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * f for f in (1, 2, 2.5, 5, 10) if power * f >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]
