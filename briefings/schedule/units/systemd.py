"""A service that runs once, and the timer that starts it; or one that stays."""

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

# Only the loop itself is told to end: it lets the run under way, and its processes, finish.
_LOOP = """\
[Unit]
Description={description}
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
WorkingDirectory={folder}
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
KillMode=mixed
TimeoutStopSec=30min
Restart=on-failure
RestartSec=60

[Install]
WantedBy=default.target
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
    """``NAME.service`` and ``NAME.timer``; of a loop the first alone."""
    program, *arguments = job.command
    command = " ".join([_quoted(program), *(_quoted(a).replace("$", "$$") for a in arguments)])
    folder = str(job.folder).replace("%", "%%")
    if job.loop:
        loop = _LOOP.format(description=job.description, folder=folder, command=command)
        return {f"{job.name}.service": loop}
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
