"""SIGINT and SIGTERM: the work is let go in order, and the process exits as shells expect."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import TypeVar

from briefings.errors import EXIT_INTERRUPTED, EXIT_TERMINATED

__all__ = ["Stop", "Stopped", "stoppable"]

T = TypeVar("T")

_EXITS = {"SIGINT": EXIT_INTERRUPTED, "SIGTERM": EXIT_TERMINATED, "SIGBREAK": EXIT_INTERRUPTED}
_AGAIN = 1.0  # seconds; whoever runs us may pass on a signal that we were sent, too


class Stopped(KeyboardInterrupt):
    """Somebody wants this process to end; ``signal`` is the name of what said so."""

    def __init__(self, signal: str) -> None:
        super().__init__(signal)
        self.signal = signal

    @property
    def exit_code(self) -> int:
        return _EXITS[self.signal]


class Stop:
    """Whether a signal has come.  It raises Stopped where the work is, but for the last words."""

    def __init__(self) -> None:
        self.signal = ""
        self.finishing = False  # the report is being written: that is let end
        self._since = 0.0

    def hear(self, number: int, frame: FrameType | None) -> None:
        """Stop at the first; at another one later, end as if nobody listened."""
        if not self.signal:
            self.signal, self._since = signal.Signals(number).name, monotonic()
            if not self.finishing:
                raise Stopped(self.signal)
        elif monotonic() - self._since > _AGAIN:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def heeded(self, work: Iterable[T]) -> Iterator[T]:
        """The work, stopped at the latest between two results.

        What a handler raises is lost where nothing can be raised, as in a finaliser.
        """
        for result in work:
            yield result
            if self.signal:
                raise Stopped(self.signal)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Hear the signals while the block runs.  Only a process's main thread can."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    known = [getattr(signal, name) for name in _EXITS if hasattr(signal, name)]
    # What we were started deaf to, as a job in the background of a script is, stays unheard.
    numbers = [number for number in known if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop.hear) for number in numbers}
    try:
        yield stop
    finally:
        for number, own in before.items():
            signal.signal(number, own)
