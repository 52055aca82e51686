"""How places in a league table moved since the inspection before."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.document import Badge, Symbol, Tone
from briefings.language import say, term
from briefings.metrics import FIXED, Metric
from briefings.records import Polarity
from briefings.sections.change import earlier, when
from briefings.sections.ranking import Entry, Place, places

__all__ = ["movement", "movement_note"]

NEW = term("no place before")


def movement(by: Sequence[Metric], placed: list[tuple[Place, Entry]]) -> dict[str, Badge]:
    """Up or down since the inspection before, among those that had a value then and have now."""
    now = [e for _, e in placed]
    then = {e.standing.provider.id: b for e in now if (b := _before(e, by))}
    if len(then) < 2:
        return {}
    both = [e for e in now if e.standing.provider.id in then]
    old = {e.standing.provider.id: p for p, e in places(list(then.values()), by)}
    new = {e.standing.provider.id: p for p, e in places(both, by)}
    found = {e.standing.provider.id: Badge(say(NEW), Tone.MUTED) for e in now}
    for entry in both:
        id = entry.standing.provider.id
        found[id] = _moved(old[id], new[id], _gained(then[id], entry, by[0]))
    return found


def _gained(then: Entry, now: Entry, metric: Metric) -> float:
    """By how much its own value got better; none where neither way is better."""
    before, after = then.number(0), now.number(0)
    if before is None or after is None:
        return 0
    if metric.polarity is Polarity.NONE and not metric.is_rating:
        return 0
    return before - after if metric.polarity is Polarity.LOWER else after - before


def _before(entry: Entry, by: Sequence[Metric]) -> Entry | None:
    """The provider as its earlier inspection under the same framework left it."""
    before = earlier(entry.standing)
    if before is None or before.framework != entry.standing.framework:
        return None
    values = tuple(m.value(before) for m in by)
    found = Entry(before, values)
    # A figure that no inspection reported is the same now and then, and shows no movement.
    undated = by[0].id not in FIXED and not by[0].is_rating and values[0] == entry.values[0]
    return None if found.number(0) is None or undated else found


def _moved(old: Place, new: Place, gained: float) -> Badge:
    """The tone is that of its own value: a place can fall since others rose."""
    steps = old.number - new.number
    if steps == 0:
        return Badge(say("level at {place}", place=new), Tone.NEUTRAL, Symbol.LEVEL)
    symbol = Symbol.UP if steps > 0 else Symbol.DOWN
    words = "up {steps}, {old} to {new}" if steps > 0 else "down {steps}, {old} to {new}"
    tone = Tone.NEUTRAL
    if gained and (gained > 0) is (steps > 0):
        tone = Tone.BETTER if steps > 0 else Tone.WORSE
    return Badge(say(words, steps=abs(steps), old=old, new=new), tone, symbol)


def movement_note(placed: list[tuple[Place, Entry]], moved: dict[str, Badge]) -> str:
    if not moved:
        return say(
            "No movement is shown: fewer than two of them have a value from an earlier "
            "inspection under this framework."
        )
    befores = [earlier(e.standing) for _, e in placed if e.standing.provider.id in moved]
    rounds = {when(b.inspection) for b in befores if b and b.inspection}
    since = rounds.pop() if len(rounds) == 1 else say("the inspection before")
    both = sum(badge.text != say(NEW) for badge in moved.values())
    return say(
        "Movement since {since} is among the {count} that have a value in both rounds. A place can "
        "move while the value behind it stays.",
        since=since,
        count=both,
    )
