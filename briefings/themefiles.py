"""The files a theme names: fonts that can be embedded, and a logo that can be drawn."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

from attrs import field, frozen

from briefings.context import MISSING, Context
from briefings.errors import suggestion
from briefings.svg import SvgError
from briefings.svg import read as read_svg

__all__ = ["FONTS", "LogoFile", "font_hook", "logo_data", "outline_trouble"]

FONTS = Path(__file__).parent / "fonts"

_NEEDED = (b"glyf", b"loca", b"cmap", b"head", b"hhea", b"hmtx", b"maxp")
_OTHER_KINDS = {
    b"OTTO": "the font has PostScript outlines",
    b"ttcf": "the file is a collection of fonts",
    b"wOFF": "the file is a web font",
    b"wOF2": "the file is a web font",
}
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_LARGEST_SVG = 2_000_000  # bytes
_LARGEST = 40_000_000  # pixels


@frozen
class LogoFile:
    """A logo as a theme file gives it."""

    file: str = field(metadata={"doc": "a PNG, JPEG or SVG file, beside the theme file"})
    alt: str = field(metadata={"doc": "what the logo says, for those who cannot see it"})
    height: float = field(default=14.0, metadata={"doc": "millimetres"})


def font_hook(value: Any, context: Context, folder: Path) -> Any:
    """The path of a font file, beside the theme file or among the bundled ones."""
    if not isinstance(value, str) or not value:
        return context.fault("this is no name of a font file", remedy="name a .ttf file")
    found = next((p for p in (folder / value, FONTS / value) if p.is_file()), None)
    if found is None:
        bundled = tuple(sorted(path.name for path in FONTS.glob("*.ttf")))
        remedy = suggestion(value, bundled) or "put it beside the theme file"
        return context.fault(f"there is no font file {value!r}", remedy=remedy, allowed=bundled)
    try:
        with found.open("rb") as stream:
            trouble = outline_trouble(stream.read(12 + 16 * 200), found.stat().st_size)
    except OSError as refusal:
        trouble = f"the font cannot be read: {refusal.strerror}"
    if trouble:
        return context.fault(f"{value}: {trouble}", remedy="give a TrueType file (.ttf)")
    return found


def outline_trouble(start: bytes, size: int) -> str:
    """Why a font file is not one with TrueType outlines, from its first bytes; or nothing."""
    if start[:4] in _OTHER_KINDS:
        return _OTHER_KINDS[start[:4]]
    if start[:4] not in (b"\0\1\0\0", b"true") or len(start) < 12:
        return "the file is not a font"
    (count,) = struct.unpack(">H", start[4:6])
    tables = {}
    for number in range(min(count, (len(start) - 12) // 16)):
        tag, _, offset, length = struct.unpack_from(">4sLLL", start, 12 + 16 * number)
        tables[tag] = offset + length
    absent = [tag.decode() for tag in _NEEDED if tag not in tables]
    if absent:
        return f"the font has no table {', '.join(absent)}"
    return "the font is cut short" if max(tables.values()) > size else ""


def logo_data(logo: LogoFile, context: Context, folder: Path) -> Any:
    """The bytes of the logo's file, or its drawing, once it is known that it can be drawn."""
    at = (*context.at, "file")
    path = folder / logo.file
    try:
        data = path.read_bytes()
    except OSError as trouble:
        what = f"the logo {logo.file!r} cannot be read: {trouble.strerror}"
        return context.fault(what, remedy="put it beside the theme file", at=at)
    if logo.file.lower().endswith(".svg"):
        return _drawing(data, logo, context)
    if not data.startswith(_PICTURES):
        what = f"{logo.file} is neither PNG nor JPEG nor SVG"
        return context.fault(what, remedy="save it as PNG", at=at)
    trouble_words = _picture_trouble(data)
    if trouble_words:
        return context.fault(f"{logo.file} {trouble_words}", remedy="save it anew", at=at)
    return data


def _drawing(data: bytes, logo: LogoFile, context: Context) -> Any:
    at = (*context.at, "file")
    if len(data) > _LARGEST_SVG:
        return context.fault(f"{logo.file} is too large", remedy="save it as PNG", at=at)
    try:
        return read_svg(data)
    except SvgError as error:
        remedy = "simplify it in your drawing program, or save it as PNG"
        for trouble in error.faults:
            context.fault(f"{logo.file}: {trouble}", remedy=remedy, at=at)
        return MISSING


def _picture_trouble(data: bytes) -> str:
    from PIL import Image  # slow to import, and most themes have no logo

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _LARGEST:
                return "has too many pixels"
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "is damaged"
    return ""
