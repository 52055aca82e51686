"""Which of the files in an output folder may be sent: those that are right as they stand.

A file may be there that no longer is: of last month, where this month's could not be built, or
of a briefing that the pack has given up.  Both are known by what became of the pack's targets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, field, frozen

from briefings.build.outcome import Outcome

__all__ = ["Fitness"]

_FIT = ("built", "up to date")


@frozen
class Fitness:
    """What became of a pack's targets, by name and format.

    A target that has no format, such as a spec that cannot be read, stands for all of its name.
    ``broken`` says why others may be missing here, if so: nobody knows then what they are.
    """

    reasons: Mapping[tuple[str, str], str] = field(factory=dict)
    broken: str = ""

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Fitness:
        """By a build, or by the forecast of one."""
        reasons: dict[tuple[str, str], str] = {}
        broken = ""
        for one in outcomes:
            if one.state == "orphan":
                continue
            reasons[one.name, one.format] = _reason(one)
            if one.failed and not one.format:
                broken = broken or _reason(one)
        return cls(reasons, broken)

    @property
    def names(self) -> frozenset[str]:
        """The pack's briefings, as far as they are known."""
        return frozenset(name for name, _ in self.reasons)

    def why_not(self, name: str, format_: str, was_here: bool) -> str | None:
        """Why a file is not to be sent, or nothing (``""``); None if the pack has no such file.

        ``was_here`` says that it was built for this pack.
        """
        for key in ((name, format_), (name, "")):
            if key in self.reasons:
                return self.reasons[key]
        return (self.broken or None) if was_here else None


def _reason(one: Outcome) -> str:
    if one.state in _FIT:
        return ""
    why = "; ".join(one.why)
    match one.state:
        case "to build":
            return f"it is out of date: {why or 'not built yet'}"
        case "failed" if one.faults:
            return f"it could not be built: {evolve(one.faults[0], remedy='').headline()}"
        case "not reached" if why:
            return f"it could not be built: {why}"
        case _:
            return "it could not be built"
