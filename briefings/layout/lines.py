"""Breaking text into lines, and setting the lines.

A line breaks at a blank, after a hyphen or a slash between letters, and - only where a word is
wider than the whole line - after punctuation or anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, frozen

from briefings.document import Align
from briefings.layout.house import Voice
from briefings.layout.pieces import BREAK, Piece
from briefings.layout.placed import Box, Item, Mark, Run

__all__ = ["Fragment", "Line", "break_lines", "set_line"]

_SLACK = 0.01
_PADDING = 0.4  # of an inline chip at each side, in parts of its size
_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_][-–—/])(?=[^\W\d_])")
_AFTER_PUNCTUATION = re.compile(r"(?<=[^\w\s])(?=\w)|(?<=_)")
_JOINTS = frozenset("-–—/")


@define(eq=False)
class Fragment:
    """Words of one piece on one line."""

    x: float
    text: str
    width: float
    piece: Piece


@frozen(eq=False)
class Line:
    fragments: list[Fragment]
    width: float


@define(eq=False)
class _Word:
    """What stands between two places where a line may break."""

    gap: float  # the blank before it; 0 where the break is inside a word
    width: float
    parts: list[tuple[str, float, Piece]]


def break_lines(pieces: list[Piece], limit: float) -> list[Line]:
    """``pieces`` in lines of at most ``limit`` points; one empty line where there is no text."""
    if len(pieces) == 1 and pieces[0].chip is None and not pieces[0].underline:
        lines = _break_plain(pieces[0], limit)
        if lines is not None:
            return lines
    filler = _Filler(limit)
    for word in _words(pieces):
        if word is None:
            filler.end_line(blank=True)
        elif word.width > limit + _SLACK:
            for part in _shatter(word, limit):
                filler.add(part)
        else:
            filler.add(word)
    filler.end_line(blank=False)
    return filler.lines or [Line([], 0.0)]


def _break_plain(piece: Piece, limit: float) -> list[Line] | None:
    """The same for the common case of words in one ink, without any hard word."""
    text, ink = piece.text, piece.ink
    if not text:
        return [Line([], 0.0)]
    words = text.split(" ")
    known, size = ink.face.words, ink.size
    blank = ink.face.blank * size
    widths = [known[word] * size for word in words]
    total = sum(widths) + blank * (len(words) - 1)
    if "" in words or text == BREAK:
        return None
    if total <= limit + _SLACK:
        return [Line([Fragment(0.0, text, total, piece)], total)]
    if max(widths) > limit or not _JOINTS.isdisjoint(text):
        return None
    lines: list[Line] = []
    start, used = 0, widths[0]
    for n in range(1, len(words)):
        wider = used + blank + widths[n]
        if wider > limit + _SLACK:
            part = " ".join(words[start:n]) + " "
            lines.append(Line([Fragment(0.0, part, used, piece)], used))
            start, used = n, widths[n]
        else:
            used = wider
    lines.append(Line([Fragment(0.0, " ".join(words[start:]), used, piece)], used))
    return lines


def chip_width(piece: Piece) -> float:
    """The width of a badge within text."""
    chip, size = piece.chip, piece.ink.size
    assert chip is not None
    padding = 2 * _PADDING * size if chip.fill else 0.0
    return padding + chip.mark_space(size) + piece.ink.face.width(piece.text) * size


def _words(pieces: list[Piece]) -> Iterator[_Word | None]:
    """The words of ``pieces``; ``None`` for a forced end of the line."""
    word: _Word | None = None
    gap = 0.0
    for piece in pieces:
        if piece.text == BREAK:
            if word is not None:
                yield word
            yield None
            word, gap = None, 0.0
        elif piece.chip is not None:
            part = (piece.text, chip_width(piece), piece)
            if word is None or gap:
                if word is not None:
                    yield word
                word, gap = _Word(gap, 0.0, []), 0.0
            word.parts.append(part)
            word.width += part[1]
        else:
            size, known = piece.ink.size, piece.ink.face.words
            for n, text in enumerate(piece.text.split(" ")):
                if n:
                    gap = piece.ink.face.blank * size
                for k, part_text in enumerate(_joints(text)):
                    if word is None or gap or k:
                        if word is not None:
                            yield word
                        word, gap = _Word(gap, 0.0, []), 0.0
                    width = known[part_text] * size
                    word.parts.append((part_text, width, piece))
                    word.width += width
    if word is not None:
        yield word


def _joints(text: str) -> list[str]:
    if not text:
        return []
    if _JOINTS.isdisjoint(text):
        return [text]
    return _AFTER_HYPHEN.split(text)


def _shatter(word: _Word, limit: float) -> Iterator[_Word]:
    """A word wider than the line, in parts that fit; a chip turns into coloured words."""
    gap = word.gap
    for text, _, piece in word.parts:
        plain = Piece(text, piece.chip.words, piece.element) if piece.chip else piece
        for n, blank_apart in enumerate(text.split(" ")):
            gap = plain.ink.face.blank * plain.ink.size if n else gap
            for part in _AFTER_PUNCTUATION.split(blank_apart):
                for bit in _bits(part, plain, limit):
                    width = plain.ink.face.width(bit) * plain.ink.size
                    yield _Word(gap, width, [(bit, width, plain)])
                    gap = 0.0


def _bits(text: str, piece: Piece, limit: float) -> Iterator[str]:
    """``text`` whole where it fits the line, else in the longest parts that do."""
    widths = piece.ink.face.words
    if widths[text] * piece.ink.size <= limit:
        yield text
        return
    bit, used = "", 0.0
    for character in text:
        width = widths[character] * piece.ink.size
        if bit and used + width > limit:
            yield bit
            bit, used = "", 0.0
        bit += character
        used += width
    yield bit


class _Filler:
    """Puts words on lines."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.lines: list[Line] = []
        self._open: list[Fragment] = []
        self._used = 0.0

    def add(self, word: _Word) -> None:
        gap = word.gap
        if self._open and self._used + gap + word.width > self.limit + _SLACK:
            self.end_line(blank=gap > 0)
        if not self._open:
            gap = 0.0
        for text, width, piece in word.parts:
            self._append(text, width, piece, gap)
            gap = 0.0

    def _append(self, text: str, width: float, piece: Piece, gap: float) -> None:
        last = self._open[-1] if self._open else None
        x = self._used + gap
        if last is not None and last.piece is piece and piece.chip is None:
            last.text += f" {text}" if gap else text
            last.width = x + width - last.x
        else:
            if last is not None and gap:
                last.text += " "
            self._open.append(Fragment(x, text, width, piece))
        self._used = x + width

    def end_line(self, *, blank: bool) -> None:
        if blank and self._open:
            self._open[-1].text += " "
        if self._open or blank:
            self.lines.append(Line(self._open, self._used))
        self._open, self._used = [], 0.0


