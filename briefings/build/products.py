"""What a pack has beside its briefings: one document of all, a page that links them, a ZIP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from briefings.build.fingerprint import file_digest, same_file
from briefings.build.manifest import BuiltFile, Manifest
from briefings.build.outcome import Outcome, State
from briefings.build.staleness import FIRST
from briefings.build.themes import Themes
from briefings.build.wholes import Asked, Maker
from briefings.errors import BriefingError, Fault, Place
from briefings.executors import Limits, Work, in_process
from briefings.pack import Pack
from briefings.records import Dataset
from briefings.saving import save

if TYPE_CHECKING:
    from briefings.build.plans import Plan

__all__ = ["CHANGES", "Products"]

CHANGES = {
    "parts": "its parts have changed",
    "title": "its title has changed",
    "theme": "the theme has changed",
    "program": "the program has changed",
}


@frozen
class Products:
    """The products of one pack, whose briefings are built and recorded."""

    pack: Pack
    plans: Sequence[Plan]
    dataset: Dataset
    themes: Themes
    out: Path
    manifest: Manifest
    dry: bool = False
    force: bool = False
    trace: bool = False
    given: str = ""  # a theme in place of the pack's own
    limits: Limits = field(factory=Limits)
    origin: Mapping[str, object] = field(factory=dict)

    def made(self) -> Iterator[Outcome]:
        """Each product in turn; a later one holds the earlier ones.

        One that fails leaves its earlier file as it was, and those after it are not reached.
        """
        every = [*self._every()]
        for number, asked in enumerate(every):
            try:
                yield from self._product(asked)
            except BriefingError as error:
                yield self._failed(asked.name, error.faults)
                why = f"waits for {asked.name}"
                yield from self._waiting(every[number + 1 :], "not reached", why)
                return

    def waiting(self, state: State, why: str) -> Iterator[Outcome]:
        """Each product, as long as its parts are not what it is to be made of."""
        yield from self._waiting([*self._every()], state, why)

    def _waiting(self, every: Sequence[Asked], state: State, why: str) -> Iterator[Outcome]:
        for asked in every:
            files = self.manifest.products(self.pack.pack, asked.kind)
            for format_ in asked.formats:
                size = files[format_].size if format_ in files else 0
                yield Outcome(asked.name, self._at(asked, format_), format_, size, state=state,
                              why=(why,))  # fmt: skip

    def _every(self) -> Iterator[Asked]:
        for kind, name in self.pack.products.items():
            yield self._asked(kind, name)

    def _at(self, asked: Asked, format_: str) -> Path:
        return self.out / f"{asked.name}.{format_}"

    def _failed(self, name: str, faults: Sequence[Fault]) -> Outcome:
        place = Place(self._path)
        placed = tuple(f if f.place else evolve(f, place=place) for f in faults)
        bug = any(fault.what.startswith("a bug of ours") for fault in faults)
        return Outcome(name, Path(self._path), faults=placed, state="failed", bug=bug)

    @property
    def _path(self) -> str:
        return self.pack.file.name if self.pack.file else self.pack.pack

    @property
    def _theme(self) -> str:
        return self.given or ((self.pack.folder / self.pack.theme).as_posix()
                              if self.pack.theme else "")  # fmt: skip

    def _asked(self, kind: str, name: str) -> Asked:
        whole = self.pack.combined
        title = whole.title if whole and kind == "combined" else ""
        formats: dict[str, tuple[str, ...]] = {"index": ("html",), "zip": ("zip",)}
        return Asked(
            kind=kind,
            name=name,
            title=title or self.pack.title,
            subtitle=whole.subtitle if whole and kind == "combined" else "",
            formats=formats.get(kind, whole.formats if whole else ()),
            parts=tuple((p.name, p.spec.formats) for p in self.plans if p.spec),
            theme=self._theme,
        )

    @property
    def _maker(self) -> Maker:
        specs = {plan.name: plan.spec for plan in self.plans if plan.spec}
        style = self.themes.at(Path(self._theme) if self._theme else None)
        return Maker(self.pack.pack, self.manifest, self.dataset, style, specs.__getitem__)

    # ------------------------------------------------------------------------ one of them

    def _product(self, asked: Asked) -> Iterator[Outcome]:
        maker = self._maker
        inputs = maker.inputs(asked)
        why = self._why(asked, inputs)
        files = maker.files(asked.kind)
        if not why:
            for format_, built in files.items():
                yield Outcome(asked.name, self.out / built.path, format_, built.size,
                              state="up to date", sha256=built.sha256)  # fmt: skip
            return
        if self.dry:
            yield from self._waiting([asked], "to build", "; ".join(why))
            return
        paths = {format_: self._at(asked, format_) for format_ in asked.formats}
        self._written(maker, asked, paths)
        yield from self._recorded(asked, inputs, paths, why)

    def _why(self, asked: Asked, inputs: Mapping[str, str]) -> tuple[str, ...]:
        """Why the product has to be made; nothing where it stands as it was made."""
        kept = self._record.get(asked.kind)
        if kept is None:
            return (FIRST,)
        if self.force:
            return ("--force was given",)
        before = kept["digests"]
        if changed := [words for name, words in CHANGES.items()
                       if before.get(name) != inputs.get(name)]:  # fmt: skip
            return tuple(changed)
        files = self.manifest.products(self.pack.pack, asked.kind)
        if {f: b.path for f, b in files.items()} != {f: f"{asked.name}.{f}" for f in asked.formats}:
            return ("its name or its formats have changed",)
        return tuple(self._lacking(built) for built in files.values() if self._lacking(built))

    def _lacking(self, built: BuiltFile) -> str:
        path = self.out / built.path
        if not path.exists():
            return f"{path} is not there"
        return "" if same_file(path, built.sha256) else f"{path} is not the file that was built"

    def _written(self, maker: Maker, asked: Asked, paths: Mapping[str, Path]) -> None:
        from briefings import archive

        if asked.kind == "zip":
            archive.save(paths["zip"], maker.packed(asked))
            return
        for format_, data in self._limited(maker, asked).items():
            save(paths[format_], data)

    def _limited(self, maker: Maker, asked: Asked) -> Mapping[str, bytes]:
        """Made within the limits of as many briefings as it holds.  Raises BriefingError."""
        seconds, megabytes, parts = self.limits.seconds, self.limits.megabytes, len(asked.parts)
        limits = Limits(seconds and seconds * parts, megabytes and megabytes * parts)
        work: Work[None, Asked, Mapping[str, bytes] | BriefingError] = Work(
            lambda: None, lambda _, asked: _told(maker, asked)
        )
        (done,) = in_process().run(work, [asked], limits)
        if done.failure:
            raise BriefingError(self._fault(asked, done.failure))
        if isinstance(done.result, BriefingError):
            raise done.result
        return done.result or {}

    def _fault(self, asked: Asked, failure: Any) -> Fault:
        if failure.kind != "bug":
            remedy = "raise the limit, or leave `combined` out of the pack"
            return Fault(f"{asked.name}: {failure.what}", remedy)
        if self.trace:
            raise RuntimeError(f"{failure.what}\n{failure.traceback}")
        remedy = "run `briefings --trace build` on it and report what that prints"
        return Fault(f"a bug of ours: {failure.what}", remedy)

    # -------------------------------------------------------------------------- recorded

    @property
    def _record(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.manifest.packs.get(self.pack.pack, {})
        return kept

    def _recorded(
        self, asked: Asked, inputs: Mapping[str, str], paths: Mapping[str, Path],
        why: tuple[str, ...],
    ) -> Iterator[Outcome]:  # fmt: skip
        """Write down what files hold that are whole on the disk."""
        files = {}
        for format_, path in paths.items():
            size, sha256 = path.stat().st_size, file_digest(path)
            files[format_] = {"path": path.relative_to(self.out).as_posix(), "sha256": sha256,
                              "size": size}  # fmt: skip
            yield Outcome(asked.name, path, format_, size, why=why, sha256=sha256)
        kept = {
            "inputs": inputs["parts"],
            "digests": dict(inputs),
            "files": files,
            "asked": asked.as_json(),
            "spec": self._path,
            "why": list(why),
            **self.origin,
        }
        self.manifest.packs.setdefault(self.pack.pack, {})[asked.kind] = kept
        self.manifest.changed = True


def _told(maker: Maker, asked: Asked) -> Mapping[str, bytes] | BriefingError:
    """What a user can put right is no bug, and so is not raised inside an executor."""
    try:
        return maker.made(asked)
    except BriefingError as error:
        return error
