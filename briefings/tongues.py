"""Words of a document that are not in its language, told apart for those who hear it.

While a briefing is composed, English words of the data carry marks (:mod:`briefings.language`).
Here the marks become the language of a :class:`~briefings.document.Text`.  In what is a plain
string (a title, a category of a chart) they fall away: there only names are left in English,
which need no language of their own (WCAG 2.2, success criterion 3.1.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import attrs

from briefings.document import Badge, Document, Emphasis, LineBreak, Link, Reference, Strong, Text
from briefings.language import bare, chosen, marked, wholly
from briefings.provenance import Provenance

__all__ = ["DATA", "told_apart"]

DATA = "en-GB"  # what the data is in

_INLINES = (Text, Strong, Emphasis, Badge, Link, Reference, LineBreak)


def told_apart(document: Document) -> Document:
    """``document`` without marks, its English words in Texts of their own."""
    if chosen() is None:
        return document
    cleaned: Document = _clean(document)
    return cleaned


def _clean(value: Any) -> Any:
    match value:
        case Enum() | Provenance():
            return value
        case str():
            return bare(value)
        case tuple() if value and isinstance(value[0], _INLINES):
            return tuple(_apart(value))
        case tuple():
            return tuple(_clean(inner) for inner in value)
        case _ if attrs.has(type(value)):
            names = (attribute.name for attribute in attrs.fields(type(value)))
            return attrs.evolve(value, **{n: _clean(getattr(value, n)) for n in names})
        case _:
            return value


def _apart(inlines: Iterable[Any]) -> Iterator[Any]:
    """Inlines with each Text parted where English begins and ends; a mark may span several."""
    inside = False
    for inline in inlines:
        if isinstance(inline, Badge) and wholly(inline.text):
            yield attrs.evolve(_clean(inline), lang=DATA)
            continue
        if not isinstance(inline, Text):
            yield _clean(inline)
            continue
        for words, inside in marked(inline.text, inside):  # noqa: B020
            if words or inline.text == "":
                yield Text(words, DATA if inside else inline.lang)
