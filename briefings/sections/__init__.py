"""The sections a spec may name: a plain table from name to options and function.

A section chooses words and tone for what the selection holds; it never paints.  Its name
is the same in YAML, file, function, documentation and test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from briefings.document import Block
from briefings.sections.benchmark import Benchmark, benchmark
from briefings.sections.change import Change, change
from briefings.sections.changes_since import ChangesSince, changes_since
from briefings.sections.chart import ChartOptions, chart
from briefings.sections.comparison import Comparison, comparison
from briefings.sections.consistency import Consistency, consistency
from briefings.sections.data_notes import DataNotes, data_notes
from briefings.sections.findings import Findings, findings
from briefings.sections.key_figures import KeyFiguresOptions, key_figures
from briefings.sections.key_points import KeyPoints, key_points
from briefings.sections.league_table import LeagueTable, league_table
from briefings.sections.measures import Measures, measures
from briefings.sections.parts import Context, Options
from briefings.sections.rating_summary import RatingSummary, rating_summary
from briefings.sections.recommendations import Recommendations, recommendations
from briefings.sections.sources import SourcesOptions, sources
from briefings.sections.text import TextOptions, text_section

__all__ = ["KINDS", "Context", "Kind", "Options"]


@frozen
class Kind:
    """A kind of section: what it takes, and what writes it."""

    options: type[Options]
    write: Callable[[Context, Any], tuple[Block, ...]]
    needs_subject: bool = False
    looks_back: bool = False  # it tells what all the others show, now and before

    @property
    def doc(self) -> str:
        return (self.options.__doc__ or "").split("\n\n")[0].strip()


KINDS: dict[str, Kind] = {
    "key-points": Kind(KeyPoints, key_points),
    "key-figures": Kind(KeyFiguresOptions, key_figures, needs_subject=True),
    "rating-summary": Kind(RatingSummary, rating_summary),
    "comparison": Kind(Comparison, comparison),
    "league-table": Kind(LeagueTable, league_table),
    "benchmark": Kind(Benchmark, benchmark),
    "change": Kind(Change, change),
    "changes-since": Kind(ChangesSince, changes_since, looks_back=True),
    "chart": Kind(ChartOptions, chart),
    "measures": Kind(Measures, measures),
    "consistency": Kind(Consistency, consistency),
    "findings": Kind(Findings, findings),
    "recommendations": Kind(Recommendations, recommendations),
    "text": Kind(TextOptions, text_section),
    "data-notes": Kind(DataNotes, data_notes),
    "sources": Kind(SourcesOptions, sources),
}
