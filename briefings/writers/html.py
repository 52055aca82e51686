"""A document as one HTML file that needs no script, no network and no other file.

:func:`write` chooses a macro of ``html.jinja`` for each node; the macros hold all the
markup, ``html.css`` all the style that is the same in every theme, and
:mod:`briefings.writers.stylesheet` writes down what the theme decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from pathlib import Path
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

import briefings
from briefings.document import (
    Align,
    Badge,
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    Column,
    Contents,
    Document,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    KeyFacts,
    KeyFigures,
    LineBreak,
    Link,
    NumberedList,
    PageBreak,
    Paragraph,
    Reference,
    Row,
    Section,
    Sources,
    Strong,
    Symbol,
    Table,
    Text,
    Tone,
    plain,
)
from briefings.language import say, using
from briefings.provenance import Provenance
from briefings.theme import Theme
from briefings.writers.html_parts import branches, data_uri, lone_badge, row_groups, safe_url
from briefings.writers.stylesheet import stylesheet
from briefings.writers.svg import chart_svg

__all__ = ["write"]

SYMBOLS = {
    Symbol.NONE: "",
    Symbol.STAR: "★",
    Symbol.CIRCLE: "●",
    Symbol.TRIANGLE: "▲",
    Symbol.SQUARE: "■",
    Symbol.DIAMOND: "◆",
    Symbol.UP: "↑",
    Symbol.DOWN: "↓",
    Symbol.LEVEL: "→",
}


def write(document: Document, theme: Theme) -> bytes:
    """``document`` as a UTF-8 HTML file in the look of ``theme``."""
    with using(document.language):
        return str(_Writer(document, theme).page()).encode()


class _Writer:
    """Writes one document: the macros call back for the nodes within their node."""

    def __init__(self, document: Document, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._headings: list[str] = []  # the ids of the headings we are under
        self._titles: set[str] = set()
        self._trail: list[str] = []  # the titles of the section and of those it stands in
        self._badges: dict[Badge, Markup] = {}
        self._filled = frozenset(t for t, c in theme.tones.items() if c.fill or c.outline)
        names = {
            "blocks": self.blocks,
            "branches": branches,
            "callout_ids": count(1),
            "cells": self._cells,
            "column_classes": self._column_classes,
            "data_uri": data_uri,
            "inlines": self.inlines,
            "label_of": self._label_of,
            "row_groups": row_groups,
            "say": say,
            "safe_url": safe_url,
            "symbols": SYMBOLS,
            "tone_classes": self._tone_classes,
        }
        self._macros: dict[str, Callable[..., Markup]] = vars(_template().make_module(names))

    def page(self) -> Markup:
        return self._macros["page"](
            self._document,
            self._theme,
            generator=f"briefings {briefings.__version__}",
            # Not escaped as HTML: a style element takes none, and texts in it have no "<".
            style=Markup(stylesheet(self._document, self._theme)),
            provenance=_embedded(self._document.provenance),
        )

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        return Markup("".join([self._block(block) for block in blocks]))

    def _block(self, block: Block) -> Markup:
        macros = self._macros
        match block:
            case Section():
                return self._section(block)
            case Paragraph():
                return macros["paragraph"](block)
            case BulletList():
                return macros["bullet_list"](block)
            case NumberedList():
                return macros["numbered_list"](block)
            case KeyFacts():
                return macros["key_facts"](block)
            case KeyFigures():
                return macros["key_figures"](block)
            case Table():
                return macros["table"](block)
            case Figure():
                return macros["figure"](block)
            case Chart():
                return macros["chart"](block, chart_svg(block, self._theme))
            case Callout():
                return macros["callout"](block)
            case Contents():
                return macros["contents"](block)
            case Sources():
                return macros["sources"](block)
            case PageBreak():
                return macros["page_break"](block)
            case _:
                assert_never(block)

    def _section(self, section: Section) -> Markup:
        self._headings.append(f"heading:{section.id}")
        try:
            return self._macros["section"](section)
        finally:
            self._headings.pop()

    def _label_of(self, section: Section) -> str:
        """The ids whose words name ``section`` among the page's landmarks.

        A title that has come before is told apart by the headings above it; where these do
        not tell it apart either, the section has no name and is no landmark.
        """
        title = plain(section.title)
        self._trail[len(self._headings) - 1 :] = [title]
        if title not in self._titles:
            self._titles.add(title)
            return self._headings[-1]
        path = "\n".join(self._trail)
        if len(self._trail) == 1 or path in self._titles:
            return ""
        self._titles.add(path)
        return " ".join(self._headings)

    def inlines(self, inlines: Inlines) -> Markup:
        return Markup("".join([self._inline(inline) for inline in inlines]))

    def _inline(self, inline: Inline) -> Markup:
        macros = self._macros
        match inline:
            case Text(lang=None):  # most of a document: too many for a macro call each
                return escape(inline.text)
            case Text():
                return macros["text"](inline)
            case Strong():
                return macros["strong"](inline)
            case Emphasis():
                return macros["emphasis"](inline)
            case Badge():
                return macros["badge"](inline, self._badge_words(inline))
            case Link():
                return macros["link"](inline)
            case Reference():
                return macros["reference"](inline)
            case LineBreak():
                return macros["line_break"](inline)
            case _:
                assert_never(inline)

    def _tone_classes(self, tone: Tone) -> str:
        """A chip where the theme fills or outlines the tone, coloured words elsewhere."""
        return f"{'chip' if tone in self._filled else 'words'} tone-{tone.value}"

    def _badge_words(self, badge: Badge) -> Markup:
        """A badge's symbol and word; few badges, each in many cells, so written once."""
        if badge not in self._badges:
            self._badges[badge] = self._macros["badge_words"](badge)
        return self._badges[badge]

    def _cells(self, row: Row, columns: tuple[Column, ...]) -> list[tuple[bool, Markup, Markup]]:
        """For each cell whether it heads its row, its class attribute and its content."""
        return [self._cell(*pair) for pair in zip(row.cells, columns, strict=True)]

    def _cell(self, cell: Cell, column: Column) -> tuple[bool, Markup, Markup]:
        badge = lone_badge(cell)
        if badge is None:
            content, classes = self.inlines(cell.children), self._column_classes(column)
        else:
            tone = self._tone_classes(badge.tone)
            content, classes = self._badge_words(badge), self._column_classes(column, tone)
        return column.header and bool(content), classes, content

    def _column_classes(self, column: Column, tone: str = "") -> Markup:
        """The class attribute of a cell of ``column``, with the blank before it, or nothing."""
        align = "" if column.align is Align.LEFT else column.align.value
        classes = " ".join(filter(None, (align, "subject" if column.subject else "", tone)))
        return Markup(f' class="{classes}"') if classes else Markup()


def _embedded(kept: Provenance) -> Markup:
    """JSON as the content of a data block, which no browser runs; nothing in it can end it."""
    return Markup(kept.dumps().replace("<", "\\u003c")) if kept else Markup()


@cache
def _template() -> Template:
    """The macros, compiled once in the life of a process."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("html.jinja")
