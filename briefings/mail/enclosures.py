"""The files that go with a mail, each bound by its hash to what was built for the recipient."""

from __future__ import annotations

import hashlib
import io
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from briefings.errors import Fault, MailError, Place
from briefings.mail.built import Built

__all__ = ["MEDIA", "Bound", "Enclosure", "as_files", "as_zip", "bind", "encoded_size"]

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "zip": "application/zip",
}
_LINE = 76  # characters of base64 in a line


@frozen
class Bound:
    """A file by its path in the output folder, and what it held when it was built."""

    path: str
    sha256: str
    size: int
    name: str
    format: str

    def data(self, folder: Path) -> bytes:
        """The file's bytes, if they are still those.  Raises MailError."""
        path = folder / self.path
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            what = f"the file to attach cannot be read: {reason}"
            raise MailError(Fault(what, "build the pack again", place=Place(str(path)))) from None
        if hashlib.sha256(data).hexdigest() != self.sha256:
            what = "the file is not the one that was built for this recipient"
            remedy = "build the pack again, and send what comes of it"
            raise MailError(Fault(what, remedy, place=Place(str(path))))
        return data


@frozen
class Enclosure:
    """One attachment: a file, or several in a ZIP file."""

    name: str
    format: str
    files: tuple[Bound, ...]

    def data(self, folder: Path) -> bytes:
        """The attachment's bytes.  Raises MailError if a file has changed."""
        if self.format != "zip":
            return self.files[0].data(folder)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for file in self.files:
                entry = zipfile.ZipInfo(file.name)  # of 1980: the same bytes on every run
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file.data(folder))
        return stream.getvalue()

    def as_json(self) -> dict[str, Any]:
        files = [[f.path, f.sha256, f.size, f.name, f.format] for f in self.files]
        return {"name": self.name, "format": self.format, "files": files}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Enclosure:
        files = tuple(Bound(*file) for file in value["files"])
        return cls(value["name"], value["format"], files)


def bind(built: Iterable[Built], folder: Path) -> list[Bound]:
    """The files of ``built``, under names that are told apart in one mail."""
    found: list[Bound] = []
    taken: set[str] = set()
    for one in built:
        name, number = one.path.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{one.path.stem}-{number}{one.path.suffix}"
        taken.add(name.casefold())
        path = one.path.relative_to(folder) if one.path.is_relative_to(folder) else one.path
        found.append(Bound(path.as_posix(), one.sha256, one.size, name, one.format))
    return found


def as_files(files: Iterable[Bound]) -> tuple[Enclosure, ...]:
    """Each file an attachment of its own."""
    return tuple(Enclosure(file.name, file.format, (file,)) for file in files)


def as_zip(files: Sequence[Bound], name: str) -> Enclosure:
    """All files in one."""
    return Enclosure(f"{name}.zip", "zip", tuple(files))


def encoded_size(enclosure: Enclosure, folder: Path) -> int:
    """How many bytes the attachment takes in a mail."""
    plain = enclosure.format != "zip"
    size = enclosure.files[0].size if plain else len(enclosure.data(folder))
    characters = 4 * -(-size // 3)
    return characters + 2 * -(-characters // _LINE)


def encoded(data: bytes) -> bytes:
    """``data`` in base64, in lines as a mail has them."""
    text = b64encode(data)
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    return b"\r\n".join([*lines, b""])
