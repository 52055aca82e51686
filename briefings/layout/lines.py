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

__all__ = ["Fragment", "Line", "break_lines", "breakable", "set_line"]

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
    if len(pieces) == 1 and pieces[0].chip is None:
        piece = pieces[0]
        width = piece.ink.face.width(piece.text) * piece.ink.size
        if not piece.text:
            return [Line([], 0.0)]
        if width <= limit + _SLACK and piece.text != BREAK:
            return [Line([Fragment(0.0, piece.text, width, piece)], width)]
    filler = _Filler(limit)
    for piece in pieces:
        if piece.text == BREAK:
            filler.end_word()
            filler.end_line(blank=True)
        elif piece.chip is not None:
            filler.glue(piece.text, chip_width(piece), piece)
        else:
            filler.add_text(piece)
    filler.end_word()
    filler.end_line(blank=bool(pieces) and pieces[-1].text.endswith(" "))
    return filler.lines or [Line([], 0.0)]


def chip_width(piece: Piece) -> float:
    """The width of a badge within text."""
    chip, size = piece.chip, piece.ink.size
    assert chip is not None
    padding = 2 * _PADDING * size if chip.fill else 0.0
    return padding + chip.mark_space(size) + piece.ink.face.width(piece.text) * size


def _shatter(word: _Word, limit: float) -> Iterator[_Word]:
    """A word wider than the line, in parts that fit; a chip turns into coloured words."""
    gap = word.gap
    for text, _, piece in word.parts:
        plain = Piece(text, piece.chip.words, piece.element) if piece.chip else piece
        for n, blank_apart in enumerate(text.split(" ")):
            gap = plain.ink.face.blank * plain.ink.size if n else gap
            for part in breakable(blank_apart):
                for bit in _bits(part, plain, limit):
                    width = plain.ink.face.width(bit) * plain.ink.size
                    yield _Word(gap, width, [(bit, width, plain)])
                    gap = 0.0


def breakable(word: str) -> list[str]:
    """The parts of a word too wide for its line: it breaks after punctuation."""
    return _AFTER_PUNCTUATION.split(word)


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
    """Puts words on lines.

    A word may go on from one piece to the next, so the last word of each waits until the next
    piece shows whether it does; all words between the first and the last go at once.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.lines: list[Line] = []
        self._open: list[Fragment] = []
        self._used = 0.0
        self._word: _Word | None = None
        self._gap = 0.0  # the blank before the next word

    def add_text(self, piece: Piece) -> None:
        """The words of a piece."""
        words = piece.text.split(" ")
        if words[0]:
            self._glue_text(words[0], piece)
        if len(words) == 1:
            return
        blank = piece.ink.face.blank * piece.ink.size
        self.end_word()
        self._gap = blank
        between = words[1:-1]
        if "" in between or not _JOINTS.isdisjoint(piece.text):
            for text in filter(None, between):
                self._glue_text(text, piece)
                self.end_word()
                self._gap = blank
        elif between:
            self._add_words(between, piece, blank)
        if words[-1]:
            self._glue_text(words[-1], piece)

    def _glue_text(self, text: str, piece: Piece) -> None:
        widths, size = piece.ink.face.words, piece.ink.size
        if _JOINTS.isdisjoint(text):
            self.glue(text, widths[text] * size, piece)
            return
        for n, part in enumerate(_AFTER_HYPHEN.split(text)):
            if n:
                self.end_word()
            self.glue(part, widths[part] * size, piece)

    def glue(self, text: str, width: float, piece: Piece) -> None:
        """Part of the word that is open, or of a new one after a blank."""
        if self._gap:
            self.end_word()
        if self._word is None:
            self._word, self._gap = _Word(self._gap, 0.0, []), 0.0
        self._word.parts.append((text, width, piece))
        self._word.width += width

    def end_word(self) -> None:
        """Put the open word on a line."""
        word, self._word = self._word, None
        if word is None:
            return
        if word.width > self.limit + _SLACK:
            for part in _shatter(word, self.limit):
                self._add(part)
        else:
            self._add(word)

    def _add(self, word: _Word) -> None:
        gap = word.gap
        if self._open and self._used + gap + word.width > self.limit + _SLACK:
            self.end_line(blank=gap > 0)
        if not self._open:
            gap = 0.0
        for text, width, piece in word.parts:
            x = self._used + gap
            self._append(text, x, x + width, piece, gap > 0)
            gap = 0.0

    def _add_words(self, words: list[str], piece: Piece, blank: float) -> None:
        """Many words of one piece, in as few fragments as there are lines."""
        while words:
            words = words[self._add_some(words, piece, blank) :]

    def _add_some(self, words: list[str], piece: Piece, blank: float) -> int:
        """The number of words that went on lines: all, or up to one wider than a line."""
        widths, size = piece.ink.face.words, piece.ink.size
        limit = self.limit + _SLACK
        gap = self._gap if self._open else 0.0
        start, apart, left, used = 0, gap > 0, self._used + gap, self._used
        for n, word in enumerate(words):
            width = widths[word] * size
            end = used + gap + width
            if end > limit:
                if n > start:
                    self._append(" ".join(words[start:n]), left, used, piece, apart)
                if width > limit:
                    self._gap = gap
                    self.glue(word, width, piece)
                    self.end_word()
                    self._gap = blank
                    return n + 1
                self.end_line(blank=True)
                start, left, apart, end = n, 0.0, False, width
            used, gap = end, blank
        self._append(" ".join(words[start:]), left, used, piece, apart)
        self._gap = blank
        return len(words)

    def _append(self, text: str, left: float, right: float, piece: Piece, apart: bool) -> None:
        last = self._open[-1] if self._open else None
        if last is not None and last.piece is piece and piece.chip is None:
            last.text += f" {text}" if apart else text
            last.width = right - last.x
        else:
            if last is not None and apart:
                last.text += " "
            self._open.append(Fragment(left, text, right - left, piece))
        self._used = right

    def end_line(self, *, blank: bool) -> None:
        """Close the line; ``blank`` where a word ends there too."""
        if blank and self._open:
            self._open[-1].text += " "
        if self._open or blank:
            self.lines.append(Line(self._open, self._used))
        self._open, self._used = [], 0.0


def set_line(
    line: Line, voice: Voice, x: float, y: float, width: float, align: Align
) -> list[Item]:
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
