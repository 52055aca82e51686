"""What must be unique or known once in one Word file: bookmarks, pictures, links, lists."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha1

from briefings.writers.ooxml import bookmark, bookmark_name
from briefings.writers.template_styles import PANEL_NUMBERS

__all__ = ["Ledger", "anchor"]

_FIRST_FREE_LIST = PANEL_NUMBERS + 1  # the first of each kind belong to the styles


def anchor(target: str) -> str:
    """The name of the bookmark of ``target`` (``table:ratings``)."""
    return bookmark_name(target, lambda words: sha1(words.encode()).hexdigest())


class Ledger:
    """Numbers of one file.  ``relate`` gives the relation of an address outside it."""

    def __init__(
        self, relate: Callable[[str], str], *, bookmarks: int = 0, pictures: int = 0
    ) -> None:
        self._relate = relate
        self._links: dict[str, str] = {}
        self._bookmarks = bookmarks  # those that the file has already
        self._pictures = pictures
        self._lists: list[str] = []

    def bookmark(self, content: str, target: str) -> str:
        """``content`` under a new bookmark for ``target``."""
        self._bookmarks += 1
        return bookmark(content, anchor(target), self._bookmarks)

    def picture(self) -> int:
        """The number of the next picture."""
        self._pictures += 1
        return self._pictures

    def link(self, url: str) -> str:
        """The relation of an address."""
        if url not in self._links:
            self._links[url] = self._relate(url)
        return self._links[url]

    def numbered_list(self, kind: int, start: int, level: int) -> int:
        """A new list of a kind, whose items at ``level`` count from ``start``."""
        number = _FIRST_FREE_LIST + len(self._lists)
        self._lists.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>'
            "</w:lvlOverride></w:num>"
        )
        return number

    def lists(self) -> str:
        """The instances of the numbered lists, for the numbering part."""
        return "".join(self._lists)
