"""A build on a terminal: a bar while it runs, and a table when it has ended.

Nothing else of the command line imports ``rich``, and nothing does before there is work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from briefings.cli.options import print_faults
from briefings.cli.telling import Nothing, built_words

if TYPE_CHECKING:
    from briefings.cli.bar import Bar

__all__ = ["Screen"]


class Screen(Nothing):
    """Faults above a bar; the files in a table at the end, or a line each if they are few."""

    def __init__(self, awaited: int, *, table: bool) -> None:
        self._left = awaited
        self._table = table
        self._bar: Bar | None = None

    def begin(self) -> None:
        from briefings.cli.bar import Bar

        self._bar = Bar(self._left)

    def tell(self, outcome: Any, targets: int) -> None:
        self._left -= targets
        print_faults(outcome.faults, lambda words: self._say(words, err=True))
        if outcome.built and not self._table:
            self._say(built_words(outcome))
        if self._bar:
            self._bar.advance(targets)

    def _say(self, words: str, *, err: bool = False) -> None:
        if self._bar:
            self._bar.say(words)
        else:
            click.echo(words, err=err)

    def pause(self) -> None:
        if self._bar:
            self._bar.close()
            self._bar = None

    def end(self, outcomes: Sequence[Any]) -> None:
        if self._table and any(o.state != "up to date" for o in outcomes):
            from briefings.cli.table import show

            show(outcomes)
