"""The XML of an organisation's own Word file as trees: a few steps that lxml leaves long."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from briefings.writers.ooxml import NAMESPACES

__all__ = ["Tree", "number", "parsed", "qualified", "remove", "shift", "value", "written"]

Tree = etree._Element
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def qualified(*names: str) -> str:
    """Names in Word's namespace as a path."""
    return "/".join(f"{{{NAMESPACES['w']}}}{name}" for name in names)


def parsed(data: bytes) -> Tree:
    """The tree of a part."""
    return etree.fromstring(data, _PARSER)


def written(root: Tree) -> bytes:
    """The part of a tree."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def value(element: Tree, name: str = "val") -> str:
    """An attribute in Word's namespace, or nothing."""
    return str(element.get(qualified(name)) or "")


def number(element: Tree, name: str) -> int:
    """An attribute that is a whole number; 0 where it is none."""
    text = value(element, name)
    return int(text) if text.isdecimal() else 0


def shift(elements: Iterable[Tree], name: str, by: int) -> None:
    """Add to an attribute of each element."""
    for element in elements:
        element.set(qualified(name), str(number(element, name) + by))


def remove(element: Tree) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
