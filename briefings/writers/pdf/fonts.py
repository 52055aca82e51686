"""Embedding fonts: each document carries the glyphs that it shows, and what they mean."""

from __future__ import annotations

import zlib
from functools import lru_cache

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from briefings.layout.faces import Face
from briefings.writers.pdf.objects import Raw, Stream, reference
from briefings.writers.pdf.syntax import escaped

__all__ = ["Typesetter", "embed_font"]

_SYMBOLIC, _NONSYMBOLIC = 4, 32


class Typesetter:
    """Text in the codes that one document gives the characters of its fonts."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._names: dict[tuple[Face, int], str] = {}
        self._shown: dict[tuple[Face, str], list[tuple[int, str]]] = {}

    def font(self, face: Face, part: int) -> str:
        """The name of a font, or of a further part of it where 256 codes were not enough."""
        name = self._names.get((face, part))
        if name is None:
            name = self._names[face, part] = face.font.getSubsetInternalName(part, self._document)
        return name

    def show(self, face: Face, text: str) -> list[tuple[int, str]]:
        """``text`` as strings, each with the part of the font that it is in."""
        if text.isascii():
            return [(0, escaped(text))]
        key = (face, text)
        found = self._shown.get(key)
        if found is None:
            parts = face.font.splitString(text, self._document)
            found = self._shown[key] = [(part, _octal(codes)) for part, codes in parts]
        return found


def _octal(codes: bytes) -> str:
    """A string of any codes, written in ASCII."""
    return "".join(escaped(chr(code)) if 32 <= code < 127 else f"\\{code:03o}" for code in codes)


def embed_font(font: TTFont, document: PDFDocument) -> dict[str, Raw]:
    """The font's objects by name: a subset a part, with the meaning of every code in use."""
    state = font.state[document]
    state.frozen = 1
    parts = [
        (font.getSubsetInternalName(part, document), _font_object(font, part, codes, document))
        for part, codes in enumerate(map(tuple, state.subsets))
    ]
    del font.state[document]
    return dict(parts)


def _font_object(font: TTFont, part: int, codes: tuple[int, ...], document: PDFDocument) -> Raw:
    face = font.face
    tag = "".join(chr(65 + int(digit)) for digit in f"{part:06d}")
    base = f"{tag}+{face.name.decode('ascii')}"
    packed, size = _subset(font, codes)
    program = Stream(f"/Length1 {size}/Filter/FlateDecode", packed)
    meaning = Stream.packed("", _to_unicode(codes))
    box = " ".join(str(round(edge)) for edge in face.bbox)
    descriptor = Raw(
        f"<</Type/FontDescriptor/FontName/{base}/Flags {face.flags & ~_NONSYMBOLIC | _SYMBOLIC}"
        f"/FontBBox[{box}]/ItalicAngle {face.italicAngle:g}/Ascent {face.ascent:g}"
        f"/Descent {face.descent:g}/CapHeight {face.capHeight:g}/StemV {face.stemV:g}"
        f"/MissingWidth {face.defaultWidth:g}/FontFile2 {reference(document, program)}>>"
    )
    widths = " ".join(f"{face.charWidths.get(code, face.defaultWidth):g}" for code in codes)
    return Raw(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{base}"
        f"/FirstChar 0/LastChar {len(codes) - 1}/Widths[{widths}]"
        f"/FontDescriptor {reference(document, descriptor)}"
        f"/ToUnicode {reference(document, meaning)}>>"
    )


@lru_cache(maxsize=24)
def _subset(font: TTFont, codes: tuple[int, ...]) -> tuple[bytes, int]:
    """The packed font program of these characters, and its size unpacked."""
    program = font.face.makeSubset(list(codes))
    return zlib.compress(program), len(program)


def _to_unicode(codes: tuple[int, ...]) -> bytes:
    """The character of each code in use; codes that were never given out stay out."""
    known = [(n, code) for n, code in enumerate(codes) if code]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for start in range(0, len(known), 100):
        chunk = known[start : start + 100]
        lines.append(f"{len(chunk)} beginbfchar")
        lines += [f"<{n:02X}> <{chr(code).encode('utf-16-be').hex()}>" for n, code in chunk]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
