"""What sampling allows to be said of percentages: intervals, and differences in words."""

from __future__ import annotations

from collections.abc import Sequence

from briefings import wording
from briefings.document import Block
from briefings.language import name as named
from briefings.language import say
from briefings.records import Measure, Observation
from briefings.sections.judging import within_noise
from briefings.sections.parts import note
from briefings.significance import beyond_chance, interval
from briefings.standing import Standing

__all__ = ["differences", "interval_words", "intervals", "unknown_bases"]

Known = Sequence[tuple[Measure, Observation]]


def _sampled(observation: Observation) -> bool:
    """Whether an interval can be given: an exact percentage of a known number of cases."""
    exact = not observation.qualifier and 0 <= observation.value <= 100
    return observation.base is not None and exact


def interval_words(observation: Observation) -> str:
    """``62% to 79%, 100 cases``."""
    assert observation.base is not None
    low, high = interval(observation.value, observation.base)
    cases = wording.number(observation.base)
    words = "{low}% to {high}%, {count} cases"
    return say(words, low=f"{low:.0f}", high=f"{high:.0f}", count=cases)


def intervals(known: Known) -> list[Block]:
    """The interval of each percentage of a known base, and what is within sampling noise."""
    sampled = [(m, o) for m, o in known if m.unit == "%" and _sampled(o)]
    if not sampled:
        return []
    each = [f"{m.name} {wording.amount(o.value, '%')} ({interval_words(o)})" for m, o in sampled]
    words = say("95 per cent intervals: {intervals}.", intervals="; ".join(each))
    for measure, observation in sampled:
        if within_noise(observation):
            other = named(observation.comparator) or say("the comparator")
            noise = "{measure}: the difference from {other} is within sampling noise."
            words += " " + say(noise, measure=measure.name, other=other)
    return [note(words, [o.source for _, o in sampled])]


def unknown_bases(known: Known) -> list[Block]:
    """Percentages that are compared although nobody says of how many cases they are."""
    silent = [
        m.name
        for m, o in known
        if m.unit == "%" and o.base is None and o.comparator_value is not None
    ]
    if not silent:
        return []
    words = (
        "The sources do not say of how many cases these percentages are: {measures}. Whether a "
        "difference is more than sampling noise cannot be told."
    )
    if len(silent) == 1:
        words = (
            "The sources do not say of how many cases this percentage is: {measures}. Whether a "
            "difference is more than sampling noise cannot be told."
        )
    return [note(say(words, measures=wording.listing(silent)))]


def differences(
    measure: Measure, known: Sequence[tuple[Standing, Observation]], subject: Standing | None
) -> list[Block]:
    """Percentages of several providers: their intervals, and which differ from the subject's."""
    if measure.unit != "%" or len(known) < 2:
        return []
    sampled = [(s, o) for s, o in known if _sampled(o)]
    blocks: list[Block] = []
    if sampled:
        each = "; ".join(f"{s.short} {interval_words(o)}" for s, o in sampled)
        words = say("95 per cent intervals: {intervals}.", intervals=each)
        blocks.append(note(words, [o.source for _, o in sampled]))
    if subject:
        blocks += _from_subject(subject, sampled)
    silent = [s.short for s, o in known if not _sampled(o)]
    if silent:
        unknown = (
            "The sources do not say of how many cases the percentage is for {providers}. Whether a "
            "difference from them is more than sampling noise cannot be told."
        )
        blocks.append(note(say(unknown, providers=wording.listing(silent))))
    return blocks


def _from_subject(
    subject: Standing, sampled: Sequence[tuple[Standing, Observation]]
) -> list[Block]:
    own = next((o for s, o in sampled if s.provider.id == subject.provider.id), None)
    if own is None or own.base is None:
        return []
    apart: dict[bool, list[str]] = {}
    for standing, other in sampled:
        if other is not own and other.base is not None:
            real = beyond_chance(own.value, own.base, other.value, other.base)
            apart.setdefault(real, []).append(standing.short)
    said = []
    if True in apart:
        words = "more than sampling noise for {providers}"
        said.append(say(words, providers=wording.listing(apart[True])))
    if False in apart:
        words = "within sampling noise for {providers}"
        said.append(say(words, providers=wording.listing(apart[False])))
    if not said:
        return []
    both = say("{first} and {second}", first=said[0], second=said[1]) if said[1:] else said[0]
    words = "The difference from {provider} is {judged}."
    return [note(say(words, provider=subject.short, judged=both))]
