"""What a briefing shows now, held against what it showed before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

from briefings import reads, wording
from briefings.changes import Change, Changes, How, Kind, LookBack
from briefings.differences import differences
from briefings.errors import BriefingError, Fault, Place, SpecError
from briefings.passages import TITLE_BLOCK
from briefings.provenance import Provenance
from briefings.sections.changes_since import ChangesSince
from briefings.trace import parse

__all__ = ["Shown", "look_back"]

Shown: TypeAlias = Callable[[date | None, bool], Provenance]
"""What the rest of the briefing shows as at a date; only its facts, without its texts, or all."""


def look_back(
    options: ChangesSince, shown: Shown, folder: Path, as_at: date, place: Place | None
) -> LookBack:
    """The changes since the date or the file that ``options`` name.

    Raises SpecError where that cannot be looked back at.
    """
    try:
        if options.date and not options.file:
            _hold_before(options.date, as_at)
            changes = differences(_shown_then(shown, options.date), shown(None, True))
            return LookBack(_of_facts(changes), options.date.isoformat())
        if options.file and not options.date:
            before = _kept(options.file, folder)
            changes = differences(before, shown(None, False))
            return LookBack(_of_facts(changes, words=True), before.as_at, options.file)
    except _Unseen as unseen:
        raise SpecError(Fault(str(unseen), unseen.remedy, place=place)) from None
    what, remedy = "there is nothing to look back at", "give a date"
    if options.date:
        what, remedy = "a date and a file are given", "leave one of them out"
    raise SpecError(Fault(what, remedy, place=place))


def _of_facts(changes: Changes, *, words: bool = False) -> Changes:
    """Those that a briefing tells of itself: not its list of sources, nor which day it is.

    The headings alone under which it has other ``words``: what this section said before is
    not among them, for it is left out now.
    """

    def told(change: Change) -> bool:
        if change.kind is Kind.WORDS:
            return words and change.how is How.CHANGED and change.label != TITLE_BLOCK
        return change.kind is not Kind.SOURCE

    return Changes(tuple(change for change in changes if told(change)))


class _Unseen(Exception):
    """What cannot be looked back at, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def _hold_before(day: date, as_at: date) -> None:
    if day >= as_at:
        what = f"{wording.day(day)} is not before the briefing's own date, {wording.day(as_at)}"
        raise _Unseen(what, "give an earlier date, or a later `as_at`")


def _shown_then(shown: Shown, day: date) -> Provenance:
    try:
        return shown(day, True)
    except BriefingError as error:  # its faults are of the earlier date, and not of the spec
        what = f"the briefing cannot be made as at {wording.day(day)}: {error.faults[0].what}"
        raise _Unseen(what, "give a later date") from None


def _kept(file: str, folder: Path) -> Provenance:
    """What an earlier file of a briefing keeps of what it shows."""
    if Path(file).is_absolute() or ".." in Path(file).parts or ":" in file:
        what = f"the earlier file {file!r} lies outside the spec's folder"
        raise _Unseen(what, "put it beside the spec")
    path = folder / file
    try:
        data = path.read_bytes()
        reads.note(path, data)
        return parse(data, path)
    except OSError as trouble:
        what = f"the earlier file {file!r} cannot be read: {trouble.strerror}"
        raise _Unseen(what, "give a file that was built from this spec before") from None
    except BriefingError as error:
        raise _Unseen(f"the earlier file {file!r}: {error.faults[0].what}",
                      "give a Word, PDF or HTML file as it was built") from None  # fmt: skip
