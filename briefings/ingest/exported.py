"""Reading a file that ``briefings data export`` printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from briefings.errors import DataError, Fault, Place
from briefings.export import FORMAT
from briefings.textfile import decode

__all__ = ["read_export"]

_TABLES = (
    "providers",
    "measures",
    "observations",
    "sources",
    "rounds",
    "groups",
    "scales",
    "frameworks",
)


def read_export(path: Path) -> dict[str, Any]:
    """The exported data in the file at ``path``; raises :class:`DataError`."""
    name = str(path)
    try:
        data = json.loads(decode(path.read_bytes(), name, DataError))
    except json.JSONDecodeError as trouble:
        place = Place(name, trouble.lineno, trouble.colno)
        remedy = "give a file that `briefings data export` printed, or a data folder"
        raise DataError(Fault(f"this is not JSON: {trouble.msg}", remedy, place=place)) from trouble
    if not isinstance(data, dict) or any(not isinstance(data.get(t), list) for t in _TABLES):
        remedy = "give a file that `briefings data export` printed"
        raise DataError(Fault("this is not exported data", remedy, place=Place(name)))
    if data.get("format") != FORMAT:
        what = f"the data was exported in format {data.get('format')}, and this is format {FORMAT}"
        raise DataError(Fault(what, "export it anew", place=Place(name)))
    return data
