"""Whether a theme's fonts have all the characters of some texts."""

from __future__ import annotations

from collections.abc import Iterable

from briefings.errors import Fault
from briefings.layout.faces import load_face
from briefings.layout.pieces import clean
from briefings.theme import Theme

__all__ = ["glyph_faults"]

_FACES = ("regular", "semibold", "italic")
_AROUND = 24


def glyph_faults(theme: Theme, texts: Iterable[str]) -> list[Fault]:
    """Each character that a face of the theme lacks, with the first text that needs it."""
    needed: dict[str, str] = {}
    for text in texts:
        for character in clean(text):
            if character not in needed and not character.isspace():
                needed[character] = text
    faults = []
    for name in _FACES:
        path = getattr(theme.fonts, name)
        known = load_face(path).font.face.charWidths
        for character in sorted(c for c in needed if ord(c) not in known):
            what = f"no glyph for {character!r} (U+{ord(character):04X}) in {path.name}"
            remedy = f"it stands in {_near(needed[character], character)!r}; choose another font"
            faults.append(Fault(what, remedy, where=f"fonts.{name}"))
    return faults


def _near(text: str, character: str) -> str:
    at = text.find(character)
    return text[max(0, at - _AROUND) : at + _AROUND].strip()
