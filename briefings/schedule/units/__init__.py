"""Units for the programs that wake a machine up: systemd, cron and the Task Scheduler.

All of them do one thing: call ``briefings run-due`` every so many minutes.  When a pack is
due is decided there alone, by its own time zone and the ledger; none of these programs has
the same idea of a local time that comes twice or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from briefings.schedule.units import crontab, systemd, windows
from briefings.schedule.units.job import EVERY, Job

__all__ = ["EVERY", "KINDS", "Job", "unit_files"]

KINDS: Mapping[str, Callable[[Job], Mapping[str, str]]] = MappingProxyType(
    {"systemd": systemd.units, "cron": crontab.line, "windows": windows.task}
)


def unit_files(kind: str, job: Job) -> dict[str, bytes]:
    """The files of one of :data:`KINDS`, by name."""
    # The Task Scheduler takes XML in UTF-16 alone.
    encoding = "utf-16" if kind == "windows" else "utf-8"
    return {name: text.encode(encoding) for name, text in KINDS[kind](job).items()}
