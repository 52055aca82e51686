"""Charts in Word: a native chart with its figures in a workbook, to be edited like any other.

A label that is more than its number ("more than 7,000", "5 RI") is the number's own format, so
that it follows when the figure is changed.  Word draws no line across horizontal bars: what
they are held against is a bar itself, the first, and hollow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from briefings import charts, workbook
from briefings.document import Chart, ChartKind, Series
from briefings.language import say
from briefings.layout.faces import load_face
from briefings.theme import Theme, ToneColours
from briefings.writers.docx_figures import SHEET, label_format, with_lines
from briefings.writers.ooxml import NAMESPACES, escape

__all__ = ["chart_height", "chart_xml"]

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SPACES = f'xmlns:c="{_CHART}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}"'
_CATEGORIES, _VALUES = 111, 112  # the axes
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_ROUND = 4.0
_OTHER_FONT = 1.15  # an organisation's own file has a font that we cannot measure
_ROW_OF_TWO = 23.0  # where a name may stand on two lines
# Where names are turned by nought degrees, LibreOffice leaves none out for want of room.
_EVERY_NAME = (
    '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>'
    "</a:p></c:txPr>"
)


def chart_height(chart: Chart, theme: Theme, width: float) -> float:
    """How high the chart is at a ``width``, with what Word leaves around it."""
    drawn = with_lines(chart)
    drawing = _drawing(drawn, theme, width)
    return _bars_height(drawn, drawing) + (drawing.height - drawing.foot) + _ROUND


def _bars_height(chart: Chart, drawing: charts.Drawing) -> float:
    """The height of all rows, which Word makes equal, though some have names of two lines."""
    rows = len(chart.categories)
    several = drawing.foot > rows * (charts.BAR + charts.GAP) and _bars_in_row(chart) == 1
    return max(drawing.foot, rows * _ROW_OF_TWO) if several else drawing.foot


def _bars_in_row(chart: Chart) -> int:
    return 1 if chart.kind is ChartKind.PROFILE else len(chart.series)


def _drawing(chart: Chart, theme: Theme, width: float) -> charts.Drawing:
    size = theme.style("dense").size
    faces = {True: load_face(theme.fonts.semibold), False: load_face(theme.fonts.regular)}
    wider = size if theme.fonts.family else _OTHER_FONT * size
    return charts.draw(chart, theme, width, lambda text, strong: faces[strong].width(text) * wider)


def chart_xml(chart: Chart, theme: Theme, width: float, workbook_relation: str) -> str:
    """The chart part; ``workbook_relation`` leads from it to its workbook."""
    return _ChartWriter(chart, theme, width).xml(workbook_relation)


@frozen
class _Column:
    """One column of the sheet as the chart refers to it."""

    letter: str
    name: str
    values: Sequence[float | None]


def _slots(theme: Theme) -> dict[str, str]:
    """The colours that the theme part of the file has, and their names there.

    Not those of ratings, which mean the same whatever palette is chosen in Word; and none in an
    organisation's own file, whose palette is not ours: there the theme has no family of fonts.
    """
    if not theme.fonts.family:
        return {}
    c = theme.colours
    return {c.rule: "accent6", c.tint: "bg2", c.muted: "tx2", c.paper: "bg1", c.ink: "tx1",
            c.accent: "accent1"}  # fmt: skip


class _ChartWriter:
    def __init__(self, chart: Chart, theme: Theme, width: float) -> None:
        self.chart, self.theme = with_lines(chart), theme
        self.hollow = len(chart.lines)
        self.sheet = say(SHEET)
        self.drawing = _drawing(self.chart, theme, width)
        self.height = chart_height(chart, theme, width)
        self.slots = {} if chart.kind is ChartKind.PROFILE else _slots(theme)

    def xml(self, relation: str) -> str:
        """``word/charts/chart1.xml``."""
        size = round(self.theme.style("dense").size * 100)
        text = '<a:latin typeface="+mn-lt"/>'
        body = (
            f'<a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}">'
            f"{self._fill(self.theme.colours.ink)}{text}</a:defRPr></a:pPr>"
            "</a:p>"
        )
        return (
            f'<c:chartSpace {_SPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
            f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{self._room()}{self._bars()}'
            f"{self._category_axis()}{self._value_axis()}</c:plotArea>"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"<c:spPr><a:noFill/>{_NO_LINE}</c:spPr><c:txPr>{body}</c:txPr>"
            f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'
            "</c:chartSpace>"
        )

    def _room(self) -> str:
        """The bars stand where they stand on the page, so that their labels have room."""
        drawing = self.drawing
        height = self.height
        parts = {
            "x": drawing.left / drawing.width,
            "y": 0.0,
            "w": 1 - drawing.left / drawing.width,
            "h": _bars_height(self.chart, drawing) / height,
        }
        values = "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in parts.items())
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
        )

    # ------------------------------------------------------------------------- colours

    def _fill(self, colour: str) -> str:
        """A fill that follows the theme of the file where it has this colour."""
        slot = self.slots.get(colour)
        named = f'<a:schemeClr val="{slot}"/>' if slot else f'<a:srgbClr val="{colour[1:]}"/>'
        return f"<a:solidFill>{named}</a:solidFill>"

    def _shape(self, fill: str, outline: str = "", points: float = 0.75) -> str:
        line = _NO_LINE
        if outline:
            line = f'<a:ln w="{round(points * 12700)}">{self._fill(outline)}</a:ln>'
        return f"<c:spPr>{self._fill(fill) if fill else '<a:noFill/>'}{line}</c:spPr>"

    def _series_shape(self, number: int, series: Series) -> str:
        colours = self.theme.colours
        if self.chart.kind is ChartKind.PROFILE:
            tone = self._tone(series)
            outline = tone.outline or colours.paper
            return self._shape(tone.fill or tone.text, outline, 0.7 if tone.outline else 1.5)
        paired = self.chart.kind is ChartKind.CHANGE
        before = paired and number < len(self.chart.series) - 1
        beside = not paired and self.chart.has_subject
        fill = colours.accent
        return self._shape(charts.lighter(fill, colours.paper) if before or beside else fill)

    def _tone(self, series: Series) -> ToneColours:
        plain = ToneColours(self.theme.colours.paper, self.theme.colours.accent)
        return self.theme.tones.get(series.tone, plain)

    # -------------------------------------------------------------------------- series

    def _bars(self) -> str:
        profile = self.chart.kind is ChartKind.PROFILE
        grouping = "stacked" if profile else "clustered"
        together = 100 if profile else -10
        row = _bars_height(self.chart, self.drawing) / len(self.chart.categories)
        gap = max(round(100 * (row / charts.BAR - _bars_in_row(self.chart))), 30)
        return (
            f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/>'
            f'<c:varyColors val="0"/>{"".join(self._all_series())}<c:gapWidth val="{gap}"/>'
            f'<c:overlap val="{together}"/><c:axId val="{_CATEGORIES}"/>'
            f'<c:axId val="{_VALUES}"/></c:barChart>'
        )

    def _all_series(self) -> Iterator[str]:
        for n, series in enumerate(self.chart.series):
            column = _Column(workbook.letters(n + 2), series.name, series.values)
            points = "".join(self._points()) if n == 0 else ""
            shape = self._series_shape(n, series)
            yield self._series(n, column, shape + _NOT_INVERTED + points, self._labels(series))

    def _series(self, number: int, column: _Column, shape: str, labels: str) -> str:
        last = len(self.chart.categories) + 1
        names = "".join(
            f'<c:pt idx="{n}"><c:v>{escape(name)}</c:v></c:pt>'
            for n, name in enumerate(self.chart.categories)
        )
        values = "".join(
            f'<c:pt idx="{n}"><c:v>{value:.15g}</c:v></c:pt>'
            for n, value in enumerate(column.values)
            if value is not None
        )
        count = f'<c:ptCount val="{last - 1}"/>'
        return (
            f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
            f'<c:f>{self.sheet}!${column.letter}$1</c:f><c:strCache><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>{escape(column.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
            f"{shape}{labels}<c:cat><c:strRef><c:f>{self.sheet}!$A$2:$A${last}</c:f><c:strCache>"
            f"{count}{names}</c:strCache></c:strRef></c:cat><c:val><c:numRef>"
            f"<c:f>{self.sheet}!${column.letter}$2:${column.letter}${last}</c:f><c:numCache>"
            f"<c:formatCode>General</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val>"
            "</c:ser>"
        )

    def _points(self) -> Iterator[str]:
        """What the bars are held against, hollow, and the subject's own bar in the accent."""
        if self.chart.kind is not ChartKind.BARS:
            return
        colours = self.theme.colours
        shapes = dict.fromkeys(range(self.hollow), self._shape("", colours.ink, 1.0))
        if self.chart.subject is not None:
            shapes[self.chart.subject] = self._shape(colours.accent)
        for n, shape in shapes.items():
            at = f'<c:idx val="{n}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            yield f"<c:dPt>{at}{shape}</c:dPt>"

    # -------------------------------------------------------------------------- labels

    def _labels(self, series: Series) -> str:
        """One format for all labels of a series, and one of its own for each that differs."""
        formats = [
            label_format(label, value)
            for label, value in zip(series.labels, series.values, strict=True)
        ]
        known = [code for code in formats if code]
        usual = max(known, key=known.count, default="General")
        profile = self.chart.kind is ChartKind.PROFILE
        style = self._label_style(series)
        place = "ctr" if profile else "outEnd"
        ground = self._shape("" if profile else self.theme.colours.paper)

        def label(code: str) -> str:
            return (
                f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>{ground}'
                f'{style}<c:dLblPos val="{place}"/>{_SHOWN.format(1)}'
            )

        own = "".join(
            f'<c:dLbl><c:idx val="{n}"/>{label(code)}</c:dLbl>'
            for n, code in enumerate(formats)
            if code and code != usual
        )
        none = ";;;" if profile else ""
        return f"<c:dLbls>{own}{label(usual + none)}</c:dLbls>"

    def _label_style(self, series: Series) -> str:
        """Never broken over lines; heavy within a part, and in the words of its tone."""
        size = round(self.theme.style("dense").size * 100)
        profile = self.chart.kind is ChartKind.PROFILE
        fill = self._fill(self._tone(series).text if profile else self.theme.colours.ink)
        return (
            '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
            f'<a:defRPr sz="{size}" b="{int(profile)}">{fill}'
            "</a:defRPr></a:pPr></a:p></c:txPr>"
        )

    # ---------------------------------------------------------------------------- axes

    def _category_axis(self) -> str:
        line = f'<a:ln w="9525">{self._fill(self.theme.colours.muted)}</a:ln>'
        if self.chart.kind is ChartKind.PROFILE:
            line = _NO_LINE
        return (
            f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/>'
            '</c:scaling><c:delete val="0"/><c:axPos val="l"/>'
            '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
            '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
            f"<c:spPr>{line}</c:spPr>{_EVERY_NAME}"
            f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/>'
            '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
            '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        )

    def _value_axis(self) -> str:
        """With a scale where the length of a bar is an amount, and else without."""
        shown = self.chart.scaled and self.chart.kind is not ChartKind.PROFILE
        line = f'<a:ln w="6350">{self._fill(self.theme.colours.rule)}</a:ln>'
        grid = f"<c:majorGridlines><c:spPr>{line}</c:spPr></c:majorGridlines>" if shown else ""
        code = '#,##0.##"%"' if self.chart.unit == "%" else "#,##0.##"
        if all(step == int(step) for step in self.drawing.ticks):
            code = code.replace(".##", "")
        step = ""
        if shown and len(self.drawing.ticks) > 1:
            step = f'<c:majorUnit val="{self.drawing.ticks[1] - self.drawing.ticks[0]:.15g}"/>'
        return (
            f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>'
            f'<c:max val="{self.drawing.high:.6g}"/><c:min val="{self.drawing.low:.6g}"/>'
            f'</c:scaling><c:delete val="{int(not shown)}"/><c:axPos val="b"/>{grid}'
            f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
            f'<c:tickLblPos val="nextTo"/><c:spPr>{_NO_LINE}</c:spPr>'
            f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="max"/>'
            f'<c:crossBetween val="between"/>{step}</c:valAx>'
        )


_NOT_INVERTED = '<c:invertIfNegative val="0"/>'
