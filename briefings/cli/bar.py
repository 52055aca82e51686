"""A bar with the number of targets, how many a second, and the time that is left."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

__all__ = ["Bar"]


class Bar:
    """It is on the screen from when it is made until it is closed."""

    def __init__(self, total: int) -> None:
        # What is printed goes above the bar by :meth:`say`, which breaks no lines: a path or an
        # excerpt with its caret stays what it is.
        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("building"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            _Rate(),
            _Left(),
            console=self._console,
            transient=True,
            expand=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("building", total=total)
        self._progress.start()

    def advance(self, targets: int) -> None:
        self._progress.advance(self._task, targets)

    def say(self, words: str) -> None:
        """Print above the bar, just as it is."""
        self._console.print(Text(words), soft_wrap=True)

    def close(self) -> None:
        self._progress.stop()


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        rate = _rate(task)
        words = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
        return Text(f"{words} targets/s" if rate else "", no_wrap=True)


class _Left(ProgressColumn):
    """By the rate of the whole run: the formats of a briefing come all at once."""

    def render(self, task: Task) -> Text:
        rate = _rate(task)
        if not rate or task.remaining is None:
            return Text("")
        minutes, seconds = divmod(round(task.remaining / rate), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return Text(f"{clock} left", no_wrap=True)


def _rate(task: Task) -> float:
    """Targets a second since the work began."""
    return task.completed / task.elapsed if task.elapsed else 0.0
