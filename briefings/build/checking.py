"""Checking without writing."""

from __future__ import annotations

from pathlib import Path

from briefings.build.plans import Plan
from briefings.build.rendering import documents, theme_of
from briefings.build.worker import on_place
from briefings.errors import BriefingError, Fault
from briefings.records import Dataset
from briefings.theme import load as load_theme

__all__ = ["check"]


def check(plan: Plan, dataset: Dataset) -> list[Fault]:
    """Every fault of one briefing, found by all but writing it."""
    from briefings.layout import lay_out

    if plan.spec is None:
        return list(plan.all_faults(dataset))
    given = plan.recipe.theme if plan.recipe else ""
    try:
        style = load_theme(Path(given) if given else theme_of(plan.spec))
        lay_out(documents(plan.spec, dataset, style, None), style)
    except BriefingError as error:
        return [on_place(f, plan.spec) for f in error.faults]
    return []
