"""What would tell who an anonymous provider is, wherever it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import Any

import attrs
from attrs import frozen

from briefings.finder import fold
from briefings.records import Provider
from briefings.select import Selection

__all__ = ["Names", "hidden", "leaks", "names"]


def hidden(selection: Selection) -> list[Provider]:
    """Those to stay anonymous: all but the subject, those shown before those only counted."""
    everyone = (*selection.compare, *selection.benchmark)
    found = {s.provider.id: s.provider for s in everyone if not selection.is_subject(s)}
    return list(found.values())


@frozen(slots=False)
class Names:
    """Words that give a hidden provider away, folded; and phrases in which they may stand."""

    banned: tuple[str, ...]
    allowed: tuple[str, ...]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Matches a folded text that holds a name, allowed there or not."""
        return re.compile("(?<= )(?:" + "|".join(map(re.escape, self.banned)) + ")(?= )")

    def found(self, text: str) -> str:
        """The first name that ``text`` holds as whole words, or nothing."""
        folded = f" {fold(text.replace('_', ' '))} "
        if not self.banned or not self._any.search(folded):
            return ""
        for phrase in self.allowed:
            folded = folded.replace(f" {phrase} ", " , ")
        hit = self._any.search(folded)
        return hit.group() if hit else ""

    def within(self, text: str) -> bool:
        return bool(text) and bool(self.found(text))


def names(selection: Selection) -> Names:
    """What must not be said: names, aliases, ids and owners of all but the subject."""
    subject = selection.subject.provider if selection.subject else None
    own = _called(subject) if subject else set()
    banned = {name for provider in hidden(selection) for name in _called(provider)} - own
    compared = {fold(o.comparator) for o in selection.dataset.observations if o.comparator}
    allowed = {phrase for phrase in (*own, *compared) if phrase and phrase not in banned}
    longest = sorted(allowed, key=lambda phrase: (-len(phrase), phrase))
    return Names(tuple(sorted(banned, key=lambda n: (-len(n), n))), tuple(longest))


def _called(provider: Provider) -> set[str]:
    owners = (held.owner for held in provider.ownership)
    every = (provider.id, provider.name, provider.short, *provider.aliases, *owners)
    return {folded for name in every if (folded := fold(name))}


def leaks(value: Any, banned: Names) -> Iterator[tuple[str, str]]:
    """Every name in a document or a part of it, with the text that holds it."""
    match value:
        case str():
            name = banned.found(value)
            if name:
                yield name, value
        case Enum() | bytes() | None:
            return
        case Mapping():
            for key, inner in value.items():
                yield from leaks(key, banned)
                yield from leaks(inner, banned)
        case tuple() | list():
            for inner in value:
                yield from leaks(inner, banned)
        case _ if attrs.has(type(value)):
            for attribute in attrs.fields(type(value)):
                yield from leaks(getattr(value, attribute.name), banned)
