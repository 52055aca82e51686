"""One YAML file laid over another: what the upper one names replaces, the rest shows through."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from briefings.errors import Place
from briefings.yamlfile import Steps, YamlFile

__all__ = ["overlay"]


@frozen
class _Overlaid(YamlFile):
    """The merged values; a place is in the file that the value came from."""

    upper: YamlFile = field(kw_only=True)
    lower: YamlFile = field(kw_only=True)

    def place(self, path: Steps = (), *, key: bool = False) -> Place:
        return self._origin(path).place(path, key=key)

    def written(self, path: Steps) -> str:
        return self._origin(path).written(path)

    def _origin(self, path: Steps) -> YamlFile:
        only_below = _holds(self.lower.data, path) and not _holds(self.upper.data, path)
        return self.lower if only_below else self.upper


def overlay(upper: YamlFile, lower: YamlFile) -> YamlFile:
    """``upper`` over ``lower``: mappings are merged, anything else is replaced whole."""
    merged = _merge(upper.data, lower.data)
    return _Overlaid(upper.name, upper.text, merged, upper=upper, lower=lower)


def _merge(upper: Any, lower: Any) -> Any:
    if not (isinstance(upper, dict) and isinstance(lower, dict)):
        return upper
    merged = {key: _merge(upper[key], old) if key in upper else old for key, old in lower.items()}
    return merged | {key: value for key, value in upper.items() if key not in lower}


def _holds(data: Any, path: Steps) -> bool:
    for step in path:
        if not isinstance(data, dict):
            return isinstance(data, list)  # lists are never merged: all of one is of one file
        if step not in data:
            return False
        data = data[step]
    return True
