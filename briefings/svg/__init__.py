"""SVG pictures of plain shapes: filled and stroked outlines, which every format can draw.

:func:`read` takes what a logo is made of and names whatever else a file holds (text, pictures,
gradients, scripts), so that nothing is drawn otherwise than it was meant.
"""

from __future__ import annotations

from briefings.svg.drawing import Drawing, Shape, Step
from briefings.svg.raster import rasterised
from briefings.svg.reading import SvgError, read

__all__ = ["Drawing", "Shape", "Step", "SvgError", "rasterised", "read"]
