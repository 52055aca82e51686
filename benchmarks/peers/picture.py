"""A chart as a picture, for the peers that have no charts of their own: drawn by Pillow.

A palette of four colours and words that are drawn once make it ten times as fast as plain calls.
"""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from benchmarks.content import Content
from benchmarks.peers.look import ACCENT, FONT_FILES, INK

__all__ = ["BAR", "chart_png"]

BAR = "#7A96AF"
_SCALE = 2  # pixels a point
_WIDTH, _ROW, _LEFT, _RIGHT = 470, 17, 95, 60
_PALETTE = ("#FFFFFF", INK, BAR, ACCENT)


@cache
def _font() -> ImageFont.FreeTypeFont:
    path = str(FONT_FILES["regular"])
    return ImageFont.truetype(path, int(9.5 * _SCALE), layout_engine=ImageFont.Layout.BASIC)


@cache
def _words(text: str) -> Image.Image:
    """Words as a mask: drawing them anew would be nine tenths of the time of a chart."""
    mask = Image.new("1", (round(_font().getlength(text)) + 2, _ROW * _SCALE))
    ImageDraw.Draw(mask).text((0, 2), text, 1, _font())
    return mask


def chart_png(chart: Content) -> bytes:
    """The bars of ``chart`` with their names and numbers."""
    rows = len(chart["values"])
    image = Image.new("P", (_WIDTH * _SCALE, rows * _ROW * _SCALE), 0)
    image.putpalette(bytes.fromhex("".join(colour[1:] for colour in _PALETTE)))
    draw = ImageDraw.Draw(image)
    most = max(chart["values"]) or 1
    for n, value in enumerate(chart["values"]):
        top = n * _ROW * _SCALE
        length = (_WIDTH - _LEFT - _RIGHT) * value / most * _SCALE
        left = _LEFT * _SCALE
        fill = 3 if n == chart["subject"] else 2
        draw.rectangle((left, top + 4, left + length, top + _ROW * _SCALE - 4), fill)
        name, label = _words(chart["categories"][n]), _words(chart["labels"][n])
        image.paste(1, (left - 8 - name.width, top), name)
        image.paste(1, (left + round(length) + 8, top), label)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1, dpi=(72 * _SCALE, 72 * _SCALE))
    return file.getvalue()
