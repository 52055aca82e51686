"""Time zones by the names of the IANA database, as zoneinfo and tzdata hold them."""

from __future__ import annotations

from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

__all__ = ["near", "zone"]


def zone(name: str) -> ZoneInfo | None:
    """The zone of that name, if there is one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        return None


def near(name: str) -> str:
    """The zone whose name, or whose place, is most like ``name``; or nothing."""
    names = sorted(available_timezones())
    wanted = name.strip().replace(" ", "_").casefold()
    whole = {found.casefold(): found for found in reversed(names)}
    places = {key.rpartition("/")[2]: found for key, found in whole.items() if "/" in key}
    for table in (whole, places):
        if wanted in table:
            return table[wanted]
    if len(wanted) <= 4:
        return ""  # an abbreviation such as BST stands for many places, or for none
    for table in (whole, places):
        found = get_close_matches(wanted, list(table), n=1, cutoff=0.75)
        if found:
            return table[found[0]]
    return ""
