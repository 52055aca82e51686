"""The fonts that a Word file carries, and the names by which its styles ask for them.

Word takes an embedded font by the name inside the font file, so a semibold face that calls
itself a family of its own ("Source Sans 3 Semibold") is asked for by that name, and one
that is the bold of its family is asked for as bold.  The first 32 bytes of an embedded font
are masked with a key that the font table states, as the Open XML rules want.
"""

from __future__ import annotations

import uuid
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from briefings.theme import Fonts
from briefings.writers.ooxml import NAMESPACES, attribute, escape
from briefings.writers.template_sfnt import covered, may_embed, names

__all__ = ["EmbeddedFont", "Faces", "faces", "font_table"]


@frozen
class EmbeddedFont:
    """One masked font file: its place in the font table and the key of its mask."""

    family: str
    slot: str  # embedRegular, embedBold or embedItalic
    key: str
    data: bytes


@frozen
class Faces:
    """How a document asks for its three faces, and the files that it carries for them."""

    family: str
    heavy_family: str  # empty where the semibold is the bold of the family itself
    embedded: tuple[EmbeddedFont, ...] = ()
    symbols: frozenset[str] = frozenset()  # those asked about that the carried font can show


def faces(fonts: Fonts, symbols: str) -> Faces:
    """The faces of a theme; files that forbid it are not embedded."""
    if not fonts.embed:
        return Faces(fonts.family, "")
    family, subfamily = names(fonts.semibold.read_bytes())
    own = family != fonts.family or subfamily != "Bold"
    heavy = ("embedRegular", family) if own else ("embedBold", fonts.family)
    files = (
        (fonts.regular, "embedRegular", fonts.family),
        (fonts.italic, "embedItalic", fonts.family),
        (fonts.semibold, *heavy),
    )
    embedded = tuple(
        EmbeddedFont(name, slot, *_masked(path))
        for path, slot, name in files
        if may_embed(path.read_bytes())
    )
    shown = covered(fonts.regular.read_bytes(), symbols) if embedded else frozenset()
    return Faces(fonts.family, family if own else "", embedded, shown)


def font_table(faces_: Faces, fallback: str, symbol: str) -> str:
    """``word/fontTable.xml``; the relations of the fonts are ``rId1`` and on, in order."""
    families = dict.fromkeys([faces_.family, faces_.heavy_family or faces_.family])
    entries = [_font_entry(name, fallback, faces_) for name in families]
    entries.append(f'<w:font w:name="{escape(symbol)}"><w:family w:val="swiss"/></w:font>')
    return (
        f'<w:fonts xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}">'
        f"{''.join(entries)}</w:fonts>"
    )


def _font_entry(name: str, fallback: str, faces_: Faces) -> str:
    order = ("embedRegular", "embedBold", "embedItalic")
    found = [
        (order.index(font.slot), f'<w:{font.slot} r:id="rId{n}" w:fontKey="{{{font.key}}}"/>')
        for n, font in enumerate(faces_.embedded, 1)
        if font.family == name
    ]
    return (
        f"<w:font{attribute('w:name', name)}><w:altName{attribute('w:val', fallback)}/>"
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        f"{''.join(xml for _, xml in sorted(found))}</w:font>"
    )


@lru_cache(maxsize=16)
def _masked(path: Path) -> tuple[str, bytes]:
    """The key and the masked bytes of a font; the key comes from the font, never from chance."""
    data = path.read_bytes()
    key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{path.name}:{len(data)}")).upper()
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    head = bytes(a ^ b for a, b in zip(data[:32], mask, strict=True))
    return key, head + data[32:]