def set_line(line: Line, voice: Voice, x: float, y: float, width: float, align: Align) -> list[Item]:
    """The items of a line whose top is at ``y``, in a measure of ``width`` points."""
    if align is Align.RIGHT:
        x += width - line.width
    elif align is Align.CENTRE:
        x += (width - line.width) / 2
    foot = y + voice.baseline
    items: list[Item] = []
    for fragment in line.fragments:
        piece = fragment.piece
        if piece.chip is not None:
            items += _chip_items(fragment, x + fragment.x, foot, voice)
            continue
        items.append(
            Run(x + fragment.x, foot, fragment.text, piece.ink, piece.element, fragment.width)
        )
        if piece.underline:
            under = foot + 0.13 * piece.ink.size
            items.append(Box(x + fragment.x, under, fragment.width, 0.5, piece.ink.colour))
    return items


def _chip_items(fragment: Fragment, x: float, foot: float, voice: Voice) -> list[Item]:
    piece = fragment.piece
    chip, ink = piece.chip, piece.ink
    assert chip is not None
    middle = foot - voice.ink.face.cap_height * voice.ink.size / 2
    items: list[Item] = []
    width = fragment.width
    if chip.fill:
        height = min(1.4 * ink.size, voice.leading - 1)
        items.append(Box(x, middle - height / 2, width, height, chip.fill, chip.outline))
        x += _PADDING * ink.size
        width -= 2 * _PADDING * ink.size
    size, space = chip.mark_size(ink.size), chip.mark_space(ink.size)
    if size:
        items.append(Mark(chip.symbol, x + size / 2, middle, size, ink.colour))
    base = middle + ink.face.cap_height * ink.size / 2
    items.append(Run(x + space, base, fragment.text, ink, piece.element, width - space))
    return items
