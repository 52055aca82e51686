"""The theme part of a Word file: the palette and the fonts that Word's menus offer."""

from __future__ import annotations

from briefings.document import Tone
from briefings.theme import Theme
from briefings.writers.ooxml import NAMESPACES, escape

__all__ = ["theme_xml"]

_ACCENTS = (Tone.GOOD, Tone.WORST, Tone.POOR, Tone.MIDDLING)
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml(theme: Theme) -> str:
    """``word/theme/theme1.xml``: the house's colours, its family, and plain effects."""
    name = escape(theme.name)
    fonts = _fonts(theme.fonts.family)
    return (
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="{name}"><a:themeElements>'
        f'<a:clrScheme name="{name}">{_palette(theme)}</a:clrScheme>'
        f'<a:fontScheme name="{name}"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}"
        f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def _palette(theme: Theme) -> str:
    colours = theme.colours
    named = {
        "dk1": colours.ink,
        "lt1": colours.paper,
        "dk2": colours.muted,
        "lt2": colours.tint,
        "accent1": colours.accent,
    }
    fills = [theme.tones[tone].fill or colours.accent for tone in _ACCENTS]
    named |= {f"accent{n}": fill for n, fill in enumerate([*fills, colours.rule], 2)}
    named |= {"hlink": colours.accent, "folHlink": colours.muted}
    return "".join(
        f'<a:{slot}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{slot}>'
        for slot, colour in named.items()
    )


def _fonts(family: str) -> str:
    return f'<a:latin typeface="{escape(family)}"/><a:ea typeface=""/><a:cs typeface=""/>'
