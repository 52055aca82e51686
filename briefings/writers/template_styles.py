"""The styles of a Word file, under Word's own names, made from the theme.

A person who goes on writing in the file finds Title, Heading 1 and List Bullet where Word
has them; the few styles of our own (Lead, Note, Key Fact ...) stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from briefings.document import Symbol
from briefings.theme import Style, Theme
from briefings.writers.ooxml import NAMESPACES, dxa, escape, run_properties
from briefings.writers.ooxml_blocks import border, paragraph_properties
from briefings.writers.template_fonts import Faces

__all__ = [
    "BULLETS",
    "INDENT",
    "INSET",
    "LIST_LEVELS",
    "NUMBERS",
    "PANEL_BULLETS",
    "PANEL_NUMBERS",
    "SYMBOLS",
    "SYMBOL_FONT",
    "StyleSheet",
]

INDENT = 21.0  # of a list, a level
INSET = 11.0  # of a callout's text: its bar and the space beside it
BULLETS, NUMBERS, PANEL_BULLETS, PANEL_NUMBERS = 1, 2, 3, 4  # kinds of lists
LIST_LEVELS = 3  # that have styles of their own
SYMBOL_FONT = "Segoe UI Symbol"
SYMBOLS = {
    Symbol.NONE: "",
    Symbol.STAR: "★",
    Symbol.CIRCLE: "●",
    Symbol.TRIANGLE: "▲",
    Symbol.SQUARE: "■",
    Symbol.DIAMOND: "◆",
    Symbol.UP: "↑",
    Symbol.DOWN: "↓",
    Symbol.LEVEL: "=",
}
_PAD = 8.0  # between a callout's edge and its words
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
    'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)


@frozen
class StyleSheet:
    """Writes ``word/styles.xml`` for a theme, a language and the faces it is set in."""

    theme: Theme
    faces: Faces
    language: str

    def xml(self) -> str:
        body = "".join([*self._text(), *self._lists(), *self._tables(), *self._characters()])
        return f'<w:styles xmlns:w="{NAMESPACES["w"]}">{self._defaults()}{_LATENT}{body}</w:styles>'

    def callout_borders(self, colour: str) -> str:
        """The bar at the left of a callout and the tinted margins on its other sides."""
        tint = self.theme.colours.tint
        return (
            border("top", 0.5, tint, space=6)
            + border("left", 3, colour, space=_PAD)
            + border("bottom", 0.5, tint, space=6)
            + border("right", 0.5, tint, space=_PAD)
        )

    def symbol_font(self, symbol: str) -> str:
        """The family for a symbol where that of its style does not have it."""
        return SYMBOL_FONT if self.faces.symbols and symbol not in self.faces.symbols else ""

    def heavy(self) -> dict[str, Any]:
        """The keywords of ``run_properties`` that make words semibold."""
        if self.faces.heavy_family:
            return {"font": self.faces.heavy_family}
        return {"bold": True}

    # ------------------------------------------------------------------ paragraph styles

    def _defaults(self) -> str:
        body = self.theme.style("body")
        run = run_properties(
            font=self.theme.fonts.family,
            colour=self.theme.colour(body.colour),
            size=body.size,
            lang=self.language,
        )
        return (
            f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault>"
            f"{paragraph_properties(before=0, after=0)}</w:pPrDefault></w:docDefaults>"
        )

    def _text(self) -> Iterator[str]:
        page = self.theme.page
        yield _style("Normal", "Normal", self._paragraph("body", after=0), default=True)
        yield self._named("BodyText", "Body Text", "body")
        yield self._named("Eyebrow", "Eyebrow", "eyebrow", keep_next=True, follow="Title")
        yield self._named("Title", "Title", "title", keep_next=True, follow="Subtitle")
        yield self._named("Subtitle", "Subtitle", "subtitle", keep_next=True, follow="BodyText")
        yield self._named("Facts", "Facts", "facts")
        for level in (1, 2, 3, 4):
            yield self._named(
                f"Heading{level}",
                f"heading {level}",
                f"heading{min(level, 3)}",
                keep_next=True,
                keep_lines=True,
                outline_level=level - 1,
                follow="BodyText",
            )
        yield self._named("Lead", "Lead", "lead", follow="BodyText")
        yield self._named("ListLabel", "List Label", "label", keep_next=True, follow="BodyText")
        yield self._named("Quote", "Quote", "quote", left=INDENT, right=INDENT)
        yield self._named("Note", "Note", "note")
        yield self._named("Caption", "caption", "caption", keep_lines=True)
        yield self._named("Picture", "Picture", "body", keep_next=True, before=8)
        yield self._named("KeyFact", "Key Fact", "body", after=3)
        yield self._named("Bibliography", "Bibliography", "note", left=26, hanging=26, after=4)
        width = page.width - 2 * page.side * 72 / 25.4
        yield self._named("TOCHeading", "TOC Heading", "heading2", keep_next=True)
        for level in (1, 2):
            tabs = f'<w:tab w:val="right" w:leader="dot" w:pos="{dxa(width)}"/>'
            yield self._named(
                *(f"TOC{level}", f"toc {level}", f"contents{level}"),
                tabs=tabs,
                left=INDENT * (level - 1),
            )
        yield from self._running()

    def _running(self) -> Iterator[str]:
        rule = self.theme.colours.rule
        for name, side in (("Header", "bottom"), ("Footer", "top")):
            line = border(side, 0.5, rule, space=4)
            yield self._named(name, name.lower(), "running", borders=line)
        yield _style("Separator", "Separator", paragraph_properties(leading=1, exact=True))

    def _lists(self) -> Iterator[str]:
        for level in range(1, LIST_LEVELS + 1):
            suffix = "" if level == 1 else str(level)
            spaced = "" if level == 1 else f" {level}"
            left = INDENT * level
            for word, number in (("Bullet", BULLETS), ("Number", NUMBERS)):
                yield self._named(
                    *(f"List{word}{suffix}", f"List {word}{spaced}", word.lower()),
                    number=(number, level - 1),
                    left=left,
                    hanging=INDENT,
                )
            yield self._named(
                f"ListContinue{suffix}", f"List Continue{spaced}", "bullet", left=left
            )
        yield from self._callout()

    def _callout(self) -> Iterator[str]:
        borders = self.callout_borders(self.theme.colours.accent)
        panel: dict[str, Any] = {
            "borders": borders,
            "fill": self.theme.colours.tint,
            "right": _PAD + 1,
        }
        listed = {"left": INSET + INDENT, "hanging": INDENT, **panel}
        yield self._named("CalloutTitle", "Callout Title", "heading3", **listed, before=6)
        yield self._named("CalloutText", "Callout Text", "body", left=INSET, **panel)
        yield self._named(
            "CalloutBullet", "Callout Bullet", "bullet", **listed, number=(PANEL_BULLETS, 0)
        )
        yield self._named(
            "CalloutNumber", "Callout Number", "number", **listed, number=(PANEL_NUMBERS, 0)
        )

    # ---------------------------------------------------------------------- table styles

    def _tables(self) -> Iterator[str]:
        yield self._named("TableText", "Table Text", "table")
        yield self._named("TableTextDense", "Table Text Dense", "dense")
        heavy = run_properties(**self.heavy())
        yield _style("TableHeading", "Table Heading", heavy, "TableText")
        yield _style("TableHeadingDense", "Table Heading Dense", heavy, "TableTextDense")
        yield self._named("TableKey", "Table Key", "key", keep_next=True)
        yield self._named("KeyFigure", "Key Figure", "figure", keep_next=True)
        yield self._named("KeyFigureLabel", "Key Figure Label", "table", keep_next=True)
        yield self._named("KeyFigureDetail", "Key Figure Detail", "note", before=0, after=0)
        yield self._table_normal()
        yield self._ruled_table()
        yield self._tiles()

    def _table_normal(self) -> str:
        return (
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
            '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
            '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        )

    def _ruled_table(self) -> str:
        colours = self.theme.colours
        rules = border("bottom", 0.5, colours.rule) + border("insideH", 0.5, colours.rule)
        head = border("bottom", 1, colours.accent)
        heavy = run_properties(**self.heavy())
        first = (
            f'<w:tblStylePr w:type="firstRow">{heavy}<w:tcPr><w:tcBorders>{head}</w:tcBorders>'
            "</w:tcPr></w:tblStylePr>"
        )
        return "".join(
            _table_style(f"BriefingTable{suffix}", name, rules, _margins(upright, 4), first)
            for suffix, name, upright in (
                ("", "Briefing Table", 2),
                ("Dense", "Briefing Table Dense", 0.5),
            )
        )

    def _tiles(self) -> str:
        gap = border("insideV", 6, self.theme.colours.paper)
        return _table_style("KeyFigures", "Key Figures", gap, _margins(6, 8), "")

    # ------------------------------------------------------------------ character styles

    def _characters(self) -> Iterator[str]:
        colours = self.theme.colours
        default = '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        yield (
            f'{default}<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>'
            "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
        )
        heavy = run_properties(**self.heavy())
        looks = {
            "Strong": heavy,
            "Emphasis": run_properties(italic=True),
            "Hyperlink": run_properties(colour=colours.accent, underline=True),
            "Reference": run_properties(colour=colours.accent),
            "Aside": run_properties(colour=colours.muted, size=self.theme.style("note").size),
            "Symbol Mark": run_properties(
                font=self.faces.family if self.faces.symbols else SYMBOL_FONT
            ),
        }
        for name, properties in looks.items():
            yield _style(name.replace(" ", ""), name, properties, "", kind="character")

    # ---------------------------------------------------------------------------- pieces

    def _named(
        self, style_id: str, name: str, look: str, *, follow: str = "", **layout: Any
    ) -> str:
        style = self.theme.style(look)
        properties = self._paragraph(look, **layout) + self._run(style)
        return _style(style_id, name, properties, "Normal", follow=follow)

    def _paragraph(self, look: str, **layout: Any) -> str:
        style = self.theme.style(look)
        spacing = {"before": style.before, "after": style.after, "leading": style.leading}
        return paragraph_properties(**{**spacing, **layout})

    def _run(self, style: Style) -> str:
        weight: dict[str, Any] = {}
        if style.weight == "semibold":
            weight = self.heavy()
        elif style.weight == "italic":
            weight = {"italic": True}
        colour = self.theme.colour(style.colour)
        return run_properties(colour=colour, size=style.size, **weight)


def _margins(upright: float, aside: float) -> str:
    sides = (("top", upright), ("left", aside), ("bottom", upright), ("right", aside))
    inner = "".join(f'<w:{side} w:w="{dxa(size)}" w:type="dxa"/>' for side, size in sides)
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def _table_style(style_id: str, name: str, borders: str, margins: str, conditions: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f"{margins}</w:tblPr>{conditions}</w:style>"
    )


_WORDS_OWN = {
    *("Normal", "Body Text", "Title", "Subtitle", "heading 1", "heading 2", "heading 3"),
    "heading 4",
    *("Quote", "caption", "Bibliography", "TOC Heading", "toc 1", "toc 2", "header", "footer"),
    *("Strong", "Emphasis", "Hyperlink"),
}


def _style(
    style_id: str,
    name: str,
    properties: str,
    based_on: str = "Normal",
    *,
    kind: str = "paragraph",
    follow: str = "",
    default: bool = False,
) -> str:
    first = ' w:default="1"' if default else ""
    own = "" if name in _WORDS_OWN or name.startswith("List ") else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on and not default else ""
    following = f'<w:next w:val="{follow}"/>' if follow else ""
    return (
        f'<w:style w:type="{kind}"{first}{own} '
        f'w:styleId="{style_id}"><w:name w:val="{escape(name)}"/>{based}{following}'
        f'<w:uiPriority w:val="1"/><w:qFormat/>{properties}</w:style>'
    )
