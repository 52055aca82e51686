"""Laying out a document: its lines, its pages, and on which page everything stands."""

from __future__ import annotations

from briefings.document import Block, Contents, Document, Orientation, evolve
from briefings.language import using
from briefings.layout.blocks import BlockSetter
from briefings.layout.contents import fill_page_numbers
from briefings.layout.frame import Frame
from briefings.layout.front import set_front
from briefings.layout.furniture import Words, furnish
from briefings.layout.house import House
from briefings.layout.pages import Pager
from briefings.layout.placed import Element, Layout, Strip
from briefings.theme import Theme

__all__ = ["Layout", "Words", "lay_out"]


def lay_out(document: Document, theme: Theme, words: Words | None = None) -> Layout:
    """``document`` on pages.

    The contents list stays out where the document has fewer pages than the list asks for.
    Raises :class:`~briefings.errors.LayoutError` that names every character without a glyph.
    """
    with using(document.language):
        return _laid_out(document, theme, words or Words.said())


def _laid_out(document: Document, theme: Theme, words: Words) -> Layout:
    house = House(theme)
    root = Element("Document")
    setter = BlockSetter(house)
    front = set_front(house, document, root)
    frame = Frame(0.0, house.measure(Orientation.PORTRAIT))
    body: list[tuple[Block, list[Strip]]] = []
    for block in document.blocks:
        body.append((block, setter.blocks((block,), frame, root)))
    pager, strips = _paged(house, front, body)
    if any(_too_short(block, len(pager.pages)) for block in document.blocks):
        count = len(pager.pages)
        body = [(block, set_) for block, set_ in body if not _too_short(block, count)]
        document = evolve(document, blocks=tuple(block for block, _ in body))
        pager, strips = _paged(house, front, body)
    fill_page_numbers(house, strips, pager.places)
    furnish(house, document, pager.pages, words)
    house.check_glyphs()
    return Layout(document, tuple(pager.pages), pager.places, tuple(setter.headings))


def _paged(
    house: House, front: list[Strip], body: list[tuple[Block, list[Strip]]]
) -> tuple[Pager, list[Strip]]:
    strips = [*front, *(strip for _, block in body for strip in block)]
    if house.theme.cover and len(strips) > len(front):
        strips[len(front)].fresh_page = True
    pager = Pager(house)
    pager.fill(strips)
    return pager, strips


def _too_short(block: Block, pages: int) -> bool:
    return isinstance(block, Contents) and pages < block.from_pages
