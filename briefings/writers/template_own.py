"""An organisation's own Word file, taken apart: what stands around the briefing, its styles.

The briefing takes the place of a paragraph that says ``{{ briefing }}`` or holds a bookmark of
that name.  What stands before it (a cover) and after it is kept as it is.
"""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from attrs import field, frozen
from lxml import etree

from briefings.document import Document, Orientation
from briefings.errors import Fault, ThemeError
from briefings.theme import Page
from briefings.themetemplate import WordTemplate
from briefings.writers.ooxml import NAMESPACES
from briefings.writers.template_fields import fill_properties
from briefings.writers.template_tree import Tree, number, parsed, qualified, remove, value

__all__ = ["Around", "OwnFrame", "OwnPage", "OwnTemplate", "open_template"]

_WORDS = re.compile(r"\s*\{\{\s*briefing\s*\}\}\s*\Z")
_HERE = "briefing"
_TWIPS = 20
_DRAWN = ("drawing", "pict", "object")


@frozen
class OwnPage(Page):
    """The page of the Word file, of any size; ``side`` is half of both margins together."""

    across: float = 0.0
    down: float = 0.0

    @property
    def width(self) -> float:
        return self.across

    @property
    def height(self) -> float:
        return self.down


@frozen(eq=False)
class Around:
    """The main part around the briefing, and the pages that it stands on."""

    root: Tree = field(repr=False)  # a comment stands where the briefing goes
    section: Tree = field(repr=False)
    bookmarks: int  # the highest number of one, and of a picture
    pictures: int

    def split(self, document: Document) -> tuple[str, str]:
        """What stands before ``document`` and after it."""
        root = copy.deepcopy(self.root)
        fill_properties(root, document)
        before, after = etree.tostring(root, encoding="unicode").split(f"<!--{_HERE}-->")
        return before, after


@frozen(eq=False)
class OwnTemplate:
    """A Word file as the writer needs it."""

    name: str
    data: bytes = field(repr=False)
    styles: bytes = field(repr=False)
    numbering: bytes = field(repr=False)
    around: Around
    page: OwnPage

    def frame(self) -> OwnFrame:
        return OwnFrame(self.around.section)


class OwnFrame:
    """The sections of pages, with the heads, feet, sizes and margins of the Word file."""

    def __init__(self, section: Tree) -> None:
        self._section = section

    def section(self, orientation: Orientation, *, first: bool) -> str:
        """The end of a section of pages; only the ``first`` one may have a title page."""
        section = copy.deepcopy(self._section)
        if not first:
            for name in ("titlePg", "type", "pgNumType"):
                for child in section.findall(qualified(name)):
                    section.remove(child)
        if orientation is Orientation.LANDSCAPE:
            _turn(section)
        etree.cleanup_namespaces(section)
        return etree.tostring(section, encoding="unicode")


def _turn(section: Tree) -> None:
    for size in section.iter(qualified("pgSz")):
        width, height = value(size, "w"), value(size, "h")
        size.set(qualified("w"), height)
        size.set(qualified("h"), width)
        size.set(qualified("orient"), "landscape")


@lru_cache(maxsize=4)
def open_template(template: WordTemplate) -> OwnTemplate:
    """The template, taken apart; raises ThemeError where it has no place for a briefing."""
    with zipfile.ZipFile(BytesIO(template.data)) as package:
        parts = {name: package.read(name) for name in _PARTS if name in package.namelist()}
    missing = [name for name in _PARTS[:2] if name not in parts]
    if missing:
        raise _fault(template, f"has no {missing[0]}", "open it in Word, and save it anew")
    around = _around(template, parsed(parts["word/document.xml"]))
    return OwnTemplate(
        name=template.name,
        data=template.data,
        styles=parts["word/styles.xml"],
        numbering=parts.get("word/numbering.xml", b""),
        around=around,
        page=_page(template, around.section),
    )


_PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml")


def _fault(template: WordTemplate, what: str, remedy: str) -> ThemeError:
    return ThemeError(Fault(f"{template.name} {what}", remedy, where="word_template"))


