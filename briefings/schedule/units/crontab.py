"""A line for a crontab."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from briefings.schedule.units.job import Job

__all__ = ["line"]


def line(job: Job) -> Mapping[str, str]:
    """``NAME.cron``: a comment, and the line."""
    minutes = "*" if job.every == 1 else f"*/{job.every}"
    shell = f"cd {shlex.quote(str(job.folder))} && {shlex.join(job.command)}"
    command = shell.replace("%", r"\%")  # cron ends the command at a bare one
    return {f"{job.name}.cron": f"# {job.description}\n{minutes} * * * * {command}\n"}
