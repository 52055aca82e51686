"""Build targets: one briefing in one format is one file.

A target that fails leaves the file of an earlier build as it was, and never stops the
others.  Files appear whole: they are written beside their name, flushed to the disk and
renamed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from attrs import field, frozen

from briefings.compose import compose, name_faults
from briefings.document import Document, evolve
from briefings.errors import BriefingError, Fault, Place, SpecError
from briefings.records import Dataset
from briefings.saving import save
from briefings.spec import Draft, Spec, draft, structured
from briefings.textfile import place
from briefings.theme import Theme
from briefings.theme import load as load_theme
from briefings.yamlfile import read as read_yaml

__all__ = ["Outcome", "Plan", "build", "documents", "find_specs", "plan", "write_formats"]

_CHARACTER = re.compile(r"\(U\+([0-9A-F]{4,6})\)")


@frozen
class Plan:
    """One spec to build: its file, and the spec or what is wrong with it."""

    path: Path
    spec: Spec | None
    faults: tuple[Fault, ...] = ()
    draft: Draft | None = field(default=None, repr=False)

    def all_faults(self, dataset: Dataset) -> tuple[Fault, ...]:
        """What is wrong with the spec, and every name in it that the data does not know."""
        told = {fault.place for fault in self.faults}
        names = name_faults(self.draft, dataset) if self.draft else ()
        new = [fault for fault in names if fault.place not in told]
        return tuple(sorted([*self.faults, *new], key=_line))


def _line(fault: Fault) -> tuple[int, int]:
    place = fault.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


@frozen
class Outcome:
    """What became of one target, or of a spec that yields none (``path`` is the spec's)."""

    name: str
    path: Path
    format: str = ""
    size: int = 0
    faults: tuple[Fault, ...] = field(default=(), repr=False)
    bug: bool = False  # it failed through a fault of ours

    @property
    def built(self) -> bool:
        return not self.faults


def find_specs(paths: Sequence[Path]) -> list[Path]:
    """The spec files that ``paths`` name; a folder stands for its ``*.yaml`` files.

    Raises SpecError naming every path that is not there or holds none.
    """
    found: list[Path] = []
    faults = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml"))
            found += inside
            if not inside:
                what, remedy = "the folder holds no spec file (*.yaml)", "name a file or a folder"
                faults.append(Fault(what, remedy, place=Place(str(path))))
        elif path.exists():
            found.append(path)
        else:
            remedy = "check the path"
            faults.append(Fault("no such file or folder", remedy=remedy, place=Place(str(path))))
    if faults:
        raise SpecError(faults)
    return list(dict.fromkeys(found))


def plan(paths: Sequence[Path]) -> list[Plan]:
    """Read every spec; one that is broken is told and does not stop the others."""
    plans = []
    names: dict[str, Path] = {}
    for path in paths:
        read = None
        try:
            read = read_yaml(path, SpecError)
            spec = structured(read)
        except SpecError as error:
            plans.append(Plan(path, None, error.faults, draft(read) if read else None))
            continue
        other = names.setdefault(spec.briefing, path)
        if other != path:
            what = f"{spec.briefing!r} is also the name of the briefing in {other}"
            place = spec.place("briefing")
            fault = Fault(what, remedy="give each its own", where="briefing", place=place)
            plans.append(Plan(path, None, (fault,)))
            continue
        plans.append(Plan(path, spec))
    return plans


def documents(spec: Spec, dataset: Dataset, theme: Theme, as_at: date | None) -> Document:
    """The composed document with the words that the theme adds."""
    document = compose(spec, dataset, as_at=as_at)
    return evolve(
        document,
        short_title=document.short_title or theme.header,
        organisation=document.organisation or theme.organisation,
        footer=theme.footer,
    )


def build(
    plans: Iterable[Plan],
    dataset: Dataset,
    out: Path,
    *,
    formats: Sequence[str] = (),
    theme: Path | None = None,
    as_at: date | None = None,
    trace: bool = False,
) -> Iterator[Outcome]:
    """Build every target and tell of each as it is done.

    A bug of ours in one target does not stop the others; with ``trace`` it is raised.
    """
    for one in plans:
        if one.spec is None:
            yield Outcome(one.path.stem, one.path, faults=one.all_faults(dataset))
            continue
        spec = one.spec
        wanted = tuple(formats) or spec.formats
        try:
            style = load_theme(theme or _theme_of(spec))
            document = documents(spec, dataset, style, as_at)
            written = write_formats(document, style, wanted)
        except BriefingError as error:
            faults = tuple(_placed(f, spec) for f in error.faults)
            yield Outcome(spec.briefing, one.path, faults=faults)
            continue
        except Exception as error:
            if trace:
                raise
            yield Outcome(spec.briefing, one.path, faults=(_bug(error, spec),), bug=True)
            continue
        for format_, make in written.items():
            yield _target(spec, out, format_, make, trace)


def _bug(error: Exception, spec: Spec) -> Fault:
    """What is not a user's fault, told as one, so that the rest of a batch goes on."""
    what = f"a bug of ours: {type(error).__name__}: {error}"
    remedy = "run `briefings --trace build` on it and report what that prints"
    return Fault(what, remedy, place=Place(spec.file.name) if spec.file else None)


def _theme_of(spec: Spec) -> Path | None:
    if not spec.theme:
        return None
    path = (Path(spec.file.name).parent if spec.file else Path()) / spec.theme
    if not path.is_file():
        what, remedy = f"there is no theme file {str(path)!r}", "put it beside the spec"
        raise SpecError(Fault(what, remedy, where="theme", place=spec.place("theme")))
    return path


def _placed(fault: Fault, spec: Spec) -> Fault:
    """A fault of a document has no line; it is at least the fault of a file.

    A character that the spec itself holds is told where it stands there.
    """
    if fault.place or spec.file is None:
        return fault
    named = _CHARACTER.search(fault.what)
    character = chr(int(named[1], 16)) if named else ""
    before, found, _ = spec.file.text.partition(character) if character else ("", "", "")
    if not found:
        return evolve(fault, place=Place(spec.file.name))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return evolve(fault, where="", place=place(spec.file.name, spec.file.text, line, column))


def write_formats(
    document: Document, theme: Theme, formats: Sequence[str]
) -> Mapping[str, Callable[[], bytes]]:
    """For each format, what makes its bytes.

    The document is laid out once: Word's contents list takes its page numbers from the
    same pages as the PDF.
    """
    from briefings.layout import lay_out

    laid = lay_out(document, theme)
    settled = laid.document

    def docx() -> bytes:
        from briefings.writers import docx

        return docx.write(settled, theme, laid.page_of)

    def pdf() -> bytes:
        from briefings.writers import pdf

        return pdf.write(laid, theme)

    def html() -> bytes:
        from briefings.writers import html

        return html.write(settled, theme)

    makers = {"docx": docx, "pdf": pdf, "html": html}
    return {f: makers[f] for f in formats}


def _target(spec: Spec, out: Path, format_: str, make: Callable[[], bytes], trace: bool) -> Outcome:
    path = out / f"{spec.briefing}.{format_}"
    try:
        data = make()
        save(path, data)
    except BriefingError as error:
        faults = tuple(_placed(f, spec) for f in error.faults)
        return Outcome(spec.briefing, path, format_, faults=faults)
    except Exception as error:
        if trace:
            raise
        return Outcome(spec.briefing, path, format_, faults=(_bug(error, spec),), bug=True)
    return Outcome(spec.briefing, path, format_, len(data))


def check(
    plan: Plan, dataset: Dataset, *, theme: Path | None = None, as_at: date | None = None
) -> list[Fault]:
    """Every fault of one spec, found by all but writing it."""
    from briefings.layout import lay_out

    if plan.spec is None:
        return list(plan.all_faults(dataset))
    try:
        style = load_theme(theme or _theme_of(plan.spec))
        lay_out(documents(plan.spec, dataset, style, as_at), style)
    except BriefingError as error:
        return [_placed(f, plan.spec) for f in error.faults]
    return []