def _around(template: WordTemplate, root: Tree) -> Around:
    body = root.find(qualified("body"))
    section = body.find(qualified("sectPr")) if body is not None else None
    if body is None or section is None:
        raise _fault(template, "has no pages", "open it in Word, and save it anew")
    marker = _marker(template, body)
    following = list(marker.itersiblings()) if marker is not None else []
    if any(True for node in following if node is not section for _ in _sections(node)):
        remedy = "take the section break out, or put {{ briefing }} in the last section"
        raise _fault(template, "has a section break after {{ briefing }}", remedy)
    if marker is None:
        for node in list(body):
            body.remove(node)
        body.append(etree.Comment(_HERE))
    else:
        if not any(_says(node) for node in following):
            for node in following:
                body.remove(node)
        body.replace(marker, etree.Comment(_HERE))
    remove(section)
    whole = _rooted(template, root)
    return Around(whole, section, _highest(whole, "bookmarkStart"), _pictures(whole))


def _sections(node: Tree) -> Iterator[Tree]:
    yield from node.iter(qualified("sectPr"))


def _says(node: Tree) -> bool:
    """Whether a part of the body shows anything."""
    words = any((text.text or "").strip() for text in node.iter(qualified("t")))
    return words or any(True for name in _DRAWN for _ in node.iter(qualified(name)))


def _marker(template: WordTemplate, body: Tree) -> Tree | None:
    """The paragraph whose place the briefing takes; none where the file is empty."""
    found = [p for p in body.iter(qualified("p")) if _marks(p)]
    if len(found) > 1:
        raise _fault(template, "has {{ briefing }} twice", "keep one")
    if found and found[0].getparent() is not body:
        remedy = "put it in a paragraph of its own, outside of tables, frames and controls"
        raise _fault(template, "has {{ briefing }} where no pages can begin", remedy)
    if found and found[0].find(qualified("pPr", "sectPr")) is not None:
        remedy = "put it in a paragraph of its own after the break"
        raise _fault(template, "has {{ briefing }} at a section break", remedy)
    if not found and any(_says(node) for node in body):
        remedy = (
            "write {{ briefing }} in a paragraph of its own where the briefing begins, "
            "or take the text out"
        )
        raise _fault(template, "has text, and no place for the briefing", remedy)
    return found[0] if found else None


def _marks(paragraph: Tree) -> bool:
    words = "".join(text.text or "" for text in paragraph.iter(qualified("t")))
    names = (value(mark, "name") for mark in paragraph.iter(qualified("bookmarkStart")))
    return bool(_WORDS.match(words)) or any(name.casefold() == _HERE for name in names)


def _rooted(template: WordTemplate, root: Tree) -> Tree:
    """The main part under a root that knows our prefixes as well."""
    for prefix, uri in NAMESPACES.items():
        if root.nsmap.get(prefix, uri) != uri:
            what = f"uses the prefix {prefix!r} for {root.nsmap[prefix]}"
            raise _fault(template, what, "open it in Word, and save it anew")
    spaces = {str(prefix): uri for prefix, uri in root.nsmap.items() if prefix}
    spaces.update(NAMESPACES)
    attributes = {str(name): str(said) for name, said in root.attrib.items()}
    whole = etree.Element(root.tag, attributes, nsmap=spaces)
    whole.extend(list(root))
    return whole


def _highest(root: Tree, name: str) -> int:
    return max((number(mark, "id") for mark in root.iter(qualified(name))), default=0)


def _pictures(root: Tree) -> int:
    numbers = (str(drawn.get("id")) for drawn in root.iter(f"{{{NAMESPACES['wp']}}}docPr"))
    return max((int(text) for text in numbers if text.isdecimal()), default=0)


def _page(template: WordTemplate, section: Tree) -> OwnPage:
    size, margins = section.find(qualified("pgSz")), section.find(qualified("pgMar"))
    if size is None or margins is None:
        raise _fault(template, "has no page size or margins", "set them in Word (Layout)")
    width, height = _points(size, "w"), _points(size, "h")
    sides = _points(margins, "left") + _points(margins, "right") + _points(margins, "gutter")
    in_mm = 25.4 / 72
    if width - sides < 144:
        raise _fault(template, "leaves less than 5 cm for text", "make the margins smaller")
    return OwnPage(side=sides / 2 * in_mm, across=width, down=height)


def _points(element: Tree, name: str) -> float:
    return number(element, name) / _TWIPS
