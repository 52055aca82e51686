"""Reading the provenance back out of a built file, and finding facts in it."""

from __future__ import annotations

import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

from briefings.errors import BriefingError, Fault, Place
from briefings.provenance import NAMESPACE, Evidence, Provenance

__all__ = ["find", "parse", "read"]

_LARGEST = 50_000_000  # bytes of provenance, unpacked: a file may come from anywhere
_IN_PDF = re.compile(rb"<provenance:facts>([A-Za-z0-9+/=\s]*)</provenance:facts>")
_IN_HTML = re.compile(r'<script type="application/json" id="provenance">(.*?)</script>', re.S)
_IN_WORD = re.compile(
    rf'<(?:\w+:)?provenance xmlns(?::\w+)?="{re.escape(NAMESPACE)}"[^>]*>(.*?)</', re.S
)


def read(path: Path) -> Provenance:
    """The provenance that the Word, PDF or HTML file at ``path`` holds.

    Raises BriefingError where the file cannot be read, or holds none.
    """
    try:
        data = path.read_bytes()
    except OSError as trouble:
        what = f"the file cannot be read: {trouble.strerror}"
        raise _error(path, what, "check the path") from None
    return parse(data, path)


def parse(data: bytes, path: Path) -> Provenance:
    """The provenance in the bytes of a built file; ``path`` stands in faults."""
    remedy = "build it again, and give the file as it was built"
    try:
        text = _reader(data)(data)
        if text is None:
            raise _error(path, "the file does not say where its facts come from", remedy)
        return Provenance.loads(text)
    except (ValueError, KeyError, zlib.error, zipfile.BadZipFile) as trouble:
        what = f"what the file says of its facts is damaged: {trouble}"
        raise _error(path, what, remedy) from None


def _error(path: Path, what: str, remedy: str) -> BriefingError:
    return BriefingError(Fault(what, remedy, place=Place(str(path))))


def _reader(data: bytes) -> Callable[[bytes], str | None]:
    if data.startswith(b"PK\x03\x04"):
        return _word
    return _pdf if data.startswith(b"%PDF-") else _html


def _word(data: bytes) -> str | None:
    """Of the custom parts, which Word may number anew, the one in our namespace."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for entry in package.infolist():
            if re.fullmatch(r"customXml/item\d+\.xml", entry.filename):
                if entry.file_size > _LARGEST:
                    raise ValueError("it is too large")
                found = _IN_WORD.search(package.read(entry).decode("utf-8", "replace"))
                if found:
                    return unescape(found[1])
    return None


def _pdf(data: bytes) -> str | None:
    found = _IN_PDF.search(data)
    if found is None:
        return None
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(b64decode(found[1]), _LARGEST)
    if not unpacker.eof:
        raise ValueError("it is cut short, or too large")
    return text.decode()


def _html(data: bytes) -> str | None:
    found = _IN_HTML.search(data.decode("utf-8", "replace"))
    return found[1] if found else None


# ------------------------------------------------------------------------------ finding


def find(kept: Provenance, query: str) -> list[Evidence]:
    """The facts that ``query`` is about: a value, a provider, a standard, a measure, a source.

    A query of several parts ("Merseyside 2.2") finds the facts that have all of them, if
    none has them as they stand together.
    """
    numbers = {source.id: f"[{source.number}] {source.words}" for source in kept.sources}
    pages = [(_fields(fact, numbers), fact) for fact in kept.facts]
    whole = [fact for page, fact in pages if _holds(page, query)]
    if whole:
        return whole
    return [f for page, f in pages if all(_holds(page, word) for word in query.split())]


def _fields(fact: Evidence, sources: dict[str, str]) -> str:
    who = (fact.provider, fact.name, fact.inspection)
    what = (fact.metric, fact.label, fact.value, fact.basis, fact.period)
    cited = (f"{source} {sources.get(source, '')}" for source in fact.sources)
    return _folded("\n".join([*who, *what, f"{fact.file}: {fact.path}", *cited]))


def _holds(page: str, words: str) -> bool:
    """Whether ``words`` stand in ``page`` whole: 2.2 is not in 12.2, nor 79 in 179 or 7.9."""
    wanted = re.escape(_folded(words))
    return bool(re.search(rf"(?<!\w)(?<!\d[.,]){wanted}(?!\w)(?![.,]\d)", page))


def _folded(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", re.sub(r"\s*per cent\b", "%", text.casefold()))
