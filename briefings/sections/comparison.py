"""``comparison``: providers side by side, one table for each framework.

Few providers stand in columns with a row for each metric; many stand in rows.  The
subject comes first and is set off; the benchmark is counted in a table of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from attrs import field, frozen

from briefings.document import Block, Orientation, Section
from briefings.framework import Framework
from briefings.language import say
from briefings.metrics import FIXED
from briefings.sections.benchmark import rating_counts_table
from briefings.sections.parts import (
    Context,
    Options,
    all_uninspected,
    note,
    section,
)
from briefings.sections.side_by_side import (
    FEW,
    MANY,
    PORTRAIT,
    providers_in_columns,
    providers_in_rows,
    width,
)
from briefings.standing import Standing

__all__ = ["Comparison", "comparison"]


@frozen
class Comparison(Options):
    """Providers side by side."""

    metrics: tuple[str, ...] = field(
        default=(), metadata={"doc": "What to compare; the briefing's metrics by default.",
                              "one": True}
    )  # fmt: skip
    order: Literal["given", "name", "overall", "score"] = field(
        default="given", metadata={"doc": "Order of the providers after the subject."}
    )
    providers_in: Literal["auto", "rows", "columns"] = field(
        default="auto", metadata={"doc": "Where the providers stand."}
    )


def comparison(context: Context, options: Comparison) -> tuple[Block, ...]:
    title = options.title or say("Comparison")
    names = options.metrics or context.metrics
    frameworks = _by_framework(context)
    parts = [p for f, found in frameworks for p in _parts(context, options, names, f, found)]
    missing = [s for s in context.selection.shown if s.inspection is None]
    blocks: list[Block] = list(parts)
    if len(frameworks) == 1:
        first, *others = parts
        blocks = [*first.blocks, *_not_inspected(context, missing)]
        wide = first.orientation is Orientation.LANDSCAPE
        return (section(context.name, title, blocks, wide=wide), *others)
    if len(frameworks) > 1:
        words = "Ratings under different frameworks are not like for like: each has its own table."
        blocks.insert(0, note(say(words)))
    blocks += _not_inspected(context, missing)
    return (section(context.name, title, blocks),)


def _not_inspected(context: Context, missing: Sequence[Standing]) -> list[Block]:
    if not missing:
        return []
    return [note(all_uninspected(context.selection, [s.name for s in missing]))]


def _by_framework(context: Context) -> list[tuple[Framework, list[Standing]]]:
    found = []
    for framework in context.selection.frameworks:
        standings = [
            s for s in context.selection.shown if s.framework and s.framework.id == framework.id
        ]
        found.append((framework, standings))
    return found


def _parts(
    context: Context,
    options: Comparison,
    names: Sequence[str],
    framework: Framework,
    standings: list[Standing],
) -> list[Section]:
    """The tables of one framework, and the benchmark's where it does not stand with them."""
    chosen = context.expand(names, framework)
    ordered = _ordered(context, standings, options.order)
    name = f"{context.name}-{framework.id}"
    counts = rating_counts_table(context, framework, chosen, context.selection.benchmark)
    if not chosen:
        words = "None of the metrics asked for belongs to {framework}."
        told = note(say(words, framework=framework.name))
        return [section(name, framework.name, [told])]
    if ordered == [context.selection.subject] and counts:
        # One provider beside nobody: the benchmark's table shows it against the counts.
        return [section(name, framework.name, counts)]
    # A handful of providers keep the words of many ratings on a turned page, in columns.
    most = MANY if sum(m.is_rating for m in chosen) > FEW else FEW
    in_columns = options.providers_in == "columns" or (
        options.providers_in == "auto" and len(ordered) <= most
    )
    side_by_side = providers_in_columns if in_columns else providers_in_rows
    tables = side_by_side(context, framework, chosen, ordered)
    if any(width(t) > PORTRAIT for t in tables):
        # The counts fit an upright page, and would leave a turned one half empty.
        turned = [section(name, framework.name, tables, wide=True)]
        title = say("Ratings of the benchmark")
        return [*turned, *([section(f"{name}-benchmark", title, counts)] if counts else [])]
    return [section(name, framework.name, [*tables, *counts])]


def _ordered(context: Context, standings: list[Standing], order: str) -> list[Standing]:
    selection = context.selection
    keys: dict[str, Callable[[Standing], tuple[float, str]]] = {
        "given": lambda s: (0, ""),
        "name": lambda s: (0, s.name),
        "overall": lambda s: (-_number(s, "overall"), s.name),
        "score": lambda s: (-_number(s, "score"), s.name),
    }
    found = sorted(standings, key=keys[order])
    return sorted(found, key=lambda s: not selection.is_subject(s))


def _number(standing: Standing, metric: str) -> float:
    """What to order by; those without a value come last."""
    number = FIXED[metric].value(standing).number
    return -1.0 if number is None else number
