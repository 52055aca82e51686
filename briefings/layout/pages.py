"""Putting strips on pages.

A page takes strips for as long as they fit.  Strips that keep each other company form a
cluster, which moves to the next page as a whole unless it is deeper than a page.
"""

from __future__ import annotations

from briefings.document import Orientation
from briefings.errors import Fault, LayoutError
from briefings.layout.house import House
from briefings.layout.placed import Box, Item, Page, Panel, Place, Placed, Run, Strip
from briefings.theme import MM

__all__ = ["Pager"]

_SLACK = 0.01


class Pager:
    """Fills pages, strip after strip."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.pages: list[Page] = []
        self.places: dict[str, Place] = {}
        self._left = house.theme.page.side * MM
        self._top = house.theme.page.top * MM
        self._orientation = Orientation.PORTRAIT
        self._depth = 0.0
        self._used = 0.0
        self._last: Strip | None = None
        self._panel_top = 0.0
        self._panel_at = 0

    def fill(self, strips: list[Strip]) -> list[Page]:
        """All pages; at least one."""
        self._new_page(strips[0].orientation if strips else Orientation.PORTRAIT)
        start = 0
        while start < len(strips):
            end = _cluster_end(strips, start)
            self._place_cluster(strips, start, end)
            start = end
        self._close_panel()
        return self.pages

    # ------------------------------------------------------------------------ clusters

    def _place_cluster(self, strips: list[Strip], start: int, end: int) -> None:
        first = strips[start]
        if self._last is not None and first.fresh_page:
            self._new_page(first.orientation)
        elif first.orientation is not self._orientation:
            self._turn(first.orientation)
        if (
            self._last is not None
            and not self._fits(strips, start, end)
            and (end - start == 1 or self._fits_whole_page(strips, start, end))
        ):
            self._new_page(first.orientation)
        for n in range(start, end):
            strip = strips[n]
            if n > start and not self._fits(strips, n, n + 1):
                self._new_page(strip.orientation)
            self._place(strip)

    def _turn(self, orientation: Orientation) -> None:
        if self._last is None and self.pages:
            self.pages.pop()
        self._new_page(orientation)

    def _fits(self, strips: list[Strip], start: int, end: int) -> bool:
        used, last = self._used, self._last
        for n in range(start, end):
            strip = strips[n]
            used += self._space(last, strip) + strip.height
            last = strip
        padding = last.panel.padding if last and last.panel else 0.0
        return used + padding <= self._depth + _SLACK

    def _fits_whole_page(self, strips: list[Strip], start: int, end: int) -> bool:
        depth = self.house.depth(strips[start].orientation)
        last: Strip | None = None
        used = 0.0
        for n in range(start, end):
            used += self._space(last, strips[n]) + strips[n].height
            last = strips[n]
        padding = last.panel.padding if last and last.panel else 0.0
        return used + padding <= depth + _SLACK

    def _space(self, last: Strip | None, strip: Strip) -> float:
        """From the foot of ``last``, or the top of the page, to the top of ``strip``."""
        opening = strip.panel.padding if strip.panel else 0.0
        if last is None:
            return opening + (strip.repeat.height if strip.repeat else 0.0)
        if last.panel is strip.panel:
            return max(last.after, strip.before)
        closing = last.panel.padding if last.panel else 0.0
        apart = max(last.after, strip.before, 14.0 if closing or opening else 0.0)
        return closing + apart + opening

    # -------------------------------------------------------------------------- placing

    def _place(self, strip: Strip) -> None:
        if strip.height > self._depth + _SLACK:
            raise LayoutError(_too_deep(strip, self._depth))
        space = self._space(self._last, strip)
        page = self.pages[-1]
        if self._last is None or self._last.panel is not strip.panel:
            self._close_panel()
            if strip.panel:
                opening = strip.panel.padding
                repeat = strip.repeat.height if self._last is None and strip.repeat else 0.0
                self._panel_top = self._used + space - opening - repeat
                self._panel_at = len(page.placed)
        if self._last is None and strip.repeat is not None:
            top = self._top + self._used + space - strip.repeat.height
            page.placed.append(Placed(self._left, top, strip.repeat.items, "Repeated"))
        y = self._top + self._used + space
        page.placed.append(Placed(self._left, y, strip.items))
        for target in strip.opens:
            x = self._left
            self.places.setdefault(target, Place(len(self.pages), x, y - min(strip.before, 8.0)))
        self._used += space + strip.height
        self._last = strip

    def _close_panel(self) -> None:
        panel = self._last.panel if self._last else None
        if panel is None:
            return
        bottom = self._used + panel.padding
        ground = _ground(panel, bottom - self._panel_top)
        placed = Placed(self._left, self._top + self._panel_top, ground)
        self.pages[-1].placed.insert(self._panel_at, placed)

    def _new_page(self, orientation: Orientation) -> None:
        self._close_panel()
        width, height = self.house.sheet(orientation)
        self.pages.append(Page(width, height, []))
        self._orientation = orientation
        self._depth = self.house.depth(orientation)
        self._used, self._last = 0.0, None


def _ground(panel: Panel, height: float) -> list[Item]:
    return [
        Box(panel.x, 0.0, panel.width, height, panel.fill),
        Box(panel.x, 0.0, panel.bar_width, height, panel.bar),
    ]


def _too_deep(strip: Strip, depth: float) -> Fault:
    said = " ".join(item.text.strip() for item in strip.items if isinstance(item, Run))
    return Fault(
        f"something {strip.height:.0f} points deep cannot be parted, and a page has {depth:.0f}",
        "shorten it, or give the page smaller margins in the theme",
        f"{said[:60].strip()}…" if len(said) > 60 else said,
    )


def _cluster_end(strips: list[Strip], start: int) -> int:
    """The end of the cluster that begins at ``start``."""
    end = start + 1
    reach = start + strips[start].keeps
    while end < len(strips) and end <= reach:
        strip = strips[end]
        if strip.fresh_page or strip.orientation is not strips[start].orientation:
            break
        reach = max(reach, end + strip.keeps)
        end += 1
    return end
