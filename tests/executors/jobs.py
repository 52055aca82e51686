"""Work to give to executors: what goes well, and all that can go wrong."""

from __future__ import annotations

import functools
import hashlib
import itertools
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen

from briefings.errors import DataError, Fault
from briefings.executors import Limits, Work

FREE = Limits()


@frozen
class Task:
    """A job: the name of a function below, and what it is given."""

    kind: str
    argument: Any = None


def work(salt: str = "salt") -> Work[str, Task, Any]:
    return Work(functools.partial(set_up, salt), do)


def set_up(salt: str) -> str:
    return f"{salt}, set up by {os.getpid()}"


def identity() -> dict[str, str]:
    """What the workers of a cluster must have the same."""
    return {"program": os.environ.get("PROGRAM", "1.0")}


def refuse() -> str:
    raise DataError(Fault("there is no such folder", "check the path"))


def break_down() -> str:
    raise ZeroDivisionError("no ground to stand on")


def die() -> str:
    os._exit(7)


def do(state: str, task: Task) -> Any:
    return KINDS[task.kind](state, task.argument)


def _digest(state: str, text: str) -> bytes:
    """The same everywhere, whichever worker does it."""
    salt = state.partition(",")[0]
    return hashlib.sha256(f"{salt}{text}".encode()).digest()


def _once(state: str, argument: tuple[str, Callable[[], None]]) -> bytes:
    """Calls a function the first time round, and goes well from then on."""
    mark, call = argument
    path = Path(mark)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return _digest(state, path.name)
    call()
    return _digest(state, path.name)


def _slowly(kind: str) -> Callable[[str, Any], Any]:
    def do(state: str, argument: Any) -> Any:
        time.sleep(0.05)
        return KINDS[kind](state, argument)

    return do


def _note(state: str, folder: str) -> str:
    """Leaves a file that names the worker, then does nothing for long."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)
    return state


def kill_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Unsendable:
    """What cannot be pickled."""

    def __reduce__(self) -> str:
        raise TypeError("not to be sent")


class Unreadable:
    """What pickles, and cannot be had back."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (int, ("not a number",))


KINDS: dict[str, Callable[[str, Any], Any]] = {
    "digest": _digest,
    "once": _once,
    "note": _note,
    "touch": lambda state, path: Path(path).touch(),
    "slow digest": _slowly("digest"),
    "slow state": _slowly("state"),
    "slow touch": _slowly("touch"),
    "state": lambda state, _: state,
    "process": lambda state, _: os.getpid(),
    "sleep": lambda state, seconds: time.sleep(seconds),
    "spin": lambda state, _: [None for _ in iter(int, 1)],
    "stuck": lambda state, _: deque(itertools.repeat(None), maxlen=0),
    "hold": lambda state, megabytes: len(b"x" * (megabytes * 1024 * 1024)),
    "large": lambda state, megabytes: bytes(megabytes * 1024 * 1024),
    "raise": lambda state, words: 1 / 0 if words is None else _raise(ValueError(words)),
    "exit": lambda state, code: sys.exit(code),
    "end": lambda state, code: os._exit(code),
    "kill": lambda state, _: kill_me(),
    "unsendable": lambda state, _: Unsendable(),
    "unreadable": lambda state, _: Unreadable(),
}


def _raise(error: Exception) -> None:
    raise error
