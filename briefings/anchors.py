"""The addresses within a document, moved so that it can be a part of a larger one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs
from attrs import evolve, frozen

from briefings.document import (
    Badge,
    Contents,
    Reference,
    Section,
    Sources,
    Text,
)

__all__ = ["Anchors", "lists_only"]

T = TypeVar("T")


def lists_only(node: object) -> bool:
    """Whether ``node`` is a list of the whole document: its contents, its sources."""
    match node:
        case Contents() | Sources():
            return True
        case Section(blocks=blocks):
            return bool(blocks) and all(map(lists_only, blocks))
    return False


@frozen
class Anchors:
    """Where the addresses of one part are in the whole.

    ``sources`` gives the ids of sources; ``sections`` those of sections that the whole has in
    place of the part's own.
    """

    part: str
    sources: Mapping[str, str]
    sections: Mapping[str, str]

    def moved(self, node: T) -> T:
        """``node`` with every address changed, and without lists of the whole document."""
        found: T = self._moved(node)
        return found

    def target(self, target: str) -> str:
        """Where ``target`` (``table:ratings``) is in the whole."""
        kind, _, id = target.partition(":")
        if kind == "source":
            return f"source:{self.sources.get(id, id)}"
        if kind == "section" and id in self.sections:
            return f"section:{self.sections[id]}"
        return f"{kind}:{self.part}.{id}"

    def _moved(self, node: Any) -> Any:
        match node:
            case str() | int() | float() | bytes() | None | Text() | Badge():
                return node
            case tuple():
                kept = [inner for inner in node if not lists_only(inner)]
                return tuple([self._moved(inner) for inner in kept])
            case Reference(target=target):
                return evolve(node, target=self.target(target))
            case _:
                return self._within(node)

    def _within(self, node: Any) -> Any:
        """Whatever has an id is told apart by the part's; what holds no address stays itself."""
        changed: dict[str, Any] = {}
        for name in (a.name for a in attrs.fields(type(node))):
            old = getattr(node, name)
            new = f"{self.part}.{old}" if name == "id" and old else self._moved(old)
            if new != old:
                changed[name] = new
        return evolve(node, **changed) if changed else node
