"""What a worker of a cluster does: one job at a time, with what it has set up once.

A worker may have several threads, but what a job uses need not be safe in two at once, so they
take turns.  Workers are best started with one thread each.
"""

from __future__ import annotations

import contextlib
import faulthandler
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from attrs import frozen

from briefings.errors import ClusterError, Fault
from briefings.executors.interface import Limits, Work
from briefings.executors.limits import GRACE
from briefings.executors.worker import Answer, NotReady, answer, not_ready

__all__ = ["Identity", "Order", "perform", "skew"]

Identity = Mapping[str, str]  # what a result depends on, by name

_TURN = threading.Lock()


@frozen
class Order:
    """What is sent to a cluster once a run."""

    identity: Callable[[], Identity]
    expected: Identity
    work: bytes  # with its limits; opened only where all is as expected


@frozen
class _Station:
    work: Work[Any, Any, Any]
    limits: Limits
    state: Any


def perform(parcel: bytes, job: bytes) -> Answer | NotReady:
    """One job of the order that ``parcel`` holds."""
    with _TURN:
        try:
            station = _station(parcel)
        except BaseException as error:
            return not_ready(error)
        with _doomed(station.limits.seconds):
            return answer(station.work, station.state, job, station.limits)


@lru_cache(maxsize=2)  # of two runs at once
def _station(parcel: bytes) -> _Station:
    from distributed import get_worker

    order: Order = pickle.loads(parcel)
    fault = skew(get_worker().address, order.expected, order.identity())
    if fault:
        raise ClusterError(fault)
    work, limits = pickle.loads(order.work)
    return _Station(work, limits, work.setup())


def skew(address: str, ours: Identity, found: Identity | BaseException) -> Fault | None:
    """What makes a worker unfit: what it has otherwise, or that it could not even tell."""
    remedy = "install the same there as here, and start the worker again"
    if isinstance(found, BaseException):
        dasks = type(found) is Exception  # which holds the words of one that does not pickle
        said = str(found) if dasks else f"{type(found).__name__}: {found}"
        return Fault(f"the worker at {address} cannot do this work: {said}", remedy)
    names = [name for name in {**ours, **found} if ours.get(name) != found.get(name)]
    if not names:
        return None
    said = ", ".join(
        f"{name} {found.get(name, 'missing')} (here {ours.get(name, 'missing')})" for name in names
    )
    return Fault(f"the worker at {address} would give other results: {said}", remedy)


@contextlib.contextmanager
def _doomed(seconds: float | None) -> Iterator[None]:
    """The end of this process when a job does not give way; Dask starts another.

    The watchdog of faulthandler needs no turn of the interpreter, which code in C may hold.
    """
    if seconds is None:
        yield
        return
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
