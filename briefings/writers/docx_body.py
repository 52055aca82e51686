"""The blocks of a document as Word paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import assert_never

from briefings.document import (
    Block,
    BulletList,
    Callout,
    Chart,
    Contents,
    Figure,
    Inlines,
    KeyFact,
    KeyFacts,
    KeyFigures,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Role,
    Section,
    Sources,
    Strong,
    Table,
    Text,
    Tone,
    plain,
)
from briefings.errors import Fault, WriteError
from briefings.theme import Theme
from briefings.writers.docx_chart import chart_height, chart_xml
from briefings.writers.docx_figures import chart_workbook
from briefings.writers.docx_flow import Flow
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.docx_ledger import Ledger
from briefings.writers.docx_lists import ListWriter, Panel
from briefings.writers.docx_package import WordPackage
from briefings.writers.docx_tables import data_table
from briefings.writers.docx_tiles import tiles
from briefings.writers.docx_title import add_contents, fact
from briefings.writers.ooxml import IllegalCharacterError, chart_frame, field, picture, run, tab
from briefings.writers.template_styles import StyleSheet

__all__ = ["BodyWriter", "illegal"]

_ROLES = {
    Role.BODY: "BodyText",
    Role.LEAD: "Lead",
    Role.NOTE: "Note",
    Role.QUOTE: "Quote",
    Role.LABEL: "ListLabel",
}
_NUMBERED = re.compile(r"(\S+) (\d+)\. \Z")
_HEADINGS = 4  # the fourth, of briefings that are combined, looks like the third
_AFTER_FACTS = 9.0
_TALLEST = 0.7  # of the page's height, a picture


def illegal(fault: IllegalCharacterError, where: str) -> Fault:
    """The fault of a character that no file can hold."""
    return Fault(
        f"the character U+{ord(fault.character):04X} in {fault.words!r} cannot be written",
        "take it out",
        where=where,
    )


class BodyWriter:
    """Writes the blocks of one document to a flow; ``faults`` are those found on the way."""

    def __init__(
        self,
        theme: Theme,
        styles: StyleSheet,
        package: WordPackage,
        ledger: Ledger,
        inlines: InlineWriter,
        flow: Flow,
        page_of: Mapping[str, int],
    ) -> None:
        self._theme = theme
        self._styles = styles
        self._package = package
        self._ledger = ledger
        self._inlines = inlines
        self._flow = flow
        self._page_of = page_of
        self._lists = ListWriter(flow, ledger, inlines, self.block)
        self._trail: list[str] = []
        self.faults: list[Fault] = []

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Add ``blocks``."""
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Add ``block``; what cannot be written becomes a fault with its place."""
        try:
            self._block(block)
        except IllegalCharacterError as fault:
            self.faults.append(illegal(fault, self._where(block)))
        except WriteError as error:
            where = self._where(block)
            self.faults += [Fault(f.what, f.remedy, where=where) for f in error.faults]

    def _where(self, block: Block) -> str:
        own = f"{type(block).__name__.lower()} {getattr(block, 'id', '')}".strip()
        return " > ".join([*self._trail, own])

    def _block(self, block: Block) -> None:
        match block:
            case Section():
                self._section(block)
            case Paragraph(children=children, role=role):
                self._flow.paragraph(_ROLES[role], self._inlines.write(children))
            case BulletList() | NumberedList():
                self._lists.add(block)
            case KeyFacts(items=items):
                self._key_facts(items)
            case KeyFigures():
                if block.items:
                    width = self._flow.width
                    self._flow.table(tiles(block, self._theme, self._styles, width))
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Chart():
                self._chart(block)
            case Callout():
                self._callout(block)
            case Contents():
                if max(self._page_of.values(), default=0) >= block.from_pages:
                    add_contents(self._flow, block, self._page_of)
            case Sources():
                self._sources(block)
            case PageBreak():
                self._flow.break_page()
            case _:
                assert_never(block)

    def _section(self, section: Section) -> None:
        around = self._flow.orientation
        if section.orientation is Orientation.LANDSCAPE:
            self._flow.turn(Orientation.LANDSCAPE)
        self._trail.append(plain(section.title))
        level = min(max(section.level, 1), _HEADINGS)
        words = self._inlines.write(section.title)
        space = self._theme.style(f"heading{min(level, 3)}").before
        heading = self._ledger.bookmark(words, f"section:{section.id}")
        self._flow.paragraph(f"Heading{level}", heading, space=space)
        match section.blocks:
            case (Paragraph(children=said, role=role), Section(), *_):
                # A line between two headings goes with the second, not stays at a page's foot.
                self._flow.paragraph(_ROLES[role], self._inlines.write(said), keep_next=True)
                self.blocks(section.blocks[1:])
            case _:
                self.blocks(section.blocks)
        self._trail.pop()
        self._flow.turn(around)

    def _table(self, node: Table) -> None:
        if node.caption:
            words = self._ledger.bookmark(self._numbered(node.caption), f"table:{node.id}")
            self._caption(words, keep_next=True)
        if node.key:
            self._flow.paragraph("TableKey", self._inlines.write(node.key))
        self._flow.table(data_table(node, self._theme, self._inlines, self._flow.width))
        notes = [*node.notes, *([node.sources] if node.sources else [])]
        for n, note in enumerate(notes, 1):
            self._flow.paragraph("Note", self._inlines.write(note), keep_next=n < len(notes))

    def _key_facts(self, items: tuple[KeyFact, ...]) -> None:
        for n, item in enumerate(items, 1):
            layout = {"after": _AFTER_FACTS} if n == len(items) else {}
            self._flow.paragraph("KeyFact", fact(item, self._inlines), **layout)

    def _numbered(self, caption: Inlines) -> str:
        """A caption whose number is a field, so that Word can count on and list tables."""
        first = caption[0]
        found = _NUMBERED.match(first.text) if isinstance(first, Text) else None
        if found is None:
            return self._inlines.write(caption)
        label, number = found.groups()
        counted = field(f"SEQ {label} \\* ARABIC", number)
        return run(f"{label} ") + counted + run(". ") + self._inlines.write(caption[1:])

    def _caption(self, words: str, *, keep_next: bool) -> None:
        space = self._theme.style("caption").before
        self._flow.paragraph("Caption", words, space=space, keep_next=keep_next)

    def _figure(self, node: Figure) -> None:
        relation, ratio = self._package.picture(node.data)
        page = self._theme.page
        tallest = _TALLEST * min(page.height, self._flow.width / page.width * page.height)
        width = min(self._flow.width * node.share, tallest / ratio)
        drawn = picture(
            relation, self._ledger.picture(), width=width, height=width * ratio, alt=node.alt
        )
        drawn = self._ledger.bookmark(drawn, f"figure:{node.id}")
        self._flow.paragraph("Picture", drawn, space=8, keep_next=bool(node.caption))
        if node.caption:
            self._caption(self._numbered(node.caption), keep_next=False)

    def _chart(self, node: Chart) -> None:
        width = self._flow.width
        relation = self._package.chart(
            lambda sheet: chart_xml(node, self._theme, width, sheet), chart_workbook(node)
        )
        height = chart_height(node, self._theme, width)
        number = self._ledger.picture()
        drawn = chart_frame(
            relation, number, width=width, height=height, title=node.title, alt=node.alt
        )
        words = self._ledger.bookmark(run(node.title), f"figure:{node.id}")
        space = self._theme.style("label").before
        self._flow.paragraph("ListLabel", words, space=space, keep_next=True)
        if node.key:
            self._flow.paragraph("TableKey", self._inlines.write(node.key), keep_next=True)
        self._flow.paragraph("Picture", drawn, space=8, keep_next=True)
        notes = [*node.notes, *([node.sources] if node.sources else [])]
        self._caption(self._numbered(node.caption), keep_next=bool(notes))
        for n, note in enumerate(notes, 1):
            self._flow.paragraph("Note", self._inlines.write(note), keep_next=n < len(notes))
        self._flow.set_apart()

    def _callout(self, node: Callout) -> None:
        panel = Panel()
        if node.tone is not Tone.PLAIN:
            tone = self._theme.tones[node.tone]
            panel = Panel(self._styles.callout_borders(tone.fill or tone.text))
        self._flow.paragraph(
            "CalloutTitle", run(node.title), space=6, keep_next=True, **panel.layout()
        )
        for block in node.blocks:
            match block:
                case Paragraph(children=children):
                    words = self._inlines.write(children)
                    self._flow.paragraph("CalloutText", words, **panel.layout())
                case BulletList() | NumberedList():
                    self._lists.add(block, panel)
                case _:
                    self.block(block)
        self._flow.set_apart()

    def _sources(self, node: Sources) -> None:
        for entry in node.entries:
            label: Inlines = (Strong((Text(f"[{entry.number}]"),)),)
            words = self._inlines.write(label) + tab() + self._inlines.write(entry.children)
            marked = self._ledger.bookmark(words, f"source:{entry.id}")
            self._flow.paragraph("Bibliography", marked)
