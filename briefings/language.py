"""The language of a briefing, and our own words in it.

Code says everything in English (``say("Data as at {day}", day=...)``); where the briefing is
in another language, one file for each holds what to say in its place, and what is not in
it is a fault, never silent English.  Words of the data that the file does not know stay
English and are marked (:func:`english`), so that they can be spoken as English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from attrs import frozen

from briefings import welsh
from briefings.errors import DocumentError, Fault
from briefings.yamlfile import YamlFile, read

__all__ = [
    "FOLDER",
    "TAGS",
    "Language",
    "Quoted",
    "bare",
    "chosen",
    "counted",
    "english",
    "joined",
    "load",
    "marked",
    "name",
    "placeholders",
    "quoted",
    "say",
    "term",
    "using",
    "wholly",
]

FOLDER = Path(__file__).parent / "languages"
TAGS = {"en": "English", "cy": "Welsh"}
"""What a briefing may be in, by the first part of its tag."""

# Noncharacters: Unicode keeps them for use within a program, so that no text can hold them.
_START, _END = "\ufdd0", "\ufdd1"


@frozen
class Language:
    """One file of ``languages/``: English words, and what stands for them."""

    tag: str
    words: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]  # by noun, then by the form that a number takes
    names: Mapping[str, str]  # words of the data that are known
    initials: Mapping[str, str]  # of ratings, by their English names

    def word(self, template: str) -> str:
        """What stands for ``template``.  Raises DocumentError where the file has nothing."""
        found = self.words.get(template)
        if found is None:
            raise self.fault(template, "words")
        return found

    def noun(self, noun: str, count: int) -> str | None:
        """The noun after ``count``, with its placeholder for the number."""
        forms = self.counted.get(noun)
        return (forms.get(welsh.plural(count)) or forms["other"]) if forms else None

    def fault(self, template: str, where: str) -> DocumentError:
        what = f"no {TAGS[self.tag]} is known for {template!r}"
        return DocumentError(Fault(what, f"write it in {FOLDER.name}/{self.tag}.yaml", where))


_CHOSEN: ContextVar[Language | None] = ContextVar("language", default=None)  # None: English


def chosen() -> Language | None:
    """The language that words are said in; nothing for English."""
    return _CHOSEN.get()


@contextmanager
def using(tag: str) -> Iterator[None]:
    """Say words in the language of a BCP 47 tag: ``cy``, ``cy-GB``, ``en-GB``."""
    primary = tag.split("-")[0]
    before = _CHOSEN.set(load(primary) if primary in TAGS and primary != "en" else None)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def say(template: str, **values: object) -> str:
    """``template`` in the chosen language, with its placeholders filled."""
    language = _CHOSEN.get()
    words = language.word(template) if language else template
    return words.format(**values) if values else words


def term(words: str) -> str:
    """``words`` as they are, to be said later: names them to what checks the translations."""
    return words


def counted(noun: str, count: int) -> str | None:
    """A number of something: ``3 o safonau``; nothing in English, which has rules for it."""
    language = _CHOSEN.get()
    if language is None:
        return None
    form = language.noun(noun, count)
    return form.format(count=f"{count:,}") if form else f"{count:,} {name(noun)}"


def joined(words: str) -> str:
    """The last of a list with "and" before it, where the language is not English."""
    spoken = bare(words)
    found = welsh.joined(spoken, foreign=words.startswith(_START))
    return found.removesuffix(spoken) + words if found.endswith(spoken) else found


# ------------------------------------------------------------------- words of the data


def name(words: str) -> str:
    """Words of the data: in the language where its file knows them, else marked as English."""
    language = _CHOSEN.get()
    if language is None or not words:
        return words
    return language.names.get(bare(words)) or english(words)


def english(words: str) -> str:
    """``words`` marked as English, where the briefing is in another language."""
    if _CHOSEN.get() is None or not any(c.isalpha() for c in words):
        return words
    return f"{_START}{bare(words)}{_END}"


def bare(words: str) -> str:
    """``words`` without marks."""
    if _START not in words and _END not in words:
        return words
    return words.replace(_START, "").replace(_END, "")


def marked(words: str, inside: bool = False) -> Iterator[tuple[str, bool]]:
    """The parts of ``words``, each with whether it is marked as English.

    ``inside`` says that a mark before them is still open.  The last part, which may be empty,
    tells whether one is open after them.
    """
    part = ""
    for character in words:
        if character in (_START, _END):
            if part:
                yield part, inside
            part, inside = "", character == _START
        else:
            part += character
    yield part, inside


class Quoted(str):
    """Words without their marks, to be compared by; ``marked`` are those to be shown."""

    marked: str

    def __new__(cls, words: str) -> Quoted:
        found = super().__new__(cls, bare(words))
        found.marked = words
        return found


def quoted(words: str) -> str:
    """``words`` as the texts of authors compare them; their marks come back with them."""
    return words if bare(words) == words else Quoted(words)


def wholly(words: str) -> bool:
    """Whether ``words`` are marked as English from end to end."""
    return [inside for part, inside in marked(words) if part] == [True]


# --------------------------------------------------------------------------- the files


@cache
def load(tag: str) -> Language:
    """The file of a language.  Raises DocumentError with every fault in it."""
    file = read(FOLDER / f"{tag}.yaml", DocumentError)
    faults = [*_faults(file)]
    if faults:
        raise DocumentError(faults)
    return Language(tag, **{part: file.data[part] for part in _PARTS})


_PARTS = ("words", "counted", "names", "initials")


def _faults(file: YamlFile) -> Iterator[Fault]:
    for part in _PARTS:
        if not isinstance(file.data, dict) or not isinstance(file.data.get(part), dict):
            yield Fault(f"{part!r} is missing", "write it, with English words as its keys")
            return
    for source, words in file.data["words"].items():
        if not isinstance(words, str) or placeholders(words) != placeholders(source):
            what = f"it does not have the placeholders of {source!r}"
            yield file.fault(what, ("words", source), remedy="keep each {name} as it is")
    for noun, forms in file.data["counted"].items():
        if not isinstance(forms, dict) or "other" not in forms:
            what = f"{noun!r} has no form `other`"
            yield file.fault(what, ("counted", noun), remedy="write one")


def placeholders(template: Any) -> set[str]:
    """The names in braces."""
    return {field for _, field, *_ in Formatter().parse(str(template)) if field}
