"""The path of a record inside its data file: by ids and keys, never by position.

``inspections[essex-2018].standards.4.1`` in a provider's file; in a CSV file the cells that
tell its line from all others (``essex, caseload, 2018-10-10``).  A path stays the same when
anything is added above the record, which its line does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from briefings.provenance import Evidence

__all__ = ["LONGEST", "opening", "path_of", "row_path", "steps_to"]

_KEYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "inspections": lambda entry: str(entry.get("id")),
    "ownership": lambda entry: str(entry.get("owner")),
    "recommendations": lambda entry: str(entry.get("number") or opening(str(entry.get("text")))),
    "findings": lambda entry: opening(str(entry.get("text"))),
}
"""What tells the entries of each list from one another."""

LONGEST = 120  # characters of a text that a fact keeps; the briefing itself has the rest
_SHORT = 40  # characters of a text that tell it from the others of its inspection


def opening(text: str, longest: int = _SHORT) -> str:
    """The first words of ``text``, as many as ``longest`` characters hold."""
    if len(text) <= longest:
        return text
    return (text[:longest].rpartition(" ")[0] or text[:longest]) + " …"


def path_of(fact: Evidence) -> str:
    """The path of the record that ``fact`` rests on, from its ``at`` and its inspection."""
    match fact.at:
        case ("measures", *rest):
            return row_path(fact.provider, fact.metric, *rest)
        case ("ownership",):  # of the provider, whichever the inspection
            return f"ownership[{fact.value}]"
        case (name, key) if name in _KEYS:
            end = f"{name}[{key}]"
        case at:
            end = ".".join(at)
    inspection = f"inspections[{fact.inspection}]" if fact.inspection else ""
    return ".".join(part for part in (inspection, end) if part)


def row_path(*cells: str) -> str:
    """The cells that tell a line of a CSV file from all others."""
    return ", ".join(cell for cell in cells if cell)


def steps_to(data: Any, path: str) -> tuple[str | int, ...] | None:
    """The keys and positions that ``path`` stands for in ``data``; ``None`` if it is not there."""
    if not path:
        return ()
    if isinstance(data, dict) and path in data:  # "4.1" is one key
        return (path,)
    found = re.match(r"(\w+)(?:\[(.*?)\](?=\.|\Z))?(?:\.|\Z)(.*)\Z", path, re.S)
    if found is None or not isinstance(data, dict) or found[1] not in data:
        return None
    name, key, rest = found.groups()
    inner = data[name]
    steps: tuple[str | int, ...] = (name,)
    if key is not None:
        number = _position(name, key, inner)
        if number is None:
            return None
        inner, steps = inner[number], (name, number)
    below = steps_to(inner, rest)
    return None if below is None else (*steps, *below)


def _position(name: str, key: str, entries: Any) -> int | None:
    """Which of the ``entries`` under ``name`` has ``key``."""
    if name not in _KEYS or not isinstance(entries, Sequence):
        return None
    keys = (_KEYS[name](entry) if isinstance(entry, dict) else "" for entry in entries)
    return next((number for number, found in enumerate(keys) if found == key), None)
