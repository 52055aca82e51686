"""What the charts of a section share: their order, their words, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from briefings import language, wording
from briefings.document import Chart, ChartKind, Inlines
from briefings.language import say, term
from briefings.sections.parts import Context, text
from briefings.sections.side_by_side import without
from briefings.standing import Standing

__all__ = ["alternative", "called", "head", "in_order", "missing_notes", "noun", "subject_at"]

T = TypeVar("T")

PROVIDER = term("provider")
FORMS = {
    ChartKind.PROFILE: term("Stacked bars"),
    ChartKind.BARS: term("Bars"),
    ChartKind.CHANGE: term("Bars in pairs"),
}


def alternative(chart: Chart) -> str:
    """The chart in words: its headline, what it is held against, and every number."""
    lines = "".join(f"{line.name}: {line.label}. " for line in chart.lines)
    rows = "; ".join(f"{name}: {_row(chart, n)}" for n, name in enumerate(chart.categories))
    return f"{say(FORMS[chart.kind])}. {wording.sentence(chart.title)} {lines}{rows}."


def _row(chart: Chart, n: int) -> str:
    if chart.kind is ChartKind.PROFILE:
        each = ((series.values[n], series.name) for series in chart.series)
        return ", ".join(f"{wording.number(value)} {name}" for value, name in each if value)
    return ", ".join(series.labels[n] for series in chart.series)


def in_order(
    found: Iterable[tuple[Standing, T]], order: str, key: Callable[[T], float]
) -> list[tuple[Standing, T]]:
    """As given, by name, or by value with the greatest first; the subject takes its own place."""
    if order == "name":
        return sorted(found, key=lambda pair: pair[0].name)
    if order == "value":
        return sorted(found, key=lambda pair: (-key(pair[1]), pair[0].name))
    return list(found)


def noun(standings: Sequence[Standing]) -> str:
    """What they are, to be counted: ``CRC``, or ``provider`` where they are of several kinds."""
    kinds = {s.provider.kind for s in standings}
    return kinds.pop() if len(kinds) == 1 else PROVIDER


def head(standings: Sequence[Standing]) -> str:
    """The same to head a column: ``Provider``."""
    kinds = {s.provider.kind for s in standings}
    return wording.capital(language.name(kinds.pop())) if len(kinds) == 1 else say("Provider")


def called(standing: Standing) -> str:
    """The name on a bar: the head says "CRC", so it need not."""
    return without(standing.name, standing.provider.kind)


def subject_at(context: Context, standings: Sequence[Standing]) -> int | None:
    """Where the subject stands among others; alone it is not set off."""
    if len(standings) < 2:
        return None
    where = (n for n, s in enumerate(standings) if context.selection.is_subject(s))
    return next(where, None)


def missing_notes(reasons: Iterable[tuple[str, str]]) -> list[Inlines]:
    """Who is not drawn, by reason: ``Not published in the sources: Ash and Beech.``"""
    grouped: dict[str, list[str]] = {}
    for name, reason in reasons:
        grouped.setdefault(reason, []).append(name)
    return [
        text(wording.sentence(f"{reason}: {_listed(names)}")) for reason, names in grouped.items()
    ]


def _listed(names: list[str]) -> str:
    """Names in a list; those with commas of their own are parted by more than a comma."""
    return "; ".join(names) if any("," in name for name in names) else wording.listing(names)
