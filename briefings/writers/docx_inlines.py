"""Inlines as Word runs."""

from __future__ import annotations

from typing import assert_never

from attrs import evolve, frozen

from briefings.document import (
    Badge,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Strong,
    Text,
    Tone,
)
from briefings.theme import Theme
from briefings.writers.docx_ledger import Ledger, anchor
from briefings.writers.ooxml import hyperlink, line_break, run, run_properties
from briefings.writers.template_styles import SYMBOLS, StyleSheet

__all__ = ["PLAIN", "InlineWriter", "Look"]

_HARD_BLANK = "\N{NO-BREAK SPACE}"


@frozen
class Look:
    """How the words of a run stand out from those around them."""

    strong: bool = False
    emphasis: bool = False
    style: str = ""  # Hyperlink or Reference


PLAIN = Look()


class InlineWriter:
    """Writes the inlines of one document."""

    def __init__(self, theme: Theme, styles: StyleSheet, ledger: Ledger) -> None:
        self._theme = theme
        self._styles = styles
        self._heavy = styles.heavy()
        self._ledger = ledger
        self._properties: dict[tuple[Look, str], str] = {(PLAIN, ""): ""}
        self._badges: dict[Badge, str] = {}
        self._chips: dict[Badge, str] = {}
        self._references: dict[tuple[Reference, Look], str] = {}  # a source is cited many times

    def write(self, inlines: Inlines, look: Look = PLAIN) -> str:
        """The runs of ``inlines``."""
        return "".join([self._inline(inline, look) for inline in inlines])

    def _inline(self, inline: Inline, look: Look) -> str:
        match inline:
            case Text(text=words, lang=lang):
                return run(words, self._look(look, lang or "")) if words else ""
            case Badge():
                return self._badge(inline)
            case Strong(children=children):
                return self.write(children, evolve(look, strong=True))
            case Emphasis(children=children):
                return self.write(children, evolve(look, emphasis=True))
            case Reference():
                return self._reference(inline, look)
            case Link(children=children, url=url):
                return self._link(children, url, look)
            case LineBreak():
                return line_break()
        assert_never(inline)

    def chip(self, badge: Badge) -> str:
        """The runs of a badge whose cell is painted in its tone."""
        if badge not in self._chips:
            colour = self._theme.tones[badge.tone].text
            words = run(badge.text, run_properties(colour=colour, lang=badge.lang or ""))
            self._chips[badge] = self._mark(badge, colour) + words
        return self._chips[badge]

    def fill(self, badge: Badge) -> str:
        """The colour that a cell with nothing but ``badge`` is painted in, if any.

        An outline would be lost among the white borders that part chips, so a chip that has
        one is told from the page by the tint.
        """
        tone = self._theme.tones.get(badge.tone)
        if tone and tone.outline:
            return self._theme.colours.tint
        return (tone.fill or "") if tone else ""

    def _look(self, look: Look, lang: str) -> str:
        found = self._properties.get((look, lang))
        if found is None:
            style, extra = look.style, {}
            if look.strong and not style:
                style = "Strong"
            elif look.strong:
                extra = self._heavy
            if look.emphasis and not style:
                style = "Emphasis"
            italic = look.emphasis and style != "Emphasis"
            found = run_properties(style, italic=italic, lang=lang, **extra)
            self._properties[(look, lang)] = found
        return found

    def _reference(self, reference: Reference, look: Look) -> str:
        found = self._references.get((reference, look))
        if found is None:
            runs = run(reference.text, self._look(evolve(look, style="Reference"), ""))
            found = hyperlink(runs, anchor=anchor(reference.target))
            self._references[reference, look] = found
        return found

    def _link(self, children: Inlines, url: str, look: Look) -> str:
        runs = self.write(children, evolve(look, style="Hyperlink"))
        return hyperlink(runs, relation=self._ledger.link(url), tooltip=url)

    def _badge(self, badge: Badge) -> str:
        if badge not in self._badges:
            self._badges[badge] = self._inline_badge(badge)
        return self._badges[badge]

    def _inline_badge(self, badge: Badge) -> str:
        tone, lang = self._theme.tones.get(badge.tone), badge.lang or ""
        if badge.tone is Tone.MUTED:
            return run(badge.text, run_properties("Aside", lang=lang))
        if tone is None:
            return self._mark(badge, "") + run(badge.text, run_properties(lang=lang))
        if tone.fill is None:
            strong = run_properties(colour=tone.text, lang=lang, **self._heavy)
            return self._mark(badge, tone.text) + run(badge.text, strong)
        paint = {"colour": tone.text, "fill": tone.fill, "outline": tone.outline or ""}
        family = self._theme.fonts.family
        blank = run(_HARD_BLANK, run_properties("SymbolMark", font=family, **paint))
        words = run(badge.text, run_properties(lang=lang, **paint))
        return blank + self._mark(badge, **paint) + words + blank

    def _mark(self, badge: Badge, colour: str, fill: str = "", outline: str = "") -> str:
        """The symbol before a badge's word, in a run that readers can tell and leave out."""
        symbol = SYMBOLS[badge.symbol]
        if not symbol:
            return ""
        properties = run_properties(
            "SymbolMark",
            font=self._styles.symbol_font(symbol),
            colour=colour,
            fill=fill,
            outline=outline,
        )
        return run(symbol + _HARD_BLANK, properties)
