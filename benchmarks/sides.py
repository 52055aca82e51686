"""Who is measured: ourselves and the peers, each with one shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from attrs import frozen

__all__ = ["SIDES", "Made", "Session", "Side"]


@frozen
class Made:
    """A pair of files."""

    docx: bytes
    pdf: bytes


class Session(Protocol):
    """A side that is warm: what it reads once has been read."""

    def read(self, source: Path) -> Any:
        """What is to be written, from the side's own input file."""

    def table(self, rows: int, number: int) -> Any:
        """A long table of so many rows."""

    def ready(self, thing: Any) -> Any:
        """What ``docx`` is given: for us on its pages, which the PDF's time counts."""

    def docx(self, thing: Any) -> bytes: ...

    def pdf(self, thing: Any) -> bytes: ...

    def pair(self, thing: Any) -> Made: ...


@frozen
class Side:
    """One way to make a Word file and a PDF."""

    name: str
    title: str
    start: Callable[[Path], Session]  # of a workload's folder
    needs: tuple[str, ...] = ()  # modules
    programs: tuple[str, ...] = ()
    share: float = 1.0  # of the rounds, where the side is slow
    slow: bool = False  # seconds a document: no long table

    def missing(self) -> str:
        """What is not installed, in words."""
        from shutil import which

        gone = [name for name in self.needs if find_spec(name) is None]
        gone += [name for name in self.programs if which(name) is None]
        return f"left out: {', '.join(gone)} not installed" if gone else ""


@frozen
class _Pair:
    """A peer: one library for Word, another for PDF; its input is JSON."""

    folder: Path
    word: Callable[[Any], bytes]
    print: Callable[[Any, bytes], bytes]

    def read(self, source: Path) -> Any:
        return self._content(source.stem)

    def _content(self, name: str) -> Any:
        return json.loads((self.folder / "content" / f"{name}.json").read_bytes())

    def table(self, rows: int, number: int) -> Any:
        return self._content(f"table-{rows}-{number}")

    def ready(self, thing: Any) -> Any:
        return thing

    def docx(self, thing: Any) -> bytes:
        return self.word(thing)

    def pdf(self, thing: Any) -> bytes:
        return self.print(thing, b"")

    def pair(self, thing: Any) -> Made:
        docx = self.word(thing)
        return Made(docx, self.print(thing, docx))


def _peer(word: str, print_: str) -> Callable[[Path], Session]:
    """A pair of makers, imported when it starts: a cold start pays for its own imports alone."""

    def start(folder: Path) -> Session:
        return _Pair(folder, _maker(word, folder), _maker(print_, folder))

    return start


def _maker(path: str, folder: Path) -> Any:
    """A maker, given the folder of the templates."""
    module, name = path.split(":")
    return getattr(import_module(f"benchmarks.peers.{module}"), name)(folder / "templates")


def _ours(folder: Path) -> Session:
    from benchmarks.ours import Ours

    return Ours(folder)


_TEMPLATED = "docxtpl_docx:DocxtplDocx"

SIDES: dict[str, Side] = {
    side.name: side
    for side in (
        Side("briefings", "briefings", _ours),
        Side("typst", "docxtpl + Typst (UA-1)", _peer(_TEMPLATED, "typst_pdf:TypstPdf"),
             ("docxtpl", "typst")),
        Side("platypus", "python-docx calls + platypus",
             _peer("calls_docx:CallsDocx", "platypus_pdf:PlatypusPdf"), share=0.4),
        Side("libreoffice", "docxtpl + LibreOffice",
             _peer(_TEMPLATED, "libreoffice:LibreOfficePdf"),
             ("docxtpl",), ("soffice",), share=0.2, slow=True),
        Side("floor", "floor: strings of XML and of PDF",
             _peer("raw_docx:RawDocx", "raw_pdf:RawPdf")),
    )
}  # fmt: skip
