"""The structure tree: what each marked part of the pages is, in reading order."""

from __future__ import annotations

from attrs import define

from briefings.layout.placed import Element
from briefings.writers.pdf.syntax import text_string

__all__ = ["Node", "StructureTree"]


@define(eq=False)
class Node:
    """An element in the file, with what it holds: elements, marked content, annotations."""

    element: Element
    parent: Node | None
    number: int  # in the order of first appearance
    kids: list[Node | tuple[int, int] | int]
    page: int = -1  # the first page it has content of its own on
    box: str = ""


class StructureTree:
    """Grows while the pages are painted: an element joins when it is first shown.

    A kid is a node, a pair of page and marked content, or the number of an annotation.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.of_page: list[list[Node]] = []
        self.of_annotation: list[Node] = []
        self._known: dict[Element, Node] = {}

    def node(self, element: Element) -> Node:
        """The node of ``element``, put under that of its parent if it is new."""
        found = self._known.get(element)
        if found is None:
            parent = self.node(element.parent) if element.parent is not None else None
            found = Node(element, parent, len(self.nodes), [])
            self.nodes.append(found)
            self._known[element] = found
            if parent is not None:
                parent.kids.append(found)
        return found

    def open_page(self) -> None:
        self.of_page.append([])

    def mark(self, element: Element) -> int:
        """The number of a new marked part of the page that is being painted."""
        node = self.node(element)
        page = len(self.of_page) - 1
        marked = self.of_page[page]
        if node.page < 0:
            node.page = page
        node.kids.append((page, len(marked)))
        marked.append(node)
        return len(marked) - 1

    def annotate(self, element: Element) -> int:
        """The number of a new annotation that belongs to ``element``."""
        node = self.node(element)
        number = len(self.of_annotation)
        node.kids.append(number)
        self.of_annotation.append(node)
        return number

    # ---------------------------------------------------------------------- as objects

    def bodies(
        self, first: int, root: int, pages: list[int], annotations: list[int]
    ) -> list[bytes]:
        """All elements as objects numbered from ``first``; ``root`` is the tree's own object."""
        return [self._body(node, first, root, pages, annotations).encode() for node in self.nodes]

    def _body(
        self, node: Node, first: int, root: int, pages: list[int], annotations: list[int]
    ) -> str:
        parent = root if node.parent is None else first + node.parent.number
        page = f"/Pg {pages[node.page]} 0 R" if node.page >= 0 else ""
        kids = [
            f"{first + kid.number} 0 R"
            if isinstance(kid, Node)
            else _leaf(kid, node, pages, annotations)
            for kid in node.kids
        ]
        held = f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]" if kids else ""
        return f"<</S/{node.element.role}/P {parent} 0 R{page}{held}{_properties(node)}>>"

    def root_body(self, first: int) -> str:
        """The tree's root, with the way back from every page and annotation to its elements."""
        entries = [
            f"{n}[{' '.join([f'{first + node.number} 0 R' for node in marked])}]"
            for n, marked in enumerate(self.of_page)
        ]
        count = len(entries)
        entries += [
            f"{count + n} {first + node.number} 0 R" for n, node in enumerate(self.of_annotation)
        ]
        return (
            f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree<</Nums[{' '.join(entries)}]>>"
            f"/ParentTreeNextKey {len(entries)}>>"
        )


def _leaf(kid: tuple[int, int] | int, node: Node, pages: list[int], annotations: list[int]) -> str:
    """Marked content, or an annotation."""
    if isinstance(kid, int):
        return f"<</Type/OBJR/Obj {annotations[kid]} 0 R>>"
    page, marked = kid
    if page == node.page:
        return str(marked)
    return f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {marked}>>"


def _properties(node: Node) -> str:
    """The language, the words for what is not words, and the attributes of an element."""
    element = node.element
    parts: list[str] = []
    if element.lang:
        parts.append(f"/Lang{text_string(element.lang)}")
    if element.alt:
        parts.append(f"/Alt{text_string(element.alt)}")
    if element.expansion:
        parts.append(f"/E{text_string(element.expansion)}")
    if element.scope:
        span = f"/ColSpan {element.span}" if element.span > 1 else ""
        parts.append(f"/A<</O/Table/Scope/{element.scope}{span}>>")
    if element.summary:
        parts.append(f"/A<</O/Table/Summary{text_string(element.summary)}>>")
    if element.numbering:
        parts.append(f"/A<</O/List/ListNumbering/{element.numbering}>>")
    if node.box:
        parts.append(f"/A<</O/Layout/Placement/Block/BBox[{node.box}]>>")
    return "".join(parts)
