"""When something recurs: pure time, as a pack's author writes it and as clocks run.

:class:`Schedule` is what stands in YAML, :func:`occurrences` what follows from it between two
instants.  Nothing here reads a clock.
"""

from briefings.recurrence.cron import Cron
from briefings.recurrence.hooks import OVERRIDES, SCHEDULE_HOOKS
from briefings.recurrence.occurrences import Occurrence, occurrences, upcoming
from briefings.recurrence.schedule import CATCH_UP, DaysOff, Schedule, Times
from briefings.recurrence.words import DEFAULT_TIME, FORMS

__all__ = [
    "CATCH_UP",
    "DEFAULT_TIME",
    "FORMS",
    "OVERRIDES",
    "SCHEDULE_HOOKS",
    "Cron",
    "DaysOff",
    "Occurrence",
    "Schedule",
    "Times",
    "occurrences",
    "upcoming",
]
