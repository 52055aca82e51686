"""An organisation's own Word file, looked at before anything is made of it.

What could run, or reach out of the file, is refused: macros, a template attached to the
template, pictures and objects that lie elsewhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from attrs import field, frozen

from briefings.context import Context

__all__ = ["WordTemplate", "template_hook", "template_trouble"]

_LARGEST = 100_000_000  # bytes, unpacked
_MAIN = "word/document.xml"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_KINDS = ("document.main+xml", "template.main+xml")
_LINK = "/hyperlink"
_STRICT = b"http://purl.oclc.org/ooxml/"
_REMEDIES = {
    "macros": "save it as Word document (.docx), without macros",
    "strict": "save it as Word document (.docx), not as Strict Open XML",
    "attached": "take the attached template off (Developer, Document Template), and save it again",
    "elsewhere": "put the picture or object into the file itself, and save it again",
    "kind": "give a Word document (.docx)",
    "damaged": "open it in Word, and save it anew",
}


@frozen
class WordTemplate:
    """A Word file whose styles, headers, footers and cover a briefing takes over."""

    name: str
    data: bytes = field(repr=False)


def template_hook(value: Any, context: Context, folder: Path) -> Any:
    """The Word file that a theme names, beside the theme file."""
    if not isinstance(value, str) or not value:
        return context.fault("this is no name of a Word file", remedy=_REMEDIES["kind"])
    try:
        data = (folder / value).read_bytes()
    except OSError as refusal:
        what = f"the Word file {value!r} cannot be read: {refusal.strerror}"
        return context.fault(what, remedy="put it beside the theme file")
    trouble, remedy = template_trouble(data)
    if trouble:
        return context.fault(f"{value} {trouble}", remedy=_REMEDIES[remedy])
    return WordTemplate(value, data)


def template_trouble(data: bytes) -> tuple[str, str]:
    """Why a file cannot be a template, and the key of what to do; or twice nothing."""
    if data.startswith(_OLD_WORD):
        return "is an old Word file (.doc), or locked with a password", "kind"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                return "is too large", "damaged"
            return next(_troubles(package), ("", ""))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return "is no Word file, or is damaged", "damaged"


def _troubles(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = package.namelist()
    if len(names) != len(set(names)):
        yield "holds a part twice", "damaged"
    if "[Content_Types].xml" not in names or _MAIN not in names:
        yield "is no Word document", "kind"
        return
    kinds = package.read("[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in kinds or any("vbaProject" in name for name in names):
        yield "holds macros", "macros"
    if not any(kind in kinds for kind in _KINDS):
        yield "is no Word document", "kind"
    for name in names:
        if name.endswith((".xml", ".rels")):
            yield from _xml_troubles(name, package.read(name))


def _xml_troubles(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    external: list[tuple[str, str]] = []
    doctypes: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship") and attributes.get("TargetMode") == "External":
            external.append((attributes.get("Type", ""), attributes.get("Target", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start if name.endswith(".rels") else None
    parser.StartDoctypeDeclHandler = lambda *said: doctypes.append(str(said[0]))
    try:
        parser.Parse(content, True)
    except expat.ExpatError as trouble:
        yield f"is damaged: {name}: {trouble}", "damaged"
    if doctypes:
        yield f"is no Word document: {name} declares a document type", "damaged"
    if name == _MAIN and _STRICT in content:
        yield "is in Strict Open XML", "strict"
    for kind, target in external:
        if kind.endswith("/attachedTemplate"):
            yield f"takes its looks from another file ({target})", "attached"
        elif not kind.endswith(_LINK):
            yield f"shows something that lies elsewhere ({target})", "elsewhere"
