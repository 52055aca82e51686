"""Timing in turn: one of each side, then again, so that the noise of a machine falls on all."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter

__all__ = ["in_turn", "median", "timed"]


def in_turn(
    runs: Mapping[str, Callable[[int], object]], rounds: Mapping[str, int]
) -> dict[str, list[float]]:
    """Seconds of each side's ``run(number)``, taken in turn; round 0 is not counted.

    A side that has fewer rounds than others leaves the turn when it has done its own.
    """
    found: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(max(rounds.values()) + 1):
        for name, run in runs.items():
            if number <= rounds[name]:
                seconds = timed(lambda run=run, n=number: run(n))  # type: ignore[misc]
                if number:
                    found[name].append(seconds)
    return found


def timed(run: Callable[[], object]) -> float:
    """Seconds that ``run`` takes, with the litter of others swept away before."""
    gc.collect()
    start = perf_counter()
    run()
    return perf_counter() - start


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float]) -> float:
    """Half the distance between the quartiles, as a part of the median."""
    if len(values) < 4:
        return 0.0
    low, middle, high = statistics.quantiles(values, n=4)
    return (high - low) / 2 / middle
