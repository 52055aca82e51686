"""The parts of a Word file that depend on the theme and the language only.

They are made and compressed once for a process, and every file takes them as they are.
"""

from __future__ import annotations

from attrs import field, frozen

from briefings.theme import Theme
from briefings.writers.ooxml import NAMESPACES, attribute, dxa, run_properties
from briefings.writers.ooxml_zip import Packed, pack
from briefings.writers.template_fonts import Faces, faces, font_table
from briefings.writers.template_styles import (
    BULLETS,
    INDENT,
    LIST_LEVELS,
    NUMBERS,
    PANEL_BULLETS,
    PANEL_NUMBERS,
    SYMBOL_FONT,
    SYMBOLS,
    StyleSheet,
)
from briefings.writers.template_theme import theme_xml

__all__ = ["FixedPart", "Template", "template_for"]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KEPT = 8  # templates of a process
_FONT_LEVEL = 5  # level 6 takes a third longer and saves half a per cent
_LEVELS = 9
_STEP = "\N{EM SPACE}\N{FOUR-PER-EM SPACE}\N{EN SPACE}"  # as wide as the indent of a list, nearly


@frozen
class FixedPart:
    """A part that is the same in every file of a theme and a language."""

    name: str
    content_type: str
    data: bytes = field(repr=False)
    packed: Packed


@frozen
class Template:
    """The fixed parts, and what the writer must know of them."""

    styles: StyleSheet
    parts: tuple[FixedPart, ...]  # theme, styles, settings, font table
    fonts: tuple[FixedPart, ...]
    lists: str  # the head of the numbering part, before the lists of a document


_TEMPLATES: list[tuple[Theme, str, Template]] = []


def template_for(theme: Theme, language: str) -> Template:
    """The template of a theme and a language, made at its first use."""
    for known, tag, template in _TEMPLATES:
        if tag == language and (known is theme or known == theme):
            return template
    template = _template(theme, language)
    _TEMPLATES.append((theme, language, template))
    del _TEMPLATES[:-_KEPT]
    return template


def _template(theme: Theme, language: str) -> Template:
    chosen = faces(theme.fonts, "".join(SYMBOLS.values()))
    styles = StyleSheet(theme, chosen, language)
    table = font_table(chosen, theme.fonts.fallback, SYMBOL_FONT)
    drawing = "application/vnd.openxmlformats-officedocument.theme+xml"
    parts = (
        _xml_part("/word/theme/theme1.xml", drawing, theme_xml(theme)),
        _xml_part("/word/styles.xml", f"{_WORD}styles+xml", styles.xml()),
        _xml_part("/word/settings.xml", f"{_WORD}settings+xml", _settings(language, chosen)),
        _xml_part("/word/fontTable.xml", f"{_WORD}fontTable+xml", table),
    )
    fonts = tuple(
        FixedPart(f"/word/fonts/font{n}.odttf", _FONT, font.data, pack(font.data, _FONT_LEVEL))
        for n, font in enumerate(chosen.embedded, 1)
    )
    return Template(styles, parts, fonts, _lists(styles))


def _xml_part(name: str, content_type: str, xml: str) -> FixedPart:
    data = (_DECLARATION + xml).encode()
    return FixedPart(name, content_type, data, pack(data))


def _settings(language: str, chosen: Faces) -> str:
    carried = "<w:embedTrueTypeFonts/>" if chosen.embedded else ""
    return (
        f'<w:settings xmlns:w="{NAMESPACES["w"]}"><w:zoom w:percent="100"/>{carried}'
        f'<w:defaultTabStop w:val="{dxa(36)}"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f"{_compatibility()}</w:compat>"
        f"<w:themeFontLang{attribute('w:val', language)}/>"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _compatibility() -> str:
    """Word 2013 and later: no "compatibility mode" in the title bar."""
    settings = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    address = "http://schemas.microsoft.com/office/word"
    return "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{address}" w:val="{value}"/>'
        for name, value in settings.items()
    )


# ------------------------------------------------------------------------------- lists


def _lists(styles: StyleSheet) -> str:
    """The kinds of lists and the first list of each, under the same number."""
    accent = styles.theme.colours.accent
    plain = run_properties(colour=accent)
    heavy = run_properties(colour=accent, **styles.heavy())
    bullets = [("bullet", "•–"[n % 2], plain) for n in range(_LEVELS)]
    moved = [(form if n == 0 else "none", *rest) for n, (form, *rest) in enumerate(bullets)]
    forms = ("decimal", "lowerLetter", "lowerRoman")
    numbers = [(forms[n % 3], f"%{n + 1}.", heavy) for n in range(_LEVELS)]
    kinds = {
        BULLETS: [_level(n, *level, style="ListBullet") for n, level in enumerate(bullets)],
        NUMBERS: [_level(n, *level, style="ListNumber") for n, level in enumerate(numbers)],
        PANEL_BULLETS: [_level(n, *level) for n, level in enumerate(moved)],
        PANEL_NUMBERS: [_level(n, *level) for n, level in enumerate(numbers)],
    }
    abstracts = "".join(_abstract(kind, "".join(levels)) for kind, levels in kinds.items())
    lists = "".join(
        f'<w:num w:numId="{kind}"><w:abstractNumId w:val="{kind}"/></w:num>' for kind in kinds
    )
    return f'<w:numbering xmlns:w="{NAMESPACES["w"]}">{abstracts}{lists}'


def _abstract(number: int, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, form: str, label: str, properties: str, style: str = "") -> str:
    """A level of a list; without a style, one whose label is moved in by blanks.

    A callout's bar stands at the indent of its paragraphs, so all of them must start at the
    same place: the deeper levels of its lists move their labels, not themselves.  (They have
    the form ``none``, because LibreOffice shows only the first character of a bullet.)
    """
    left, hanging = dxa(INDENT * (level + 1)), dxa(INDENT)
    named = f"{style}{level + 1 if level else ''}"
    linked = f'<w:pStyle w:val="{named}"/>' if style and level < LIST_LEVELS else ""
    blanks = "" if style else _STEP * level
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{blanks}{label}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{properties}</w:lvl>'
    )
