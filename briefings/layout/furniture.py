"""The running head and foot of each page, and every word of their own."""

from __future__ import annotations

from attrs import frozen

from briefings.document import Document
from briefings.language import say
from briefings.layout.house import House
from briefings.layout.pieces import clean
from briefings.layout.placed import Box, Element, Item, Page, Placed, Run
from briefings.theme import MM

__all__ = ["Words", "furnish"]

_HEAD_GAP = 15.0  # from the hairline of the running head down to the text
_FOOT_GAP = 17.0  # from the text down to the hairline of the foot
_FURNITURE = Element("Artifact")


@frozen
class Words:
    """The words that the layout itself puts on a page."""

    page_of: str = "Page {page} of {pages}"

    @classmethod
    def said(cls) -> Words:
        """Those of the chosen language."""
        return cls(say("Page {page} of {pages}"))


def furnish(house: House, document: Document, pages: list[Page], words: Words) -> None:
    """Add the running head (but for the first page) and the foot (but for a cover)."""
    theme = house.theme
    head_left = theme.header or document.short_title or document.title
    foot_left = document.footer or document.organisation or theme.organisation
    for number, page in enumerate(pages, 1):
        if number > 1:
            y = theme.page.top * MM - _HEAD_GAP
            line = _line(house, page, head_left, document.as_at_words, rule_below=True)
            page.placed.append(Placed(0.0, y, line, "Header"))
        if number == 1 and theme.cover:
            continue
        place = words.page_of.format(page=number, pages=len(pages))
        y = page.height - theme.page.foot * MM + _FOOT_GAP
        line = _line(house, page, foot_left, place, rule_below=False)
        page.placed.append(Placed(0.0, y, line, "Footer"))


def _line(house: House, page: Page, left: str, right: str, *, rule_below: bool) -> list[Item]:
    """Words at both margins and a hairline at 0, with the words above it or below."""
    voice = house.voice("running")
    ink = voice.ink
    start = house.theme.page.side * MM
    width = page.width - 2 * start
    items: list[Item] = [Box(start, 0.0, width, 0.5, house.theme.colours.rule)]
    foot = -5.0 if rule_below else voice.baseline + 2.0
    right = clean(right)
    taken = ink.face.width(right) * ink.size
    left = _shortened(house, clean(left), width - taken - 16.0)
    for text, x in ((left, start), (right, start + width - taken)):
        if text:
            items.append(Run(x, foot, text, ink, _FURNITURE, ink.face.width(text) * ink.size))
        house.note_unknown(text)
    return items


def _shortened(house: House, text: str, room: float) -> str:
    """``text``, or as many of its first words as there is room for, and an ellipsis."""
    ink = house.voice("running").ink
    words = text.split(" ")
    while len(words) > 1 and ink.face.width(text) * ink.size > room:
        words.pop()
        text = " ".join(words) + "…"
    return text
