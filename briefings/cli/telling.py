"""How a build is told while it runs and when it has ended: to a person, or to a file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click

from briefings.cli.options import print_faults

__all__ = ["Nothing", "beginning", "built_words", "summary", "teller", "told"]

FEW = 6  # targets; more are told in a table where somebody looks on


class Nothing:
    """Tells nothing; the ways of telling build on it."""

    def begin(self) -> None:
        """Work begins: not all is up to date."""

    def tell(self, outcome: Any, targets: int) -> None:
        """One outcome, which tells of so many targets."""

    def pause(self) -> None:
        """Nothing more comes: what moves is taken away."""

    def end(self, outcomes: Sequence[Any]) -> None:
        """All that has become of it."""


class Lines(Nothing):
    """A line for each file that is built, and the faults of each that is not."""

    def tell(self, outcome: Any, targets: int) -> None:
        if outcome.built:
            click.echo(built_words(outcome))
        elif outcome.failed:
            print_faults(outcome.faults)


def teller(awaited: int, *, quiet: bool) -> Nothing:
    """What suits whoever listens."""
    if quiet:
        return Nothing()
    if not (sys.stdout.isatty() and sys.stderr.isatty()):
        return Lines()
    from briefings.cli.terminal import Screen

    return Screen(awaited, table=awaited > FEW)


def told(outcomes: Iterable[Any], teller: Nothing, awaited: Any) -> Iterator[Any]:
    """Each outcome, told as it comes."""
    try:
        for outcome in outcomes:
            teller.tell(outcome, awaited.tell(outcome))
            yield outcome
    finally:
        teller.pause()


def beginning(executor: Callable[[int], Any], teller: Nothing) -> Callable[[int], Any]:
    """``executor``, which is asked for only when there is something to make."""

    def asked(jobs: int) -> Any:
        teller.begin()
        return executor(jobs)

    return asked


def built_words(outcome: Any) -> str:
    """``built output/merseyside.pdf (42 kB)``."""
    return f"built {outcome.path} ({max(1, round(outcome.size / 1000)):,} kB)"


def summary(outcomes: Sequence[Any], stopped_by: str = "") -> None:
    """A line where there is more to say than what was built."""
    counts = Counter(o.state for o in outcomes)
    always = "built" if counts["failed"] or stopped_by else ""
    states = ("failed", "not reached", "built", "up to date")
    words = [f"{counts[s]} {s}" for s in states if counts[s] or s == always]
    if stopped_by:
        click.echo(f"stopped by {stopped_by}: {', '.join(words)}", err=True)
    elif words != [f"{counts['built']} built"] and words:
        click.echo(", ".join(words), err=bool(counts["failed"]))
