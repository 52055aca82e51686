"""The title block and the contents list of a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefings.document import Contents, Document, KeyFact, Strong, Text
from briefings.theme import Logo, Theme
from briefings.writers.docx_flow import Flow
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.docx_ledger import Ledger, anchor
from briefings.writers.docx_package import WordPackage
from briefings.writers.ooxml import (
    field,
    field_end,
    field_start,
    hyperlink,
    picture,
    run,
    run_properties,
    tab,
)
from briefings.writers.ooxml_blocks import border, contents_list, paragraph, paragraph_properties

__all__ = ["add_contents", "add_title", "fact"]

_MM = 72 / 25.4
_BETWEEN_FACTS = "\N{EM SPACE}" * 3
_BAND_AT = 0.2  # of the height of the sheet, from its margin or the logo down to the band
_BAND_PADDING = 24.0  # within the band; a border can be no more than 31 points from its words
_LEVELS = 2  # of headings that the list shows


def fact(item: KeyFact, inlines: InlineWriter) -> str:
    """The runs of "Label: value"."""
    return inlines.write((Strong((Text(f"{item.label}: "),)), *item.value))


def add_title(
    flow: Flow,
    document: Document,
    theme: Theme,
    inlines: InlineWriter,
    package: WordPackage,
    ledger: Ledger,
) -> None:
    """Logo, eyebrow, title, subtitle and facts over a rule; or all of it on a cover."""
    if theme.cover:
        _add_cover(flow, document, theme, inlines, package, ledger)
        return
    facts = [fact(item, inlines) for item in document.facts]
    lines = [
        ("Picture", logo(theme.logo, package, ledger) if theme.logo else ""),
        ("Eyebrow", run(document.eyebrow) if document.eyebrow else ""),
        ("Title", run(document.title)),
        ("Subtitle", run(document.subtitle) if document.subtitle else ""),
        ("Facts", run(_BETWEEN_FACTS).join(facts)),
    ]
    filled = [line for line in lines if line[1]]
    rule = border("bottom", 2, theme.colours.accent, space=8)
    for n, (style, content) in enumerate(filled, 1):
        layout: dict[str, Any] = {"before": 0, "after": 14} if style == "Picture" else {}
        if n == len(filled):
            layout = {"borders": rule, "after": 16}
        flow.paragraph(style, content, **layout)


def _add_cover(
    flow: Flow,
    document: Document,
    theme: Theme,
    inlines: InlineWriter,
    package: WordPackage,
    ledger: Ledger,
) -> None:
    """The title on a band in the accent colour, the facts below it, on a page of their own."""
    if theme.logo:
        flow.paragraph("Picture", logo(theme.logo, package, ledger), before=0, after=0)
    accent = theme.colours.accent
    sides = ("top", "left", "bottom", "right")
    band = "".join(border(side, 0.5, accent, space=_BAND_PADDING) for side in sides)
    inset = _BAND_PADDING + 1
    layout: dict[str, Any] = {"borders": band, "fill": accent, "left": inset, "right": inset}
    words = run_properties(colour=theme.colours.paper)
    above: dict[str, Any] = {"before": _BAND_AT * theme.page.height}
    for style in ("Eyebrow", "Title", "Subtitle"):
        text = str(getattr(document, style.lower()))
        if text:
            flow.paragraph(style, run(text, words), **layout, **above)
            above = {}
    space: dict[str, Any] = {"before": 2 * _BAND_PADDING}
    for item in document.facts:
        flow.paragraph("Facts", fact(item, inlines), after=4, **space)
        space = {}
    flow.break_page()


def logo(picture_: Logo, package: WordPackage, ledger: Ledger) -> str:
    """The logo at its height."""
    relation, ratio = package.picture(picture_.data)
    drawing = package.drawing(picture_.drawing.svg()) if picture_.drawing else ""
    height = picture_.height * _MM
    size = {"width": height / ratio, "height": height}
    return picture(relation, ledger.picture(), **size, alt=picture_.alt, drawing=drawing)


def add_contents(flow: Flow, node: Contents, page_of: Mapping[str, int]) -> None:
    """The contents as a field that Word can update and that shows its result already."""
    entries = [entry for entry in node.entries if entry.level <= _LEVELS]
    if not entries:
        return
    lines = [paragraph(run(node.title), paragraph_properties("TOCHeading"))]
    for n, entry in enumerate(entries, 1):
        name = anchor(entry.target)
        page = page_of.get(entry.target)
        number = tab() + field(f"PAGEREF {name} \\h", str(page)) if page else ""
        words = hyperlink(run(entry.title) + number, anchor=name)
        if n == 1:
            words = field_start(f'TOC \\o "1-{_LEVELS}" \\h \\z \\u') + words
        if n == len(entries):
            words += field_end()
        lines.append(paragraph(words, paragraph_properties(f"TOC{entry.level}")))
    flow.verbatim(contents_list("".join(lines)))
