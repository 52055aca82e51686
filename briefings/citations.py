"""Which sources records cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

__all__ = ["cited"]


def cited(value: Any) -> Iterator[str]:
    """The id of every source that a record, or what is in it, cites."""
    if attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            inner = getattr(value, attribute.name)
            if attribute.name in ("source", "split_source") and isinstance(inner, str):
                yield inner
            else:
                yield from cited(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from cited(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from cited(inner)
