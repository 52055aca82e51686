"""What a reader finds in a PDF file: its words and tables in the order of the structure tree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO

import pikepdf

__all__ = ["Tree", "characters", "tables", "words"]

INLINE = frozenset({"Link", "Reference", "Span"})
LEFT_OUT = frozenset({"Figure", "Lbl", "TOC"})


def words(data: bytes) -> list[str]:
    """The words of the file without its contents list, list labels, charts and page furniture."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = Tree(pdf)
        return "".join(tree.pieces(pdf.Root.StructTreeRoot)).split()


def tables(data: bytes) -> list[list[list[str]]]:
    """Each table as rows of the words of its cells, the header row first."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = Tree(pdf)
        found = tree.find(pdf.Root.StructTreeRoot, {"Table"})
        return [
            [
                [
                    " ".join("".join(tree.pieces(cell)).split())
                    for cell in tree.find(row, {"TH", "TD"})
                ]
                for row in tree.find(table, {"TR"})
            ]
            for table in found
        ]


class Tree:
    """The structure tree of a file, and the text of each marked part of its pages."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.texts: dict[tuple[int, int], dict[int, str]] = {
            page.obj.objgen: _marked_texts(page) for page in pdf.pages
        }

    def pieces(self, element: pikepdf.Object) -> Iterator[str]:
        """The text under ``element``, with a blank where a block ends."""
        role = str(element.get("/S", "/Document"))[1:]
        if role in LEFT_OUT:
            return
        gap = "" if role in INLINE else " "
        yield gap
        for kid in _kids(element):
            if isinstance(kid, int):
                yield self.texts[element.Pg.objgen].get(kid, "")
            elif kid.get("/Type") == "/MCR":
                yield self.texts[kid.Pg.objgen].get(int(kid.MCID), "")
            elif kid.get("/Type") != "/OBJR":
                yield from self.pieces(kid)
        yield gap

    def find(self, element: pikepdf.Object, roles: set[str]) -> Iterator[pikepdf.Object]:
        """The elements of these roles below ``element``, but none within another of them."""
        for kid in _kids(element):
            if isinstance(kid, int) or kid.get("/Type") in ("/MCR", "/OBJR"):
                continue
            if str(kid.S)[1:] in roles:
                yield kid
            else:
                yield from self.find(kid, roles)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object | int]:
    kids = element.get("/K")
    if kids is None:
        return []
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in found]


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked part of a page; text outside of all of them is a fault."""
    fonts = {name: characters(font) for name, font in page.Resources.Font.items()}
    texts: defaultdict[int, str] = defaultdict(str)
    open_parts: list[int | None] = []
    meanings: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                marked = isinstance(operands[-1], pikepdf.Dictionary) and "/MCID" in operands[-1]
                open_parts.append(int(operands[-1].MCID) if marked else None)
            case "EMC":
                open_parts.pop()
            case "Tf":
                meanings = fonts[str(operands[0])]
            case "Tj":
                assert open_parts, "text outside of marked content"
                number = next((part for part in reversed(open_parts) if part is not None), None)
                if number is not None:
                    texts[number] += "".join(meanings[code] for code in bytes(operands[0]))
            case "Do":
                assert open_parts, "a picture outside of marked content"
    return texts


def characters(font: pikepdf.Object) -> dict[int, str]:
    """The character of each code of a font."""
    mapping = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(meaning).decode("utf-16-be")
        for code, meaning in re.findall(r"<([0-9A-F]{2})> <([0-9a-fA-F]+)>\n", mapping)
    }
