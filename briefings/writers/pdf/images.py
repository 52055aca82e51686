"""Pictures as image objects: a JPEG as it is, anything else as plain colours."""

from __future__ import annotations

import zlib
from hashlib import sha256
from io import BytesIO

from PIL import Image
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObjectReference

from briefings.writers.pdf.objects import stream

__all__ = ["Images"]

_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


class Images:
    """The pictures of a document; one that is shown twice stands in the file once."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._known: dict[bytes, tuple[str, PDFObjectReference]] = {}

    def add(self, data: bytes) -> tuple[str, PDFObjectReference]:
        """The name and the object of a PNG or JPEG file."""
        key = sha256(data).digest()
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (f"Im{len(self._known) + 1}", self._image(data))
        return found

    def _image(self, data: bytes) -> PDFObjectReference:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.format == "JPEG" and image.mode in _SPACES:
                entries = _entries(image, "/DCTDecode")
                return self._document.Reference(stream(entries, data, packed=True))
            seen = image.has_transparency_data
            colours = image.convert("RGBA" if seen else "L" if image.mode == "1" else "RGB")
        entries: dict[str, object] = {}
        if seen:
            mask = colours.getchannel("A")
            entries["SMask"] = self._pixels(mask, {})
            colours = colours.convert("RGB")
        return self._pixels(colours, entries)

    def _pixels(self, image: Image.Image, entries: dict[str, object]) -> PDFObjectReference:
        packed = zlib.compress(image.tobytes())
        entries = {**_entries(image, "/FlateDecode"), **entries}
        return self._document.Reference(stream(entries, packed, packed=True))


def _entries(image: Image.Image, filter_name: str) -> dict[str, object]:
    return {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": image.width,
        "Height": image.height,
        "BitsPerComponent": 8,
        "ColorSpace": _SPACES[image.mode],
        "Filter": filter_name,
    }
