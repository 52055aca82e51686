"""Judging a figure: against its target, and against what it is compared with.

The two are kept apart: a figure can beat the average and still miss the target, or the
reverse.  What is approximate, void or within sampling noise is not judged as if it were
exact.
"""

from __future__ import annotations

from datetime import date

from briefings.dates import last_day, partial_date
from briefings.document import Badge, Symbol, Tone
from briefings.language import say, term
from briefings.records import Measure, Observation, Polarity, VoidTargets
from briefings.significance import beyond_chance

__all__ = [
    "NOISE",
    "VOID",
    "against",
    "is_size",
    "meets",
    "target_verdict",
    "void",
    "within_noise",
]

NOISE = term("within noise")
VOID = term("void")

# Which side of the printed value the true one lies on; other qualifiers leave it open.
_ABOVE = frozenset({"more than", "over", "at least", "above"})
_BELOW = frozenset({"nearly", "almost", "less than", "under", "up to", "below", "fewer than"})


def judged(good: bool | None, yes: str, no: str) -> Badge:
    if good is None:
        return Badge(yes, Tone.NEUTRAL)
    return Badge(yes, Tone.BETTER, Symbol.UP) if good else Badge(no, Tone.WORSE, Symbol.DOWN)


def void(measure: Measure, observation: Observation) -> VoidTargets | None:
    """The time without targets in which a value falls, if it falls in one."""
    moment = _moment(observation)
    if moment is None:
        return None
    for time in measure.targets_void:
        start, end = time.start.first, last_day(time.end)
        if start and end and start <= moment <= end:
            return time
    return None


def _moment(observation: Observation) -> date | None:
    """The day that orders a value: the end of its period, as far as that is known."""
    when = observation.as_of or (partial_date(observation.period) if observation.period else None)
    return last_day(when) if when else None


def target_verdict(measure: Measure, observation: Observation) -> Badge:
    """Whether a value meets its target, where the target holds for its time."""
    if observation.target is not None and void(measure, observation):
        return Badge(say(VOID), Tone.MUTED, label=say("the target is void for this period"))
    return meets(observation, measure.polarity)


def meets(observation: Observation, polarity: Polarity) -> Badge:
    """Whether a value meets its target: met at the target itself."""
    if observation.target is None:
        return Badge(say("no target"), Tone.MUTED)
    if polarity is Polarity.NONE:
        return Badge(say("neither way is better"), Tone.MUTED)
    value, target = observation.value, observation.target
    qualifier = observation.qualifier.casefold()
    if polarity is Polarity.LOWER:
        value, target = -value, -target
    if not qualifier:
        return judged(value >= target, say("met"), say("missed"))
    more = qualifier in (_BELOW if polarity is Polarity.LOWER else _ABOVE)
    fewer = qualifier in (_ABOVE if polarity is Polarity.LOWER else _BELOW)
    if more and value >= target:
        return judged(True, say("met"), say("missed"))
    if fewer and value <= target:
        return judged(False, say("met"), say("missed"))
    return Badge(say("too rough to tell"), Tone.MUTED)


def against(observation: Observation, polarity: Polarity) -> Badge:
    """Whether a value is above, at or below its comparator, and whether that is better."""
    if observation.comparator_value is None:
        return Badge(say("no comparator"), Tone.MUTED)
    difference = observation.value - observation.comparator_value
    if observation.qualifier and not _surely(observation, difference):
        return Badge(say("too rough to tell"), Tone.MUTED)
    if within_noise(observation):
        label = say("the difference is within sampling noise")
        return Badge(say(NOISE), Tone.NEUTRAL, Symbol.LEVEL, label=label)
    if difference == 0 and not observation.qualifier:
        return Badge(say("the same"), Tone.NEUTRAL, Symbol.LEVEL)
    above = difference > 0 or (difference == 0 and observation.qualifier.casefold() in _ABOVE)
    if polarity is Polarity.NONE:
        return Badge(say("above") if above else say("below"), Tone.NEUTRAL)
    better = above is (polarity is Polarity.HIGHER)
    if above:
        return judged(better, say("above: better"), say("above: worse"))
    return judged(better, say("below: better"), say("below: worse"))


def is_size(measure: Measure) -> bool:
    """Whether a measure only says how large a provider is: a count of which no more is better.

    What stands beside such a value is a total, or somebody else's size: neither judges it.
    """
    return measure.polarity is Polarity.NONE and measure.unit != "%"


def _surely(observation: Observation, difference: float) -> bool:
    """Whether an approximate value lies on one side of its comparator all the same."""
    qualifier = observation.qualifier.casefold()
    return (qualifier in _ABOVE and difference >= 0) or (qualifier in _BELOW and difference <= 0)


def within_noise(observation: Observation) -> bool:
    """Whether a percentage of a known base cannot be told from its comparator by chance."""
    compared, base = observation.comparator_value, observation.base
    if compared is None or base is None or observation.qualifier:
        return False
    if observation.value == compared or not 0 <= observation.value <= 100:
        return False
    return not beyond_chance(observation.value, base, compared)
