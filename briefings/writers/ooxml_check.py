"""The rules that a Word file of ours keeps, tested on every file before it leaves.

Word tells a reader only that a file is damaged; these rules tell us where.  They are
searches in the text of the part, which is in the one form that :mod:`ooxml` writes:
a tree of a long table would cost more to build than the table itself.  Each search finds the
fixed words that its pattern starts with first, which is ten times faster than the pattern alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from xml.parsers import expat

from briefings.errors import Fault

__all__ = ["check_body"]

_BUG = "report this as a bug of this program"
_FORBIDDEN = {
    "two tables stand together with nothing between": ("</w:tbl>", re.compile(r"</w:tbl><w:tbl>")),
    "a table has no header row": (
        "</w:tblGrid>",
        re.compile(r"</w:tblGrid><w:tr>(?!<w:trPr>(?:<w:[^/]*/>)*<w:tblHeader/></w:trPr>)"),
    ),
    "a table has no title": ("<w:tblCaption ", re.compile(r'<w:tblCaption w:val=""/>')),
    "a picture has no words for those who cannot see it": (
        "<wp:docPr ",
        re.compile(r'<wp:docPr [^>]*descr=""'),
    ),
}
_BARE_CELL = re.compile(r"(?<!</w:p>)</w:tc>")
_EMPTY = re.compile(r"</w:pPr>(?:<w:bookmark\w+ [^>]*>)*</w:p>(?!</w:tc>)")
_SEPARATOR = '<w:pStyle w:val="Separator"/>'
_BOOKMARKS = re.compile(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]*)"')
_PICTURES = re.compile(r'<wp:docPr id="(\d+)"')
_RELATIONS = re.compile(r' r:(?:id|embed)="([^"]*)"')
_ANCHORS = re.compile(r'<w:hyperlink w:anchor="([^"]*)"')
_GRIDS = re.compile(r'<w:tblW w:w="(\d+)".*?<w:tblGrid>(.*?)</w:tblGrid>')
_COLUMN = re.compile(r'w:w="(\d+)"')
_TITLE = re.compile(r'<w:tblCaption w:val="([^"]*)"')
_HEADING = re.compile(r'<w:pStyle w:val="Heading\d"/>(.*?)</w:p>')
_TAG = re.compile(r"<[^>]*>")


def check_body(xml: str, relations: frozenset[str]) -> list[Fault]:
    """The breaches in the main part of a file, each with the table or heading it is at."""
    faults = [*_malformed(xml)]
    for what, (start, pattern) in _FORBIDDEN.items():
        faults += [Fault(what, _BUG, _where(xml, m.start())) for m in _found(pattern, start, xml)]
    faults += _bare_cells(xml)
    faults += _empty(xml)
    faults += _repeated(xml)
    faults += _widths(xml)
    faults += _dangling(xml, relations)
    return faults


def _found(pattern: re.Pattern[str], start: str, xml: str) -> Iterator[re.Match[str]]:
    """The matches of ``pattern``, all of which start with the words ``start``."""
    at = xml.find(start)
    while at >= 0:
        if match := pattern.match(xml, at):
            yield match
        at = xml.find(start, at + 1)


def _malformed(xml: str) -> Iterator[Fault]:
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError as error:
        yield Fault(f"the XML is not well formed: {error}", _BUG)


def _bare_cells(xml: str) -> Iterator[Fault]:
    if xml.count("</w:tc>") == xml.count("</w:p></w:tc>"):
        return  # counting is ten times faster than searching
    for found in _BARE_CELL.finditer(xml):
        what = "a table cell does not end in a paragraph"
        yield Fault(what, _BUG, _where(xml, found.start()))


def _empty(xml: str) -> Iterator[Fault]:
    starts = ("</w:pPr></w:p>", "</w:pPr><w:bookmark")
    empty = (found for start in starts for found in _found(_EMPTY, start, xml))
    for found in sorted(empty, key=lambda found: found.start()):
        if _SEPARATOR not in xml[xml.rfind("<w:p>", 0, found.start()) : found.start()]:
            what = "a paragraph is empty"
            yield Fault(what, "give it words or leave it out", _where(xml, found.start()))


def _repeated(xml: str) -> Iterator[Fault]:
    bookmarks = [(m[1], m[2].casefold(), m.start()) for m in _bookmarks(xml)]
    found = {
        "bookmark id": [(number, at) for number, _, at in bookmarks],
        "bookmark": [(name, at) for _, name, at in bookmarks],
        "picture id": [(m[1], m.start()) for m in _found(_PICTURES, "<wp:docPr ", xml)],
    }
    for kind, pairs in found.items():
        for value, at in _twice(pairs):
            yield Fault(
                f"the {kind} {value!r} is used twice", "give each its own id", _where(xml, at)
            )


def _bookmarks(xml: str) -> Iterator[re.Match[str]]:
    return _found(_BOOKMARKS, "<w:bookmarkStart ", xml)


def _twice(pairs: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for value, at in pairs:
        if value in seen:
            yield value, at
        seen.add(value)


def _widths(xml: str) -> Iterator[Fault]:
    for found in _found(_GRIDS, "<w:tblW ", xml):
        if int(found[1]) != sum(map(int, _COLUMN.findall(found[2]))):
            what = "the columns do not add up to the width of the table"
            yield Fault(what, _BUG, _where(xml, found.end()))


def _dangling(xml: str, relations: frozenset[str]) -> Iterator[Fault]:
    starts = (" r:id=", " r:embed=")
    named = {found[1] for start in starts for found in _found(_RELATIONS, start, xml)}
    for relation in sorted(named - relations):
        yield Fault(f"the relation {relation!r} leads nowhere", _BUG)
    names = {bookmark[2] for bookmark in _bookmarks(xml)}
    for link in _found(_ANCHORS, "<w:hyperlink w:anchor=", xml):
        if link[1] not in names:
            what = f"a reference points to {link[1]!r}, which is not in the document"
            yield Fault(what, "point it to something that is", _where(xml, link.start()))


def _where(xml: str, at: int) -> str:
    """The table that position ``at`` is in, or the heading that it is under."""
    opened = xml.rfind("<w:tbl>", 0, at)
    if opened > xml.rfind("</w:tbl>", 0, at) and (title := _TITLE.search(xml, opened)):
        return f"table {unescape(title[1])!r}"
    headings = _HEADING.findall(xml, 0, at)
    return f"under {unescape(_TAG.sub('', headings[-1]))!r}" if headings else "at the top"
