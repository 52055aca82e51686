"""Whether a theme can be read: sane sizes, known words, and enough contrast.

Contrast is that of WCAG 2.2: at least 4.5 to 1 for text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

from attrs import frozen

from briefings.context import choose
from briefings.errors import Fault
from briefings.yamlfile import Steps, YamlFile

if TYPE_CHECKING:
    from briefings.theme import Theme

__all__ = [
    "LEAST_CONTRAST",
    "Contrast",
    "contrast",
    "contrast_faults",
    "contrasts",
    "value_faults",
]

LEAST_CONTRAST = 4.5
PAGE_SIZES = ("A4", "Letter")
WEIGHTS = ("regular", "semibold", "italic")
MARGIN = (8.0, 60.0)  # millimetres: what printers reach, what leaves a column of text
FONT_SIZE = (6.0, 72.0)

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, from 1 to 21."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ------------------------------------------------------- values, each looked at on its own


def value_faults(file: YamlFile, default: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with single values; those of a wrong type are told elsewhere.

    ``default`` is the default theme's file: no style or colour exists that it does not name.
    """
    known_styles, names = tuple(default["styles"]), tuple(default["colours"])
    for name, colour in _entries(file.data, "colours"):
        yield from _colour(file, ("colours", name), colour)
    for tone, entry in _entries(file.data, "tones"):
        for name in ("text", "fill", "outline"):
            yield from _colour(file, ("tones", tone, name), _mapping(entry).get(name))
    for style, entry in _entries(file.data, "styles"):
        if style not in known_styles:
            yield _unknown(file, ("styles", style), "style", style, known_styles, key=True)
        yield from _style(file, ("styles", style), _mapping(entry), names)
    yield from _page(file, _mapping(_mapping(file.data).get("page")))
    height = _mapping(_mapping(file.data).get("logo")).get("height")
    yield from _within(file, ("logo", "height"), height, 4, 60, "millimetres")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _entries(data: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield from _mapping(_mapping(data).get(name)).items()


def _colour(file: YamlFile, path: Steps, value: Any) -> Iterator[Fault]:
    if isinstance(value, str) and not _COLOUR.match(value):
        remedy = 'write "#RRGGBB", in quotes'
        yield file.fault(f"{value!r} is not a colour", path, remedy=remedy)


def _style(
    file: YamlFile, path: Steps, style: Mapping[str, Any], colours: tuple[str, ...]
) -> Iterator[Fault]:
    size, leading = style.get("size"), style.get("leading")
    yield from _within(file, (*path, "size"), size, *FONT_SIZE, "points")
    yield from _within(file, (*path, "leading"), leading, *FONT_SIZE, "points")
    if _is_number(size) and _is_number(leading) and leading < size:
        what = f"the leading {leading} is less than the size {size}: lines would overlap"
        yield file.fault(what, path, remedy=f"give a leading of {size} or more")
    for name in ("before", "after"):
        yield from _within(file, (*path, name), style.get(name), 0, 144, "points")
    for name, allowed in (("weight", WEIGHTS), ("colour", colours)):
        word = style.get(name)
        if isinstance(word, str) and word not in allowed:
            yield _unknown(file, (*path, name), name, word, allowed)


def _page(file: YamlFile, page: Mapping[str, Any]) -> Iterator[Fault]:
    size = page.get("size")
    if isinstance(size, str) and size not in PAGE_SIZES:
        yield _unknown(file, ("page", "size"), "page size", size, PAGE_SIZES)
    for name in ("side", "top", "foot"):
        yield from _within(file, ("page", name), page.get(name), *MARGIN, "millimetres")


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _within(
    file: YamlFile, path: Steps, value: Any, least: float, most: float, unit: str
) -> Iterator[Fault]:
    if _is_number(value) and not least <= value <= most:
        remedy = f"give {least:g} to {most:g} {unit}"
        yield file.fault(f"{value} is out of range", path, remedy=remedy)


def _unknown(
    file: YamlFile, path: Steps, kind: str, word: str, allowed: tuple[str, ...], key: bool = False
) -> Fault:
    remedy = choose(word, allowed)
    return file.fault(f"unknown {kind} {word!r}", path, key=key, remedy=remedy, allowed=allowed)


# -------------------------------------------------------------------------------- contrast


@frozen
class Contrast:
    """A text and the ground that it stands on."""

    name: str
    ground: str
    path: Steps  # of the text's colour in the theme file
    colours: tuple[str, str]

    @property
    def ratio(self) -> float:
        return contrast(*self.colours)


def contrasts(theme: Theme) -> Iterator[Contrast]:
    """Every pair of text and ground that a theme makes."""
    grounds = {"paper": theme.colours.paper, "tint": theme.colours.tint}
    for name in ("ink", "accent", "muted"):
        yield from _on(("colours", name), name, theme.colour(name), grounds)
    for name, style in theme.styles.items():
        if style.colour not in ("ink", "accent", "muted"):
            path = ("styles", name, "colour")
            paper = {"paper": theme.colours.paper}
            yield from _on(path, style.colour, theme.colour(style.colour), paper)
    for tone, colours in theme.tones.items():
        under = grounds if colours.fill is None else {"its fill": colours.fill}
        path = ("tones", tone.value, "text")
        yield from _on(path, f"the text of tone {tone.value}", colours.text, under)


def _on(path: Steps, name: str, colour: str, grounds: Mapping[str, str]) -> Iterator[Contrast]:
    for ground, under in grounds.items():
        yield Contrast(name, ground, path, (colour, under))


def contrast_faults(theme: Theme, file: YamlFile) -> Iterator[Fault]:
    """Every pair of text and ground that is too faint to read."""
    for pair in contrasts(theme):
        if pair.ratio < LEAST_CONTRAST:
            colour, under = pair.colours
            shown = f"{int(pair.ratio * 100) / 100:.2f}"  # never rounded up to what is asked
            what = (
                f"{pair.name} ({colour}) on {pair.ground} ({under}) "
                f"has a contrast of only {shown} to 1"
            )
            remedy = f"choose a darker or lighter colour: at least {LEAST_CONTRAST} to 1"
            yield file.fault(what, pair.path, remedy=remedy)
