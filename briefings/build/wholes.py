"""Making what a pack has beside its briefings, of the briefings as the manifest records them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, field, frozen

from briefings import reads
from briefings.build.fingerprint import digest, program
from briefings.build.manifest import BuiltFile, Entry, Manifest
from briefings.build.themes import Themed
from briefings.errors import BriefingError, Fault, Place, WriteError
from briefings.records import Dataset
from briefings.spec import Spec

__all__ = ["Asked", "Maker"]


@frozen
class Asked:
    """A product as it is asked for: plain values, which the manifest keeps.

    ``parts`` are briefings by name, each with the formats that count.
    """

    kind: str  # combined, index or zip
    name: str
    title: str
    subtitle: str
    formats: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    theme: str = ""  # the path of its file

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Asked:
        parts = tuple((name, tuple(formats)) for name, formats in kept["parts"])
        return cls(**{**kept, "formats": tuple(kept["formats"]), "parts": parts})


@frozen
class Maker:
    """Makes the products of one pack.  ``specs`` gives the spec of a briefing by its name."""

    pack: str
    manifest: Manifest
    dataset: Dataset
    style: Themed
    specs: Callable[[str], Spec] = field(repr=False)

    def inputs(self, asked: Asked) -> dict[str, str]:
        """Digests of all that decides the bytes of a product."""
        words = {"title": digest((asked.title, asked.subtitle))}
        painted = {"theme": self.style.digest, "program": digest(program())}
        match asked.kind:
            case "combined":
                parts = [(name, entry.document) for name, entry, _ in self._parts(asked)]
                return {**words, "parts": digest(parts), **painted}
            case "index":
                listed = [(e.title, e.about, e.as_at, _sizes(f)) for _, e, f in self._parts(asked)]
                whole = _sizes(self.files("combined"))
                return {**words, "parts": digest((listed, whole)), **painted}
            case _:
                return {"parts": digest([(b.path, b.sha256) for b in self._packed(asked)])}

    def made(self, asked: Asked) -> Mapping[str, bytes]:
        """The bytes of each format of a combined document or an index page."""
        return self._combined(asked) if asked.kind == "combined" else {"html": self._index(asked)}

    def packed(self, asked: Asked) -> Iterator[tuple[str, bytes]]:
        """The files of a ZIP, each read when it is asked for.

        Raises WriteError for one that is not what was built.
        """
        for built in self._packed(asked):
            path = self.manifest.folder / built.path
            try:
                data = path.read_bytes()
            except OSError as error:
                raise WriteError(_changed(path, error.strerror or str(error))) from None
            if reads.digest(data) != built.sha256:
                raise WriteError(_changed(path, "it has changed since it was built"))
            yield built.path, data

    def files(self, kind: str) -> dict[str, BuiltFile]:
        """The files of an earlier product of the pack, by format."""
        return self.manifest.products(self.pack, kind)

    # ------------------------------------------------------------------------ making

    def _parts(self, asked: Asked) -> Iterator[tuple[str, Entry, dict[str, BuiltFile]]]:
        for name, formats in asked.parts:
            entry = self.manifest.entries[name]
            yield name, entry, {f: entry.files[f] for f in formats if f in entry.files}

    def _packed(self, asked: Asked) -> list[BuiltFile]:
        """The briefings, then what the pack has made of them before."""
        found = [built for _, _, files in self._parts(asked) for built in files.values()]
        return [*found, *self.files("combined").values(), *self.files("index").values()]

    def _combined(self, asked: Asked) -> Mapping[str, bytes]:
        from briefings.build.rendering import styled, write_formats
        from briefings.combine import combined

        parts = [*self._drafted(asked)]
        document = styled(combined(asked.title, parts, subtitle=asked.subtitle), self.style.theme)
        theme = evolve(self.style.theme, cover=True)
        written = write_formats(document, theme, asked.formats)
        return {format_: write() for format_, write in written.items()}

    def _drafted(self, asked: Asked) -> Iterator[Any]:
        from briefings.build.worker import on_place
        from briefings.combine import Part
        from briefings.compose import drafted

        for name, _ in asked.parts:
            spec = self.specs(name)
            try:
                yield Part(name, drafted(spec, self.dataset))
            except BriefingError as error:
                raise type(error)([on_place(f, spec) for f in error.faults]) from None

    def _index(self, asked: Asked) -> bytes:
        # The ZIP holds this page, so the page cannot tell how large the ZIP is.
        from briefings import packindex

        entries = [packindex.Entry(e.title, _linked(files), "", e.about, e.as_at)
                   for _, e, files in self._parts(asked)]  # fmt: skip
        kept = self.files("combined")
        whole = packindex.Entry(asked.title, _linked(kept)) if kept else None
        return packindex.page(asked.title, entries, self.style.theme, whole=whole)


def _sizes(files: Mapping[str, BuiltFile]) -> list[tuple[str, str, int]]:
    return [(format_, built.path, built.size) for format_, built in files.items()]


def _linked(files: Mapping[str, BuiltFile]) -> tuple[Any, ...]:
    from briefings.packindex import File

    return tuple(File(*sizes) for sizes in _sizes(files))


def _changed(path: Path, why: str) -> Fault:
    return Fault(f"the file cannot be packed: {why}", "build again", place=Place(str(path)))
