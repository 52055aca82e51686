"""From the words of a sheet to providers, standards, measures and ratings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from attrs import Factory, define

from briefings.errors import nearest
from briefings.finder import Finder, fold
from briefings.framework import Framework, RatingScale, ScaleRating
from briefings.ingest.amounts import Trouble
from briefings.records import Dataset, Measure

__all__ = ["OVERALL", "Names", "Word", "bare", "rating"]

OVERALL = "overall"
_OVERALL = frozenset({"overall", "overall rating", "overall judgement", "overall grade"})
_TOTALS = frozenset(
    {
        *("total", "totals", "grand total", "sum", "count", "all", "all providers", "overall"),
        *("average", "mean", "median", "national average", "england average"),
        *("england", "england and wales", "national"),
    }
)
_MARK = re.compile(r"\s*(?:\*+|†|‡|\[(?:note )?\w{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]+)\Z")
_NUMBERED = re.compile(
    r"(?:standard|std|domain)?\s*(?P<number>[\w.]+)\s*(?:$|[:.\-–—)]*\s+(?P<name>.*))", re.I
)

Word = tuple[str, str]  # a rating, and the warning that goes with how it was written


def bare(text: str) -> str:
    """``text`` without the sign of a footnote behind it."""
    return _MARK.sub("", text)


def rating(text: str, scale: RatingScale) -> Word:
    """The word of ``scale`` that ``text`` means; raises :class:`~amounts.Trouble`."""
    word = bare(text)
    for known in scale.ratings:
        if text == known.name:
            return known.name, ""
    ways: tuple[tuple[str, Callable[[ScaleRating], tuple[str, ...]]], ...] = (
        ("another spelling", lambda r: (r.name,)),
        ("a synonym", lambda r: r.synonyms),
        ("its initials", lambda r: (r.initial,)),
    )
    for how, spellings in ways:
        found = [r.name for r in scale.ratings if fold(word) in map(fold, spellings(r))]
        if len(found) == 1:
            return found[0], f"{text!r} is read as {found[0]!r} ({how})"
    near = nearest(word, scale.names, count=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"write one of {', '.join(scale.names)}"
    raise Trouble(f"unknown rating {text!r}", remedy)


@define
class Names:
    """Looks words of a sheet up in a dataset.  ``own`` maps further names to provider ids."""

    dataset: Dataset
    own: Mapping[str, str] = Factory(dict)

    def provider(self, text: str) -> str | None:
        """The id of the provider called ``text``, with or without a footnote's sign."""
        return self._providers.get(fold(text)) or self._providers.get(fold(bare(text)))

    @cached_property
    def _providers(self) -> dict[str, str | None]:
        """Ids by folded name; ``None`` where two providers share one."""
        table: dict[str, str | None] = {}
        for provider in self.dataset.providers.values():
            names = (provider.id, provider.name, provider.short, *provider.aliases)
            for folded in {fold(name) for name in names if name}:
                table[folded] = None if folded in table else provider.id
        return table | {fold(name): id for name, id in self.own.items()}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of providers, folded: a heading may be one."""
        return frozenset(fold(provider.kind) for provider in self.dataset.providers.values())

    def suggestion(self, text: str) -> str:
        """What may be done about a name that is no provider's."""
        finder = Finder(self.dataset)
        finder.named(bare(text))
        return finder.faults[0].remedy if finder.faults else ""

    def is_total(self, text: str) -> bool:
        """Whether ``text`` heads a total or an average, not a provider."""
        return fold(text) in _TOTALS

    def standard(self, text: str, framework: Framework | None) -> str | None:
        """The number of the standard that ``text`` names, or ``overall``."""
        if framework is None or framework.scale is None:
            return None
        if fold(text) in _OVERALL:
            return OVERALL
        found = _NUMBERED.match(bare(text))
        if found and framework.standard(found["number"].rstrip(".")):
            return found["number"].rstrip(".")
        named = [s.number for s in framework.standards if fold(s.name) == fold(bare(text))]
        return named[0] if len(named) == 1 else None

    @cached_property
    def _measures(self) -> dict[str, str]:
        return {
            fold(name): measure.id
            for measure in self.dataset.measures.values()
            for name in (measure.id, measure.name, measure.code, *measure.aliases)
            if name
        }

    def measure(self, text: str) -> Measure | None:
        """The measure with this name, id, code or alias; ``(%)`` behind it may be left out."""
        without = re.sub(r"\s*\((?:%|per cent|number|n)\)\s*\Z|\s+%\Z", "", bare(text), flags=re.I)
        id = self._measures.get(fold(text)) or self._measures.get(fold(without))
        return self.dataset.measures[id] if id else None

    def near_item(self, text: str, framework: Framework | None) -> str:
        """``did you mean ...?`` for the name of a standard or a measure."""
        standards = framework.standards if framework and framework.scale else ()
        known = [f"{s.number} {s.name}" for s in standards] + [s.name for s in standards]
        known += [measure.name for measure in self.dataset.measures.values()]
        near = nearest(text, known, count=1)
        return f"did you mean {near[0]!r}?" if near else ""
