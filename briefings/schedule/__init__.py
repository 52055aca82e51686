"""What is due and what became of it: every occurrence of every pack once, by the ledger.

A run is a function that the caller gives (:data:`Run`): it builds a pack and sends its mail.
Nothing here reads a clock or sleeps; both are arguments.
"""

from briefings.schedule.journal import Entry, Event, Journal
from briefings.schedule.loop import CEILING, Waker, loop
from briefings.schedule.running import Outcome, Result, Run, run_due
from briefings.schedule.settling import ATTEMPTS, ON_TIME, Scheduled, Settled
from briefings.schedule.units import KINDS, Job, unit_files

__all__ = [
    "ATTEMPTS",
    "CEILING",
    "KINDS",
    "ON_TIME",
    "Entry",
    "Event",
    "Job",
    "Journal",
    "Outcome",
    "Result",
    "Run",
    "Scheduled",
    "Settled",
    "Waker",
    "loop",
    "run_due",
    "unit_files",
]
