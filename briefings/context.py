"""What a reader of one value needs: the file, the place, and a way to tell faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar

from attrs import define, frozen

from briefings.errors import Fault, suggestion
from briefings.yamlfile import Steps, YamlFile

__all__ = ["MISSING", "Context", "Hook", "Missing", "Plans", "Reader", "Run", "choose", "describe"]

T = TypeVar("T")


class Missing(Enum):
    """What stands for a value that had a fault."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

Hook: TypeAlias = "Callable[[Any, Context], Any]"
Reader: TypeAlias = "Callable[[Any, Steps, Run], Any]"


class Plans(Protocol):
    """Where the reader of a type is found."""

    def reader(self, kind: Any, *, text: bool = False, one: bool = False) -> Reader:
        """The reader of a type, under a field's ``text`` and ``one``."""


@define
class Run:
    """One reading of one file."""

    file: YamlFile
    plans: Plans
    faults: list[Fault]


@frozen
class Context:
    """What a hook needs: where its value stands, and a way to say what is wrong with it."""

    at: Steps
    run: Run

    @property
    def file(self) -> YamlFile:
        return self.run.file

    def fault(
        self,
        what: str,
        *,
        remedy: str = "",
        allowed: tuple[str, ...] = (),
        at: Steps | None = None,
        key: bool = False,
    ) -> Literal[Missing.MISSING]:
        """Note a fault of the value, of the one at ``at``, or of its key; gives MISSING."""
        path = self.at if at is None else at
        fault = self.file.fault(what, path, key=key, remedy=remedy, allowed=allowed)
        self.run.faults.append(fault)
        return MISSING

    def structure(self, value: Any, kind: type[T], *steps: str | int) -> T | Missing:
        """``value``, which stands ``steps`` below this one, as a ``kind``."""
        read = self.run.plans.reader(kind)
        found: T | Missing = read(value, (*self.at, *steps), self.run)
        return found


def choose(word: str, allowed: Sequence[str]) -> str:
    """What to do about an unknown word: the nearest of ``allowed``, or any of them."""
    return suggestion(word, allowed) or "choose one that is allowed"


def describe(value: Any) -> str:
    """What ``value`` is, in a user's words: ``the number 5``, ``a list``."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text {value if len(value) <= 40 else value[:39] + '…'!r}"
        case list():
            return "a list"
        case _:
            return "a mapping"
