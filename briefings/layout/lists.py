"""Lists that hang: bullets, numbers, labelled facts and numbered sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve

from briefings.document import (
    Align,
    Block,
    BulletList,
    KeyFact,
    KeyFacts,
    ListItem,
    NumberedList,
    Sources,
)
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import break_lines, set_line
from briefings.layout.paragraphs import hold_together, set_paragraph
from briefings.layout.pieces import Piece, clean, flatten
from briefings.layout.placed import Box, Element, Item, Run, Strip

__all__ = ["SetBlocks", "set_bullets", "set_key_facts", "set_numbers", "set_sources"]

SetBlocks = Callable[[tuple[Block, ...], Frame, Element], list[Strip]]

_UNSPLIT_LINES = 6
_BULLETS = ("•", "–")
_GAP = 7.0
_BULLET_INDENT = 3.0


def set_bullets(
    house: House, block: BulletList, frame: Frame, parent: Element, blocks: SetBlocks
) -> list[Strip]:
    """A list with bullets, dashes within bullets."""
    voice = house.voice("bullet")
    label = _BULLETS[min(frame.depth, len(_BULLETS) - 1)]
    entries = [(label, item) for item in block.items]
    inner = evolve(frame, x=frame.x + _BULLET_INDENT, width=frame.width - _BULLET_INDENT)
    group = Element("L", parent, numbering="Disc")
    return _hung(house, entries, inner, group, voice, "bullet", blocks)


def set_numbers(
    house: House, block: NumberedList, frame: Frame, parent: Element, blocks: SetBlocks
) -> list[Strip]:
    """A list with numbers."""
    entries = [(f"{n}.", item) for n, item in enumerate(block.items, block.start)]
    group = Element("L", parent, numbering="Decimal")
    return _hung(house, entries, frame, group, house.voice("number"), "number", blocks)


def _hung(
    house: House,
    entries: list[tuple[str, ListItem]],
    frame: Frame,
    group: Element,
    voice: Voice,
    text: str,
    blocks: SetBlocks,
) -> list[Strip]:
    size, face = voice.ink.size, voice.ink.face
    widths = [face.width(label) * size for label, _ in entries]
    hang = max(widths, default=0.0) + _GAP
    entries_set: list[list[Strip]] = []
    for (label, item), width in zip(entries, widths, strict=True):
        element = Element("LI", group)
        name = Element("Lbl", element)
        body = Element("LBody", element)
        x = frame.x + hang - _GAP - width
        run = Run(x, voice.baseline, label, voice.ink, name, width)
        entry = blocks(item.blocks, frame.indented(hang, text), body)
        entries_set.append(_labelled(entry, run, voice, frame))
    strips = _listed(entries_set)
    if strips:
        strips[-1].after = max(strips[-1].after, house.voice("body").after)
    return strips


def _labelled(entry: list[Strip], run: Run, voice: Voice, frame: Frame) -> list[Strip]:
    if not entry:
        entry = [Strip(voice.leading, [], orientation=frame.orientation)]
    entry[0].items.insert(0, run)
    if len(entry) <= _UNSPLIT_LINES:
        hold_together(entry)
    entry[-1].after = max(entry[-1].after, voice.after)
    return entry


def _listed(entries: list[list[Strip]]) -> list[Strip]:
    """The entries one after the other; a short last one has company on its page."""
    if len(entries) > 1 and len(entries[-2]) + len(entries[-1]) <= _UNSPLIT_LINES:
        hold_together([*entries[-2], *entries[-1]])
    return [strip for entry in entries for strip in entry]


def set_sources(house: House, block: Sources, frame: Frame, parent: Element) -> list[Strip]:
    """Each source after its number in brackets, which belongs to the text."""
    voice = house.voice("table")
    voice = evolve(voice, after=4.0)
    face, size = voice.ink.face, voice.ink.size
    labels = [f"[{entry.number}]" for entry in block.entries]
    hang = max((face.width(label) for label in labels), default=0.0) * size + _GAP
    group = Element("L", parent, numbering="None")
    entries: list[list[Strip]] = []
    for label, source in zip(labels, block.entries, strict=True):
        body = Element("LBody", Element("LI", group))
        entry = set_paragraph(house, source.children, voice, frame.indented(hang), body)
        width = face.width(label) * size
        entry[0].items.insert(0, Run(frame.x, voice.baseline, f"{label} ", voice.ink, body, width))
        entry[0].opens = (f"source:{source.id}",)
        hold_together(entry)
        entries.append(entry)
    return _listed(entries)


def set_key_facts(house: House, block: KeyFacts, frame: Frame, parent: Element) -> list[Strip]:
    """One fact a line: its label, then its value in a column of its own."""
    if not block.items:
        return []
    voice = house.voice("table")
    face, size = voice.ink.face, voice.ink.size
    widest = max(face.width(f"{clean(fact.label)}: ") for fact in block.items) * size
    column = min(widest + 14.0, 0.42 * frame.width)
    group = Element("L", parent, numbering="None")
    strips: list[Strip] = []
    for fact in block.items:
        body = Element("LBody", Element("LI", group))
        entry = list(_fact(house, fact, column, frame, body, voice))
        if len(entry) <= _UNSPLIT_LINES:
            hold_together(entry)
        strips += entry
    strips[0].before, strips[-1].after = 4.0, 12.0
    return strips


def _fact(
    house: House, fact: KeyFact, column: float, frame: Frame, body: Element, voice: Voice
) -> Iterator[Strip]:
    label = f"{clean(fact.label)}: "
    muted = house.in_colour(voice.ink, house.theme.colours.muted)
    labels = break_lines([Piece(label, muted, body)], column - 8.0)
    pieces = flatten(house, fact.value, voice.ink, body)
    values = break_lines(pieces, frame.width - column)
    house.note_unknown(label + "".join(piece.text for piece in pieces))
    most = max(len(labels), len(values))
    for n in range(most):
        first, last = n == 0, n == most - 1
        top = 3.0 if first else 0.0
        height = voice.leading + top + (3.5 if last else 0.0)
        items: list[Item] = []
        if first:  # the whole label is read before the value
            for k, line in enumerate(labels):
                y = top + k * voice.leading
                items += set_line(line, voice, frame.x, y, column, Align.LEFT)
        if n < len(values):
            x, width = frame.x + column, frame.width - column
            items += set_line(values[n], voice, x, top, width, Align.LEFT)
        if last:
            rule = house.theme.colours.rule
            items.append(Box(frame.x, height - 0.5, frame.width, 0.5, rule))
        yield Strip(height, items, orientation=frame.orientation)
