"""Fonts found in a folder, by the names inside the files and not by those of the files."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from briefings.context import choose
from briefings.errors import Fault
from briefings.themefiles import outline_trouble
from briefings.yamlfile import YamlFile

__all__ = ["FontFile", "font_file", "take_folder"]

_FOLDER = ("fonts", "folder")
_FAMILY, _TYPOGRAPHIC = 1, 16  # the second where a family has more than four faces
_WINDOWS, _ENGLISH = 3, 0x0409
_LARGEST = 40_000_000
_ROLES = {  # italic or not, and the weights that will do, the best first
    "regular": (False, (400, 450, 350, 500, 300)),
    "semibold": (False, (600, 700, 650, 500, 800, 900)),
    "italic": (True, (400, 450, 350, 500, 300)),
}


@frozen
class FontFile:
    """What a font file says of itself."""

    path: Path
    families: tuple[str, ...]  # the typographic one first
    weight: int
    italic: bool
    narrow: bool  # or wide
    variable: bool


def take_folder(theme: YamlFile, beside: Path) -> list[Fault]:
    """Name the three files in ``theme`` that its ``fonts: folder`` holds, if it has one."""
    fonts = theme.data.get("fonts") if isinstance(theme.data, dict) else None
    folder = fonts.get("folder") if isinstance(fonts, dict) else None
    if not isinstance(fonts, dict) or not isinstance(folder, str) or not folder:
        return []
    place = beside / folder
    if not place.is_dir():
        return [theme.fault(f"there is no folder {folder!r}", _FOLDER, remedy="check the path")]
    found = [f for path in sorted(place.rglob("*.[tT][tT][fF]")) if (f := font_file(path))]
    family, fault = _family(theme, fonts.get("family"), found)
    if fault:
        return [fault]
    fonts.setdefault("family", family)
    mine = [f for f in found if family.casefold() in map(str.casefold, f.families)]
    faults = []
    for role in _ROLES:
        chosen = _best(role, mine)
        if role not in fonts and chosen:
            fonts[role] = str(chosen.path.relative_to(beside))
        elif role not in fonts:
            faults.append(_none_for(theme, role, family, mine))
    return faults


def _family(theme: YamlFile, asked: object, found: Sequence[FontFile]) -> tuple[str, Fault | None]:
    known = tuple(dict.fromkeys(f.families[0] for f in found))
    if not known:
        remedy = "put TrueType files (.ttf) there"
        return "", theme.fault("the folder holds no font that can be used", _FOLDER, remedy=remedy)
    if asked is None:
        if len(known) == 1:
            return known[0], None
        what = f"the folder holds {len(known)} families"
        return "", theme.fault(what, _FOLDER, remedy="name one as 'family'", allowed=known)
    if any(str(asked).casefold() in map(str.casefold, f.families) for f in found):
        return str(asked), None
    what, remedy = f"the folder has no font of the family {asked!r}", choose(str(asked), known)
    return "", theme.fault(what, ("fonts", "family"), remedy=remedy, allowed=known)


def _best(role: str, fonts: Sequence[FontFile]) -> FontFile | None:
    italic, weights = _ROLES[role]
    will_do = [f for f in fonts if f.italic is italic and f.weight in weights and not f.variable]
    order = {weight: n for n, weight in enumerate(weights)}
    return min(will_do, key=lambda f: (f.narrow, order[f.weight], f.path.name), default=None)


def _none_for(theme: YamlFile, role: str, family: str, fonts: Sequence[FontFile]) -> Fault:
    what = f"the folder has no {role} of {family!r}"
    if any(f.variable for f in fonts):
        what += "; a variable font cannot be used"
    remedy = f"put one there, or name a file as '{role}'"
    return theme.fault(what, _FOLDER, remedy=remedy)


# ------------------------------------------------------------------------- inside a file


def font_file(path: Path) -> FontFile | None:
    """What the file at ``path`` says of itself; nothing where it is no TrueType font."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        data = path.read_bytes()
        if outline_trouble(data[: 12 + 16 * 200], len(data)):
            return None
        tables = _tables(data)
        names = _names(tables.get(b"name", b""))
        if not names:
            return None
        os2, head = tables.get(b"OS/2", b""), tables[b"head"]
        weight, width = struct.unpack_from(">HH", os2, 4) if len(os2) >= 64 else (400, 5)
        (selection,) = struct.unpack_from(">H", os2, 62) if len(os2) >= 64 else (0,)
        (style,) = struct.unpack_from(">H", head, 44)
    except (OSError, struct.error, UnicodeDecodeError):
        return None
    italic = bool(selection & 1 or style & 2)
    return FontFile(path, names, weight, italic, width != 5, b"fvar" in tables)


def _tables(data: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(count))
    return {tag: data[at : at + length] for tag, _, at, length in entries}


def _names(table: bytes) -> tuple[str, ...]:
    """The names of the family, the typographic one first."""
    found: dict[int, str] = {}
    count, start = struct.unpack_from(">HH", table, 2) if table else (0, 0)
    for n in range(count):
        platform, _, language, name, length, at = struct.unpack_from(">6H", table, 6 + 12 * n)
        if platform == _WINDOWS and language == _ENGLISH and name in (_FAMILY, _TYPOGRAPHIC):
            found[name] = table[start + at : start + at + length].decode("utf-16-be")
    return tuple(dict.fromkeys(found[n] for n in (_TYPOGRAPHIC, _FAMILY) if n in found))
