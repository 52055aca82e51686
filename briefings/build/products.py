"""What a pack has beside its briefings: one document of all, a page that links them, a ZIP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from briefings import archive, packindex
from briefings.build.fingerprint import digest, file_digest, program, same_file
from briefings.build.manifest import BuiltFile, Entry, Manifest
from briefings.build.outcome import Outcome
from briefings.build.plans import Plan
from briefings.build.rendering import styled, write_formats
from briefings.build.staleness import FIRST
from briefings.build.worker import bug, on_place
from briefings.combine import Part, combined
from briefings.compose import drafted
from briefings.document import Document
from briefings.errors import BriefingError, Fault, Place, WriteError
from briefings.pack import Pack
from briefings.reads import digest as bytes_digest
from briefings.records import Dataset
from briefings.saving import save
from briefings.theme import Theme

__all__ = ["Products", "product_names"]

_PARTS = "its parts have changed"


def product_names(pack: Pack) -> dict[str, str]:
    """The names of the files of a pack's own, without their endings, by what they are."""
    whole = (pack.combined.name or pack.pack) if pack.combined else ""
    names = {"combined": whole, "index": f"{pack.pack}-index" if pack.index else "",
             "zip": pack.pack if pack.zip else ""}  # fmt: skip
    return {kind: name for kind, name in names.items() if name}


