"""``manifest.json`` in the output folder: what each file there was built from.

A finished briefing is added to a :mod:`~briefings.build.journal` beside it, which is folded
into the manifest when a run ends, and when the next one starts.  The manifest claims no file
before the file is whole on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from briefings.build import journal
from briefings.build.entries import BuiltFile, Entry, built_files
from briefings.build.relocating import kept_from, seen_from_here
from briefings.errors import Fault, Place, WriteError
from briefings.provenance import Provenance
from briefings.reads import digest
from briefings.saving import save

__all__ = ["NAME", "BuiltFile", "Entry", "Manifest", "load"]

NAME = "manifest.json"
VERSION = 1


@define
class Manifest:
    """What stands in an output folder.

    ``specs``, ``programs``, ``themes``, ``facts``, ``standings`` and ``sources`` are tables
    that the entries point into.  ``packs`` holds what packs made of their briefings, by kind.
    """

    folder: Path
    entries: dict[str, Entry] = field(factory=dict)
    specs: dict[str, Any] = field(factory=dict)
    programs: dict[str, Any] = field(factory=dict)
    themes: dict[str, Any] = field(factory=dict)
    facts: dict[str, Any] = field(factory=dict)
    standings: dict[str, Any] = field(factory=dict)
    sources: dict[str, Any] = field(factory=dict)
    packs: dict[str, Any] = field(factory=dict)
    changed: bool = False

    def provenance(self, name: str) -> Provenance:
        """The facts of a briefing as it was built last."""
        entry = self.entries[name]
        sources = [{"id": id, "number": n, **self.sources[id]} for id, n in entry.sources]
        kept = {
            **_EMPTY,
            "sources": sources,
            "facts": [self.facts[key] for key in entry.facts],
            "standings": [self.standings[key] for key in entry.standings],
            "passages": list(entry.passages),
        }
        return Provenance.loads(json.dumps(kept))

    def of_path(self, path: Path) -> tuple[str, str] | None:
        """The briefing and the format whose file is at ``path``."""
        for name, entry in self.entries.items():
            for format_, built in entry.files.items():
                if (self.folder / built.path).resolve() == path.resolve():
                    return name, format_
        return None

    def of_product(self, path: Path) -> tuple[str, str, str] | None:
        """The pack, the kind and the format whose file is at ``path``."""
        for pack, kinds in self.packs.items():
            for kind in kinds:
                for format_, built in self.products(pack, kind).items():
                    if (self.folder / built.path).resolve() == path.resolve():
                        return pack, kind, format_
        return None

    def products(self, pack: str, kind: str) -> dict[str, BuiltFile]:
        """The files of what a pack made of its briefings, by format."""
        kept = self.packs.get(pack, {}).get(kind)
        return built_files(kept) if kept else {}

    def files(self) -> Iterator[str]:
        """Every file that is recorded, by its path within the folder."""
        for entry in self.entries.values():
            yield from (built.path for built in entry.files.values())
        for pack, kinds in self.packs.items():
            for kind in kinds:
                yield from (built.path for built in self.products(pack, kind).values())

    def keep(self, provenance: Provenance) -> tuple[dict[str, Any], dict[str, Any]]:
        """Put facts and sources into the tables; gives what an entry says of them, and what is
        new in the tables."""
        told = json.loads(provenance.dumps())
        for fact in told["facts"]:
            fact.pop("shown", None)
        facts, new_facts = _tabled(self.facts, told["facts"])
        standings, new_standings = _tabled(self.standings, told["standings"])
        sources = {s["id"]: {n: v for n, v in s.items() if n not in ("id", "number")}
                   for s in told["sources"]}  # fmt: skip
        fresh = {id: kept for id, kept in sources.items() if self.sources.get(id) != kept}
        self.sources.update(fresh)
        pointers = {
            "facts": facts,
            "standings": standings,
            "sources": tuple((s["id"], s["number"]) for s in told["sources"]),
            "passages": tuple((heading, words) for heading, words in told["passages"]),
        }
        tables = {"facts": new_facts, "standings": new_standings, "sources": fresh}
        return pointers, tables

    # ---------------------------------------------------------------------- on the disk

    def add(self, name: str, entry: Entry, tables: Mapping[str, Any]) -> None:
        """Take a briefing in, and write it to the journal."""
        self.entries[name] = entry
        self.changed = True
        kept = kept_from(self.folder)(entry.as_json())
        row = {"name": name, "entry": kept, "tables": tables}
        journal.append(self.folder, row)

    def save(self) -> None:
        """Fold the journal into the manifest.  Raises WriteError."""
        left = self.folder / journal.NAME
        if not self.changed and not left.exists():
            return
        self._forget()
        for name, keys in self._used().items():
            table = getattr(self, name)
            for key in table.keys() - keys:
                del table[key]
        save(self.folder / NAME, self.dumps().encode())
        left.unlink(missing_ok=True)
        self.changed = False

    def _forget(self) -> None:
        """Drop what is not there any more and was not built again."""
        there = {n: e for n, e in self.entries.items() if self._any(e.files.values())}
        self.entries = there
        for kinds in self.packs.values():
            for kind in [k for k in kinds if not self._any(built_files(kinds[k]).values())]:
                del kinds[kind]
        self.packs = {name: kinds for name, kinds in self.packs.items() if kinds}

    def _any(self, files: Iterable[BuiltFile]) -> bool:
        return any((self.folder / built.path).exists() for built in files)

    def _used(self) -> dict[str, set[str]]:
        """What the entries point to, by table."""
        entries = self.entries.values()
        return {
            "specs": {e.inputs["spec"] for e in entries},
            "programs": {e.inputs["program"] for e in entries},
            "themes": {e.inputs["theme"] for e in entries},
            "facts": {key for e in entries for key in e.facts},
            "standings": {key for e in entries for key in e.standings},
            "sources": {id for e in entries for id, _ in e.sources},
        }

    def dumps(self) -> str:
        """As JSON: a line for each briefing and for each entry of a table."""
        kept = kept_from(self.folder)
        briefings = {name: kept(e.as_json()) for name, e in sorted(self.entries.items())}
        tables = {name: dict(sorted(getattr(self, name).items())) for name in _TABLES}
        tables["packs"] = {
            pack: {kind: kept(made) for kind, made in kinds.items()}
            for pack, kinds in tables["packs"].items()
        }
        parts = [f'"version":{VERSION}']
        for title, table in {"briefings": briefings, **tables}.items():
            rows = ",\n".join(f"{_compact(k)}:{_compact(v)}" for k, v in table.items())
            parts.append(f'"{title}":{{\n{rows}\n}}' if rows else f'"{title}":{{}}')
        return "{" + ",\n".join(parts) + "}\n"


_TABLES = ("specs", "programs", "themes", "packs", "sources", "standings", "facts")
_EMPTY: dict[str, Any] = json.loads(Provenance().dumps())


def _tabled(
    table: dict[str, Any], rows: Sequence[dict[str, Any]]
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The keys of ``rows`` in a table, and those that were not there."""
    keys = [digest(json.dumps(row, sort_keys=True).encode())[:16] for row in rows]
    new = {key: row for key, row in zip(keys, rows, strict=True) if key not in table}
    table.update(new)
    return tuple(keys), new


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(folder: Path) -> Manifest:
    """The manifest of an output folder, with what a killed run has left in its journal.

    Raises WriteError where it is no manifest of ours.
    """
    manifest = Manifest(folder)
    path = folder / NAME
    try:
        kept = json.loads(path.read_bytes())
        _fill(manifest, kept)
        _check(manifest)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"the manifest cannot be read: {error}"
        remedy = "delete it, and everything is built anew"
        raise WriteError(Fault(what, remedy, place=Place(str(path)))) from None
    _replay(manifest)
    return manifest


