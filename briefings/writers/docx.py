"""Word: a document as one ``.docx`` file."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.document import Document
from briefings.errors import WriteError
from briefings.theme import Theme
from briefings.writers.docx_body import BodyWriter, illegal
from briefings.writers.docx_flow import Flow
from briefings.writers.docx_frame import Frame
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.docx_ledger import Ledger
from briefings.writers.docx_package import WordPackage
from briefings.writers.docx_title import add_title
from briefings.writers.ooxml import NAMESPACES, IllegalCharacterError
from briefings.writers.ooxml_check import check_body
from briefings.writers.template import template_for

__all__ = ["write"]

_SPACES = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def write(document: Document, theme: Theme, page_of: Mapping[str, int]) -> bytes:
    """``document`` as a Word file.

    ``page_of`` gives the page of each target (``section:summary``), as the layout knows it,
    for the contents list.  The same arguments give the same bytes.
    """
    try:
        return _write(document, theme, page_of)
    except IllegalCharacterError as fault:
        raise WriteError(illegal(fault, "title block, running heads or properties")) from None


def _write(document: Document, theme: Theme, page_of: Mapping[str, int]) -> bytes:
    template = template_for(theme, document.language)
    package = WordPackage(template, document)
    ledger = Ledger(package.link)
    inlines = InlineWriter(theme, template.styles, ledger)
    frame = Frame(document, theme, package, max(page_of.values(), default=1))
    flow = Flow(theme, frame)
    add_title(flow, document, theme, inlines, package, ledger)
    writer = BodyWriter(theme, template.styles, package, ledger, inlines, flow, page_of)
    writer.blocks(document.blocks)
    if writer.faults:
        raise WriteError(writer.faults)
    body = f"<w:document{_SPACES}><w:body>{flow.finish()}</w:body></w:document>"
    if faults := check_body(body, package.relations()):
        raise WriteError(faults)
    return package.finish(body.encode(), f"{template.lists}{ledger.lists()}</w:numbering>")
