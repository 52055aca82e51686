"""Figures and the logo: pictures with their size on the page."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from briefings.document import Figure
from briefings.errors import Fault, LayoutError
from briefings.layout.frame import Frame
from briefings.layout.house import House
from briefings.layout.paragraphs import hold_together, set_paragraph
from briefings.layout.placed import Element, Picture, Strip

__all__ = ["pixel_size", "set_figure"]


def pixel_size(data: bytes, where: str) -> tuple[int, int]:
    """Width and height of a PNG or JPEG file."""
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            return image.size
    except (OSError, ValueError) as error:
        fault = Fault(f"the picture cannot be read: {error}", "give a PNG or JPEG file", where)
        raise LayoutError(fault) from None


def set_figure(house: House, figure: Figure, frame: Frame, parent: Element) -> list[Strip]:
    """The picture and its caption below it, on one page."""
    caption: list[Strip] = []
    element = Element("Figure", parent, alt=figure.alt)
    if figure.caption:
        owner = Element("P", parent)
        caption = set_paragraph(house, figure.caption, house.voice("caption"), frame, owner)
        caption[0].before = 5.0
        caption[-1].after = 12.0
    across, down = pixel_size(figure.data, f"figure {figure.id!r}")
    room = house.depth(frame.orientation) - 30.0 - sum(strip.height for strip in caption)
    width = min(frame.width * min(max(figure.share, 0.01), 1.0), room * across / down)
    height = width * down / across
    picture = Picture(frame.x, 0.0, width, height, figure.data, element)
    strips = [Strip(height, [picture], 8.0, 8.0, orientation=frame.orientation), *caption]
    strips[0].opens = (f"figure:{figure.id}",)
    hold_together(strips)
    return strips