def _replay(manifest: Manifest) -> None:
    """Take in what a killed run has left in its journal, as far as it can be understood."""
    seen = seen_from_here(manifest.folder)
    for row in journal.rows(manifest.folder):
        try:
            name, tables = row["name"], row["tables"]
            entry = Entry.from_json(seen(row["entry"]))
        except (KeyError, TypeError):  # another version's: its files are built anew
            return
        manifest.entries[name] = entry
        for table, kept in tables.items():
            getattr(manifest, table).update(kept)
        manifest.changed = True


def _fill(manifest: Manifest, kept: Mapping[str, Any]) -> None:
    if kept["version"] != VERSION:
        raise ValueError(f"its version is {kept['version']!r}, and {VERSION} is known")
    seen = seen_from_here(manifest.folder)
    manifest.entries = {n: Entry.from_json(seen(e)) for n, e in kept["briefings"].items()}
    for name in _TABLES:
        setattr(manifest, name, kept.get(name, {}))
    manifest.packs = {
        pack: {kind: seen(made) for kind, made in kinds.items()}
        for pack, kinds in manifest.packs.items()
    }


def _check(manifest: Manifest) -> None:
    for name, keys in manifest._used().items():
        if lost := keys - getattr(manifest, name).keys():
            raise ValueError(f"{min(lost)!r} is not in its table {name!r}")
