"""Where in its folders a dataset says something, found again when there is a doubt to tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from attrs import Factory, define

from briefings.errors import DataError, Fault, Place
from briefings.observations import read_rows
from briefings.records import Dataset, Observation
from briefings.textfile import read_text
from briefings.yamlfile import Steps, YamlFile, read

__all__ = ["Places"]


@define(slots=False)
class Places:
    """Places in the folders of a dataset; ``None`` where the folders are not there (any more)."""

    dataset: Dataset
    _read: dict[Path, YamlFile | None] = Factory(dict)
    _found: dict[tuple[str, str, Steps], Place | None] = Factory(dict)

    def provider(self, id: str, inspection: str = "", steps: Steps = ()) -> Place | None:
        """Where a provider is described, or one of its inspections, or what lies ``steps`` below.

        The place of the nearest that is there, where the steps lead no further.
        """
        wanted = (id, inspection, steps)
        if wanted not in self._found:  # every briefing of a batch asks for much the same
            self._found[wanted] = self._provider(id, inspection, steps)
        return self._found[wanted]

    def _provider(self, id: str, inspection: str, steps: Steps) -> Place | None:
        for folder in self._folders:
            file = self._yaml(folder / "providers" / f"{id}.yaml")
            if file is not None:
                return file.place((*_inspection_at(file, inspection), *steps))
        return None

    def entry(self, table: str, id: str) -> Place | None:
        """Where ``sources.yaml``, ``rounds.yaml`` ... or a provider's own sources name ``id``."""
        for folder in self._folders:
            file = self._yaml(folder / f"{table}.yaml")
            if file is not None and isinstance(file.data, dict) and id in file.data:
                return file.place((id,), key=True)
        return self._own_source(id) if table == "sources" else None

    def observation(self, seen: Observation) -> Place | None:
        """The line of a CSV file that holds an observation."""
        return next((place for found, place in self._rows if found == seen), None)

    def value(self, provider: str, measure: str, period: str, as_of: str) -> Place | None:
        """The line of a CSV file that holds a measure's value; the uppermost folder counts."""
        return self._values.get((provider, measure, period, as_of))

    @property
    def _folders(self) -> Iterator[Path]:
        """The folders, the uppermost first."""
        return (Path(folder) for folder in reversed(self.dataset.folders))

    @cached_property
    def _rows(self) -> list[tuple[Observation, Place]]:
        rows: list[tuple[Observation, Place]] = []
        faults: list[Fault] = []
        for folder in self._folders:
            for path in sorted(folder.glob("measures/*.csv")):
                try:
                    read_in = read_rows(read_text(path, DataError), faults)
                except DataError:
                    continue
                rows += [(row.observation, row.place) for row in read_in]
        return rows

    @cached_property
    def _values(self) -> dict[tuple[str, str, str, str], Place]:
        found: dict[tuple[str, str, str, str], Place] = {}
        for seen, place in self._rows:
            as_of = seen.as_of.text if seen.as_of else ""
            found.setdefault((seen.provider, seen.measure, seen.period, as_of), place)
        return found

    def _yaml(self, path: Path) -> YamlFile | None:
        if path not in self._read:
            try:
                self._read[path] = read(path, DataError)
            except DataError:
                self._read[path] = None
        return self._read[path]

    def _own_source(self, id: str) -> Place | None:
        for folder in self._folders:
            for path in sorted(folder.glob("providers/*.yaml")):
                file = self._yaml(path)
                if file is not None and id in (file.data.get("sources") or {}):
                    return file.place(("sources", id), key=True)
        return None


def _inspection_at(file: YamlFile, id: str) -> Steps:
    for number, inspection in enumerate(file.data.get("inspections") or ()):
        if inspection.get("id") == id:
            return ("inspections", number)
    return ()
