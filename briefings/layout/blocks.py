"""Each block of a document as strips."""

from __future__ import annotations

from typing import assert_never

from attrs import evolve

from briefings.document import (
    Block,
    BulletList,
    Callout,
    Chart,
    Contents,
    Figure,
    KeyFacts,
    KeyFigures,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Role,
    Section,
    Sources,
    Table,
    Text,
    Tone,
    plain,
)
from briefings.layout.charts import set_chart
from briefings.layout.contents import set_contents
from briefings.layout.frame import Frame
from briefings.layout.house import House
from briefings.layout.lists import set_bullets, set_key_facts, set_numbers, set_sources
from briefings.layout.paragraphs import hold_together, set_paragraph
from briefings.layout.pictures import set_figure
from briefings.layout.pieces import tone_colours
from briefings.layout.placed import Element, Heading, Panel, Strip
from briefings.layout.tables import set_table
from briefings.layout.tiles import set_key_figures

__all__ = ["BlockSetter"]

_HEADING_KEEPS = 3
_LOWEST_HEADING = 3
_QUOTE_INDENT = 14.0


class BlockSetter:
    """Sets blocks one after the other, and remembers the headings it met."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.headings: list[Heading] = []
        self._fresh_page = False

    def blocks(self, blocks: tuple[Block, ...], frame: Frame, parent: Element) -> list[Strip]:
        """The strips of ``blocks``."""
        strips: list[Strip] = []
        for block in blocks:
            fresh, self._fresh_page = self._fresh_page, False
            new = self.block(block, frame, parent)
            if fresh and new:
                new[0].fresh_page = True
            elif fresh:
                self._fresh_page = True
            strips += new
        return strips

    def block(self, block: Block, frame: Frame, parent: Element) -> list[Strip]:
        """The strips of one block."""
        house = self.house
        match block:
            case Paragraph():
                return self._paragraph(block, frame, parent)
            case Table():
                return set_table(house, block, frame, parent)
            case BulletList():
                return set_bullets(house, block, frame, parent, self.blocks)
            case NumberedList():
                return set_numbers(house, block, frame, parent, self.blocks)
            case Section():
                return self._section(block, frame, parent)
            case Callout():
                return self._callout(block, frame, parent)
            case KeyFacts():
                return set_key_facts(house, block, frame, parent)
            case KeyFigures():
                return set_key_figures(house, block, frame, parent)
            case Figure():
                return set_figure(house, block, frame, parent)
            case Chart():
                return set_chart(house, block, frame, parent)
            case Contents():
                return set_contents(house, block, frame, parent)
            case Sources():
                return set_sources(house, block, frame, parent)
            case PageBreak():
                self._fresh_page = True
                return []
            case _:
                assert_never(block)

    def _paragraph(self, block: Paragraph, frame: Frame, parent: Element) -> list[Strip]:
        match block.role:
            case Role.BODY:
                name = frame.text
            case Role.LEAD | Role.NOTE | Role.QUOTE | Role.LABEL:
                name = block.role.value
            case _:
                assert_never(block.role)
        role = "P"
        if block.role is Role.QUOTE:
            role = "BlockQuote"
            frame = evolve(frame, x=frame.x + _QUOTE_INDENT, width=frame.width - 2 * _QUOTE_INDENT)
        element = Element(role, parent)
        if role == "BlockQuote":
            element = Element("P", element)
        strips = set_paragraph(self.house, block.children, self.house.voice(name), frame, element)
        if block.role is Role.LABEL:
            strips[-1].keeps = 2
        return strips

    def _section(self, section: Section, frame: Frame, parent: Element) -> list[Strip]:
        house = self.house
        if section.orientation is Orientation.LANDSCAPE and not frame.in_panel:
            width = house.measure(section.orientation)
            frame = Frame(0.0, width, section.orientation)
        level = max(section.level, 1)
        sect = Element("Sect", parent)
        title = Element(f"H{min(level + 1, 6)}", sect)
        voice = house.voice(f"heading{min(level, _LOWEST_HEADING)}")
        self.headings.append(Heading(level, plain(section.title), f"section:{section.id}"))
        heading = set_paragraph(house, section.title, voice, frame, title)
        body = self.blocks(section.blocks, frame, sect)
        heading[0].opens = (f"section:{section.id}",)
        hold_together([*heading, *body[:_HEADING_KEEPS]])
        return [*heading, *body]

    def _callout(self, callout: Callout, frame: Frame, parent: Element) -> list[Strip]:
        house = self.house
        colours = house.theme.colours
        tone = tone_colours(house, callout.tone)
        bar = colours.accent if callout.tone is Tone.PLAIN else tone.fill or tone.text
        panel = Panel(frame.x, frame.width, colours.tint, bar)
        side = 0.0 if frame.in_panel else panel.padding + panel.bar_width + 2
        inner = evolve(frame, x=frame.x + side, width=frame.width - 1.8 * side, in_panel=True)
        element = Element("Div", parent)
        strips: list[Strip] = []
        if callout.title:
            voice = evolve(house.voice("heading3"), before=0.0)
            owner = Element("P", element)
            strips = set_paragraph(house, (Text(callout.title),), voice, inner, owner)
        lead = len(strips)
        strips += self.blocks(callout.blocks, inner, element)
        hold_together(strips[: lead + 2])
        if not frame.in_panel:
            for strip in strips:
                strip.panel = panel
        return strips
