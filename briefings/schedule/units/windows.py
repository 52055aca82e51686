"""A task for the Task Scheduler of Windows."""

from __future__ import annotations

from collections.abc import Mapping
from subprocess import list2cmdline
from xml.sax.saxutils import escape

from briefings.schedule.units.job import Job

__all__ = ["task"]

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{description}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT{every}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2000-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions>
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def task(job: Job) -> Mapping[str, str]:
    """``NAME.xml``, for ``schtasks /create /xml``."""
    program, *arguments = job.command
    text = _TASK.format(
        description=escape(job.description),
        every=job.every,
        command=escape(program),
        arguments=escape(list2cmdline(arguments)),
        folder=escape(str(job.folder)),
    )
    return {f"{job.name}.xml": text.replace("\n", "\r\n")}
