"""The figures behind a chart in Word: their workbook, and the formats of their labels."""

from __future__ import annotations

import re

from attrs import evolve

from briefings import workbook
from briefings.document import Chart, ChartKind, Series
from briefings.language import say, term

__all__ = ["SHEET", "chart_workbook", "label_format", "with_lines"]

SHEET = term("Figures")
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


def with_lines(chart: Chart) -> Chart:
    """The chart with its reference lines as the first of its bars."""
    lines, (series, *others) = chart.lines, chart.series
    if not lines or others:
        return chart
    return evolve(
        chart,
        categories=(*(line.name for line in lines), *chart.categories),
        series=(
            evolve(
                series,
                values=(*(line.value for line in lines), *series.values),
                labels=(*(line.label for line in lines), *series.labels),
            ),
        ),
        lines=(),
        whole=with_lines(chart.whole) if chart.whole else None,
        subject=None if chart.subject is None else chart.subject + len(lines),
    )


def chart_workbook(chart: Chart) -> bytes:
    """The figures as an XLSX file: a row for each category, a column for each series."""
    chart = with_lines(chart)
    worded = [s for s in chart.series if _is_worded(chart, s)]
    header = [chart.head, *(s.name for s in chart.series)]
    rows: list[tuple[workbook.Value, ...]] = [
        (*header, *(say("{series}, in words", series=series.name) for series in worded))
    ]
    for n, name in enumerate(chart.categories):
        values = (series.values[n] for series in chart.series)
        rows.append((name, *values, *(series.labels[n] for series in worded)))
    columns = (workbook.Column(44.0), *(workbook.Column(16.0),) * (len(rows[0]) - 1))
    return workbook.workbook([workbook.Sheet(say(SHEET), tuple(rows), columns)])


def _is_worded(chart: Chart, series: Series) -> bool:
    """Whether its labels say more than its numbers do; in a profile they repeat the header."""
    return chart.kind is not ChartKind.PROFILE and any(
        not re.fullmatch(r"-?[\d,.]+%?", label) for label in series.labels
    )


def label_format(label: str, value: float | None) -> str:
    """The number format that shows ``value`` as ``label``; nothing where there is no label."""
    if not label or value is None:
        return ""
    for found in _NUMBER.finditer(label):
        if float(found.group().replace(",", "")) == abs(value):
            decimals = f".{'0' * len(found[1])}" if found[1] else ""
            thousands = "#,##0" if "," in found.group() or abs(value) < 1000 else "0"
            before, after = label[: found.start()], label[found.end() :]
            return f"{_literal(before)}{thousands}{decimals}{_literal(after)}"
    return _literal(label)


def _literal(words: str) -> str:
    """Words as a number format has them; a quotation mark cannot stand in one."""
    return '"' + words.replace('"', "”") + '"' if words else ""
