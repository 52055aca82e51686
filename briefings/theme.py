"""The house style: one YAML file that holds every size, colour and font.

:func:`load` lays a user's file over the default one, checks it whole (unknown words, sizes,
contrast of every tone, fonts and logo that exist) and returns a frozen :class:`Theme`.
Sizes are points, page lengths millimetres, colours ``#RRGGBB``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen

from briefings.context import MISSING, Context, Hook
from briefings.document import Tone
from briefings.errors import ThemeError
from briefings.overlay import overlay
from briefings.structure import collect
from briefings.svg import Drawing, rasterised
from briefings.themecheck import contrast_faults, value_faults
from briefings.themefiles import LogoFile, font_hook, logo_data
from briefings.themefonts import take_folder
from briefings.themetemplate import WordTemplate, template_hook
from briefings.yamlfile import YamlFile, read

__all__ = [
    "DEFAULT",
    "Colours",
    "Fonts",
    "Logo",
    "Page",
    "Style",
    "Theme",
    "ToneColours",
    "load",
    "starter",
]

DEFAULT = Path(__file__).parent / "themes" / "default.yaml"

MM = 72 / 25.4


@frozen
class Page:
    """The sheet.  ``width`` and ``height`` are those of a portrait page, in points."""

    size: str = "A4"
    side: float = 22.0
    top: float = 20.0
    foot: float = 22.0

    @property
    def width(self) -> float:
        return 210 * MM if self.size == "A4" else 612.0

    @property
    def height(self) -> float:
        return 297 * MM if self.size == "A4" else 792.0


@frozen
class Fonts:
    """The family name that Word shows, and the TrueType files (``glyf`` outlines)."""

    family: str
    fallback: str
    regular: Path
    semibold: Path
    italic: Path
    embed: bool = True
    folder: str = ""  # in which the files were found, by the names inside them


@frozen
class Colours:
    ink: str
    accent: str
    muted: str
    tint: str
    rule: str
    paper: str


@frozen
class Style:
    """How one kind of text is set.  ``colour`` names an entry of :class:`Colours`."""

    size: float
    leading: float
    weight: str = "regular"  # regular, semibold or italic
    colour: str = "ink"
    before: float = 0.0
    after: float = 0.0


@frozen
class ToneColours:
    """Colours of a tone; without a ``fill`` it is coloured words and no chip."""

    text: str
    fill: str | None = None
    outline: str | None = None


@frozen
class Logo:
    data: bytes = field(repr=False)  # a PNG or JPEG file
    alt: str
    height: float = 14.0  # millimetres
    drawing: Drawing | None = field(default=None, repr=False)  # the same in vectors, of an SVG


@frozen
class Theme:
    name: str
    page: Page
    fonts: Fonts
    colours: Colours
    styles: Mapping[str, Style]
    tones: Mapping[Tone, ToneColours]
    organisation: str = ""
    footer: str = ""
    header: str = ""
    logo: Logo | None = None
    cover: bool = False
    word_template: WordTemplate | None = None
    word_styles: Literal["add", "only"] = "add"

    def colour(self, name: str) -> str:
        """The ``#RRGGBB`` of a name in :class:`Colours`."""
        value: str = getattr(self.colours, name)
        return value

    def style(self, name: str) -> Style:
        return self.styles[name]


def load(path: Path | None = None) -> Theme:
    """The default theme with the file at ``path`` laid over it; raises :class:`ThemeError`."""
    if path is None:
        return _default()
    own = read(path, ThemeError)
    if own.data is None:
        return _default()
    if isinstance(own.data, dict):
        own.data.setdefault("name", path.stem)
    if faults := take_folder(own, path.parent):
        raise ThemeError(faults)
    return _theme(overlay(own, _default_file()), path.parent)


def starter() -> str:
    """The text of a theme file that holds every default, with what each is for."""
    text = DEFAULT.read_text(encoding="utf-8")
    body = text.partition("name: default\n")[2]
    return f"{_STARTER}{body}"


_STARTER = """\
# A theme: change what you like, and take out what you leave as it is; what is not here is as
# in the default. Every size is in points, every colour "#RRGGBB", every length on the page in
# millimetres. Files are beside this one. `briefings theme check` tells what is wrong.
"""


@cache
def _default() -> Theme:
    return _theme(_default_file(), DEFAULT.parent)


@cache
def _default_file() -> YamlFile:
    return read(DEFAULT, ThemeError)


def _theme(file: YamlFile, folder: Path) -> Theme:
    theme, faults = collect(file, Theme, hooks=_hooks(folder))
    faults += value_faults(file, _default_file().data)
    if not faults and theme is not MISSING:
        faults += contrast_faults(theme, file)
    if faults or theme is MISSING:
        raise ThemeError(sorted(faults, key=attrgetter("order")))
    return theme


def _hooks(folder: Path) -> dict[Any, Hook]:
    def logo(value: Any, context: Context) -> Any:
        given = context.structure(value, LogoFile)
        if not isinstance(given, LogoFile):
            return MISSING
        if not given.alt.strip():
            remedy = "write the words that the picture shows"
            context.fault("the logo has no words", remedy=remedy, at=(*context.at, "alt"))
        found = logo_data(given, context, folder)
        if isinstance(found, Drawing):
            return Logo(rasterised(found), given.alt, given.height, found)
        return found if found is MISSING else Logo(found, given.alt, given.height)

    return {
        Path: lambda value, context: font_hook(value, context, folder),
        Logo: logo,
        WordTemplate: lambda value, context: template_hook(value, context, folder),
    }
