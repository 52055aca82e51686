"""The rules that a Word file of ours keeps, tested on every file before it leaves.

Word tells a reader only that a file is damaged; these rules tell us where.  They are
XPath expressions, so that the walk is lxml's and a long table costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from briefings.errors import Fault
from briefings.writers.ooxml import NAMESPACES

__all__ = ["check_body"]

_W = f"{{{NAMESPACES['w']}}}"
_ID = f"{_W}id"
_NAME = f"{_W}name"
_WIDTH = f"{_W}w"


def _rule(expression: str) -> Any:
    return etree.XPath(expression, namespaces=dict(NAMESPACES))


_BREACHES = {
    "a table cell does not end in a paragraph": _rule("//w:tc[not(*[last()][self::w:p])]"),
    "a table has no header row": _rule("//w:tbl[not(w:tr[1]/w:trPr/w:tblHeader)]"),
    "a table has no title": _rule("//w:tbl[not(w:tblPr/w:tblCaption/@w:val)]"),
    "a picture has no words for those who cannot see it": _rule("//wp:docPr[not(@descr!='')]"),
    "two tables stand together with nothing between": _rule(
        "//w:tbl[following-sibling::*[1][self::w:tbl]]"
    ),
    "a paragraph is empty": _rule(
        "//w:p[not(.//w:t or .//w:drawing) and not(w:pPr/w:pStyle/@w:val='Separator')"
        " and not(parent::w:tc)]"
    ),
}
_RELATIONS = _rule("//@r:id | //@r:embed")
_ANCHORS = _rule("//w:hyperlink[@w:anchor]")
_PLACE = _rule("string((preceding::w:p[w:pPr/w:pStyle[starts-with(@w:val,'Heading')]])[last()])")
_OWN_TITLE = _rule("string(ancestor-or-self::w:tbl[1]/w:tblPr/w:tblCaption/@w:val)")


def check_body(root: etree._Element, relations: frozenset[str]) -> list[Fault]:
    """The breaches in the main part of a file, each with the table or heading it is at."""
    faults = [
        Fault(what, "report this as a bug", where=_where(element))
        for what, rule in _BREACHES.items()
        for element in rule(root)
    ]
    faults += _repeated(root)
    faults += _widths(root)
    faults += _dangling(root, relations)
    return faults


def _where(element: etree._Element) -> str:
    title = _OWN_TITLE(element)
    return f"table {title!r}" if title else f"after heading {_PLACE(element)!r}"


def _repeated(root: etree._Element) -> Iterator[Fault]:
    starts = list(root.iter(f"{_W}bookmarkStart"))
    pictures = root.iter(f"{{{NAMESPACES['wp']}}}docPr")
    named = {
        "bookmark name": ((e.get(_NAME, "").casefold(), e) for e in starts),
        "bookmark id": ((e.get(_ID, ""), e) for e in starts),
        "picture id": ((e.get("id", ""), e) for e in pictures),
    }
    for kind, pairs in named.items():
        for value, element in _twice(pairs):
            what = f"the {kind} {value!r} is used twice"
            yield Fault(what, "give each its own id", where=_where(element))


def _twice(
    pairs: Iterable[tuple[str, etree._Element]],
) -> Iterator[tuple[str, etree._Element]]:
    seen: set[str] = set()
    for value, element in pairs:
        if value in seen:
            yield value, element
        seen.add(value)


def _widths(root: etree._Element) -> Iterator[Fault]:
    for table in root.iter(f"{_W}tbl"):
        grid = [int(column.get(_WIDTH, "0")) for column in table.iterfind(f"{_W}tblGrid/*")]
        width = table.find(f"{_W}tblPr/{_W}tblW")
        if width is None or int(width.get(_WIDTH, "0")) != sum(grid):
            what = "the columns do not add up to the width of the table"
            yield Fault(what, "report this as a bug", where=_where(table))


def _dangling(root: etree._Element, relations: frozenset[str]) -> Iterator[Fault]:
    for relation in sorted(set(_RELATIONS(root)) - relations):
        yield Fault(f"the relation {relation!r} leads nowhere", "report this as a bug")
    names = {element.get(_NAME) for element in root.iter(f"{_W}bookmarkStart")}
    for link in _ANCHORS(root):
        target = link.get(f"{_W}anchor")
        if target not in names:
            what = f"a reference points to {target!r}, which is not in the document"
            yield Fault(what, "name something that is", where=_where(link))