@frozen
class Products:
    """The products of one pack, whose briefings are built and recorded."""

    pack: Pack
    plans: Sequence[Plan]
    dataset: Dataset
    theme: Theme
    out: Path
    manifest: Manifest
    dry: bool = False
    force: bool = False
    trace: bool = False

    def made(self) -> Iterator[Outcome]:
        """Each product in turn; a later one holds the earlier ones.

        One that fails leaves its earlier file as it was, and those after it are not reached.
        """
        names = product_names(self.pack)
        makers = {"combined": self._combined, "index": self._index, "zip": self._zip}
        for kind, name in names.items():
            try:
                yield from makers[kind](name)
            except BriefingError as error:
                yield self._failed(name, error.faults)
                return
            except Exception as error:
                if self.trace:
                    raise
                yield evolve(self._failed(name, (bug(error, self._place),)), bug=True)
                return

    @property
    def _place(self) -> Place | None:
        return Place(self.pack.file.name) if self.pack.file else None

    def _failed(self, name: str, faults: Sequence[Fault]) -> Outcome:
        path = Path(self.pack.file.name) if self.pack.file else Path(name)
        placed = tuple(f if f.place else evolve(f, place=self._place) for f in faults)
        return Outcome(name, path, faults=placed, state="failed")

    @property
    def _entries(self) -> list[tuple[str, Entry]]:
        return [(p.name, self.manifest.entries[p.name]) for p in self.plans]

    # ---------------------------------------------------------------- one document of all

    def _combined(self, name: str) -> Iterator[Outcome]:
        whole = self.pack.combined
        assert whole
        inputs = digest([
            [(n, e.document) for n, e in self._entries], self._title, whole.subtitle,
            digest(self.theme), program(),
        ])  # fmt: skip

        def make() -> Mapping[str, bytes]:
            document = styled(self._document(), self.theme)
            written = write_formats(document, evolve(self.theme, cover=True), whole.formats)
            return {format_: write() for format_, write in written.items()}

        yield from self._kept("combined", name, inputs, whole.formats, make)

    @property
    def _title(self) -> str:
        whole = self.pack.combined
        return (whole.title if whole else "") or self.pack.title

    def _document(self) -> Document:
        parts = []
        for plan in self.plans:
            assert plan.spec
            try:
                parts.append(Part(plan.name, drafted(plan.spec, self.dataset)))
            except BriefingError as error:
                raise type(error)([on_place(f, plan.spec) for f in error.faults]) from None
        whole = self.pack.combined
        return combined(self._title, parts, subtitle=whole.subtitle if whole else "")

    # ---------------------------------------------------------------------- page and ZIP

    def _index(self, name: str) -> Iterator[Outcome]:
        entries = [self._listed(n, e) for n, e in self._entries]
        kept = self._files("combined")
        whole = packindex.Entry(self._title, _linked(kept)) if kept else None
        # The ZIP holds this page, so the page cannot tell how large the ZIP is.
        inputs = digest([
            [(e.title, [*map(tuple, e.files)], e.group, e.subject, e.as_at) for e in entries],
            [*map(tuple, whole.files)] if whole else [],
            self.pack.title, digest(self.theme), program(),
        ])  # fmt: skip

        def make() -> Mapping[str, bytes]:
            return {"html": packindex.page(self.pack.title, entries, self.theme, whole=whole)}

        yield from self._kept("index", name, inputs, ("html",), make)

    def _listed(self, name: str, entry: Entry) -> packindex.Entry:
        plan = next(p for p in self.plans if p.name == name)
        formats = plan.spec.formats if plan.spec else ()
        files = {str(f): entry.files[f] for f in formats if f in entry.files}
        return packindex.Entry(entry.title, _linked(files), "", entry.about, entry.as_at)

    def _zip(self, name: str) -> Iterator[Outcome]:
        files = [entry.files[f] for (_, entry), plan in zip(self._entries, self.plans, strict=True)
                 for f in (plan.spec.formats if plan.spec else ()) if f in entry.files]  # fmt: skip
        files += [b for kind in ("combined", "index") for b in self._files(kind).values()]
        inputs = digest([(built.path, built.sha256) for built in files])
        path = self.out / f"{name}.zip"
        if (old := self._standing("zip", inputs, ("zip",))) or self.dry:
            yield old or Outcome(name, path, "zip", state="to build", why=(_PARTS,))
            return
        archive.save(path, ((b.path, self._whole(b)) for b in files))
        yield from self._recorded("zip", name, inputs, [path])

    def _whole(self, built: BuiltFile) -> bytes:
        """The bytes of a file, if they are those that were built."""
        data = (self.out / built.path).read_bytes()
        if bytes_digest(data) != built.sha256:
            place = Place(str(self.out / built.path))
            raise WriteError(Fault("the file has changed since it was built",
                                      "build again", place=place))  # fmt: skip
        return data

    # -------------------------------------------------------------------------- recorded

    @property
    def _record(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.manifest.packs.setdefault(self.pack.pack, {})
        return kept

    def _files(self, kind: str) -> dict[str, BuiltFile]:
        kept = self._record.get(kind, {}).get("files", {})
        return {format_: BuiltFile(**built) for format_, built in kept.items()}

    def _standing(self, kind: str, inputs: str, formats: Sequence[str]) -> Outcome | None:
        """The last of a product's files, if all of them stand as they were built."""
        files = self._files(kind)
        if self.force or self._record.get(kind, {}).get("inputs") != inputs:
            return None
        if set(files) != set(formats):
            return None
        if not all(same_file(self.out / b.path, b.sha256) for b in files.values()):
            return None
        format_, built = [*files.items()][-1]
        return Outcome(self.pack.pack, self.out / built.path, format_, built.size,
                       state="up to date", sha256=built.sha256)  # fmt: skip

    def _kept(
        self, kind: str, name: str, inputs: str, formats: Sequence[str], make: Any
    ) -> Iterator[Outcome]:
        if self._standing(kind, inputs, formats):
            for format_, built in self._files(kind).items():
                yield Outcome(name, self.out / built.path, format_, built.size,
                              state="up to date", sha256=built.sha256)  # fmt: skip
            return
        if self.dry:
            for format_ in formats:
                path = self.out / f"{name}.{format_}"
                yield Outcome(name, path, format_, state="to build", why=(_PARTS,))
            return
        paths = []
        for format_, data in make().items():
            paths.append(self.out / f"{name}.{format_}")
            save(paths[-1], data)
        yield from self._recorded(kind, name, inputs, paths)

    def _recorded(
        self, kind: str, name: str, inputs: str, paths: Sequence[Path]
    ) -> Iterator[Outcome]:
        """Write down what files hold that are whole on the disk."""
        why = (FIRST if kind not in self._record else _PARTS,)
        files = {}
        for path in paths:
            format_, size, sha256 = path.suffix[1:], path.stat().st_size, file_digest(path)
            files[format_] = {"path": path.name, "sha256": sha256, "size": size}
            yield Outcome(name, path, format_, size, why=why, sha256=sha256)
        self._record[kind] = {"inputs": inputs, "files": files}
        self.manifest.changed = True


def _linked(files: Mapping[str, BuiltFile]) -> tuple[packindex.File, ...]:
    return tuple(packindex.File(format_, b.path, b.size) for format_, b in files.items())
