"""Pictures as image objects: a JPEG as it is, anything else as plain colours."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from PIL import Image
from reportlab.pdfbase.pdfdoc import PDFDocument

from briefings.writers.pdf.objects import Stream, reference

__all__ = ["Images"]

_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB"}


class Images:
    """The pictures of a document; one that is shown twice stands in the file once."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._known: dict[bytes, tuple[str, Stream]] = {}

    def add(self, data: bytes) -> tuple[str, Stream]:
        """The name and the object of a PNG or JPEG file."""
        key = sha256(data).digest()
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (f"Im{len(self._known) + 1}", self._image(data))
        return found

    def _image(self, data: bytes) -> Stream:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.format == "JPEG" and image.mode in _SPACES:
                return Stream(f"{_entries(image)}/Filter/DCTDecode", data)
            seen_through = image.has_transparency_data
            grey = image.mode in ("1", "L") and not seen_through
            colours = image.convert("RGBA" if seen_through else "L" if grey else "RGB")
        if not seen_through:
            return _pixels(colours)
        mask = reference(self._document, _pixels(colours.getchannel("A")))
        return _pixels(colours.convert("RGB"), f"/SMask {mask}")


def _pixels(image: Image.Image, entries: str = "") -> Stream:
    return Stream.packed(_entries(image) + entries, image.tobytes())


def _entries(image: Image.Image) -> str:
    return (
        f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
        f"/BitsPerComponent 8/ColorSpace/{_SPACES[image.mode]}"
    )
