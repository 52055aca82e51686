"""Markdown to document nodes: headings, paragraphs, lists, emphasis, links and pictures.

Raw HTML, tables and code are refused with their place rather than dropped: a briefing
says nothing in silence and loses nothing in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from attrs import define, field

from briefings.document import (
    Block,
    BulletList,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    Reference,
    Role,
    Section,
    Strong,
    Text,
    is_vague,
    plain,
)
from briefings.textfaults import TextError, TextFault
from briefings.vocabulary import CITATION

__all__ = ["blocks"]

_CITED = re.compile(CITATION.format("([a-z0-9-]+)"))
_SCHEMES = ("https://", "http://", "mailto:")

Pictures = Callable[[str], bytes]


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    # Pipes make no tables here, so a stray one is text; smart quotes are the author's affair.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # An unsafe link is a fault here, never plain text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def blocks(source: str, name: str, picture: Pictures) -> tuple[Block, ...]:
    """The blocks of a Markdown text.  Raises :class:`TextError` with every fault's line.

    Headings nest: a ``###`` under a ``##`` becomes a section within a section.  ``name``
    prefixes the ids; ``picture`` gives the bytes of an image by the path in the text.
    """
    reader = _Reader(name, picture)
    found = reader.document(_parser().parse(source))
    if reader.faults:
        raise TextError(*reader.faults)
    return found


@define
class _Reader:
    name: str
    picture: Pictures
    faults: list[TextFault] = field(factory=list)
    _figures: int = 0
    _line: int | None = field(default=None)

    def _fault(self, what: str, remedy: str, word: str = "") -> None:
        self.faults.append(TextFault(what, remedy, self._line, word))

    def document(self, tokens: Sequence[Any]) -> tuple[Block, ...]:
        found: list[Block] = []
        stack: list[tuple[int, Inlines, list[Block]]] = [(0, (), found)]
        count = 0
        for kind, group in self._groups(tokens):
            self._line = group[0].map[0] + 1 if group[0].map else self._line
            if kind != "heading_open":
                stack[-1][2].extend(self._block(kind, group))
                continue
            level = int(group[0].tag[1])
            while stack[-1][0] >= level:
                count += 1
                self._close(stack, count)
            stack.append((level, self._inlines(group[1].children), []))
        while len(stack) > 1:
            count += 1
            self._close(stack, count)
        return tuple(found)

    def _close(self, stack: list[tuple[int, Inlines, list[Block]]], count: int) -> None:
        _, title, inside = stack.pop()
        slug = "-".join(re.findall(r"\w+", plain(title).lower()))[:60]
        stack[-1][2].append(Section(f"{self.name}-{count}-{slug}", title, tuple(inside)))

    def _groups(self, tokens: Sequence[Any]) -> list[tuple[str, list[Any]]]:
        """Top tokens, each with all that belongs to it up to its close."""
        groups: list[tuple[str, list[Any]]] = []
        depth = 0
        for token in tokens:
            if depth == 0:
                groups.append((token.type, []))
            groups[-1][1].append(token)
            depth += token.nesting
        return groups

    def _block(self, kind: str, group: list[Any]) -> list[Block]:
        self._line = group[0].map[0] + 1 if group[0].map else self._line
        match kind:
            case "paragraph_open":
                return self._paragraph(group[1].children, Role.BODY)
            case "bullet_list_open":
                return [BulletList(self._items(group[1:-1]))]
            case "ordered_list_open":
                return [NumberedList(self._items(group[1:-1]), int(group[0].attrs.get("start", 1)))]
            case "blockquote_open":
                return [b for k, g in self._groups(group[1:-1]) for b in self._quoted(k, g)]
        what = _REFUSED.get(kind, f"{kind.removesuffix('_open')} is not supported")
        self._fault(what, _REMEDIES.get(kind, "write it as a paragraph or a list"))
        return []

    def _quoted(self, kind: str, group: list[Any]) -> list[Block]:
        if kind == "paragraph_open":
            return self._paragraph(group[1].children, Role.QUOTE)
        return self._block(kind, group)

    def _items(self, tokens: list[Any]) -> tuple[ListItem, ...]:
        items = []
        for _, group in self._groups(tokens):
            inside = [b for kind, g in self._groups(group[1:-1]) for b in self._block(kind, g)]
            items.append(ListItem(tuple(inside)))
        return tuple(items)

    def _paragraph(self, tokens: Sequence[Any], role: Role) -> list[Block]:
        if len(tokens) == 1 and tokens[0].type == "image":
            return self._figure(tokens[0])
        return [Paragraph(self._inlines(tokens), role)]

    def _figure(self, token: Any) -> list[Block]:
        self._figures += 1
        alt, source = token.content, token.attrs["src"]
        caption = (Text(token.attrs["title"]),) if token.attrs.get("title") else ()
        if not alt.strip():
            remedy = f"write what it shows: ![a map of the region]({source})"
            self._fault(f"the picture {source!r} has no words for those who cannot see it", remedy)
        try:
            data = self.picture(source)
        except TextError as error:
            for fault in error.faults:
                self._fault(fault.what, fault.remedy, source)
            return []
        return [Figure(f"{self.name}-{self._figures}", data, alt, caption)]

    def _inlines(self, tokens: Sequence[Any]) -> Inlines:
        found, rest = self._run(list(tokens), None)
        assert not rest, "markdown-it closes what it opens"
        return tuple(found)

    def _run(self, tokens: list[Any], until: str | None) -> tuple[list[Inline], list[Any]]:
        found: list[Inline] = []
        while tokens:
            token, tokens = tokens[0], tokens[1:]
            if token.type == until:
                return found, tokens
            match token.type:
                case "text" | "code_inline":
                    found += _cited(token.content)
                case "softbreak" | "hardbreak":
                    found.append(Text(" ") if token.type == "softbreak" else LineBreak())
                    self._line = self._line + 1 if self._line else None
                case "strong_open":
                    inside, tokens = self._run(tokens, "strong_close")
                    found.append(Strong(tuple(inside)))
                case "em_open":
                    inside, tokens = self._run(tokens, "em_close")
                    found.append(Emphasis(tuple(inside)))
                case "link_open":
                    inside, tokens = self._run(tokens, "link_close")
                    found.append(self._link(token.attrs["href"], tuple(inside)))
                case "image":
                    what = "a picture stands within a line"
                    self._fault(what, "give it a paragraph of its own", "![")
                case _:
                    what = _REFUSED.get(token.type, f"{token.type} is not supported")
                    self._fault(what, "write it in words", token.content)
        return found, []

    def _link(self, url: str, inside: Inlines) -> Link:
        words = plain(inside).strip()
        if not url.startswith(_SCHEMES):
            what = f"{url!r} is no web or mail address"
            self._fault(what, "start it with https:// or mailto:", url)
        elif is_vague(words):
            what = f"the words of a link ({words!r}) do not say where it goes"
            self._fault(what, f"name the page at {url}", f"[{words}]")
        return Link(inside, url)


_REFUSED = {
    "hr": "a rule stands in the text",
    "html_block": "HTML stands in the text",
    "html_inline": "HTML stands in the text",
    "table_open": "a table stands in the text",
    "fence": "a block of code stands in the text",
    "code_block": "a block of code stands in the text",
}
_REMEDIES = {
    "html_block": "write it in Markdown: **bold**, *italic*, [words](https://address)",
    "table_open": "let the section `comparison` make it, or write a list",
    "code_block": "take out the four blanks that start the line",
    "fence": "take out the lines of ```",
    "hr": "start a new section with a ## heading",
}


def _cited(words: str) -> list[Inline]:
    """``words`` with each mark that ``cite`` left turned into a reference."""
    found: list[Inline] = []
    for i, part in enumerate(_CITED.split(words)):
        if i % 2:
            if found and isinstance(found[-1], Reference):
                found.append(Text(" "))
            found.append(Reference(f"source:{part}"))
        elif part:
            found.append(Text(part))
    return found
