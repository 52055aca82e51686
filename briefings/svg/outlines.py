"""The outlines of SVG's shapes, and of its path language, as lines and cubic curves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import atan2, ceil, cos, hypot, pi, radians, sin, sqrt, tan

from briefings.svg.drawing import Step

__all__ = ["ellipse", "path", "polygon", "rectangle"]

_ROUND = 0.5522847498  # how far the handles of a quarter circle reach
_NUMBER = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
_COMMAND = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_Point = tuple[float, float]


def polygon(points: list[float], *, closed: bool) -> tuple[Step, ...]:
    """Straight lines from point to point."""
    pairs = list(zip(points[::2], points[1::2], strict=False))
    steps: list[Step] = [("L" if n else "M", pair) for n, pair in enumerate(pairs)]
    return (*steps, ("Z", ())) if closed and steps else tuple(steps)


def ellipse(cx: float, cy: float, rx: float, ry: float) -> tuple[Step, ...]:
    """Four quarters of an ellipse."""
    return rectangle(cx - rx, cy - ry, 2 * rx, 2 * ry, rx, ry)


def rectangle(
    x: float, y: float, width: float, height: float, rx: float = 0.0, ry: float = 0.0
) -> tuple[Step, ...]:
    """A rectangle whose corners are rounded by ``rx`` and ``ry``."""
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, foot = x + width, y + height
    if not rx or not ry:
        return polygon([x, y, right, y, right, foot, x, foot], closed=True)
    h, v = rx * (1 - _ROUND), ry * (1 - _ROUND)
    return (
        ("M", (x + rx, y)),
        ("L", (right - rx, y)),
        ("C", (right - h, y, right, y + v, right, y + ry)),
        ("L", (right, foot - ry)),
        ("C", (right, foot - v, right - h, foot, right - rx, foot)),
        ("L", (x + rx, foot)),
        ("C", (x + h, foot, x, foot - v, x, foot - ry)),
        ("L", (x, y + ry)),
        ("C", (x, y + v, x + h, y, x + rx, y)),
        ("Z", ()),
    )


# ----------------------------------------------------------------------- the path language


def path(text: str) -> tuple[Step, ...]:
    """The outlines that ``d="..."`` describes.  Raises ValueError where it breaks off."""
    pen = _Pen()
    for letter, values in _commands(text):
        pen.draw(letter, values)
    return tuple(pen.steps)


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; one that is repeated stands anew."""
    at, letter = 0, ""
    while at < len(text) and not text[at:].isspace():
        found = _COMMAND.match(text, at)
        if found:
            letter, at = found[1], found.end()
        elif not letter or letter in "Zz":
            raise ValueError(f"it breaks off at {text[at : at + 12]!r}")
        values: list[float] = []
        for n in range(_COUNTS[letter.upper()]):
            pattern = _FLAG if letter in "Aa" and n in (3, 4) else _NUMBER
            number = pattern.match(text, at)
            if number is None:
                raise ValueError(f"a number is missing at {text[at : at + 12]!r}")
            values.append(float(number[1]))
            at = number.end()
        yield letter, values
        letter = {"M": "L", "m": "l"}.get(letter, letter)


class _Pen:
    """Follows the commands of a path."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._at: _Point = (0.0, 0.0)
        self._start: _Point = (0.0, 0.0)
        self._handle: _Point | None = None  # of the curve before, for a smooth one
        self._last = ""

    def draw(self, letter: str, values: list[float]) -> None:
        kind = letter.upper()
        if not self.steps and kind != "M":
            raise ValueError("it does not begin with M")
        if letter.islower():
            values = self._absolute(kind, values)
        x, y = self._at
        match kind:
            case "M" | "L":
                self._to(kind, values)
            case "H":
                self._to("L", [values[0], y])
            case "V":
                self._to("L", [x, values[0]])
            case "C":
                self._curve(values)
            case "S":
                self._curve([*self._mirrored("CS"), *values])
            case "Q":
                self._quadratic(values)
            case "T":
                self._quadratic([*self._mirrored("QT"), *values])
            case "A":
                for curve in _arc(self._at, values):
                    self._curve(curve)
            case _:
                self.steps.append(("Z", ()))
                self._at = self._start
        self._last = kind

    def _absolute(self, kind: str, values: list[float]) -> list[float]:
        x, y = self._at
        match kind:
            case "H":
                return [values[0] + x]
            case "V":
                return [values[0] + y]
            case "A":
                return [*values[:5], values[5] + x, values[6] + y]
        return [value + (y if n % 2 else x) for n, value in enumerate(values)]

    def _to(self, letter: str, values: list[float]) -> None:
        self._at = (values[0], values[1])
        if letter == "M":
            self._start = self._at
        self.steps.append((letter, self._at))

    def _curve(self, values: list[float]) -> None:
        self.steps.append(("C", tuple(values)))
        self._handle, self._at = (values[2], values[3]), (values[4], values[5])

    def _quadratic(self, values: list[float]) -> None:
        (x, y), (hx, hy, ex, ey) = self._at, values
        first = [x + 2 / 3 * (hx - x), y + 2 / 3 * (hy - y)]
        self._curve([*first, ex + 2 / 3 * (hx - ex), ey + 2 / 3 * (hy - ey), ex, ey])
        self._handle = (hx, hy)

    def _mirrored(self, before: str) -> _Point:
        """The handle that goes on as smoothly as the curve before ended."""
        x, y = self._at
        if self._handle is None or self._last not in before:
            return x, y
        return 2 * x - self._handle[0], 2 * y - self._handle[1]


def _arc(start: _Point, values: list[float]) -> Iterator[list[float]]:
    """An arc of an ellipse as curves (SVG 1.1, F.6)."""
    rx, ry, turn, large, sweep, x, y = values
    rx, ry, phi = abs(rx), abs(ry), radians(turn)
    if not rx or not ry or start == (x, y):
        yield [*start, x, y, x, y]
        return
    c, s = cos(phi), sin(phi)
    dx, dy = (start[0] - x) / 2, (start[1] - y) / 2
    px, py = c * dx + s * dy, -s * dx + c * dy
    grown = max(1.0, hypot(px / rx, py / ry))
    rx, ry = rx * grown, ry * grown
    part = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
    root = sqrt(max(0.0, part / ((rx * py) ** 2 + (ry * px) ** 2)))
    root = -root if large == sweep else root
    ux, uy = root * rx * py / ry, -root * ry * px / rx
    cx, cy = c * ux - s * uy + (start[0] + x) / 2, s * ux + c * uy + (start[1] + y) / 2
    begin = atan2((py - uy) / ry, (px - ux) / rx)
    angle = atan2((-py - uy) / ry, (-px - ux) / rx) - begin
    if sweep and angle < 0:
        angle += 2 * pi
    elif not sweep and angle > 0:
        angle -= 2 * pi

    def there(u: float, v: float) -> _Point:
        return cx + c * rx * u - s * ry * v, cy + s * rx * u + c * ry * v

    parts = max(1, ceil(abs(angle) / (pi / 2) - 1e-9))
    step = angle / parts
    reach = 4 / 3 * tan(step / 4)
    for n in range(parts):
        a, b = begin + n * step, begin + (n + 1) * step
        first = there(cos(a) - reach * sin(a), sin(a) + reach * cos(a))
        second = there(cos(b) + reach * sin(b), sin(b) - reach * cos(b))
        end = (x, y) if n == parts - 1 else there(cos(b), sin(b))
        yield [*first, *second, *end]
