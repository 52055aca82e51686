"""From plain values to attrs classes, telling every fault of a file at once.

The classes are the format: a field's name is the YAML key, its type says what may stand
there, its default makes it optional.  Metadata of a field:

``key``   the YAML key where it differs from the field's name; ``None``: not from the file
``doc``   what it means, for the JSON Schema and for the fault of a missing key
``text``  a number may stand where text is wanted, and is kept as written
``one``   a single value may stand for a list of one

A type that needs its own reading has a :data:`Hook`; dates have theirs built in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeVar

from briefings import readers
from briefings.context import MISSING, Context, Hook, Missing, Reader, Run, describe
from briefings.datehooks import DATE_HOOKS
from briefings.errors import BriefingError, Fault, SpecError
from briefings.shapes import Anything, Choice, ListOf, MapOf, Object, OneOf, Scalar, shape
from briefings.yamlfile import Steps, YamlFile

__all__ = ["MISSING", "Context", "Hook", "Missing", "collect", "describe", "structure"]

T = TypeVar("T")


def structure(
    file: YamlFile,
    cls: type[T],
    *,
    error: type[BriefingError] = SpecError,
    at: Steps = (),
    hooks: Mapping[Any, Hook] | None = None,
) -> T:
    """The value at ``at`` in ``file`` as a ``cls``; raises ``error`` with every fault."""
    found, faults = collect(file, cls, at=at, hooks=hooks)
    if faults or found is MISSING:
        raise error(faults)
    return found


def collect(
    file: YamlFile,
    cls: type[T],
    *,
    at: Steps = (),
    hooks: Mapping[Any, Hook] | None = None,
) -> tuple[T | Literal[Missing.MISSING], list[Fault]]:
    """As :func:`structure`, but gives the faults back beside the value."""
    value = file.data
    for step in at:
        value = value[step]
    run = Run(file, _plans(tuple((hooks or {}).items())), [])
    found = run.plans.reader(cls)(value, at, run)
    return found, sorted(run.faults, key=attrgetter("order"))


@lru_cache(maxsize=64)
def _plans(hooks: tuple[tuple[Any, Hook], ...]) -> _TypePlans:
    return _TypePlans({**DATE_HOOKS, **dict(hooks)})


class _TypePlans:
    """Readers made once for each type, under one set of hooks."""

    def __init__(self, hooks: Mapping[Any, Hook]) -> None:
        self.hooks = hooks
        self.made: dict[tuple[Any, bool, bool], Reader] = {}

    def reader(self, kind: Any, *, text: bool = False, one: bool = False) -> Reader:
        """The reader of a type, under a field's ``text`` and ``one``."""
        signature = (kind, text, one)
        if signature not in self.made:
            # A class may hold itself: until its reader is made, it is looked up when called.
            self.made[signature] = lambda v, at, run: self.made[signature](v, at, run)
            self.made[signature] = self._make(kind, text, one)
        return self.made[signature]

    def _make(self, kind: Any, text: bool, one: bool) -> Reader:
        hook = self.hooks.get(kind)
        if hook is not None:
            return lambda value, at, run: hook(value, Context(at, run))
        match shape(kind):
            case Scalar(type=scalar):
                return readers.NUMBERED_TEXT if text and scalar is str else readers.SCALARS[scalar]
            case Choice(values=values):
                return readers.choice(values)
            case ListOf(item=item):
                return readers.list_of(self.reader(item, text=text), one)
            case MapOf(key=key, value=value):
                return readers.mapping_of(key, self.reader(value, text=text))
            case Object(cls=cls):
                return readers.object_of(cls, self)
            case OneOf(options=options, nullable=nullable):
                options_by_type = {o: self.reader(o, text=text, one=one) for o in options}
                return readers.one_of(options_by_type, nullable)
            case Anything():
                return lambda value, at, run: value
