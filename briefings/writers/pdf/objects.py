"""PDF objects of our own beside those of reportlab."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFObject, PDFStream

__all__ = ["Raw", "plain_stream", "stream"]


class Raw(PDFObject):
    """An object that is written by a function once the numbers of all objects are known."""

    __RefOnly__ = 1  # always an indirect object

    def __init__(self, build: Callable[[PDFDocument], str]) -> None:
        self._build = build

    def format(self, document: PDFDocument) -> bytes:
        return self._build(document).encode("ascii")


def stream(entries: Mapping[str, object], content: bytes, *, packed: bool = False) -> PDFStream:
    """A stream, compressed here unless ``content`` already is."""
    dictionary = PDFDictionary({"Filter": "/FlateDecode", **entries})
    return PDFStream(dictionary, content if packed else zlib.compress(content))


def plain_stream(entries: Mapping[str, object], content: bytes) -> PDFStream:
    """A stream that stays legible."""
    return PDFStream(PDFDictionary(dict(entries)), content)
