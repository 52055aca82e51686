"""The theme as the layout uses it: inks, voices and the measures of the sheet."""

from __future__ import annotations

from attrs import frozen

from briefings.document import Orientation
from briefings.errors import Fault, LayoutError
from briefings.layout.faces import UNKNOWN, Face, load_face
from briefings.layout.placed import Ink
from briefings.theme import MM, Theme

__all__ = ["House", "Voice"]


@frozen(eq=False)
class Voice:
    """How one kind of text is set: its ink, the distance of its lines, the space around it."""

    ink: Ink
    leading: float
    before: float
    after: float

    @property
    def baseline(self) -> float:
        """From the top of a line to the foot of its letters: capitals stand in the middle."""
        return (self.leading + self.ink.face.cap_height * self.ink.size) / 2


class House:
    """A theme with its fonts read, and the characters that they turned out to lack."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        fonts = theme.fonts
        self.faces: dict[str, Face] = {
            "regular": load_face(fonts.regular),
            "semibold": load_face(fonts.semibold),
            "italic": load_face(fonts.italic),
        }
        self._inks: dict[tuple[str, float, str], Ink] = {}
        self._voices: dict[str, Voice] = {}
        self._lacking: dict[str, str] = {}
        UNKNOWN.clear()

    def ink(self, weight: str, size: float, colour: str) -> Ink:
        """The one ink of this font, size and ``#RRGGBB`` colour."""
        key = (weight, size, colour)
        found = self._inks.get(key)
        if found is None:
            found = self._inks[key] = Ink(self.faces[weight], size, colour)
        return found

    def voice(self, name: str) -> Voice:
        """The voice of one of the theme's styles."""
        found = self._voices.get(name)
        if found is None:
            style = self.theme.style(name)
            ink = self.ink(style.weight, style.size, self.theme.colour(style.colour))
            found = Voice(ink, style.leading, style.before, style.after)
            self._voices[name] = found
        return found

    def in_weight(self, ink: Ink, weight: str) -> Ink:
        return self.ink(weight, ink.size, ink.colour)

    def in_colour(self, ink: Ink, colour: str) -> Ink:
        return self.ink(self.weight(ink), ink.size, colour)

    def weight(self, ink: Ink) -> str:
        return next(name for name, face in self.faces.items() if face is ink.face)

    # ------------------------------------------------------------------- the sheet

    def sheet(self, orientation: Orientation) -> tuple[float, float]:
        """Width and height of a page."""
        page = self.theme.page
        if orientation is Orientation.LANDSCAPE:
            return page.height, page.width
        return page.width, page.height

    def measure(self, orientation: Orientation) -> float:
        """The width of the text."""
        return self.sheet(orientation)[0] - 2 * self.theme.page.side * MM

    def depth(self, orientation: Orientation) -> float:
        """The height of the text on a whole page."""
        page = self.theme.page
        return self.sheet(orientation)[1] - (page.top + page.foot) * MM

    # ---------------------------------------------------------- characters without a glyph

    def note_unknown(self, text: str) -> None:
        """Remember the characters of ``text`` that a font turned out to lack."""
        for character in UNKNOWN:
            self._lacking.setdefault(character, _around(text, character))
        UNKNOWN.clear()

    def check_glyphs(self) -> None:
        """Raise one error that names every character without a glyph."""
        if not self._lacking:
            return
        family = self.theme.fonts.family
        raise LayoutError(
            Fault(
                what=f"no glyph for {character!r} (U+{ord(character):04X}) in {family}",
                where=text,
                remedy="write it with other characters, or choose a font that has it in the theme",
            )
            for character, text in sorted(self._lacking.items())
        )


def _around(text: str, character: str, width: int = 24) -> str:
    at = max(text.find(character), 0)
    start, end = max(0, at - width), at + width
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
