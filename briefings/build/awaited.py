"""What a run is to make, target by target, and what of it nothing has been told of yet.

A run that is stopped tells nothing of what it has not come to; whoever reports on it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

from briefings.build import Batch, Outcome, Plan

if TYPE_CHECKING:
    from briefings.pack import Pack

__all__ = ["Awaited", "awaited"]


@define
class Awaited:
    """The targets that nothing has been told of; those of one briefing stand together."""

    _groups: dict[str, list[list[Outcome]]] = field(factory=dict)

    def tell(self, outcome: Outcome) -> int:
        """Strike off what ``outcome`` tells of; how many targets that is.

        One without a format tells of its whole briefing.
        """
        for group in self._groups.get(outcome.name, ()):
            found = [o for o in group if outcome.format in ("", o.format)]
            if found:
                group[:] = [o for o in group if o not in found]
                return len(found)
        return 0

    def left(self) -> list[Outcome]:
        """What is left, in the order in which it would be made."""
        return [o for groups in self._groups.values() for group in groups for o in group]

    def __len__(self) -> int:
        return sum(len(group) for groups in self._groups.values() for group in groups)


def awaited(batch: Batch, out: Path, only: Callable[[str], bool] = lambda name: True) -> Awaited:
    """Every target of a build of ``batch``, all of them not reached yet."""
    found = Awaited()
    for group in _groups(batch, out, only):
        found._groups.setdefault(group[0].name, []).append(group)
    return found


def _groups(batch: Batch, out: Path, only: Callable[[str], bool]) -> Iterator[list[Outcome]]:
    for plan in batch.plans:
        if only(plan.name):
            yield _of_plan(plan, out)
    for pack in batch.packs:
        if all(only(plan.name) for plan in batch.plans if plan.pack is pack):
            yield from _of_pack(pack, out)


def _of_plan(plan: Plan, out: Path) -> list[Outcome]:
    if plan.spec is None:  # nobody knows in which formats
        return [Outcome(plan.name, plan.path, state="not reached")]
    return _files(plan.name, plan.spec.formats, out)


def _of_pack(pack: Pack, out: Path) -> Iterator[list[Outcome]]:
    whole = pack.combined.formats if pack.combined else ()
    formats = {"combined": whole, "index": ("html",), "zip": ("zip",)}
    for kind, name in pack.products.items():
        yield _files(name, formats[kind], out)


def _files(name: str, formats: Sequence[str], out: Path) -> list[Outcome]:
    return [Outcome(name, out / f"{name}.{f}", f, state="not reached") for f in formats]
