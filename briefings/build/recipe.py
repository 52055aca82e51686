"""All that one briefing is made of beside the data and the theme: plain values.

A recipe can be sent to another machine, kept in the manifest and turned into a spec again,
whatever has become of the files since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal, TypeAlias, cast

from attrs import asdict, evolve, field, frozen

from briefings import vocabulary
from briefings.errors import Fault, SpecError
from briefings.finder import Selector
from briefings.sandbox import render
from briefings.spec import Spec, structured
from briefings.specrules import texts
from briefings.textfaults import TextError
from briefings.textplaces import placed
from briefings.yamlfile import Steps, YamlFile, parse

__all__ = ["Recipe"]

Formats: TypeAlias = tuple[Literal["docx", "pdf", "html"], ...]

# What compose works out itself, when it knows the providers.
_LATER = ("title", "subtitle", "eyebrow", "short_title", "author", "prepared_for")
_LATER_IN_SECTIONS = ("title", "body", "headline", "points", "text")


@frozen
class Recipe:
    """One briefing to make.

    ``name`` is that of its files within the output folder; ``text`` that of ``file``, in which
    the spec stands ``at`` a place.  ``subject`` takes the place of the spec's own; ``each`` is
    what a pack repeats it for.  ``theme`` and ``as_at`` take the place of the spec's where given.
    """

    name: str
    file: str
    text: str = field(repr=False)
    at: Steps = ()
    subject: str = ""
    each: Mapping[str, str] = field(factory=dict)
    variables: Mapping[str, str] = field(factory=dict)
    formats: tuple[str, ...] = ()
    theme: str = ""
    as_at: str = ""
    pack: str = ""

    def spec(self) -> Spec:
        """The spec with everything filled in.  Raises SpecError with every fault."""
        file = _file(self.file, self.text, self.at)
        whole = _filled(file, {**_defaults(file), **self.variables}, self.each)
        if whole is file:
            return self.given_to(_structured(self.file, self.text, self.at))
        return self.given_to(structured(whole))

    def given_to(self, spec: Spec) -> Spec:
        """``spec`` with what the recipe gives in place of what it says."""
        chosen = spec.providers
        if self.subject:
            at = spec.place("providers", "subject")
            named = Selector(name=self.subject, place=at, where="providers.subject")
            chosen = evolve(chosen, subject=named)
        return evolve(
            spec,
            briefing=self.name,
            providers=chosen,
            variables={**spec.variables, **self.variables},
            each=dict(self.each),
            formats=cast("Formats", self.formats) or spec.formats,
            theme="" if self.theme else spec.theme,
            as_at=date.fromisoformat(self.as_at) if self.as_at else spec.as_at,
        )

    def as_json(self) -> dict[str, Any]:
        """What can be kept beside the text; what is empty is left out."""
        kept = asdict(self)
        del kept["text"], kept["formats"]
        return {name: value for name, value in kept.items() if value}


@lru_cache(maxsize=256)
def _file(name: str, text: str, at: Steps) -> YamlFile:
    whole = parse(text, name, SpecError)
    return whole.part(at) if at else whole


@lru_cache(maxsize=256)
def _structured(name: str, text: str, at: Steps) -> Spec:
    return structured(_file(name, text, at))


def _defaults(file: YamlFile) -> dict[str, str]:
    """The spec's own variables, as far as they can be read; their faults are told elsewhere."""
    given = file.data.get("variables") if isinstance(file.data, dict) else None
    kept = given if isinstance(given, dict) else {}
    return {name: str(value) for name, value in kept.items()}


def _filled(file: YamlFile, variables: Mapping[str, str], each: Mapping[str, str]) -> YamlFile:
    """``file`` with the words of a pack in place of what stands for them.

    Raises SpecError with every word that is not known.
    """
    words = vocabulary.given(variables, each)
    changes: dict[Steps, str] = {}
    faults: list[Fault] = []
    for steps, text in _early(file):
        try:
            changes[steps] = render(text, words)
        except TextError as error:
            faults += [placed(fault, file, steps) for fault in error.faults]
    if faults:
        raise SpecError(faults)
    return evolve(file, data=_with(file.data, changes, ())) if changes else file


def _early(file: YamlFile) -> Iterator[tuple[Steps, str]]:
    """The templates that must be worked out before the spec can be understood."""
    for steps, text in texts(file.data, ()) if isinstance(file.data, dict) else ():
        later = steps[0] in _LATER or (
            steps[0] == "sections" and any(step in _LATER_IN_SECTIONS for step in steps[2:])
        )
        if "{{" in text and not later:
            yield steps, text


def _with(value: Any, changes: Mapping[Steps, str], at: Steps) -> Any:
    if isinstance(value, dict):
        return {key: _with(inner, changes, (*at, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, changes, (*at, n)) for n, inner in enumerate(value)]
    return changes.get(at, value)
