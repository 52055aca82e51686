"""How the ``mail:`` part of a pack is read where it is short, and what it must keep to.

An address may stand for a recipient, a format for what is attached, ``10 MB`` for a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from briefings.addresses import Address, AddressFault, idna, parse
from briefings.context import MISSING, Context, Hook, describe
from briefings.errors import Fault, nearest
from briefings.routes import FORMATS, Addressee, Attach, Bytes, Domain, Entry, RecipientList
from briefings.yamlfile import Steps, YamlFile

__all__ = ["HOOKS", "rules"]

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(kB|KB|MB|GB|B|)\Z")
_UNITS = {"": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def rules(file: YamlFile, at: Steps = ("mail",)) -> list[Fault]:
    """What types alone do not say of the mail part at ``at``."""
    data: Any = file.data
    for step in at:
        data = data.get(step) if isinstance(data, dict) else None
    if not isinstance(data, dict):
        return []
    found = _route_names(file, data.get("routes"), (*at, "routes"))
    if data.get("routes") == []:
        found.append(file.fault("is empty", (*at, "routes"), remedy="write at least one route"))
    base = data.get("link_base", "")
    if isinstance(base, str) and base and not re.match(r"https?://[^\s/]+", base):
        remedy = "write it as https://intranet.example.org/briefings/"
        found.append(file.fault(f"{base!r} is no web address", (*at, "link_base"), remedy=remedy))
    return found


def _route_names(file: YamlFile, routes: Any, at: Steps) -> list[Fault]:
    found, seen = [], set()
    for number, route in enumerate(routes if isinstance(routes, list) else []):
        if not isinstance(route, dict):
            continue
        here, name = (*at, number), route.get("route")
        if isinstance(name, str) and not _NAME.match(name):
            remedy = "use lower-case letters, digits and hyphens"
            found.append(file.fault(f"{name!r} cannot name a route", (*here, "route"),
                                    remedy=remedy))  # fmt: skip
        if isinstance(name, str) and name in seen:
            found.append(file.fault(f"{name!r} names two routes", (*here, "route"),
                                    remedy="give each its own name"))  # fmt: skip
        seen.add(name)
        found += _contents(file, route, here)
    return found


def _contents(file: YamlFile, route: Mapping[str, Any], at: Steps) -> list[Fault]:
    """A mail is for somebody and holds something; it is told here if it never could."""
    found = []
    for key in ("to", "subject", "body"):
        value = route.get(key)
        if value == [] or (isinstance(value, str) and not value.strip()):
            found.append(file.fault("is empty", (*at, key), remedy="write something"))
    attach = route.get("attach")
    entries = attach if isinstance(attach, list) else [attach]
    own = any(isinstance(entry, dict) and entry.get("own") for entry in entries)
    if route.get("each") == "all" and own:
        what = "one mail to all cannot attach what is each recipient's own"
        found.append(file.fault(what, (*at, "each"), remedy="write `each: recipient`"))
    return found


def _address(value: Any, context: Context) -> Any:
    if not isinstance(value, str):
        remedy = "write it as ann@example.org, or Ann Smith <ann@example.org>"
        return context.fault(f"{describe(value)} is no address", remedy=remedy)
    try:
        return parse(value)
    except AddressFault as fault:
        return context.fault(fault.what, remedy=fault.remedy)


def _addressee(value: Any, context: Context) -> Any:
    """An address, which has an @, or the name of a list, which has none."""
    if isinstance(value, str) and value.strip() and "@" not in value and "<" not in value:
        lists = _lists(context)
        if lists is not None and value not in lists:
            near = nearest(value, lists, count=1)
            remedy = f"did you mean {near[0]!r}?" if near else "name a list, or write an address"
            return context.fault(f"no list is called {value!r}", remedy=remedy, allowed=lists)
        return Addressee(list=value, place=context.file.place(context.at))
    found = _address(value, context)
    if isinstance(found, Address):
        return Addressee(address=found, place=context.file.place(context.at))
    return MISSING


def _lists(context: Context) -> tuple[str, ...] | None:
    """The lists that the pack names; None where a file of groups has more."""
    top = context.at[: context.at.index("routes")] if "routes" in context.at else ()
    data: Any = context.file.data
    for step in top:
        data = data[step]
    if not isinstance(data, dict) or data.get("groups"):
        return None
    lists = data.get("recipients")
    return tuple(lists) if isinstance(lists, dict) else ()


def _entry(value: Any, context: Context) -> Any:
    """``ann@example.org``, or a mapping of columns of which one is ``address``."""
    place = context.file.place(context.at)
    if not isinstance(value, dict):
        found = _address(value, context)
        return Entry(found, {"name": found.name}, place) if isinstance(found, Address) else MISSING
    columns = context.structure(value, _Columns)
    if columns is MISSING:
        return MISSING
    if "address" not in value:
        return context.fault("the key 'address' is missing", remedy="add it: who is written to")
    at = Context((*context.at, "address"), context.run)
    found = _address(value["address"], at)
    if not isinstance(found, Address):
        return MISSING
    named = {"name": found.name, **columns}
    address = Address(found.local, found.domain, named["name"])
    return Entry(address, {k: v for k, v in named.items() if k != "address"}, place)


class _Columns(dict[str, str]):
    """The columns of a recipient that stands in the pack."""


def _columns(value: Any, context: Context) -> Any:
    found: dict[str, str] = {}
    for key, text in value.items():
        at = (*context.at, key)
        if isinstance(text, bool) or not isinstance(text, str | int | float):
            return context.fault(f"must be text, not {describe(text)}", at=at)
        found[key] = text if isinstance(text, str) else context.file.written(at)
    return found


def _recipient_list(value: Any, context: Context) -> Any:
    """A list of recipients, or ``{csv: people.csv}``."""
    place = context.file.place(context.at)
    if isinstance(value, dict) and "address" in value and "csv" not in value:
        remedy = "start each entry with '- ', or name a file with `csv:`"
        return context.fault("a list of recipients is a list", remedy=remedy)
    if isinstance(value, dict):
        found = context.structure(value, _InFile)
        if not isinstance(found, _InFile):
            return MISSING
        return RecipientList((), found.csv, found.address, found.name, place)
    many = value if isinstance(value, list) else [value]
    steps = [(n,) if isinstance(value, list) else () for n in range(len(many))]
    entries = [context.structure(v, Entry, *s) for v, s in zip(many, steps, strict=True)]
    if any(entry is MISSING for entry in entries):
        return MISSING
    return RecipientList(tuple(e for e in entries if isinstance(e, Entry)), place=place)


@frozen
class _InFile:
    csv: str = field(metadata={"doc": "a CSV file with a header, beside the pack"})
    address: str = field(default="address", metadata={"doc": "its column of addresses"})
    name: str = field(default="name", metadata={"doc": "its column of names"})


def _bytes(value: Any, context: Context) -> Any:
    if type(value) is int and value > 0:
        return Bytes(value)
    found = _SIZE.match(value.strip()) if isinstance(value, str) else None
    number = int(float(found[1]) * _UNITS[found[2]]) if found else 0
    if number <= 0:
        return context.fault(f"{describe(value)} is no size", remedy="write it as 10 MB or 500 kB")
    return Bytes(number)


def _domain(value: Any, context: Context) -> Any:
    if not isinstance(value, str):
        return context.fault(f"{describe(value)} is no domain", remedy="write it as example.org")
    try:
        return Domain(idna(value.removeprefix("@")))
    except AddressFault as fault:
        return context.fault(fault.what, remedy=fault.remedy)


def _attach(value: Any, context: Context) -> Any:
    """``- pdf``, or a mapping that says more."""
    if isinstance(value, str):
        if value not in FORMATS:
            remedy = "name a format, or write {briefings: ..., formats: ..., own: ...}"
            return context.fault(f"unknown format {value!r}", remedy=remedy, allowed=FORMATS)
        return Attach(formats=(value,))  # type: ignore[arg-type]
    found = context.structure(value, _Attach)
    if not isinstance(found, _Attach):
        return MISSING
    return Attach(found.briefings, found.formats, found.own)


@frozen
class _Attach(Attach):
    """As :class:`Attach`; read as a mapping, while a format alone may stand for it, too."""


HOOKS: Mapping[Any, Hook] = {
    Address: _address,
    Addressee: _addressee,
    Attach: _attach,
    Bytes: _bytes,
    Domain: _domain,
    Entry: _entry,
    RecipientList: _recipient_list,
    _Columns: _columns,
}
