"""The JSON Schema of pack files, for editors: from the classes that read them.

What is short in YAML is read by hooks, in :mod:`briefings.pack` and beside the classes of
schedules and mails; the schema of each is made here from the same classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefings import routehooks, routes
from briefings.addresses import Address
from briefings.finder import Selector
from briefings.jsonschema import schema
from briefings.pack import Combined, CombinedKeys, Entry, EntryKeys, ForEach, Inline, Pack
from briefings.recurrence import OVERRIDES as OF_SCHEDULES
from briefings.spec import Spec
from briefings.specrules import LONGEST, PATTERN
from briefings.specschema import OVERRIDES as OF_SPECS

__all__ = ["pack_schema"]

Of = Callable[[Any], dict[str, Any]]

_NAME = {"pattern": PATTERN, "maxLength": LONGEST}
_WORDS = {"type": "string", "minLength": 1}


def pack_schema() -> dict[str, Any]:
    """The schema of a pack file.  Names of providers, owners and groups are free text in it."""
    found = schema(Pack, "A pack of briefings", overrides={**OF_SPECS, **OF_SCHEDULES, **_OWN})
    found["properties"]["pack"] |= _NAME
    found["properties"]["briefings"]["minItems"] = 1
    found["$defs"]["CombinedKeys"]["properties"]["name"] |= _NAME
    found["$defs"]["Spec"]["required"].remove("providers")  # whom the pack repeats it for
    return found


def _entry(of: Of) -> dict[str, Any]:
    """A file, or a mapping with a file or a spec."""
    either = [{"required": ["spec"]}, {"required": ["inline"]}]
    file = {**_WORDS, "description": "a spec file, beside the pack"}
    return {"anyOf": [file, {**of(EntryKeys), "oneOf": either}]}


def _for_each(of: Of) -> dict[str, Any]:
    """Providers as a spec names them, or the one key of a mapping."""
    selector = of(Selector)
    names = {"anyOf": [_WORDS, {"type": "array", "items": _WORDS, "minItems": 1}]}
    others = [
        _only("owners", {**names, "description": "`all`, or owners by name"}),
        _only("groups", {**names, "description": "`all`, or saved groups by name or id"}),
        _only("rows", {**_WORDS, "description": "a CSV file beside the pack"}),
    ]
    return {"anyOf": [selector, {"type": "array", "items": selector, "minItems": 1}, *others]}


def _only(key: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {key: value}, "required": [key],
            "additionalProperties": False}  # fmt: skip


def _combined(of: Of) -> dict[str, Any]:
    return {"anyOf": [{"type": "boolean"}, of(CombinedKeys)]}


# ----------------------------------------------------------------------------------- mail

_ADDRESS = {**_WORDS, "description": "ann@example.org, or Ann Smith <ann@example.org>"}


def _attach(of: Of) -> dict[str, Any]:
    return {"anyOf": [{"enum": list(routes.FORMATS)}, of(routehooks._Attach)]}


def _recipient(of: Of) -> dict[str, Any]:
    """An address, or a mapping of columns."""
    columns = {"type": "object", "properties": {"address": _ADDRESS}, "required": ["address"],
               "additionalProperties": {"type": ["string", "number"]}}  # fmt: skip
    return {"anyOf": [_ADDRESS, columns]}


def _recipients(of: Of) -> dict[str, Any]:
    """Recipients in place, or a file of them."""
    one = _recipient(of)
    return {"anyOf": [one, {"type": "array", "items": one}, of(routehooks._InFile)]}


_SIZE = {
    "anyOf": [{"type": "integer", "exclusiveMinimum": 0}, _WORDS],
    "description": "10 MB, 500 kB, or bytes",
}

_OWN: dict[Any, Any] = {
    Entry: _entry,
    ForEach: _for_each,
    Inline: lambda of: of(Spec),
    Combined: _combined,
    Address: _ADDRESS,
    routes.Addressee: {**_WORDS, "description": "an address, or the name of a list"},
    routes.Attach: _attach,
    routes.Bytes: _SIZE,
    routes.Domain: {**_WORDS, "description": "a domain, such as example.org"},
    routes.Entry: _recipient,
    routes.RecipientList: _recipients,
}
