"""The small change of a PDF file: strings, numbers and colours as its syntax has them."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["colour", "text_string"]

_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\n": "\\n", "\r": "\\r"})


def text_string(text: str) -> str:
    """A string for readers (a title, an alternative text), in ASCII or in UTF-16."""
    if text.isascii():
        return f"({text.translate(_ESCAPES)})"
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def escaped(text: str) -> str:
    """ASCII ``text`` as it stands between the brackets of a string."""
    if "(" in text or ")" in text or "\\" in text:
        return text.translate(_ESCAPES)
    return text


@lru_cache(maxsize=256)
def colour(code: str) -> str:
    """``#RRGGBB`` as three operands."""
    parts = (int(code[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return " ".join(f"{part:.4g}" for part in parts)
