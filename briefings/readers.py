"""Readers: from one plain value to what its type says, or a fault.

A reader is a function of the value, its place in the file and the run.  It gives
:data:`~briefings.context.MISSING` after it has told a fault, so that its neighbours are
read all the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from attrs import evolve

from briefings.context import MISSING, Context, Plans, Reader, Run, choose, describe
from briefings.errors import nearest
from briefings.shapes import Key, keys
from briefings.yamlfile import Steps, where

__all__ = ["NUMBERED_TEXT", "SCALARS", "choice", "list_of", "mapping_of", "object_of", "one_of"]


_COMMENT = re.compile(r":\s+(#\w+)\s*$")  # a colour without quotes, most of all


def _wrong(run: Run, at: Steps, wanted: str, value: Any, remedy: str = "") -> Any:
    if value is None and not remedy:
        comment = _COMMENT.search(run.file.place(at).excerpt)
        remedy = "write a value, or leave the key out"
        if comment:
            remedy = f"'#' starts a comment: put the value in quotes, \"{comment[1]}\""
    what = f"must be {wanted}, not {describe(value)}"
    return Context(at, run).fault(what, remedy=remedy)


def _text(value: Any, at: Steps, run: Run) -> Any:
    if type(value) is str:
        return value
    number = isinstance(value, int | float)
    remedy = f'put it in quotes: "{run.file.written(at)}"' if number else ""
    return _wrong(run, at, "text", value, remedy)


def _numbered_text(value: Any, at: Steps, run: Run) -> Any:
    if type(value) is str:
        return value
    if type(value) in (int, float):
        return run.file.written(at)
    return _wrong(run, at, "text", value)


def _integer(value: Any, at: Steps, run: Run) -> Any:
    return value if type(value) is int else _wrong(run, at, "a whole number", value)


def _number(value: Any, at: Steps, run: Run) -> Any:
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return float(value)
    return _wrong(run, at, "a number", value)


def _boolean(value: Any, at: Steps, run: Run) -> Any:
    if type(value) is bool:
        return value
    return _wrong(run, at, "true or false", value, "write true or false, without quotes")


NUMBERED_TEXT = _numbered_text
SCALARS: Mapping[Any, Reader] = {str: _text, int: _integer, float: _number, bool: _boolean}


def _label(at: Steps) -> str:
    """The key that a value at ``at`` belongs to, for a sentence."""
    key = next((step for step in reversed(at) if isinstance(step, str)), "value")
    return key.removesuffix("s") if at and isinstance(at[-1], int) else key


def choice(values: Mapping[Any, Any]) -> Reader:
    """One of the words (or numbers) of ``values``."""
    allowed = tuple(str(value) for value in values)

    def read(value: Any, at: Steps, run: Run) -> Any:
        if type(value) in (str, int) and value in values:
            return values[value]
        if not isinstance(value, str):
            wanted = "one of the allowed words"
            what = f"must be {wanted}, not {describe(value)}"
            return Context(at, run).fault(what, remedy="choose one", allowed=allowed)
        what = f"unknown {_label(at)} {value!r}"
        return Context(at, run).fault(what, remedy=choose(value, allowed), allowed=allowed)

    return read


def list_of(item: Reader, one: bool) -> Reader:
    """A list of ``item``; with ``one``, a single item stands for a list of one."""

    def read(value: Any, at: Steps, run: Run) -> Any:
        if type(value) is not list:
            if one and value is not None:
                found = item(value, at, run)
                return MISSING if found is MISSING else (found,)
            remedy = "" if value is None else "start each entry with '- ', or use [ ]"
            return _wrong(run, at, "a list", value, remedy)
        items = tuple([item(entry, (*at, n), run) for n, entry in enumerate(value)])
        return MISSING if MISSING in items else items

    return read


def mapping_of(key: Any, item: Reader) -> Reader:
    """A mapping with keys of the writer's choosing, or with the words of ``key``."""
    members = {member.value: member for member in key} if key is not str else None

    def read(value: Any, at: Steps, run: Run) -> Any:
        if type(value) is not dict:
            return _wrong(run, at, "keys with values", value)
        found: dict[Any, Any] = {}
        for name, entry in value.items():
            if members is not None and name not in members:
                _unknown(name, tuple(members), at, run)
                found[name] = MISSING
            else:
                found[members[name] if members else name] = item(entry, (*at, name), run)
        return MISSING if MISSING in found.values() else found

    return read


def one_of(readers: Mapping[Any, Reader], nullable: bool) -> Reader:
    """Several scalar types are told apart by the value's own; a single type reads itself."""
    single = next(iter(readers.values())) if len(readers) == 1 else None
    if single is None and not set(readers) <= set(SCALARS):
        raise TypeError(f"a union of {list(readers)} needs a hook")

    def read(value: Any, at: Steps, run: Run) -> Any:
        if value is None and nullable:
            return None
        if single is not None:
            return single(value, at, run)
        kind = float if type(value) is int and int not in readers else type(value)
        reader = readers.get(kind) or next(iter(readers.values()))
        return reader(value, at, run)

    return read


def object_of(cls: type, plans: Plans) -> Reader:
    """A mapping with the keys of the attrs class ``cls``."""
    table = {key.name: key for key in keys(cls)}
    readers = {k.name: plans.reader(k.type, text=k.text, one=k.one) for k in table.values()}
    arguments = {key.name: key.argument for key in table.values()}
    required = tuple(key for key in table.values() if key.required)
    names = tuple(table)

    def misspelt(key: Key, value: Mapping[str, Any]) -> bool:
        """Whether an unknown key has been told already that it should be this one."""
        return any(nearest(n, names, count=1) == [key.name] for n in value if n not in table)

    def read(value: Any, at: Steps, run: Run) -> Any:
        if type(value) is not dict:
            return _no_object(value, at, run, names, required)
        before = len(run.faults)
        found: dict[str, Any] = {}
        for name, entry in value.items():
            reader = readers.get(name)
            if reader is None:
                _unknown(name, names, at, run)
            else:
                found[arguments[name]] = reader(entry, (*at, name), run)
        for key in required:
            if key.name not in value and not misspelt(key, value):
                _absent(key, at, run)
        if len(run.faults) > before:
            return MISSING
        try:
            return cls(**found)
        except ValueError as trouble:  # a class's own check
            return Context(at, run).fault(str(trouble))

    return read


def _no_object(
    value: Any, at: Steps, run: Run, names: tuple[str, ...], required: tuple[Key, ...]
) -> Any:
    if value is None and not at:
        needed = ", ".join(key.name for key in required)
        remedy = f"write at least: {needed}" if needed else ""
        return Context(at, run).fault("the file is empty", remedy=remedy, allowed=names)
    what = f"must be keys with values, not {describe(value)}"
    return Context(at, run).fault(what, remedy="write 'key: value'", allowed=names)


def _unknown(name: str, names: tuple[str, ...], at: Steps, run: Run) -> None:
    remedy = choose(name, names)
    what = f"unknown key {name!r}"
    fault = run.file.fault(what, (*at, name), key=True, remedy=remedy, allowed=names)
    run.faults.append(evolve(fault, where=where(at)))


def _absent(key: Key, at: Steps, run: Run) -> None:
    doc = key.doc.removesuffix(".")
    remedy = f"add it: {doc}" if doc else "add it"
    Context(at, run).fault(f"the key {key.name!r} is missing", remedy=remedy)
