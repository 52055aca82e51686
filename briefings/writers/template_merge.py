"""Our styles and lists brought into an organisation's own Word file.

Its styles are used by name: a style that it has under the name of one of ours is taken as it
is, whatever its id; one that it lacks is added, or told.  Lists get numbers that are free.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen
from lxml import etree

from briefings.errors import Fault, ThemeError
from briefings.writers.template_own import OwnTemplate
from briefings.writers.template_styles import StyleSheet
from briefings.writers.template_tree import (
    Tree,
    number,
    parsed,
    qualified,
    remove,
    shift,
    value,
    written,
)

__all__ = ["Merged", "merge", "missing_styles"]

_REFERENCE = re.compile(r'<w:(pStyle|rStyle|tblStyle) w:val="([^"]*)"/>')
_LIST = re.compile(r'<w:numId w:val="(\d+)"/>')
_BULLETS = "List Bullet"
_KINDS = {"paragraph": "paragraphs", "character": "words", "table": "tables", "numbering": "lists"}


@frozen
class Merged:
    """The styles of both, and what ours are called among them."""

    styles: bytes = field(repr=False)
    names: Mapping[str, str]  # from our style ids to the ids in the file
    own: frozenset[str]  # our ids of the styles that are the file's own
    lists: int  # what is added to the number of each of our lists,
    kinds: int  # and of our kinds of lists

    def body(self, xml: str) -> str:
        """Our paragraphs and tables in the file's names and numbers."""
        xml = _REFERENCE.sub(lambda m: f'<w:{m[1]} w:val="{self.names.get(m[2], m[2])}"/>', xml)
        return _LIST.sub(lambda m: f'<w:numId w:val="{int(m[1]) + self.lists}"/>', xml)

    def numbering(self, theirs: bytes, ours: bytes) -> bytes:
        """The lists of both."""
        added = parsed(ours)
        for link in list(added.iter(qualified("pStyle"))):
            name = value(link)
            if name in self.own:  # a style's list is the one that its own file gives it
                remove(link)
            else:
                link.set(qualified("val"), self.names.get(name, name))
        shift(added.iter(qualified("abstractNum")), "abstractNumId", self.kinds)
        shift(added.iter(qualified("abstractNumId")), "val", self.kinds)
        shift(added.iter(qualified("num")), "numId", self.lists)
        if not theirs:
            return written(added)
        root = parsed(theirs)
        numbers = root.findall(qualified("num"))
        at = root.index(numbers[0]) if numbers else _after(root, "abstractNum")
        for kind in reversed(added.findall(qualified("abstractNum"))):
            root.insert(at, kind)
        at = _after(root, "num") if numbers else _after(root, "abstractNum")
        for entry in reversed(added.findall(qualified("num"))):
            root.insert(at, entry)
        return written(root)


def missing_styles(own: OwnTemplate, sheet: StyleSheet) -> list[str]:
    """The names of our styles that the file does not have."""
    theirs = _by_name(parsed(own.styles))
    return [_shown(_name(style)) for style in _styles(parsed(sheet.xml().encode()))
            if _name(style).casefold() not in theirs]  # fmt: skip


def merge(own: OwnTemplate, sheet: StyleSheet, *, only: bool, body: str) -> Merged:
    """Bring ``sheet`` into the file; with ``only`` its own styles must do for ``body``.

    Raises ThemeError naming each style that is missing, or of another kind than ours.
    """
    root, ours = parsed(own.styles), _styles(parsed(sheet.xml().encode()))
    theirs = _by_name(root)
    faults = [*_wrong_kinds(own, ours, theirs), *_without_labels(own, root, theirs)]
    lacking = [style for style in ours if _name(style).casefold() not in theirs]
    if only:
        used = {name for _, name in _REFERENCE.findall(body)}
        faults += [_lacks(own, _name(s)) for s in lacking if value(s, "styleId") in used]
    if faults:
        raise ThemeError(faults)
    names = _names(root, ours, theirs)
    lists, kinds = _highest(own.numbering, "num"), _highest(own.numbering, "abstractNum")
    for style in () if only else lacking:
        root.append(_renamed(style, names, lists))
    _speak(root, sheet.language)
    kept = {value(style, "styleId") for style in ours if style not in lacking}
    return Merged(written(root), names, frozenset(kept), lists, kinds)


# -------------------------------------------------------------------------------- styles


