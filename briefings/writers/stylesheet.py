"""The style sheet of the HTML writer: what the theme decides, then ``html.css``.

A theme's points become rem: 12 points are 1 rem, so that the page has the PDF's proportions
and still grows with the reader's own size of text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from attrs import asdict

from briefings.document import Document, Tone
from briefings.theme import Page, Style, Theme, ToneColours

__all__ = ["stylesheet"]

POINTS_IN_REM = 12
WEIGHTS = {"regular": "400", "semibold": "600", "italic": "italic 400"}
SELECTORS = {
    "body": "body, p",
    "eyebrow": ".eyebrow",
    "title": "h1",
    "subtitle": ".subtitle",
    "facts": ".facts.line",
    "heading1": "h2",
    "label": "p.label",
    "heading2": "h3, .contents-title, .callout-title",
    "heading3": "h4, h5, h6",
    "lead": ".lead",
    "bullet": "ul p",
    "number": "ol p",
    "quote": "blockquote p",
    "caption": "caption p, figcaption",
    "key": "caption p.key, .chart p.key",
    "table": "table",
    "dense": "table.dense",
    "note": ".note",
    "running": "footer p",
    "figure": ".key-figures .value",
    "contents1": ".contents a",
    "contents2": ".contents ul ul a",
}
MARGINS = """\
@page {{
  size: {size};
  margin: {top:g}mm {side:g}mm {foot:g}mm;
  @top-left {{ content: {head}; {small} }}
  @top-right {{ content: {as_at}; {small} }}
  @bottom-left {{ content: {organisation}; {small} }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages); {small} }}
}}
@page landscape {{ size: {size} landscape; }}
"""


def stylesheet(document: Document, theme: Theme) -> str:
    """The whole text of the page's ``style`` element."""
    return "".join(
        [_variables(theme), _styles(theme), _tones(theme), _pages(document, theme), _css()]
    )


@cache
def _css() -> str:
    return Path(__file__).with_name("html.css").read_text(encoding="utf-8")


def _variables(theme: Theme) -> str:
    colours = asdict(theme.colours)
    lines = [f"  --{name}: {value};\n" for name, value in colours.items()]
    # The two largest sizes by name too: html.css takes them down on a narrow screen.
    lines += [f"  --{name}-size: {_rem(theme.style(name).size)};\n" for name in ("title", "figure")]
    fonts = f"{_quoted(theme.fonts.family)}, system-ui, sans-serif"
    return f":root {{\n{''.join(lines)}  --font: {fonts};\n}}\n"


def _styles(theme: Theme) -> str:
    """A rule for each of the theme's styles that the page uses."""
    return "".join(
        f"{selector} {{ {_declarations(theme.style(name))} }}\n"
        for name, selector in SELECTORS.items()
    )


def _declarations(style: Style) -> str:
    leading = f"{style.leading / style.size:.4g}"
    font = f"font: {WEIGHTS[style.weight]} {_rem(style.size)}/{leading} var(--font)"
    margin = f"margin: {_rem(style.before)} 0 {_rem(style.after)}"
    return f"{font}; color: var(--{style.colour}); {margin};"


def _tones(theme: Theme) -> str:
    return "".join(_tone(tone, theme.tones.get(tone)) for tone in Tone)


def _tone(tone: Tone, colours: ToneColours | None) -> str:
    """Variables only, all of them for every tone: one set within another starts afresh."""
    if colours is None:
        values = ("initial", "initial", "initial", "initial")
    else:
        bar = colours.outline or colours.fill or colours.text
        outline = colours.outline or "transparent"
        values = (colours.text, colours.fill or "initial", outline, bar)
    text, fill, outline, bar = values
    return (
        f".tone-{tone} {{ --text: {text}; --fill: {fill}; --outline: {outline}; --bar: {bar}; }}\n"
    )


def _pages(document: Document, theme: Theme) -> str:
    """The printed sheet: the theme's margins, and the running words of the PDF."""
    page: Page = theme.page
    style = theme.style("running")
    font = f"{WEIGHTS[style.weight]} {style.size:g}pt var(--font)"
    return MARGINS.format(
        size=page.size,
        top=page.top,
        side=page.side,
        foot=page.foot,
        head=_quoted(theme.header or document.short_title or document.title),
        as_at=_quoted(document.as_at_words),
        organisation=_quoted(document.footer or document.organisation or theme.organisation),
        small=f"font: {font}; color: var(--{style.colour});",
    )


def _rem(points: float) -> str:
    return f"{points / POINTS_IN_REM:.4g}rem" if points else "0"


def _quoted(text: str) -> str:
    """``text`` as a CSS string, safe within HTML too."""
    escaped = (f"\\{ord(c):x} " if c in '"\\<>&' or not c.isprintable() else c for c in text)
    return f'"{"".join(escaped)}"'
