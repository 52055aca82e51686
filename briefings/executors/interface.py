"""What every executor is given and gives back; none of it knows what the work is about.

Work is pure: a job, and the state that ``setup`` made, give the result and nothing else.  So a
job may be run anywhere, and run again when its worker dies, and its result is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Generic, Literal, Protocol, TypeVar

from attrs import frozen

__all__ = ["Done", "Executor", "Failure", "FailureKind", "Limits", "SetupError", "Work"]

S = TypeVar("S")  # the state of a worker
J = TypeVar("J")  # a job
R = TypeVar("R")  # its result

FailureKind = Literal["time limit", "memory limit", "worker died", "bug"]


@frozen
class Work(Generic[S, J, R]):
    """What to do with each job.

    Both functions are of the top level of a module, or a ``functools.partial`` of one, so that
    they can be sent.  What a user can put right is told inside the result, never raised.
    """

    setup: Callable[[], S]  # called once in each worker; what it returns stays there
    do: Callable[[S, J], R]


@frozen
class Limits:
    """What one job may take."""

    seconds: float | None = None
    megabytes: int | None = None  # beyond what its worker holds before the job begins


@frozen
class Failure:
    """Why a job has no result."""

    kind: FailureKind
    what: str  # a clause without a full stop, as in a Fault
    traceback: str = ""


@frozen
class Done(Generic[J, R]):
    """A job that ended: with a result, or with the failure that took its place."""

    job: J
    result: R | None
    failure: Failure | None = None
    seconds: float = 0.0


class SetupError(RuntimeError):
    """No job can be done, since the workers cannot be set up: a bug, not a user's fault."""


class Executor(Protocol):
    """Runs jobs somewhere."""

    def run(
        self, work: Work[S, J, R], jobs: Sequence[J], limits: Limits
    ) -> Generator[Done[J, R], None, None]:
        """Each job exactly once, in the order in which they end.

        Jobs are begun as results are taken, so few results are in memory at a time.  Closing
        the iterator drops what has not ended and leaves nothing running; do it with
        ``contextlib.closing``, so that an exception closes it, too.

        Raises whatever ``setup`` raises, as it raised it.
        """
        ...
