"""Where the parts of one chart stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from attrs import frozen

from briefings.charts.scale import lighter, ticks
from briefings.charts.shapes import Anchor, Bar, Drawing, Line, Shape, Words
from briefings.document import Chart, ChartKind, Series, Tone
from briefings.theme import Theme, ToneColours

__all__ = ["BAR", "GAP", "Measure", "draw"]

BAR = 12.0
_BETWEEN = 2.0  # the two bars of a pair
GAP = 6.0
_APART = 4.0  # words from what they belong to
_NAMES = 0.4  # of the width, at the most
_LEAST_PLOT = 0.3  # of what is beside the names, for the longest bar
_WHITE = 1.5  # between two parts of a stacked bar

Measure: TypeAlias = Callable[[str, bool], float]
"""The width of words in points; the second argument is whether they are semibold."""


def draw(chart: Chart, theme: Theme, width: float, measure: Measure) -> Drawing:
    """The drawing of ``chart``, as wide as it is given."""
    return _Drawer(chart, theme, width, measure).drawing()


@frozen
class _Row:
    top: float
    height: float
    name: tuple[str, ...]  # its lines


class _Drawer:
    left: float
    low: float
    high: float
    scale: float

    def __init__(self, chart: Chart, theme: Theme, width: float, measure: Measure) -> None:
        self.chart, self.theme, self.width, self.measure = chart, theme, width, measure
        style = theme.style("dense")
        self.size, self.leading = style.size, style.leading
        self.colours = theme.colours
        ruler = _Drawer(chart.whole, theme, width, measure) if chart.whole else None
        names = [self._wrapped(n, name) for n, name in enumerate(chart.categories)]
        self.left = ruler.left if ruler else self._margin(names)
        self.plot = width - self.left
        self.top = len(chart.lines) * self.leading + (_APART if chart.lines else 0.0)
        self.rows = tuple(self._rows(names))
        self.foot = self.rows[-1].top + self.rows[-1].height
        self.low, self.high = (ruler.low, ruler.high) if ruler else self._ends()
        self.scale = ruler.scale if ruler else self._scale()

    def drawing(self) -> Drawing:
        has_scale = self.chart.scaled and self.chart.kind is not ChartKind.PROFILE
        shapes: list[Shape] = list(self._grid()) if has_scale else []
        over: list[Shape] = []
        for n, row in enumerate(self.rows):
            shapes += self._name(n, row)
            shapes += self._stacked(n, row) if self._is_profile else self._bars(n, row, over)
        if not self._is_profile:
            shapes.append(
                Line(self._x(0), self.top, self.foot - self.top, self.colours.muted, 0.75)
            )
        shapes += self._lines()
        height = self.foot + (self.leading + _APART if has_scale else 0.0)
        return Drawing(
            self.width,
            height,
            (*shapes, *over),
            *(self.left, self.top, self.foot),
            low=self.low,
            high=self.low + self.plot / self.scale,
            ticks=tuple(ticks(self.low, self.high)),
        )

    # ---------------------------------------------------------------------- the measure

    @property
    def _is_profile(self) -> bool:
        return self.chart.kind is ChartKind.PROFILE

    def _is_subject(self, n: int) -> bool:
        return n == self.chart.subject

    def _wrapped(self, n: int, name: str) -> tuple[str, ...]:
        """A category's name on as many lines as it needs."""
        lines, room = [""], _NAMES * self.width
        for word in name.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.measure(longer, self._is_subject(n)) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return tuple(lines)

    def _margin(self, names: list[tuple[str, ...]]) -> float:
        """The room that the names of the rows take."""
        widths = (
            self.measure(line, self._is_subject(n)) for n, name in enumerate(names) for line in name
        )
        return max(widths, default=0.0) + 2 * _APART

    def _rows(self, names: list[tuple[str, ...]]) -> Iterator[_Row]:
        bars = 1 if self._is_profile else len(self.chart.series)
        least = bars * BAR + (bars - 1) * _BETWEEN
        top = self.top
        for name in names:
            height = max(least, len(name) * self.leading) + GAP
            yield _Row(top, height, name)
            top += height

    def _ends(self) -> tuple[float, float]:
        """The least and the greatest of what is drawn, nought among them."""
        series = self.chart.series
        if self._is_profile:
            each = zip(*(s.values for s in series), strict=True)
            return 0.0, max(sum(v or 0.0 for v in values) for values in each)
        known = [v for s in series for v in s.values if v is not None]
        known += [line.value for line in self.chart.lines]
        return min(0.0, *known), max(0.0, *known)

    def _scale(self) -> float:
        """Points for each unit, so that every bar has room for its label after it."""
        span = (self.high - self.low) or 1.0
        scale = (self.plot - 1) / span
        if self._is_profile:
            return scale
        for series in self.chart.series:
            for n, (value, label) in enumerate(zip(series.values, series.labels, strict=True)):
                reach = max(value or 0.0, 0.0) - self.low
                room = self.plot - 2 * _APART - self.measure(label, self._is_subject(n))
                if reach:
                    scale = min(scale, max(room, _LEAST_PLOT * self.plot) / reach)
        return scale

    def _x(self, value: float) -> float:
        return self.left + (value - self.low) * self.scale

    # ------------------------------------------------------------------------ the parts

    def _text(
        self, x: float, middle: float, text: str, colour: str, strong: bool = False,
        anchor: Anchor = Anchor.START,
    ) -> Words:  # fmt: skip
        """Words whose capitals stand in the middle of a line at ``middle``."""
        return Words(x, middle + 0.33 * self.size, text, colour, strong, anchor)

    def _name(self, n: int, row: _Row) -> Iterator[Shape]:
        first = row.top + (row.height - (len(row.name) - 1) * self.leading) / 2
        for line, text in enumerate(row.name):
            middle = first + line * self.leading
            yield self._text(0.0, middle, text, self.colours.ink, self._is_subject(n))

    def _grid(self) -> Iterator[Shape]:
        """A few light lines, and what they stand for at their feet."""
        for value in ticks(self.low, self.high):
            x = self._x(value)
            yield Line(x, self.top, self.foot - self.top, self.colours.rule)
            words = f"{value:,.10g}{'%' if self.chart.unit == '%' else ''}"
            half = self.measure(words, False) / 2
            middle = self.foot + _APART + self.leading / 2
            at = min(x, self.width - half)
            yield self._text(at, middle, words, self.colours.muted, anchor=Anchor.MIDDLE)

    def _stacked(self, n: int, row: _Row) -> Iterator[Shape]:
        """The parts of a row from nought on, each with its label within it."""
        total = 0.0
        y = row.top + (row.height - BAR) / 2
        for series in self.chart.series:
            value = series.values[n]
            if not value:
                continue
            tone = self._tone(series.tone)
            x, width = self._x(total), value * self.scale - _WHITE
            yield Bar(x, y, width, BAR, tone.fill or tone.text, tone.outline)
            label = self._fitting(series.labels[n], width)
            middle = (x + width / 2, y + BAR / 2)
            yield self._text(*middle, label, tone.text, strong=True, anchor=Anchor.MIDDLE)
            total += value

    def _fitting(self, label: str, width: float) -> str:
        """The label, or its number alone where the part is too narrow for both."""
        shorter = label.partition(" ")[0]
        return label if self.measure(label, True) <= width else shorter

    def _tone(self, tone: Tone) -> ToneColours:
        plain = ToneColours(text=self.colours.paper, fill=self.colours.accent)
        return self.theme.tones.get(tone, plain)

    def _bars(self, n: int, row: _Row, over: list[Shape]) -> Iterator[Shape]:
        """The bars of a row; their words go to ``over``, above every line."""
        series = self.chart.series
        y = row.top + (row.height - len(series) * (BAR + _BETWEEN) + _BETWEEN) / 2
        for number, one in enumerate(series):
            value, end = one.values[n], self._x(0)
            if value is not None:
                start, end = sorted((self._x(0), self._x(value)))
                yield Bar(start, y, end - start, BAR, self._fill(one, number, n))
            over += self._label(one.labels[n], max(end, self._x(0)), y + BAR / 2, n, value is None)
            y += BAR + _BETWEEN

    def _fill(self, series: Series, number: int, n: int) -> str:
        """The accent for what the chart is about: the subject, or how things are now."""
        if series.tone is not Tone.PLAIN:
            tone = self._tone(series.tone)
            return tone.fill or tone.text
        accent = self.colours.accent
        if self.chart.kind is ChartKind.CHANGE:
            about = number == len(self.chart.series) - 1
        else:
            about = self._is_subject(n) or not self.chart.has_subject
        return accent if about else lighter(accent, self.colours.paper)

    def _label(self, label: str, end: float, middle: float, n: int, absent: bool) -> list[Shape]:
        """A label after the end of its bar, on paper so that no line runs through it."""
        if not label:
            return []
        strong = self._is_subject(n) and not absent
        ground = self.measure(label, strong) + 2
        colour = self.colours.muted if absent else self.colours.ink
        return [
            Bar(end + _APART - 1, middle - BAR / 2, ground, BAR, self.colours.paper),
            self._text(end + _APART, middle, label, colour, strong),
        ]

    def _lines(self) -> Iterator[Shape]:
        """Each reference line with its label above the rows, one label below the other.

        The labels stand on the side where they have room, in the order in which no line runs
        through the label of another.
        """
        said = [(self._x(line.value), f"{line.name}: {line.label}") for line in self.chart.lines]
        to_right = all(x + _APART + self.measure(text, True) <= self.width for x, text in said)
        apart, anchor = (_APART, Anchor.START) if to_right else (-_APART, Anchor.END)
        ink = self.colours.ink
        for n, (x, text) in enumerate(sorted(said, reverse=not to_right)):
            y = n * self.leading
            yield Line(x, y, self.foot - y, ink, 1.0, dashed=True)
            yield self._text(x + apart, y + self.leading / 2, text, ink, True, anchor)
