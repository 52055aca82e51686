"""What a spec must keep to beyond the types of its values, told without any data.

Names of files that stay in their folder, language tags, and texts whose every unknown word
is found before they are worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefings import textcheck, vocabulary
from briefings.errors import Fault, suggestion
from briefings.language import TAGS
from briefings.textplaces import placed
from briefings.yamlfile import Steps, YamlFile

__all__ = ["LONGEST", "PATTERN", "name_trouble", "rules", "texts"]

PATTERN = "^[a-z0-9]+(?:-[a-z0-9]+)*$"  # of a briefing's name
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?\Z")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
LONGEST = 100  # characters of a name; a path has to fit, too


def rules(file: YamlFile) -> Iterator[Fault]:
    """Every fault of a file whose data is a mapping, but those of types."""
    yield from _key_faults(file)
    yield from _text_faults(file)


def _key_faults(file: YamlFile) -> Iterator[Fault]:
    """What types alone do not say."""
    name, language = file.data.get("briefing"), file.data.get("language")
    if isinstance(name, str):
        yield from _name_faults(file, name)
    if isinstance(language, str) and not _LANGUAGE.match(language):
        what, remedy = f"{language!r} is no language tag", "write a tag such as 'en-GB'"
        yield file.fault(what, ("language",), remedy=remedy)
    elif isinstance(language, str) and language.split("-")[0] not in TAGS:
        # A reader that speaks would pronounce the English of the sections as another language.
        kinds = " or ".join(f"{name} ({tag!r})" for tag, name in TAGS.items())
        what = f"the words of sections are in {kinds}, not in {language!r}"
        yield file.fault(what, ("language",), remedy="write 'en-GB' or 'cy', or leave the key out")
    for key in ("title", "sections", "formats", "metrics"):
        value = file.data.get(key)
        if isinstance(value, str | list) and not value:
            needed = "write one" if key in ("title", "sections") else "leave the key out"
            yield file.fault("is empty", (key,), remedy=needed)
    providers = file.data.get("providers")
    if isinstance(providers, dict) and not providers.keys() & {"subject", "compare"}:
        misspelt = any(suggestion(key, ("subject", "compare")) for key in providers)
        remedy = "name a subject, or providers to compare"
        if not misspelt:
            yield file.fault("no provider is named", ("providers",), remedy=remedy)


def _name_faults(file: YamlFile, name: str) -> Iterator[Fault]:
    if trouble := name_trouble(name):
        what, remedy = trouble
        yield file.fault(what, ("briefing",), remedy=remedy)


def name_trouble(name: str) -> tuple[str, str] | None:
    """Why files cannot have the name, and what to do: no way out of the folder, and good on
    every disk."""
    if len(name) > LONGEST:
        return f"the name is longer than {LONGEST} characters", "shorten it"
    if not re.fullmatch(PATTERN[1:-1], name):
        remedy = "use lower-case letters, digits and hyphens, such as 'west-yorkshire-2019'"
        return f"{name!r} cannot name files", remedy
    if name in _DEVICES:
        return f"{name!r} names a device on Windows", "add a word"
    return None


def _text_faults(file: YamlFile) -> Iterator[Fault]:
    """What is wrong in texts whatever the data: faults of Jinja, unknown words."""
    providers = file.data.get("providers")
    names = dict(vocabulary.NAMES)
    if isinstance(providers, dict) and "subject" not in providers:
        del names["subject"]
    for path, text in texts(file.data, ()):
        if "{{" in text or "{%" in text:
            found = textcheck.check(text, names, vocabulary.MEMBERS)
            yield from (placed(fault, file, path) for fault in found)


def texts(value: Any, path: Steps) -> Iterator[tuple[Steps, str]]:
    """Every text in the file, and where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, (*path, number))
