"""The JSON Schema of spec files, for editors: from the classes that read them.

A provider and a section have more than one shape in YAML, which their hooks in
:mod:`briefings.spec` read; the schema of each is made here from the same classes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from briefings.finder import Selector
from briefings.jsonschema import Override, schema
from briefings.sections import KINDS, Kind
from briefings.shapes import keys
from briefings.spec import Conditions, SectionSpec, Spec
from briefings.specrules import LONGEST, PATTERN

__all__ = ["OVERRIDES", "spec_schema"]

Of = Callable[[Any], dict[str, Any]]


def spec_schema() -> dict[str, Any]:
    """The schema of a spec file.  Names of providers and metrics are free text in it."""
    found = schema(Spec, "A briefing", overrides=OVERRIDES)
    found["properties"]["briefing"] |= {"pattern": PATTERN, "maxLength": LONGEST}
    found["properties"]["sections"]["minItems"] = 1
    return found


def _selector(of: Of) -> dict[str, Any]:
    """A name, or conditions of which at least one is given."""
    name = {"type": "string", "minLength": 1, "description": "name, alias or id of a provider"}
    return {"anyOf": [name, {**of(Conditions), "minProperties": 1}]}


def _section(of: Of) -> dict[str, Any]:
    """A section's name, or its name with options as the one key of a mapping."""
    alone = [name for name, kind in KINDS.items() if not _needs_options(kind)]
    named = {
        "type": "object",
        "properties": {name: _options(name, kind, of) for name, kind in KINDS.items()},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    return {"oneOf": [{"enum": alone, "description": "a section as it comes"}, named]}


def _needs_options(kind: Kind) -> bool:
    options: type = kind.options
    return any(key.required for key in keys(options))


def _options(name: str, kind: Kind, of: Of) -> dict[str, Any]:
    options = of(kind.options)
    if name == "text":
        words = {"type": "string", "minLength": 1, "description": "Markdown"}
        return {"description": kind.doc, "anyOf": [words, options]}
    nothing = {"type": "null"}
    return {"description": kind.doc, "anyOf": [options, nothing]}


OVERRIDES: Mapping[Any, Override] = {Selector: _selector, SectionSpec: _section}
