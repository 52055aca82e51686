"""The themes of a run: each is read once, and known by digests of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import define, field, fields, frozen

from briefings.build.fingerprint import digest
from briefings.spec import Spec
from briefings.theme import Theme, load

__all__ = ["Themed", "Themes", "themed"]


@frozen
class Themed:
    """A theme with a digest of each of its parts, fonts and logo by what is in them."""

    theme: Theme = field(repr=False)
    parts: Mapping[str, str]
    digest: str


def themed(theme: Theme) -> Themed:
    """``theme`` and what it is known by."""
    parts = {a.name: digest(getattr(theme, a.name))[:16] for a in fields(Theme)}
    return Themed(theme, parts, digest(parts))


@define
class Themes:
    """Themes by their files."""

    _kept: dict[Path | None, Themed] = field(factory=dict)

    def at(self, path: Path | None) -> Themed:
        """The theme in the file, or the default one.  Raises ThemeError."""
        if path not in self._kept:
            self._kept[path] = themed(load(path))
        return self._kept[path]

    def of(self, spec: Spec, given: str) -> Themed:
        """The theme that is given in place of the spec's own, or that.

        Raises SpecError where there is no such file, and ThemeError.
        """
        from briefings.build.rendering import theme_of

        return self.at(Path(given) if given else theme_of(spec))
