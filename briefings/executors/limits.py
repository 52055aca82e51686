"""One job, here and now, within its limits.

Time: in the main thread the system's alarm interrupts the job; in any other thread, and where
there is no such alarm, a timer does.  Both wait for the interpreter, so code in C that never
returns to it is beyond them: whoever runs the job elsewhere kills that process.

Memory: Linux refuses what goes beyond the limit, which Python tells as a MemoryError.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from briefings.executors.interface import Done, Failure, J, Limits, R, S, Work

__all__ = ["GRACE", "attempt", "bug", "seconds_said"]

GRACE = 2.0  # seconds beyond its limit in which a job may still end by itself
MEGABYTE = 1024 * 1024


class _OverTime(BaseException):
    """Not an Exception, so that no job catches it by the way."""


def attempt(work: Work[S, J, R], state: S, job: J, limits: Limits) -> Done[J, R]:
    """Do the job; whatever it raises is told as its failure."""
    began = perf_counter()
    result, failure = None, None
    try:
        with _memory(limits.megabytes):
            result = _timed(lambda: work.do(state, job), limits.seconds)
    except _OverTime:
        failure = Failure("time limit", f"it took more than {seconds_said(limits.seconds)}")
    except MemoryError:
        failure = Failure("memory limit", _memory_said(limits), traceback.format_exc())
    except (Exception, SystemExit) as error:
        failure = bug(error)
    return Done(job, result, failure, perf_counter() - began)


def bug(error: BaseException) -> Failure:
    """An exception that should not have been raised."""
    lines = traceback.format_exception(error)
    return Failure("bug", f"{type(error).__name__}: {error}", "".join(lines))


def seconds_said(seconds: float | None) -> str:
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


def _memory_said(limits: Limits) -> str:
    if limits.megabytes is None:
        return "there is not memory enough for it"
    return f"it took more than {limits.megabytes:,} MB"


# -------------------------------------------------------------------------------- time


def _timed(do: Callable[[], R], seconds: float | None) -> R:
    if seconds is None:
        return do()
    main = threading.current_thread() is threading.main_thread()
    return (_alarmed if main and hasattr(signal, "setitimer") else _watched)(do, seconds)


def _alarmed(do: Callable[[], R], seconds: float) -> R:
    """Once only: an alarm that rang again could strike while the first is being told."""
    before = signal.signal(signal.SIGALRM, _ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            return do()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


def _ring(*_: Any) -> None:
    raise _OverTime


def _watched(do: Callable[[], R], seconds: float) -> R:
    """The same for a thread that the system's alarm does not reach."""
    thread, lock, ended = threading.get_ident(), threading.Lock(), False

    def ring() -> None:
        with lock:
            if not ended:
                _raise_in(thread, _OverTime)

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        return do()
    finally:
        with lock:
            ended = True
            _raise_in(thread, None)  # one that was sent and has not struck yet
        timer.cancel()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    value = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), value)


# ------------------------------------------------------------------------------ memory


@contextlib.contextmanager
def _memory(megabytes: int | None) -> Iterator[None]:
    """No more than ``megabytes`` beyond what the process holds now."""
    held = _held() if megabytes is not None else None
    if megabytes is None or held is None:
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = held + megabytes * MEGABYTE
    hard = before[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _held() -> int | None:
    """The bytes that Linux counts for RLIMIT_DATA; None where it is not Linux."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    lines = (line.split() for line in status.splitlines())
    return next((int(words[1]) * 1024 for words in lines if words[0] == "VmData:"), None)
