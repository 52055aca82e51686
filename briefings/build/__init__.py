"""Build targets: one briefing in one format is one file."""

from __future__ import annotations

from briefings.build.plans import (
    Outcome,
    Plan,
    build,
    check,
    documents,
    find_specs,
    plan,
    write_formats,
)

__all__ = ["Outcome", "Plan", "build", "check", "documents", "find_specs", "plan", "write_formats"]
