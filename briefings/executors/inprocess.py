"""One job after another, in this process.

A job in C code that never returns is waited for, and one that ends the process ends all: who
needs more than that runs :mod:`briefings.executors.pool`.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

from attrs import frozen

from briefings.executors.interface import Done, J, Limits, R, S, Work
from briefings.executors.limits import attempt

__all__ = ["InProcess"]


@frozen
class InProcess:
    """An executor that starts nothing."""

    def run(
        self, work: Work[S, J, R], jobs: Sequence[J], limits: Limits
    ) -> Generator[Done[J, R], None, None]:
        """Each job as its result is asked for, in order."""
        if not jobs:
            return
        state = work.setup()
        for job in jobs:
            yield attempt(work, state, job, limits)
