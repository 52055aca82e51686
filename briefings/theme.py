"""The house style: one YAML file that holds every size, colour and font.

:func:`load` lays a user's file over the default one, checks it whole (unknown words, sizes,
contrast of every tone, fonts and logo that exist) and returns a frozen :class:`Theme`.
Sizes are points, page lengths millimetres, colours ``#RRGGBB``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from briefings.document import Tone

__all__ = ["Colours", "Fonts", "Logo", "Page", "Style", "Theme", "ToneColours"]

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


@frozen
class Theme:
    name: str
    page: Page
    fonts: Fonts
    colours: Colours
    styles: Mapping[str, Style]
    tones: Mapping[Tone, ToneColours]
    organisation: str = ""
    header: str = ""
    logo: Logo | None = None

    def colour(self, name: str) -> str:
        """The ``#RRGGBB`` of a name in :class:`Colours`."""
        value: str = getattr(self.colours, name)
        return value

    def style(self, name: str) -> Style:
        return self.styles[name]
