"""One run of a build, kept for its reports and its log, however it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from briefings import build as builder
from briefings.build import Batch, Options, Outcome
from briefings.build.awaited import Awaited, awaited
from briefings.cli.building import exit_code
from briefings.cli.log import Log
from briefings.cli.options import print_faults, print_json
from briefings.cli.stopping import Stop, Stopped
from briefings.cli.telling import Nothing, beginning, summary, teller, told
from briefings.errors import EXIT_BUG, EXIT_FAULT, BriefingError, Fault
from briefings.records import Dataset
from briefings.report import Report, as_json, heading, row
from briefings.saving import save

__all__ = ["Run", "now"]


def now() -> datetime:
    """The time by the clock of this machine."""
    return datetime.now(UTC)


class Run:
    """What has become of a build so far; :meth:`whole` is its life."""

    def __init__(
        self, reports: Sequence[Path], log: Log, theme: Path | None, stop: Stop, quiet: bool
    ) -> None:
        self.outcomes: list[Outcome] = []
        self._awaited = Awaited()
        self._reports = dict.fromkeys(reports)
        self._log = log
        self._theme = theme
        self._stop = stop
        self._quiet = quiet  # JSON alone is printed
        self._teller = Nothing()
        self._started = now()
        self._options = _options(click.get_current_context())
        self._versions = _versions() if reports or log.wanted else {}

    def whole(self, work: Callable[[Run], None]) -> int:
        """Do the work, then tell what became of it, however it ended; the exit code.

        Raises whatever the work raises, but for what a signal did.
        """
        self._log.tell("run started", options=self._options, versions=self._versions)
        error: BaseException | None = None
        try:
            work(self)
            self._stop.finishing = True
        except BaseException as raised:
            self._stop.finishing = True
            error = raised
        code = self._ended(error)
        if error is not None and not isinstance(error, Stopped):
            raise error
        return code

    def build(self, batch: Batch, dataset: Dataset, out: Path, options: Options) -> None:
        """Build what is asked for, telling it as it comes."""
        left = self._awaited = awaited(batch, out, options.only)
        self._log.tell("targets found", targets=len(left))
        tell = self._teller = teller(len(left), quiet=self._quiet)
        options = evolve(options, executor=beginning(options.executor, tell))
        # Closed whatever happens here, so that the workers end and the manifest is written.
        with closing(builder.build(batch, dataset, out, options)) as found:
            for outcome in told(self._stop.heeded(found), tell, left):
                self._add(outcome)

    def _add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._log.tell("target", **row(outcome))

    def _ended(self, error: BaseException | None) -> int:
        for outcome in self._awaited.left():
            self._add(outcome)
        report = self._report(error)
        refused = [fault for path in self._reports for fault in self._written(path, report)]
        self._log.tell("run ended", **heading(report))
        refused += [self._log.fault] if self._log.fault else []
        self._print(error, report)
        print_faults(refused)
        return report.exit_code or (EXIT_FAULT if refused else 0)

    def _report(self, error: BaseException | None) -> Report:
        return Report(
            tuple(self.outcomes),
            self._started,
            now(),
            _code(self.outcomes, error),
            error.signal if isinstance(error, Stopped) else "",
            error.faults if isinstance(error, BriefingError) else _bug(error),
            self._options,
            self._versions,
        )

    def _print(self, error: BaseException | None, report: Report) -> None:
        """What is left to say on the screen; other errors are told by whoever gets them."""
        if error is not None and not isinstance(error, Stopped | BriefingError):
            return
        self._teller.end(report.outcomes)
        if isinstance(error, BriefingError):
            return
        if self._quiet:
            print_json({"targets": [row(outcome) for outcome in report.outcomes]})
        else:
            summary(report.outcomes, report.stopped_by)

    def _written(self, path: Path, report: Report) -> tuple[Fault, ...]:
        try:
            save(path, self._page(report, path) if path.suffix == ".html" else as_json(report))
        except BriefingError as error:
            return error.faults
        return ()

    def _page(self, report: Report, path: Path) -> bytes:
        from briefings.reportpage import page
        from briefings.theme import load

        try:
            theme = load(self._theme)
        except BriefingError:  # which may be just what the report has to tell
            theme = load()
        return page(report, theme, path.parent)


def _code(outcomes: Sequence[Outcome], error: BaseException | None) -> int:
    match error:
        case None:
            return exit_code(outcomes)
        case Stopped() | BriefingError():
            return error.exit_code
        case BrokenPipeError():  # whoever read what we print has had enough
            return 0
        case _:
            return EXIT_BUG


def _bug(error: BaseException | None) -> tuple[Fault, ...]:
    if not isinstance(error, Exception) or isinstance(error, BrokenPipeError):
        return ()
    what = f"a bug of ours: {type(error).__name__}: {error}"
    return (Fault(what, "run again with `briefings --trace` and report what it prints"),)


def _versions() -> Mapping[str, str]:
    import platform

    from briefings.build.fingerprint import program

    return {**program(), "python": platform.python_version(), "system": platform.platform()}


def _options(ctx: click.Context) -> dict[str, Any]:
    """What the command was given, by the words of its options; what was not is left out."""
    from click.core import ParameterSource

    names = {p.name: max(p.opts, key=len) for p in ctx.command.params}
    return {
        names[name]: _plain(value)
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
    }


def _plain(value: Any) -> Any:
    match value:
        case tuple() | list():
            return [_plain(one) for one in value]
        case Path() | date():
            return str(value)
        case _:
            return value
