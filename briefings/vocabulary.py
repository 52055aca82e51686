"""What a text may say: the words that Jinja expressions in specs can use.

``subject``       the provider the briefing is about
``providers``     every provider shown, the subject first
``compare``       those beside the subject
``benchmark``     those that counts are taken over
``as_at``         the date of the data, in words
``round``         the round, if the spec names one
``cite("id")``    a reference to a source
``count(list, "Good")``  how many of a list have this overall rating
``variables``     the words that the spec or its pack gives, by name
``each``          what a pack repeats the briefing for: ``each.id``, ``each.name``

A provider knows ``name``, ``short``, ``kind``, ``owner``, ``region``, ``fieldwork``,
``published``, ``rating("overall")``, ``rating("2.2")``, ``previous("overall")``,
``measure("caseload")``, ``score``, ``recommendations``, ``standards_rated("Good")``,
``inspected`` and ``source("2.2")``, which cites where a rating or a measure comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from briefings import language, metrics, wording
from briefings.context import choose
from briefings.framework import Framework
from briefings.language import bare, quoted, say
from briefings.records import Dataset
from briefings.select import Selection
from briefings.standing import Standing
from briefings.textfaults import TextError, TextFault
from briefings.values import Value, rating_value

__all__ = ["CITATION", "MEMBERS", "NAMES", "Given", "Spoken", "given", "values"]

CITATION = "\N{START OF SELECTED AREA}{}\N{END OF SELECTED AREA}"


@frozen
class Spoken:
    """A provider as texts see it: words only, and no way to anything else."""

    _standing: Standing = field(repr=False, alias="standing")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return quoted(self._standing.name)

    @property
    def short(self) -> str:
        return quoted(self._standing.short)

    @property
    def kind(self) -> str:
        return quoted(language.name(self._standing.provider.kind))

    @property
    def region(self) -> str:
        return quoted(self._standing.provider.region or say(wording.NOT_PUBLISHED))

    @property
    def owner(self) -> str:
        return quoted(self._value("owner").text)

    @property
    def fieldwork(self) -> str:
        return quoted(self._value("fieldwork").text)

    @property
    def published(self) -> str:
        return quoted(self._value("published").text)

    @property
    def score(self) -> str:
        return quoted(self._value("score").text)

    @property
    def inspected(self) -> bool:
        return self._standing.inspection is not None

    @property
    def recommendations(self) -> str:
        return quoted(self._value("recommendation-count").text)

    def rating(self, name: str = "overall") -> str:
        """A rating by standard number or ``overall``; why it is missing where it is."""
        return quoted(_rating(self._standing, name).text)

    def previous(self, name: str = "overall") -> str:
        """The same rating at the inspection before."""
        standing = self._standing
        before = standing.before
        return quoted(_rating(before, name).text) if before else say(metrics.NO_EARLIER)

    def standards_rated(self, rating: str) -> str:
        """The names of the standards with this rating, as a list in words."""
        framework = self._standing.framework
        rating = _rating_word(rating)
        _check_rating(rating, [framework] if framework else [])
        found = [
            s.name
            for s in (framework.standards if framework else ())
            if bare(rating_value(self._standing, s.number).text) == rating
        ]
        return quoted(wording.listing(found)) or say("none")

    def measure(self, name: str) -> str:
        """A measure's value with its unit."""
        return quoted(self._value(name).text)

    def source(self, name: str = "overall") -> str:
        """References to the sources of a rating or a measure."""
        known = self._standing.framework
        rating = name == "overall" or (known is not None and known.standard(name) is not None)
        value = _rating(self._standing, name) if rating else self._value(name)
        return " ".join(CITATION.format(s) for s in dict.fromkeys(value.sources))

    def _value(self, name: str) -> Value:
        dataset = self._standing.dataset
        _check_text(name)
        found = metrics.expand(name, dataset, [f for f in (self._standing.framework,) if f])
        if not found:
            raise _unknown("measure", name, list(dataset.measures))
        return found[0].value(self._standing)


def _rating(standing: Standing, name: str) -> Value:
    framework = standing.framework
    _check_text(name)
    if framework and framework.scale and name != "overall" and not framework.standard(name):
        numbers = [s.number for s in framework.standards]
        raise _unknown("standard", name, ["overall", *numbers])
    return rating_value(standing, name)


def _check_text(name: Any) -> None:
    if not isinstance(name, str):
        remedy = f'write "{name}"'
        raise TextError(TextFault(f"{name!r} is no text", remedy, word=str(name)))


def _rating_word(rating: Any) -> Any:
    """A rating as the briefing's language says it; texts may name it in English, too."""
    spoken = language.chosen()
    return spoken.names.get(rating, rating) if spoken and isinstance(rating, str) else rating


def _check_rating(rating: str, frameworks: Iterable[Framework]) -> None:
    """A misspelt rating must not count as one that nobody has."""
    scales = [f.scale for f in frameworks if f.scale]
    known = dict.fromkeys(bare(name) for scale in scales for name in scale.names)
    if scales and rating not in known:
        _check_text(rating)
        raise _unknown("rating", rating, list(known))


def _unknown(noun: str, word: str, known: Sequence[str]) -> TextError:
    remedy = choose(word, known)
    return TextError(TextFault(f"unknown {noun} {word!r}", remedy, None, word, tuple(known)))


MEMBERS = tuple(sorted(name for name in dir(Spoken) if not name.startswith("_")))
NAMES = {
    "subject": "one",
    "providers": "many",
    "compare": "many",
    "benchmark": "many",
    "as_at": "",
    "round": "",
    "count": "",
    "cite": "",
    "variables": "",
    "each": "",
}


@frozen
class Given:
    """Words by name, and nothing else: a column of a CSV file may have any name."""

    _words: Mapping[str, str] = field(alias="words")
    _kind: str = field(alias="kind")

    def __getitem__(self, name: str) -> str:
        if name in self._words:
            return self._words[name]
        if not self._words and self._kind == "each":
            what, remedy = "'each' is known in a pack only", "build it with `for_each` in a pack"
            raise TextError(TextFault(what, remedy, word="each"))
        _check_text(name)
        noun = "variable" if self._kind == "variables" else "word of each:"
        raise _unknown(noun, name, list(self._words))


def values(
    selection: Selection,
    variables: Mapping[str, str] | None = None,
    each: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The names that a text knows."""
    found: dict[str, Any] = {
        "providers": [Spoken(s) for s in selection.shown],
        "compare": [Spoken(s) for s in selection.compare],
        "benchmark": [Spoken(s) for s in selection.benchmark],
        "as_at": wording.day(selection.as_at),
        "round": quoted(language.name(selection.round)),
        "count": _counter(selection.dataset),
        "cite": _citer(selection),
        **given(variables or {}, each or {}),
    }
    if selection.subject:
        found["subject"] = Spoken(selection.subject)
    return found


def given(variables: Mapping[str, str], each: Mapping[str, str]) -> dict[str, Given]:
    """The names that need no data."""
    return {"variables": Given(variables, "variables"), "each": Given(each, "each")}


def _counter(dataset: Dataset) -> Any:
    def count(providers: Sequence[Spoken], rating: str) -> int:
        rating = _rating_word(rating)
        _check_rating(rating, dataset.frameworks.values())
        return sum(p.rating() == rating for p in providers)

    return count


def _citer(selection: Selection) -> Any:
    def cite(source: str) -> str:
        _check_text(source)
        if source not in selection.dataset.sources:
            raise _unknown("source", source, list(selection.dataset.sources))
        return CITATION.format(source)

    return cite
