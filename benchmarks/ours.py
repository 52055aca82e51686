"""Our own side, through the whole product: from a spec and the data to checked, tagged files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.grid import long_table
from benchmarks.sides import Made
from briefings import theme
from briefings.compose import compose
from briefings.dataset import load as load_data
from briefings.document import Document
from briefings.executors.worker import settle
from briefings.layout import Layout, lay_out
from briefings.spec import load as load_spec
from briefings.writers import docx, pdf

__all__ = ["Ours"]


class Ours:
    """A process that has read its data; each spec is read, checked and composed anew."""

    def __init__(self, folder: Path) -> None:
        self._data = load_data([folder / "data"], bundled=False)
        self._theme = theme.load(None)
        settle()  # as a worker of the product does

    def read(self, source: Path) -> Document:
        return compose(load_spec(source), self._data)

    def table(self, rows: int, number: int) -> Document:
        return long_table(rows, number)

    def ready(self, thing: Any) -> Layout:
        return lay_out(thing, self._theme)

    def docx(self, thing: Any) -> bytes:
        return docx.write(thing.document, self._theme, thing.page_of)

    def pdf(self, thing: Any) -> bytes:
        return pdf.write(lay_out(thing, self._theme), self._theme)

    def pair(self, thing: Any) -> Made:
        laid = lay_out(thing, self._theme)
        return Made(self.docx(laid), pdf.write(laid, self._theme))
