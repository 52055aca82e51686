"""Sleep that signals end: to stop, or to read the packs again."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Signals", "listening"]

_STOP = ("SIGTERM", "SIGINT", "SIGBREAK")
_RELOAD = ("SIGHUP",)


class Signals:
    """A Waker: SIGTERM and SIGINT stop, SIGHUP reloads; a second stop does not wait."""

    def __init__(self, bell: socket.socket) -> None:
        self.stopped = False
        self.reload = False
        self._bell = bell

    def wait(self, seconds: float) -> None:
        """Return after ``seconds``, or as soon as a signal has come."""
        if not (self.stopped or self.reload):
            select.select([self._bell], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            while self._bell.recv(64):
                pass

    def stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True

    def read_again(self, number: int, frame: FrameType | None) -> None:
        self.reload = True


@contextmanager
def listening() -> Iterator[Signals]:
    """Take the signals of this process, as long as the block runs.

    A signal rings a socket, so that one which comes just before the sleep ends it, too.
    """
    bell, hand = socket.socketpair()
    bell.setblocking(False)
    hand.setblocking(False)
    waker = Signals(bell)
    before = {}
    with bell, hand:
        earlier = signal.set_wakeup_fd(hand.fileno(), warn_on_full_buffer=False)
        for names, handler in ((_STOP, waker.stop), (_RELOAD, waker.read_again)):
            for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
                before[number] = signal.signal(number, handler)
        try:
            yield waker
        finally:
            signal.set_wakeup_fd(earlier)
            for number, own in before.items():
                signal.signal(number, own)
