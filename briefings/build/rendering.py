"""From a spec to bytes: pure, so that any process on any machine gives the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from briefings.document import Document, evolve
from briefings.errors import Fault, SpecError
from briefings.records import Dataset
from briefings.spec import Spec
from briefings.theme import Theme

__all__ = ["documents", "styled", "theme_of", "write_formats"]


def documents(spec: Spec, dataset: Dataset, theme: Theme, as_at: date | None) -> Document:
    """The composed document with the words that the theme adds."""
    from briefings.compose import compose  # much to import for a build that has nothing to do

    return styled(compose(spec, dataset, as_at=as_at), theme)


def styled(document: Document, theme: Theme) -> Document:
    """``document`` with the words that the theme adds."""
    return evolve(
        document,
        short_title=document.short_title or theme.header,
        organisation=document.organisation or theme.organisation,
        footer=theme.footer,
    )


def theme_of(spec: Spec) -> Path | None:
    """The theme file that the spec names; raises SpecError where there is none."""
    if not spec.theme:
        return None
    path = (Path(spec.file.name).parent if spec.file else Path()) / spec.theme
    if not path.is_file():
        what, remedy = f"there is no theme file {str(path)!r}", "put it beside the spec"
        raise SpecError(Fault(what, remedy, where="theme", place=spec.place("theme")))
    return path


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
