"""PDF objects of our own beside those of reportlab."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

__all__ = ["END_OF_STREAM", "Numbers", "Raw", "Stream", "number", "reference"]

# CR and LF both: data may end in a CR, which a lone LF would join to itself.
END_OF_STREAM = b"\r\nendstream"

Numbers: TypeAlias = "Callable[[PDFDocument], str]"


class Raw(PDFObject):
    """An object that is written by a function once the numbers of all objects are known."""

    def __init__(self, build: Numbers | str) -> None:
        self._build = build

    def format(self, document: PDFDocument) -> bytes:
        """The object's body."""
        text = self._build if isinstance(self._build, str) else self._build(document)
        return text.encode("ascii")


class Stream(PDFObject):
    """A stream: the entries of its dictionary but for its length, and its content.

    reportlab's own puts no end of line before ``endstream``, which an archival file must have.
    """

    def __init__(self, entries: str, content: bytes) -> None:
        self._entries, self._content = entries, content

    @classmethod
    def packed(cls, entries: str, content: bytes) -> Stream:
        """A stream whose content is compressed here."""
        return cls(f"{entries}/Filter/FlateDecode", zlib.compress(content))

    def format(self, document: PDFDocument) -> bytes:
        """The object's body."""
        head = f"<<{self._entries}/Length {len(self._content)}>>\nstream\n"
        return head.encode("ascii") + self._content + END_OF_STREAM


def number(document: PDFDocument, thing: PDFObject) -> int:
    """The number of an object, which the document holds from now on."""
    known: Any = document
    name: str = known.Reference(thing).name
    return document.idToObjectNumberAndVersion[name][0]


def reference(document: PDFDocument, thing: PDFObject) -> str:
    """A reference to an object, as it is written."""
    return f"{number(document, thing)} 0 R"
