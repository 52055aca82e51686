"""Word: a document as one ``.docx`` file."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from briefings.document import Document
from briefings.errors import Fault, ThemeError, WriteError
from briefings.language import using
from briefings.theme import Theme
from briefings.writers.docx_body import BodyWriter, illegal
from briefings.writers.docx_flow import Flow
from briefings.writers.docx_frame import Frame, Sections
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.docx_ledger import Ledger
from briefings.writers.docx_package import WordPackage
from briefings.writers.docx_title import add_title
from briefings.writers.ooxml import NAMESPACES, IllegalCharacterError
from briefings.writers.ooxml_check import check_body
from briefings.writers.template import Template, template_for
from briefings.writers.template_merge import merge, missing_styles
from briefings.writers.template_own import OwnTemplate, open_template
from briefings.writers.template_package import OwnPackage

__all__ = ["template_faults", "write"]

_SPACES = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def write(document: Document, theme: Theme, page_of: Mapping[str, int]) -> bytes:
    """``document`` as a Word file.

    ``page_of`` gives the page of each target (``section:summary``), as the layout knows it,
    for the contents list.  The same arguments give the same bytes.
    """
    try:
        with using(document.language):
            return _write(document, theme, page_of)
    except IllegalCharacterError as fault:
        raise WriteError(illegal(fault, "title block, running heads or properties")) from None


def _write(document: Document, theme: Theme, page_of: Mapping[str, int]) -> bytes:
    if theme.word_template:
        return _write_into(open_template(theme.word_template), document, theme, page_of)
    template = template_for(theme, _proofed(document.language))
    package = WordPackage(template, document)
    ledger = Ledger(package.link)
    frame = Frame(document, theme, package, max(page_of.values(), default=1))
    content = _content(document, theme, template, package, ledger, frame, page_of)
    body = f"<w:document{_SPACES}><w:body>{content}</w:body></w:document>"
    return package.finish(body.encode(), f"{template.lists}{ledger.lists()}</w:numbering>")


def _write_into(
    own: OwnTemplate, document: Document, theme: Theme, page_of: Mapping[str, int]
) -> bytes:
    """``document`` in an organisation's own Word file, which has a logo and a cover of its own.

    Its fonts and page decide on which page everything stands, so that the contents list gives
    no page numbers until Word updates it.
    """
    fonts = evolve(theme.fonts, family="", embed=False)
    look = evolve(theme, fonts=fonts, page=own.page, word_template=None, logo=None, cover=False)
    template = template_for(look, _proofed(document.language))
    package = OwnPackage(own, template, document)
    around = own.around
    ledger = Ledger(package.link, bookmarks=around.bookmarks, pictures=around.pictures)
    pages = {"": max(page_of.values(), default=1)}
    content = _content(document, look, template, package, ledger, own.frame(), pages)
    only = theme.word_styles == "only"
    package.merged = merge(own, template.styles, only=only, body=content)
    end = content.rindex("<w:sectPr")
    ours = package.merged.body(content[:end])
    before, after = around.split(document)
    body = before + ours + after.replace("</w:body>", f"{content[end:]}</w:body>", 1)
    return package.finish(body.encode(), f"{template.lists}{ledger.lists()}</w:numbering>")


def _proofed(tag: str) -> str:
    """The tag by which Word finds a speller: of Welsh it knows only that of Britain."""
    return "cy-GB" if tag == "cy" else tag


def template_faults(theme: Theme, language: str = "en-GB") -> list[Fault]:
    """What is wrong with the theme's Word file, and which of our styles it lacks."""
    if theme.word_template is None:
        return []
    sheet = template_for(theme, language).styles
    try:
        own = open_template(theme.word_template)
        merge(own, sheet, only=False, body="")
    except ThemeError as error:
        return list(error.faults)
    lacking = missing_styles(own, sheet)
    if not lacking:
        return []
    only = theme.word_styles == "only"
    remedy = "make them in Word, or write 'word_styles: add' to take ours"
    what = f"{own.name} lacks styles of ours: {', '.join(lacking)}"
    severity = "error" if only else "warning"
    return [Fault(what, remedy if only else "ours are added", "word_template", severity=severity)]


def _content(
    document: Document,
    theme: Theme,
    template: Template,
    package: WordPackage,
    ledger: Ledger,
    frame: Sections,
    page_of: Mapping[str, int],
) -> str:
    """The blocks of the body and the end of its last section, held to the rules of Word."""
    inlines = InlineWriter(theme, template.styles, ledger)
    flow = Flow(theme, frame)
    add_title(flow, document, theme, inlines, package, ledger)
    writer = BodyWriter(theme, template.styles, package, ledger, inlines, flow, page_of)
    writer.blocks(document.blocks)
    if writer.faults:
        raise WriteError(writer.faults)
    content = flow.finish()
    whole = f"<w:document{_SPACES}><w:body>{content}</w:body></w:document>"
    if faults := check_body(whole, package.relations()):
        raise WriteError(faults)
    return content
