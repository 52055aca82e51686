"""A service that runs once, and the timer that starts it."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.schedule.units.job import Job

__all__ = ["units"]

_SERVICE = """\
[Unit]
Description={description}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
"""

_TIMER = """\
[Unit]
Description={description}

[Timer]
OnCalendar={calendar}
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""


def units(job: Job) -> Mapping[str, str]:
    """``NAME.service`` and ``NAME.timer``."""
    program, *arguments = job.command
    command = " ".join([_quoted(program), *(_quoted(a).replace("$", "$$") for a in arguments)])
    folder = str(job.folder).replace("%", "%%")
    calendar = "*-*-* *:*:00" if job.every == 1 else f"*-*-* *:0/{job.every}:00"
    return {
        f"{job.name}.service": _SERVICE.format(
            description=job.description, folder=folder, command=command
        ),
        f"{job.name}.timer": _TIMER.format(description=job.description, calendar=calendar),
    }


def _quoted(text: str) -> str:
    """One word of a command line, for systemd's own rules, which are not the shell's."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    plain = text and not any(character in " \"'\\;" for character in text)
    return escaped if plain else f'"{escaped}"'
