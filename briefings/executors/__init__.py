"""Where jobs run: in this process, in processes of this machine, or on a cluster.

An executor takes pure work and gives each job's result as it ends.  A job over its limits, a job
with a bug and a worker that dies each cost that job at most, never the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefings.executors.interface import (
    Done,
    Executor,
    Failure,
    FailureKind,
    Limits,
    SetupError,
    Work,
)

__all__ = [
    "Done",
    "Executor",
    "Failure",
    "FailureKind",
    "Limits",
    "SetupError",
    "Work",
    "choose",
    "dask",
    "in_process",
    "processes",
]

# The modules are imported when they are called for: a build of one briefing needs no pool.


def in_process() -> Executor:
    """One job after another, here; see :mod:`briefings.executors.inprocess`."""
    from briefings.executors.inprocess import InProcess

    return InProcess()


def processes(workers: int | None = None) -> Executor:
    """Several at once on this machine; as many as it has cores, unless ``workers`` says."""
    import os

    from briefings.executors.pool import Processes

    return Processes(workers or os.cpu_count() or 1)


def dask(address: str, identity: Callable[[], Mapping[str, str]]) -> Executor:
    """On the Dask cluster whose scheduler is at ``address``, as in ``tcp://host:8786``.

    ``identity`` is a function at the top level of a module.  It tells by name on what of a
    machine a result depends, such as versions; a worker of which it tells otherwise is refused.
    """
    from briefings.executors.cluster import Cluster

    return Cluster(address, identity)


def choose(jobs: int, cores: int, limits: Limits | None = None) -> Executor:
    """Processes when they save more than it takes to start them, or must hold jobs to limits.

    What does not give way at its limit can be ended only with its process.
    """
    workers = min(jobs, cores)
    saved = jobs - jobs / workers if workers else 0.0
    held = limits is not None and limits != Limits()
    return processes(workers) if workers and (held or saved > START) else in_process()


START = 5.0  # jobs that could be done while a worker starts; measured in docs/scale.md
