"""Faults that a user can put right, each with its place and what to do.

A fault is data (:class:`Fault`); an error (:class:`BriefingError`) carries all the faults
of one step, so that one run tells everything.  Anything else that is raised is a bug of
ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from attrs import frozen

__all__ = [
    "EXIT_BUG",
    "EXIT_FAULT",
    "EXIT_INTERRUPTED",
    "EXIT_PARTIAL",
    "EXIT_TERMINATED",
    "EXIT_USAGE",
    "BriefingError",
    "ClusterError",
    "DataError",
    "DocumentError",
    "Fault",
    "LayoutError",
    "LedgerError",
    "MailError",
    "Place",
    "SpecError",
    "ThemeError",
    "WriteError",
    "nearest",
    "suggestion",
]

EXIT_FAULT = 1
EXIT_USAGE = 2
EXIT_PARTIAL = 3
EXIT_BUG = 70
EXIT_INTERRUPTED = 130  # as shells say it: 128 and the number of the signal
EXIT_TERMINATED = 143


@frozen
class Place:
    """Where a fault is: a file, and in it a 1-based line and column where known."""

    file: str
    line: int | None = None
    column: int | None = None
    excerpt: str = ""  # the line itself, without its end

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join([self.file, *numbers])


@frozen
class Fault:
    """One thing that is wrong.

    ``where`` is the path inside the file in the words of its format (``sections[2].order``),
    ``what`` the fault, ``remedy`` what to do, ``allowed`` every value that would do.
    """

    what: str
    remedy: str = ""
    where: str = ""
    place: Place | None = None
    allowed: tuple[str, ...] = ()
    severity: str = "error"  # or "warning"

    @property
    def order(self) -> tuple[str, int, int]:
        """By which faults are told: where they stand, file after file."""
        place = self.place
        return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)

    def headline(self) -> str:
        """``file:line:column: where: what; what to do``."""
        head = [str(self.place)] if self.place else []
        if self.severity != "error":
            head.append(self.severity)
        if self.where:
            head.append(self.where)
        body = f"{self.what}; {self.remedy}" if self.remedy else self.what
        return ": ".join([*head, body])

    def render(self) -> str:
        """The headline, the line with a caret under the place, and the allowed values."""
        lines = [self.headline()]
        if self.place and self.place.excerpt and self.place.line is not None:
            lines += _excerpt(self.place)
        if self.allowed:
            lines.append(f"    allowed: {', '.join(self.allowed)}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        place = self.place
        return {
            "severity": self.severity,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "where": self.where,
            "what": self.what,
            "remedy": self.remedy,
            "allowed": list(self.allowed),
        }


def _excerpt(place: Place) -> list[str]:
    gutter = f"{place.line:>5} | "
    text = place.excerpt.expandtabs(1)
    width = 100
    start = 0
    if place.column is not None and place.column > width:
        start = place.column - width // 2
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    lines = [gutter + shown[start : start + width]]
    if place.column is not None:
        lines.append(" " * 5 + " | " + " " * (place.column - 1 - start) + "^")
    return lines


class BriefingError(Exception):
    """One or more faults that the user can put right."""

    exit_code = EXIT_FAULT

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(fault.headline() for fault in self.faults))

    def render(self) -> str:
        return "\n".join(fault.render() for fault in self.faults)

    def __reduce__(self) -> tuple[Any, ...]:  # so that it crosses a process border whole
        return (type(self), (self.faults,))


class SpecError(BriefingError):
    """A spec file, or a text in it, cannot be used."""


class DataError(BriefingError):
    """A data folder or a framework file cannot be used."""


class ThemeError(BriefingError):
    """A theme, a font, a logo or a template cannot be used."""


class LayoutError(BriefingError):
    """Something cannot be set on a page: a character no font has, a row taller than a page."""


class DocumentError(BriefingError):
    """A composed document would not be accessible, or points at nothing."""


class WriteError(BriefingError):
    """A document cannot be written: it breaks a rule of its format, or the disk refuses."""


class LedgerError(BriefingError):
    """The record of runs and mails cannot be read or written."""


class MailError(BriefingError):
    """A mail cannot be made or sent: its recipients, its files, or the server it goes through."""


class ClusterError(BriefingError):
    """A cluster cannot be used: it is not there, has no workers, or runs another version."""


def nearest(word: str, allowed: Sequence[str], *, count: int = 3) -> list[str]:
    """The entries of ``allowed`` most like ``word``, without regard to case."""
    folded = {a.casefold(): a for a in reversed(allowed)}
    found = get_close_matches(word.casefold(), list(folded), n=count, cutoff=0.6)
    return [folded[f] for f in found]


def suggestion(word: str, allowed: Sequence[str]) -> str:
    """``did you mean 'sources'?``, or nothing when no entry is near."""
    near = nearest(word, allowed, count=1)
    return f"did you mean {near[0]!r}?" if near else ""