def _styles(root: Tree) -> list[Tree]:
    return list(root.findall(qualified("style")))


def _name(style: Tree) -> str:
    named = style.find(qualified("name"))
    return value(named) if named is not None else ""


def _by_name(root: Tree) -> dict[str, Tree]:
    """Word takes "heading 1" and "Heading 1" for the same name."""
    return {_name(style).casefold(): style for style in _styles(root)}


def _names(root: Tree, ours: list[Tree], theirs: Mapping[str, Tree]) -> dict[str, str]:
    """What each of our styles is called in the file: theirs of its name, or an id that is free."""
    taken = {value(style, "styleId") for style in _styles(root)}
    names = {}
    for style in ours:
        id = value(style, "styleId")
        found = theirs.get(_name(style).casefold())
        free = f"Briefing{id}" if id in taken else id
        names[id] = free if found is None else value(found, "styleId")
    return names


def _lacks(own: OwnTemplate, name: str) -> Fault:
    what = f"{own.name} has no style {_shown(name)!r}"
    remedy = "make one in Word, or write 'word_styles: add' to take ours"
    return Fault(what, remedy, where="word_template")


def _shown(name: str) -> str:
    """As Word's menus show a name: "heading 1" is "Heading 1" there."""
    return name.replace("toc ", "TOC ") if name.startswith("toc ") else name[:1].upper() + name[1:]


def _wrong_kinds(own: OwnTemplate, ours: list[Tree], theirs: Mapping[str, Tree]) -> list[Fault]:
    faults = []
    for style in ours:
        found = theirs.get(_name(style).casefold())
        kind = value(style, "type")
        if found is not None and value(found, "type") != kind:
            other = _KINDS.get(value(found, "type"), "something else")
            what = f"the style {_shown(_name(style))!r} of {own.name} is for {other}"
            remedy = f"rename it, so that one for {_KINDS[kind]} can have the name"
            faults.append(Fault(what, remedy, where="word_template"))
    return faults


def _without_labels(own: OwnTemplate, root: Tree, theirs: Mapping[str, Tree]) -> list[Fault]:
    """List Bullet must bring its bullets along: nothing else would show them."""
    style = theirs.get(_BULLETS.casefold())
    if style is None or _labelled(style, {value(s, "styleId"): s for s in _styles(root)}):
        return []
    what = f"the style {_BULLETS!r} of {own.name} has no bullets of its own"
    remedy = "give it bullets in Word (Modify Style, Format, Numbering)"
    return [Fault(what, remedy, where="word_template")]


def _labelled(style: Tree, by_id: Mapping[str, Tree]) -> bool:
    """Whether a style, or one that it is based on, is that of a list."""
    passed: list[Tree] = []
    current: Tree | None = style
    while current is not None and current not in passed:
        if current.find(qualified("pPr", "numPr")) is not None:
            return True
        passed.append(current)
        based = current.find(qualified("basedOn"))
        current = by_id.get(value(based)) if based is not None else None
    return False


def _renamed(style: Tree, names: Mapping[str, str], lists: int) -> Tree:
    """One of our styles, as it stands among theirs."""
    style.set(qualified("styleId"), names[value(style, "styleId")])
    style.attrib.pop(qualified("default"), "")
    for name in ("basedOn", "next", "link"):
        for link in style.findall(qualified(name)):
            link.set(qualified("val"), names.get(value(link), "Normal"))
    shift(style.iter(qualified("numId")), "val", lists)
    return style


def _speak(root: Tree, language: str) -> None:
    """Words without a language of their own are in that of the briefing."""
    for properties in root.findall(qualified("docDefaults", "rPrDefault", "rPr")):
        if properties.find(qualified("lang")) is None:
            etree.SubElement(properties, qualified("lang"))
    normal = [s for s in _styles(root) if value(s, "default") and value(s, "type") == "paragraph"]
    for place in (*root.findall(qualified("docDefaults")), *normal):
        for found in place.iter(qualified("lang")):
            found.set(qualified("val"), language)


# --------------------------------------------------------------------------------- lists


def _highest(numbering: bytes, name: str) -> int:
    if not numbering:
        return 0
    found = parsed(numbering).findall(qualified(name))
    return max((number(element, f"{name}Id") for element in found), default=0)


def _after(root: Tree, name: str) -> int:
    """The place behind the last of a kind, or before all."""
    found = root.findall(qualified(name))
    return root.index(found[-1]) + 1 if found else 0
