"""What attrs classes say about the YAML they are read from.

:mod:`briefings.structure` reads values by these shapes and :mod:`briefings.jsonschema`
describes them, so that the two cannot disagree.
"""

from __future__ import annotations

import collections.abc
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeAlias, Union

import attrs
from attrs import frozen

__all__ = ["Anything", "Choice", "Key", "ListOf", "MapOf", "Object", "OneOf", "Scalar", "Shape"]
__all__ += ["keys", "shape"]


@frozen
class Scalar:
    """Text, a whole number, a number, or true and false."""

    type: type


@frozen
class Choice:
    """One of a few values, by the text or number that stands for each in the file."""

    values: Mapping[Any, Any]


@frozen
class ListOf:
    item: Any


@frozen
class MapOf:
    """Keys of the writer's own choosing, or the words of an enumeration."""

    key: Any
    value: Any


@frozen
class Object:
    """A mapping with known keys."""

    cls: type


@frozen
class OneOf:
    """Scalars of several types; ``nullable`` where nothing is an answer, too."""

    options: tuple[Any, ...]
    nullable: bool


@frozen
class Anything:
    pass


Shape: TypeAlias = Scalar | Choice | ListOf | MapOf | Object | OneOf | Anything

_SCALARS = (str, int, float, bool)
_LISTS = (tuple, list, collections.abc.Sequence, collections.abc.Iterable)
_MAPPINGS = (dict, collections.abc.Mapping)


@frozen
class Key:
    """One key of a class: what the class's field and its metadata say of it."""

    name: str  # in YAML
    argument: str  # of the class
    type: Any
    required: bool
    doc: str
    text: bool
    one: bool


@cache
def keys(cls: type) -> tuple[Key, ...]:
    """The keys of an attrs class, in the order of its fields."""
    hints = typing.get_type_hints(cls)
    return tuple(
        Key(
            name=attribute.metadata.get("key", attribute.name),
            argument=attribute.alias or attribute.name,
            type=hints[attribute.name],
            required=attribute.default is attrs.NOTHING,
            doc=attribute.metadata.get("doc", ""),
            text=attribute.metadata.get("text", False),
            one=attribute.metadata.get("one", False),
        )
        for attribute in attrs.fields(cls)
        if attribute.init and attribute.metadata.get("key", "") is not None
    )


def shape(kind: Any) -> Shape:
    """The shape of a type; raises :class:`TypeError` for one that no file can give."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _SCALARS:
        return Scalar(kind)
    if kind is Any or kind is object:
        return Anything()
    if origin is Literal:
        return Choice({value: value for value in arguments})
    if origin in (Union, types.UnionType):
        options = tuple(a for a in arguments if a is not types.NoneType)
        return OneOf(options, len(options) < len(arguments))
    if origin in _LISTS and (origin is not tuple or arguments[1:] == (...,)):
        return ListOf(arguments[0])
    if origin in _MAPPINGS:
        return MapOf(arguments[0], arguments[1])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Choice({member.value: member for member in kind})
    if isinstance(kind, type) and attrs.has(kind):
        return Object(kind)
    raise TypeError(f"no file can give a {kind!r}; give it a hook")
