"""What a worker process does: it sets itself up once, then answers one job after another.

Jobs and results cross as bytes that are pickled here, within the job's limits: what cannot be
sent is a failure of that job alone.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
import traceback
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from attrs import frozen

from briefings.executors.interface import Failure, J, Limits, R, S, SetupError, Work
from briefings.executors.limits import attempt, bug

__all__ = ["Answer", "NotReady", "Ready", "answer", "not_ready", "serve", "settle"]
__all__ += ["unpacked"]

PROTOCOL = pickle.HIGHEST_PROTOCOL


@frozen
class Answer:
    """What became of a job: its result as bytes, or its failure."""

    result: bytes | None
    failure: Failure | None
    seconds: float


@frozen
class Ready:
    """The worker is set up."""


@frozen
class NotReady:
    """The worker cannot be set up."""

    error: BaseException


def settle() -> None:
    """Look for garbage seldom: what a worker has by now lives as long as it does, and the trees
    that it makes and drops hold no cycles.  Measured: a tenth of the time of a briefing."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def answer(work: Work[S, J, R], state: S, job: bytes, limits: Limits) -> Answer:
    """Do one job that came as bytes."""

    def do(state: S, data: bytes) -> bytes:
        return pickle.dumps(work.do(state, pickle.loads(data)), PROTOCOL)

    done = attempt(Work(work.setup, do), state, job, limits)
    return Answer(done.result, done.failure, done.seconds)


def unpacked(answer: Answer) -> tuple[Any, Failure | None]:
    """The result or the failure of an answer, where it has arrived."""
    if answer.result is None:
        return None, answer.failure
    try:
        return pickle.loads(answer.result), None
    except Exception as error:  # whatever the classes of a result may raise
        return None, bug(error)


def serve(inbox: Connection, outbox: Connection) -> None:
    """The life of a worker, from its first breath until the coordinator hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the coordinator decides when to stop
    messages: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(inbox, messages), daemon=True).start()
    try:
        work, limits = pickle.loads(messages.get())
        state = work.setup()
        settle()
    except BaseException as error:
        outbox.send_bytes(pickle.dumps(not_ready(error), PROTOCOL))
        return
    outbox.send_bytes(pickle.dumps(Ready(), PROTOCOL))
    while True:
        outbox.send_bytes(pickle.dumps(answer(work, state, messages.get(), limits), PROTOCOL))


def _listen(inbox: Connection, messages: SimpleQueue[bytes]) -> None:
    """Pass messages on until there is nobody to send any.

    The pipe closes when the coordinator lets go of it and when it dies in any way whatever, so
    no worker outlives it.  A thread reads it so that this is noticed in the middle of a job.
    """
    while True:
        try:
            messages.put(inbox.recv_bytes())
        except (EOFError, OSError):
            os._exit(0)  # noqa: TID251  # nobody is left to whom anything could matter


def not_ready(error: BaseException) -> NotReady:
    """The error with its traceback, or only its words when it cannot be sent."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error, PROTOCOL))
    except Exception:
        return NotReady(SetupError(bug(error).traceback))
    return NotReady(error)
