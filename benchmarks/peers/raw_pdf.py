"""The floor for PDF: operators as strings, lines broken greedily, each block under one tag.

It splits no row, keeps no heading with what follows and checks nothing.  Type is Windows' code
page; whole fonts are embedded, packed once.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from benchmarks.content import Content
from benchmarks.peers.look import ACCENT, FONT_FILES, FOOT, HEADING, INK, SIDE, STYLES, TOP
from benchmarks.peers.picture import BAR

__all__ = ["RawPdf"]

_TALL, _WIDE = (595.3, 841.9), (841.9, 595.3)


class RawPdf:
    """Two fonts that are read once."""

    def __init__(self) -> None:
        self.faces = [_Face(FONT_FILES["regular"]), _Face(FONT_FILES["bold"])]

    def __call__(self, content: Content, docx: bytes) -> bytes:
        page = _Pages(self.faces)
        for name in ("eyebrow", "title", "subtitle", "facts"):
            page.words([{"text": content[name], "bold": name == "title"}], *STYLES[name], tag="P")
        for block in content["blocks"]:
            _block(page, block)
        return page.file(content["title"])


class _Face:
    """Widths of the code page's characters, and the program."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        count = struct.unpack(">H", data[4:6])[0]
        tables = {}
        for n in range(count):
            tag, _, offset, _ = struct.unpack(">4sLLL", data[12 + 16 * n : 28 + 16 * n])
            tables[tag] = offset
        unit = struct.unpack(">H", data[tables[b"head"] + 18 :][:2])[0]
        metrics = struct.unpack(">H", data[tables[b"hhea"] + 34 :][:2])[0]
        glyphs = _glyphs(data, tables[b"cmap"])
        self.widths: dict[str, float] = {}
        for code in range(32, 256):
            character = bytes([code]).decode("cp1252", "replace")
            glyph = min(glyphs.get(ord(character), 0), metrics - 1)
            advance = struct.unpack(">H", data[tables[b"hmtx"] + 4 * glyph :][:2])[0]
            self.widths[character] = advance / unit
        self.known: dict[str, float] = {}
        self.program = zlib.compress(data, 6)
        self.length = len(data)

    def width(self, word: str) -> float:
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = sum(self.widths.get(c, 0.5) for c in word)
        return found


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Glyphs by character, of the table in format 4."""
    for n in range(struct.unpack(">H", data[cmap + 2 :][:2])[0]):
        _, _, offset = struct.unpack(">HHL", data[cmap + 4 + 8 * n :][:8])
        at = cmap + offset
        if struct.unpack(">H", data[at:][:2])[0] == 4:
            break
    size = struct.unpack(">H", data[at + 6 :][:2])[0]  # twice the number of segments
    half = size // 2
    ends = struct.unpack(f">{half}H", data[at + 14 :][:size])
    starts = struct.unpack(f">{half}H", data[at + 16 + size :][:size])
    deltas = struct.unpack(f">{half}H", data[at + 16 + 2 * size :][:size])
    ranges = struct.unpack(f">{half}H", data[at + 16 + 3 * size :][:size])
    found = {}
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0x2122) + 1):
            if ranges[n]:
                place = at + 16 + 3 * size + 2 * n + ranges[n] + 2 * (code - start)
                glyph = struct.unpack(">H", data[place:][:2])[0]
            else:
                glyph = code
            found[code] = (glyph + deltas[n]) % 65536
    return found


class _Pages:
    """Pages that are filled from the top."""

    def __init__(self, faces: list[_Face]) -> None:
        self.faces, self.size = faces, _TALL
        self.pages: list[tuple[tuple[float, float], list[str]]] = []
        self.tags: list[tuple[str, int, int]] = []  # what, page, number on it
        self.turn()

    def turn(self, size: tuple[float, float] | None = None) -> None:
        self.size = size or self.size
        self.out: list[str] = []
        self.pages.append((self.size, self.out))
        self.y, self.marks = self.size[1] - TOP, 0

    def need(self, height: float) -> None:
        if self.y - height < FOOT:
            self.turn()

    def tagged(self, tag: str, operators: list[str]) -> None:
        self.out.append(f"/{tag}<</MCID {self.marks}>>BDC")
        self.out += operators
        self.out.append("EMC")
        self.tags.append((tag, len(self.pages) - 1, self.marks))
        self.marks += 1

    def words(
        self, runs: list[Content], size: float, leading: float, after: float, *, tag: str,
        indent: float = 0, colour: str = INK,
    ) -> None:  # fmt: skip
        width = self.size[0] - 2 * SIDE - indent
        for line in _lines(self.faces, runs, size, width):
            self.need(leading)
            self.y -= leading
            self.tagged(tag, _shown(line, SIDE + indent, self.y + leading - size, size, colour))
        self.y -= after

    def file(self, title: str) -> bytes:
        objects: list[bytes] = [b"", b"", b"", b""]  # catalogue, pages, structure, its document
        for face in self.faces:
            _font(objects, face)
        kids = []
        for n, (size, out) in enumerate(self.pages):
            data = zlib.compress("\n".join(out).encode("cp1252", "replace"), 6)
            objects.append(_stream(data, "/Filter/FlateDecode"))
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents "
                f"{len(objects)} 0 R/StructParents {n}/Tabs/S/Resources<</Font<</F0 7 0 R/F1 10 0 R"
                ">>>>>>".encode()
            )
            kids.append(len(objects))
        self._structure(objects, kids)
        objects[0] = (
            b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 3 0 R/MarkInfo<</Marked true>>"
            b"/Lang(en-GB)/ViewerPreferences<</DisplayDocTitle true>>>>"
        )
        pages = " ".join(f"{kid} 0 R" for kid in kids)
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{pages}]>>".encode()
        return _joined(objects)

    def _structure(self, objects: list[bytes], kids: list[int]) -> None:
        parents: list[list[int]] = [[] for _ in kids]
        first = len(objects) + 1
        for n, (tag, page, mark) in enumerate(self.tags):
            objects.append(
                f"<</Type/StructElem/S/{tag}/P 4 0 R/Pg {kids[page]} 0 R/K {mark}>>".encode()
            )
            parents[page].append(first + n)
        numbers = " ".join(
            f"{n} [{' '.join(f'{k} 0 R' for k in mine)}]" for n, mine in enumerate(parents)
        )
        objects[2] = f"<</Type/StructTreeRoot/K 4 0 R/ParentTree<</Nums[{numbers}]>>>>".encode()
        elements = " ".join(f"{first + n} 0 R" for n in range(len(self.tags)))
        objects[3] = f"<</Type/StructElem/S/Document/P 3 0 R/K[{elements}]>>".encode()


def _block(page: _Pages, block: Content) -> None:
    match block["kind"]:
        case "heading":
            run = {"text": block["text"], "bold": True}
            level = block["level"]
            page.words([run], *HEADING[level], tag=f"H{level}", colour=ACCENT)
        case "paragraph":
            page.words(block["runs"], *STYLES.get(block["role"], STYLES["body"]), tag="P")
        case "bullets" | "numbers":
            for item in block["items"]:
                page.words(item, *STYLES["bullet"], tag="P", indent=18)
        case "table":
            _table(page, block)
        case "chart":
            _chart(page, block)
        case "turn":
            page.turn(_WIDE if block["wide"] else _TALL)


def _table(page: _Pages, block: Content) -> None:
    size, leading, _ = STYLES["dense" if block["dense"] else "table"]
    unit = (page.size[0] - 2 * SIDE) / sum(block["shares"])
    page.words([{"text": block["caption"], "bold": True}], *STYLES["caption"], tag="P")
    heads = [{"text": h, "fill": "", "ink": "", "bold": True} for h in block["heads"]]
    for row in [heads, *block["rows"]]:
        wide = [share * unit for share in block["shares"]]
        cells = [_lines(page.faces, [c], size, w - 8) for c, w in zip(row, wide, strict=False)]
        height = max(map(len, cells), default=0) * leading + 4
        page.need(height)
        page.y -= height
        x = SIDE
        for cell, lines, width in zip(row, cells, wide, strict=False):
            operators = []
            if cell["fill"]:
                box = f"{x:.1f} {page.y:.1f} {width:.1f} {height:.1f}"
                operators.append(f"{_colour(cell['fill'])}{box} re f")
            for n, line in enumerate(lines):
                y = page.y + height - 2 - (n + 1) * leading + 2
                operators += _shown(line, x + 4, y, size, cell["ink"] or INK)
            page.tagged("TD", operators)
            x += width


def _chart(page: _Pages, block: Content) -> None:
    page.words([{"text": block["title"], "bold": True}], *STYLES["label"], tag="P")
    most = max(block["values"]) or 1
    page.need(17 * len(block["values"]))
    operators = []
    for n, value in enumerate(block["values"]):
        page.y -= 17
        length = 315 * value / most
        fill = _colour(ACCENT if n == block["subject"] else BAR)
        operators.append(f"{fill}{SIDE + 95} {page.y:.1f} {length:.1f} 11 re f")
        for x, words in ((SIDE, block["categories"][n]), (SIDE + 99 + length, block["labels"][n])):
            operators += _shown([(0, words)], x, page.y + 2, 9.5, INK)
    page.tagged("Figure", operators)
    page.words([{"text": block["caption"], "bold": True}], *STYLES["caption"], tag="P")


def _lines(
    faces: list[_Face], runs: list[Content], size: float, width: float
) -> list[list[tuple[int, str]]]:
    """Words in lines, as pieces of one font each."""
    room, limit = 0.0, width / size
    lines: list[list[tuple[int, str]]] = [[]]
    for run in runs:
        bold = int(run["bold"])
        known, space = faces[bold].width, faces[bold].widths[" "]
        words: list[str] = []
        for word in run["text"].split(" "):
            wide = known(word)
            if room and room + space + wide > limit:
                lines[-1].append((bold, " ".join(words)))
                lines.append([])
                words, room = [], 0.0
            words.append(word)
            room += wide + space
        lines[-1].append((bold, " ".join(words)))
    return lines


def _shown(
    pieces: list[tuple[int, str]], x: float, y: float, size: float, colour: str
) -> list[str]:
    shown = []
    for bold, words in pieces:
        safe = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown.append(f"/F{bold} {size} Tf({safe})Tj")
    return [f"{_colour(colour)}BT {x:.1f} {y:.1f} Td", *shown, "ET"]


def _colour(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return f"{red:.3g} {green:.3g} {blue:.3g} rg "


def _font(objects: list[bytes], face: _Face) -> None:
    objects.append(_stream(face.program, f"/Filter/FlateDecode/Length1 {face.length}"))
    objects.append(
        f"<</Type/FontDescriptor/FontName/Source/Flags 32/FontBBox[-400 -300 1200 1000]"
        f"/Ascent 984/Descent -273/CapHeight 660/StemV 80/ItalicAngle 0"
        f"/FontFile2 {len(objects)} 0 R>>".encode()
    )
    widths = " ".join(
        f"{1000 * face.widths.get(bytes([c]).decode('cp1252', 'replace'), 0.5):.0f}"
        for c in range(32, 256)
    )
    objects.append(
        f"<</Type/Font/Subtype/TrueType/BaseFont/Source/Encoding/WinAnsiEncoding/FirstChar 32"
        f"/LastChar 255/Widths[{widths}]/FontDescriptor {len(objects)} 0 R>>".encode()
    )


def _stream(data: bytes, entries: str) -> bytes:
    return f"<</Length {len(data)}{entries}>>stream\n".encode() + data + b"\nendstream"


def _joined(objects: list[bytes]) -> bytes:
    parts, at = [b"%PDF-1.7\n"], [0]
    position = len(parts[0])
    for n, body in enumerate(objects, 1):
        part = b"%d 0 obj\n" % n + body + b"\nendobj\n"
        at.append(position)
        position += len(part)
        parts.append(part)
    rows = "".join(f"{place:010} 00000 n \n" for place in at[1:])
    trailer = f"<</Size {len(at)}/Root 1 0 R>>"
    table = f"xref\n0 {len(at)}\n0000000000 65535 f \n{rows}"
    return b"".join([*parts, f"{table}trailer{trailer}startxref\n{position}\n%%EOF".encode()])
