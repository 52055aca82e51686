"""The dataset as plain JSON values, for other programs.  The shape is in ``docs/export.md``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from briefings.framework import Framework, RatingScale
from briefings.records import Dataset, Inspection, PartialDate, Provider

__all__ = ["FORMAT", "as_json"]

FORMAT = 1  # grows when a key changes its meaning or goes


def as_json(dataset: Dataset) -> dict[str, Any]:
    """Everything in ``dataset`` as mappings, lists, text, numbers, true, false and null."""
    return {
        "format": FORMAT,
        "digest": dataset.digest,
        "providers": [_provider(provider) for provider in dataset.providers.values()],
        "measures": _listed(dataset.measures),
        "observations": [_plain(seen, without=("row",)) for seen in dataset.observations],
        "sources": _listed(dataset.sources),
        "rounds": _listed(dataset.rounds),
        "groups": _listed(dataset.groups),
        "scales": _listed(dataset.scales),
        "frameworks": [_framework(framework) for framework in dataset.frameworks.values()],
    }


def _listed(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_plain(record) for record in table.values()]


def _provider(provider: Provider) -> dict[str, Any]:
    latest = provider.ownership[-1].owner if provider.ownership else None
    inspections = [_inspection(inspection) for inspection in provider.inspections]
    return {**_plain(provider), "owner": latest, "inspections": inspections}


def _inspection(inspection: Inspection) -> dict[str, Any]:
    split: dict[str, Any] | None = None
    if inspection.split:
        split = {
            "ratings": dict(inspection.split),
            "source": inspection.split_source,
            "basis": inspection.split_basis.value,
        }
    plain = _plain(inspection, without=("provider", "split_source", "split_basis"))
    return {**plain, "split": split}


def _framework(framework: Framework) -> dict[str, Any]:
    scale: RatingScale | None = framework.scale
    return {
        **_plain(framework),
        "scale": scale.id if scale else None,
        "ratings": list(scale.names) if scale else [],
        "maximum": framework.maximum,
    }


def _plain(value: Any, *, without: tuple[str, ...] = ()) -> Any:
    """``value`` in JSON's own types; a date is its text."""
    match value:
        case PartialDate():
            return value.text
        case Enum():
            return value.value
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case _ if attrs.has(type(value)):
            names = [a.name for a in attrs.fields(type(value)) if a.name not in without]
            return {name: _plain(getattr(value, name)) for name in names}
        case _:
            return value
