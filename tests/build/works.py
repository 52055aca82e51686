"""A folder with a pack, its specs and its data, built again and again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from briefings.build import Batch, Options, Outcome, batch, build, forecast
from briefings.dataset import load
from briefings.records import Dataset
from tests import tiny

__all__ = ["PROFILE", "Works", "states"]

PROFILE = """\
briefing: profile
title: "On {{ subject.name }}"
providers: {subject: Ash}
sections: [rating-summary]
formats: [html]
"""


@frozen
class Works:
    """The working folder; its data is a copy of the tiny one, to be changed."""

    out: Path = Path("output")

    @classmethod
    def new(cls) -> Works:
        tiny.write(Path("tiny"))
        return cls()

    def write(self, name: str, text: str) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def pack(self, briefings: str, more: str = "", name: str = "monthly") -> Path:
        """A pack file with these briefings, in YAML."""
        return self.write(
            f"{name}.yaml", f"pack: {name}\ntitle: Every month\nbriefings:\n{briefings}{more}"
        )

    def change(self, name: str, old: str, new: str) -> None:
        path = Path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def dataset(self) -> Dataset:
        return load([Path("tiny")], bundled=False)

    def batch(self, *paths: Path | str, **given: Any) -> Batch:
        return batch([Path(p) for p in paths or ("monthly.yaml",)], self.dataset(), **given)

    def build(
        self, *paths: Path | str, formats: Sequence[str] = (), **options: Any
    ) -> list[Outcome]:
        """Build as from the command line; every option as :class:`Options` takes it."""
        options.setdefault("origin", {"data": ["tiny"], "data_only": True})
        given = self.batch(*paths, formats=formats)
        return list(build(given, self.dataset(), self.out, Options(**options)))

    def plan(self, *paths: Path | str, formats: Sequence[str] = ()) -> list[Outcome]:
        given = self.batch(*paths, formats=formats)
        return list(forecast(given, self.dataset(), self.out))

    def names(self, *paths: Path | str) -> list[str]:
        """The names of the briefings, with what is wrong where something is."""
        plans = self.batch(*paths).plans
        return [p.name if p.spec else re.sub(r"\n.*", "", p.faults[0].what) for p in plans]

    def files(self) -> dict[str, bytes]:
        """What readers are given."""
        kept = (".lock", "manifest.json", ".unchanged.json")
        found = (p for p in self.out.rglob("*") if p.is_file() and p.name not in kept)
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}


def states(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The state of each target, by its file's name."""
    return {o.path.name if o.format else o.name: o.state for o in outcomes}
