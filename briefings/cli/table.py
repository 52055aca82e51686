"""The table at the end of a build: target, state, why, seconds and size."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from briefings.build import Outcome
from briefings.packindex import size_words
from briefings.report import Line, lines

__all__ = ["show"]

_MOST = 40  # lines, which still can be looked over
_STYLES = {"failed": "bold red", "not reached": "yellow", "built": "green"}


def show(outcomes: Sequence[Outcome], console: Console | None = None) -> None:
    """Print what was not up to date; of very many, what failed before what did not."""
    told = [line for line in lines(outcomes) if line.first.state != "up to date"]
    shown = _chosen(told)
    console = console or Console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("Target", no_wrap=True, overflow="ellipsis", max_width=console.width * 2 // 5)
    table.add_column("State", no_wrap=True)
    table.add_column("Why", no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column("Seconds", no_wrap=True, justify="right")
    table.add_column("Size", no_wrap=True, justify="right")
    for line in shown:
        table.add_row(*_cells(line))
    console.print(table)
    if more := len(told) - len(shown):
        console.print(Text(f"and {more:,} more, which --report FILE lists"))


def _chosen(told: Sequence[Line]) -> list[Line]:
    """The first of each state, in the order of the run."""
    order = sorted(range(len(told)), key=lambda at: told[at].first.state != "failed")
    return [told[at] for at in sorted(order[:_MOST])]


def _cells(line: Line) -> tuple[Text, ...]:
    """Texts, in which rich reads no marking."""
    first = line.first
    return (
        Text(line.name),
        Text(first.state, _STYLES.get(first.state, "")),
        Text(_plain("; ".join(line.why))),
        Text(f"{first.seconds:.2f}" if first.seconds else ""),
        Text(size_words(line.size) if line.size else ""),
    )


def _plain(words: str) -> str:
    """In one line, without characters that move a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in words)
