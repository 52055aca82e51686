"""What one provenance says that another does not.

Facts are matched by provider and metric.  Where another inspection of a provider counts than
before, its facts take the place of the former one's: one change each, not a loss and a gain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeAlias

from attrs import frozen

from briefings.changes import Change, Changes, How, Kind
from briefings.provenance import Evidence, Provenance, SourceRecord, StandingRecord

__all__ = ["differences"]

_ALIKE = 0.6  # of two texts, from which one is the other reworded
_DATES = frozenset({"fieldwork", "published"})
_DETAILS = _DATES | {"owner"}

Pair: TypeAlias = "tuple[Evidence | None, Evidence | None]"


def differences(old: Provenance, new: Provenance) -> Changes:
    """What changed for the reader from ``old`` to ``new``."""
    return _Comparison(_State(old), _State(new)).changes()


@frozen(slots=False)
class _State:
    """A provenance, by what its parts are looked up by."""

    kept: Provenance

    @cached_property
    def standings(self) -> Mapping[str, StandingRecord]:
        """By provider; where none were kept, by the first fact of each."""
        found = {standing.provider: standing for standing in self.kept.standings}
        for fact in () if found else self.kept.facts:
            first = StandingRecord(fact.provider, fact.name, fact.inspection)
            found.setdefault(fact.provider, first)
        return found

    @cached_property
    def sources(self) -> Mapping[str, SourceRecord]:
        return {source.id: source for source in self.kept.sources}

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], list[Evidence]]:
        """The facts by provider and metric; texts, which have no metric in common, by kind."""
        found: dict[tuple[str, str], list[Evidence]] = {}
        for fact in self.kept.facts:
            if fact.since:  # it is told as what was, not as what is
                continue
            kind = _kind(fact)
            key = kind.value if kind in (Kind.RECOMMENDATION, Kind.FINDING) else fact.metric
            found.setdefault((fact.provider, key), []).append(fact)
        return found

    def counts(self, provider: str) -> str:
        """The inspection that counts."""
        return self.standings[provider].inspection if provider in self.standings else ""

    def numbers(self, fact: Evidence) -> tuple[int, ...]:
        found = (self.sources[id].number for id in fact.sources if id in self.sources)
        return tuple(number for number in found if number)

    def cited(self, fact: Evidence) -> str:
        """What a fact rests on, in words."""
        return "; ".join(self.sources[s].words if s in self.sources else s for s in fact.sources)


def _kind(fact: Evidence) -> Kind:
    if fact.metric == "overall" or fact.label.startswith(f"{fact.metric} "):  # "2.2 Planning"
        return Kind.RATING
    for kind in (Kind.RECOMMENDATION, Kind.FINDING):
        if fact.metric.startswith(f"{kind}-") and fact.metric != "recommendation-count":
            return kind
    return Kind.DETAIL if fact.metric in _DETAILS else Kind.FIGURE


@frozen(slots=False)
class _Comparison:
    old: _State
    new: _State

    def changes(self) -> Changes:
        found = [*self._providers(), *self._facts(), *self._sources(), *self._words()]
        order = list(Kind)
        return Changes(tuple(sorted(found, key=lambda change: order.index(change.kind))))

    # ------------------------------------------------------------------ who, and when

    def _providers(self) -> Iterator[Change]:
        old, new = self.old.standings, self.new.standings
        for id, now in new.items():
            then = old.get(id)
            if then is None:
                yield Change(Kind.PROVIDER, How.NEW, "", new=now.name, provider=now.name)
                continue
            if then.name != now.name:
                yield Change(Kind.PROVIDER, How.CHANGED, "", then.name, now.name, now.name)
            if then.inspection != now.inspection:
                how = How.CHANGED if then.inspection and now.inspection else (
                    How.NEW if now.inspection else How.GONE)  # fmt: skip
                words = (then.when or then.inspection, now.when or now.inspection)
                if then.when == now.when:
                    words = (then.inspection, now.inspection)
                yield Change(Kind.INSPECTION, how, "", *words, now.name)
        for id, then in old.items():
            if id not in new:
                yield Change(Kind.PROVIDER, How.GONE, "", old=then.name, provider=then.name)

    def _stays(self, provider: str) -> bool:
        """Whether both are about it; of one that came or went that alone is told."""
        known = provider in self.old.standings, provider in self.new.standings
        return known[0] == known[1]

    def _moved(self, provider: str) -> bool:
        return self.old.counts(provider) != self.new.counts(provider)

    # ------------------------------------------------------------------------- facts

    def _facts(self) -> Iterator[Change]:
        for before, after in self._unequal:
            fact = after or before
            if fact and self._stays(fact.provider):
                yield from self._change(before, after)

    @cached_property
    def _unequal(self) -> list[Pair]:
        """The facts that are not the same, in the order of the new document."""
        keys = dict.fromkeys([*self.new.groups, *self.old.groups])
        pairs = [pair for key in keys for pair in self._paired(key)]
        place = {id(fact): number for number, fact in enumerate(self.new.kept.facts)}
        last = len(place)
        found = [(b, a) for b, a in pairs if b is None or a is None or not _same(b, a)]
        return sorted(found, key=lambda pair: place.get(id(pair[1]), last))

    def _paired(self, key: tuple[str, str]) -> list[Pair]:
        provider, metric = key
        old, new = self.old.groups.get(key, []), self.new.groups.get(key, [])
        moved = self._moved(provider)
        then, now = self.old.counts(provider), self.new.counts(provider)
        if metric in (Kind.RECOMMENDATION, Kind.FINDING):
            if moved:
                old = [fact for fact in old if fact.inspection == then]
                new = [fact for fact in new if fact.inspection == now]
            return _texts(old, new, reworded=not moved)
        if moved and metric in _DATES:
            return []  # that of the inspection itself is told
        pairs = _matched([f for f in old if f.inspection == then],
                         [f for f in new if f.inspection == now], moved)  # fmt: skip
        earlier = _matched([f for f in old if f.inspection != then],
                           [f for f in new if f.inspection != now], None)  # fmt: skip
        if moved and metric in _DETAILS:  # shown with the inspection: only a new owner is news
            pairs = [(b, a) for b, a in pairs if b and a and metric not in _DATES]
        # What counted then is an earlier inspection now: that follows, and is not told again.
        return pairs + [(b, a) for b, a in earlier if not moved or (b and a)]

    def _change(self, before: Evidence | None, after: Evidence | None) -> Iterator[Change]:
        fact = after or before
        assert fact is not None
        state = self.new if after else self.old
        earlier = fact.inspection if fact.inspection != state.counts(fact.provider) else ""
        old, new = before.value if before else "", after.value if after else ""
        other = "" if before and after else (self.old if after else self.new).counts(fact.provider)
        how = How.CHANGED
        if before and after and before.period not in ("", after.period):
            old = f"{old}, {before.period}"
        if before is None or after is None:
            how = How.NEW if after else How.GONE
        elif (before.value, before.whole) == (after.value, after.whole):
            if before.inspection != after.inspection:
                return  # the inspection that counts now found the same
            how, old, new = How.BASIS, before.basis, after.basis
            if old == new:
                how, old, new = How.CITED, self.old.cited(before), self.new.cited(after)
            if old == new:
                return  # the same source under another id
        yield Change(_kind(fact), how, fact.label, old, new, fact.name, state.numbers(fact),
                     before, after, earlier, other)  # fmt: skip

    # ------------------------------------------------------------- sources and words

    def _sources(self) -> Iterator[Change]:
        """Of the numbered list; a source under another id with the same words is the same."""
        old = {s.id: s for s in self.old.kept.sources if s.number}
        new = {s.id: s for s in self.new.kept.sources if s.number}
        words = {s.words for s in old.values()}, {s.words for s in new.values()}
        for id, now in new.items():
            then, label = old.get(id), f"source {now.number}"
            if then and then.words != now.words:
                yield Change(Kind.SOURCE, How.CHANGED, label, then.words, now.words)
            elif not then and now.words not in words[0]:
                yield Change(Kind.SOURCE, How.NEW, label, new=now.words)
        for id, then in old.items():
            if id not in new and then.words not in words[1]:
                yield Change(Kind.SOURCE, How.GONE, f"source {then.number} before", then.words)

    def _words(self) -> Iterator[Change]:
        """The headings whose words differ though every fact under them is the same."""
        if not (self.old.kept.passages and self.new.kept.passages):
            return
        facts = [fact for pair in self._unequal for fact in pair if fact]
        explained = {heading for fact in facts for heading in fact.shown}
        known = bool(explained) or not facts  # a manifest does not keep where a fact is shown
        old = {p.heading: p.digest for p in self.old.kept.passages}
        new = {p.heading: p.digest for p in self.new.kept.passages}
        for heading, digest in new.items():
            label = heading or "the words without a heading"
            if heading not in old:
                yield Change(Kind.WORDS, How.NEW, label)
            elif known and digest != old[heading] and heading not in explained:
                yield Change(Kind.WORDS, How.CHANGED, label)
        for heading in old:
            if heading not in new:
                yield Change(Kind.WORDS, How.GONE, heading or "the words without a heading")


# ------------------------------------------------------------------------------- matching


def _same(before: Evidence, after: Evidence) -> bool:
    """Whether a reader is told the same, on the same grounds."""
    said = (before.value, before.whole, before.basis, frozenset(before.sources))
    return said == (after.value, after.whole, after.basis, frozenset(after.sources))


def _matched(old: Sequence[Evidence], new: Sequence[Evidence], moved: bool | None) -> list[Pair]:
    """Facts of one metric: by their period, and what is left in its order.

    ``moved`` is None where they are of several inspections, each with facts of its own; where
    one inspection took the place of another, a metric under another name is another fact.
    """

    def key(fact: Evidence) -> tuple[str, ...]:
        return (fact.inspection, fact.period) if moved is None else (fact.period,)

    left = list(old)
    pairs: list[Pair] = []
    for after in new:
        same = next((f for f in left if key(f) == key(after)), None)
        if same is None and moved is not None and len(old) == len(new) == 1:
            same = left[0] if left else None
        if same is not None and moved and same.label != after.label:
            same = None
        if same is not None:
            left.remove(same)
        pairs.append((same, after))
    return [*pairs, *((before, None) for before in left)]


def _texts(old: Iterable[Evidence], new: Iterable[Evidence], *, reworded: bool) -> list[Pair]:
    """Recommendations or findings: the same words, then the same number, then words alike."""
    left, waiting = list(old), list(new)
    pairs: list[Pair] = []
    steps = [_in_the_same_words, *((_of_the_same_number, _alike) if reworded else ())]
    for fits in steps:
        for after in list(waiting):
            before = next((f for f in left if fits(f, after)), None)
            if before is not None:
                left.remove(before)
                waiting.remove(after)
                pairs.append((before, after))
    return [*pairs, *((None, after) for after in waiting), *((before, None) for before in left)]


def _in_the_same_words(before: Evidence, after: Evidence) -> bool:
    return (before.value, before.whole) == (after.value, after.whole)


def _of_the_same_number(before: Evidence, after: Evidence) -> bool:
    return before.metric == after.metric


def _alike(before: Evidence, after: Evidence) -> bool:
    return SequenceMatcher(None, before.value, after.value).ratio() >= _ALIKE
