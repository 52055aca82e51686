"""Building: what is asked for, what of it is out of date and why, and the making of it.

One briefing in one format is one file, a *target*.  Files appear whole: they are written
beside their name, flushed to the disk and renamed.
"""

from __future__ import annotations

from briefings.build.checking import check
from briefings.build.engine import Options, build, forecast
from briefings.build.outcome import Outcome
from briefings.build.plans import Batch, Plan, batch, find_specs, plan
from briefings.build.rendering import documents, write_formats

__all__ = [
    "Batch",
    "Options",
    "Outcome",
    "Plan",
    "batch",
    "build",
    "check",
    "documents",
    "find_specs",
    "forecast",
    "plan",
    "write_formats",
]
