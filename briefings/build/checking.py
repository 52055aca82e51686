"""Checking without writing."""

from __future__ import annotations

from briefings.build.plans import Plan
from briefings.build.themes import Themes
from briefings.errors import BriefingError, Fault
from briefings.records import Dataset

__all__ = ["check"]


def check(plan: Plan, dataset: Dataset) -> list[Fault]:
    """Every fault of one briefing, found by all but writing it."""
    from briefings.build.rendering import documents, write_formats
    from briefings.build.worker import on_place

    if plan.spec is None:
        return list(plan.all_faults(dataset))
    given = plan.recipe.theme if plan.recipe else ""
    try:
        style = Themes().of(plan.spec, given).theme
        document = documents(plan.spec, dataset, style, None)
        makers = write_formats(document, style, plan.spec.formats)
        if style.word_template and "docx" in makers:
            makers["docx"]()  # only merging tells what an organisation's own file lacks
    except BriefingError as error:
        return [on_place(f, plan.spec) for f in error.faults]
    return []
