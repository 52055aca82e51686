"""The symbols of badges as outlines, so that no font needs a glyph for them.

Each is drawn in a square of one unit around its centre, y upwards.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from briefings.document import Symbol

__all__ = ["symbol_path"]

_Points = list[tuple[float, float]]
_ROUND = 0.5523  # how far the handles of a quarter circle reach


def _star() -> _Points:
    points = []
    for n in range(10):
        radius = 0.56 if n % 2 == 0 else 0.225
        angle = pi / 2 + n * pi / 5
        points.append((radius * cos(angle), radius * sin(angle) - 0.03))
    return points


_ARROW: _Points = [
    *((-0.14, -0.5), (0.14, -0.5), (0.14, 0.0), (0.45, 0.0)),
    *((0.0, 0.5), (-0.45, 0.0), (-0.14, 0.0)),
]
_POLYGONS: dict[Symbol, list[_Points]] = {
    Symbol.STAR: [_star()],
    Symbol.TRIANGLE: [[(-0.5, -0.42), (0.5, -0.42), (0.0, 0.46)]],
    Symbol.SQUARE: [[(-0.41, -0.41), (0.41, -0.41), (0.41, 0.41), (-0.41, 0.41)]],
    Symbol.DIAMOND: [[(0.0, -0.54), (0.5, 0.0), (0.0, 0.54), (-0.5, 0.0)]],
    Symbol.UP: [_ARROW],
    Symbol.DOWN: [[(x, -y) for x, y in _ARROW]],
    Symbol.LEVEL: [
        [(-0.45, 0.1), (0.45, 0.1), (0.45, 0.32), (-0.45, 0.32)],
        [(-0.45, -0.32), (0.45, -0.32), (0.45, -0.1), (-0.45, -0.1)],
    ],
}


def symbol_path(symbol: Symbol, x: float, y: float, size: float) -> str:
    """The operators that fill ``symbol``, ``size`` high and centred on ``x``, ``y``."""
    return f"q 1 0 0 1 {x:.2f} {y:.2f} cm {_outline(symbol, size)} f Q"


@lru_cache(maxsize=128)
def _outline(symbol: Symbol, size: float) -> str:
    """The path of a symbol around the origin."""
    if symbol is Symbol.CIRCLE:
        return _circle(0.46 * size)
    parts = []
    for points in _POLYGONS[symbol]:
        placed = [f"{x * size:.2f} {y * size:.2f}" for x, y in points]
        parts.append(f"{placed[0]} m {' l '.join(placed[1:])} l h")
    return " ".join(parts)


def _circle(r: float) -> str:
    k = _ROUND * r
    return (
        f"{r:.2f} 0 m {r:.2f} {k:.2f} {k:.2f} {r:.2f} 0 {r:.2f} c "
        f"{-k:.2f} {r:.2f} {-r:.2f} {k:.2f} {-r:.2f} 0 c "
        f"{-r:.2f} {-k:.2f} {-k:.2f} {-r:.2f} 0 {-r:.2f} c "
        f"{k:.2f} {-r:.2f} {r:.2f} {-k:.2f} {r:.2f} 0 c"
    )
