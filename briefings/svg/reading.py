"""Reading an SVG file: its shapes, or the name and line of everything that is no plain shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import cos, radians, sin, sqrt, tan
from xml.parsers import expat

from attrs import Factory, define

from briefings.svg import outlines
from briefings.svg.drawing import Drawing, Matrix, Shape, Step, moved

__all__ = ["SvgError", "read"]

_SPACE = "http://www.w3.org/2000/svg"
_SILENT = ("title", "desc", "metadata")
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_HINTS = {
    "text": "make outlines of it",
    "image": "a picture within it is not drawn",
    "style": "write the colours on the shapes themselves",
    "use": "draw the shape itself in its place",
    "script": "nothing in it may run",
}
_UNDRAWN = ("filter", "mask", "clip-path", "stroke-dasharray", "mix-blend-mode")
_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")
_INHERITED = {
    "fill": "#000000",
    "stroke": "none",
    "stroke-width": "1",
    "fill-rule": "nonzero",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "color": "#000000",
    "visibility": "visible",
}
_PRESENTED = frozenset({*_INHERITED, *_UNDRAWN, *_OPACITIES, "display"})
_LENGTH = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(px|pt|pc|mm|cm|in)?\s*\Z", re.I)
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"[\s,]*(\w+)\s*\(([^)]*)\)[\s,]*")
_WHOLE: Matrix = (1, 0, 0, 1, 0, 0)
_MOST_SHAPES = 5000
_SMALLEST, _FARTHEST = 0.01, 100_000.0  # in the units of the drawing


class SvgError(ValueError):
    """What a file holds that cannot be drawn; ``faults`` has a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def read(data: bytes) -> Drawing:
    """The drawing in an SVG file.  Raises SvgError with everything that cannot be drawn."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    reader.parser = parser
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as trouble:
        raise SvgError([f"it is damaged: {trouble}"]) from None
    if not reader.faults and not reader.shapes:
        reader.faults.append("it holds no shape")
    if reader.faults:
        raise SvgError(list(dict.fromkeys(reader.faults)))
    return Drawing(*reader.size, tuple(reader.shapes))


@define
class _State:
    """What the elements around a shape say of it."""

    matrix: Matrix
    look: Mapping[str, str]
    drawn: bool = True


@define(slots=False)
class _Reader:
    """Follows the elements of one file."""

    faults: list[str] = Factory(list)
    shapes: list[Shape] = Factory(list)
    size: tuple[float, float] = (0.0, 0.0)
    _states: list[_State] = Factory(list)
    parser: expat.XMLParserType | None = None

    def fault(self, words: str) -> None:
        line = self.parser.CurrentLineNumber if self.parser else 0
        self.faults.append(f"line {line}: {words}")

    def doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        if internal:
            self.fault("it declares entities")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if not self._states:
            self._root(space, name, attributes)
            return
        around = self._states[-1]
        hidden = space != _SPACE or name in (*_SILENT, "defs") or not around.drawn
        if hidden and name != "script":
            self._states.append(_State(around.matrix, around.look, drawn=False))
            return
        if name not in (*_SHAPES, "g"):
            hint = _HINTS.get(name)
            self.fault(f"<{name}> is not drawn" if hint is None else f"<{name}>: {hint}")
        state = self._state(around, attributes)
        self._states.append(state)
        if name in _SHAPES and state.drawn:
            self._shape(name, attributes, state)

    def end(self, tag: str) -> None:
        self._states.pop()

    # -------------------------------------------------------------------------- around

    def _root(self, space: str, name: str, attributes: dict[str, str]) -> None:
        if (space, name) != (_SPACE, "svg"):
            self.fault("it is no SVG file")
        box = [float(n) for n in _NUMBERS.findall(attributes.get("viewBox", ""))]
        width, height = (self._length(attributes.get(n, "")) for n in ("width", "height"))
        if len(box) != 4:
            box = [0.0, 0.0, width or 0.0, height or 0.0]
        if not all(_SMALLEST <= side <= _FARTHEST for side in box[2:]):
            self.fault("it has no size that can be drawn: give it a viewBox")
            box = [0.0, 0.0, 1.0, 1.0]
        self.size = (box[2], box[3])
        start = _State((1, 0, 0, 1, -box[0], -box[1]), _INHERITED)
        self._states.append(self._state(start, attributes))

    def _length(self, text: str) -> float | None:
        found = _LENGTH.match(text)
        return float(found[1]) * _UNITS[(found[2] or "").lower()] if found else None

    def _state(self, around: _State, attributes: dict[str, str]) -> _State:
        look = {n: v.strip() for n, v in attributes.items() if n in _PRESENTED}
        for declaration in attributes.get("style", "").split(";"):
            name, _, said = declaration.partition(":")
            if name.strip() in _PRESENTED:
                look[name.strip()] = said.replace("!important", "").strip()
        for name in attributes:
            bare = name.rpartition(" ")[2]
            if bare.startswith("on") or (bare == "href" and attributes[name]):
                self.fault(f"{bare}={attributes[name]!r}: nothing in it may run or lead out")
        for name in _UNDRAWN:
            if look.get(name, "none") not in ("none", "normal", ""):
                self.fault(f"{name} is not drawn")
        for name in _OPACITIES:
            if look.get(name, "1") not in ("1", "1.0", "100%"):
                self.fault(f"{name} is not drawn: choose a lighter colour")
        inherited = {**around.look, **{n: v for n, v in look.items() if v != "inherit"}}
        matrix = _product(around.matrix, self._transform(attributes.get("transform", "")))
        drawn = around.drawn and look.get("display") != "none"
        return _State(matrix, {n: inherited[n] for n in _INHERITED}, drawn)

    def _transform(self, text: str) -> Matrix:
        matrix, at = _WHOLE, 0
        while at < len(text):
            found = _TRANSFORM.match(text, at)
            numbers = [float(n) for n in _NUMBERS.findall(found[2])] if found else []
            step = _matrix(found[1], numbers) if found else None
            if found is None or step is None:
                self.fault(f"the transformation {text!r} is not understood")
                break
            matrix, at = _product(matrix, step), found.end()
        return matrix

    # -------------------------------------------------------------------------- shapes

    def _shape(self, name: str, attributes: dict[str, str], state: _State) -> None:
        if len(self.shapes) >= _MOST_SHAPES:
            if len(self.shapes) == _MOST_SHAPES and not self.faults:
                self.fault(f"it has more than {_MOST_SHAPES} shapes")
            return
        look = state.look
        fill = "" if name == "line" else self._colour("fill", look)
        stroke = self._colour("stroke", look)
        width = self._length(look["stroke-width"]) or 0.0
        steps = self._outline(name, attributes)
        a, b, c, d, *_ = state.matrix
        if look["visibility"] != "visible" or not steps or not (fill or (stroke and width)):
            return
        placed = moved(steps, state.matrix)
        if not all(abs(n) <= _FARTHEST for _, values in placed for n in (width, *values)):
            self.fault("a number is too large")
            return
        self.shapes.append(
            Shape(
                placed,
                fill,
                stroke if width else "",
                width * sqrt(abs(a * d - b * c)) if stroke else 0.0,
                look["fill-rule"] == "evenodd",
                look["stroke-linecap"],
                look["stroke-linejoin"],
            )
        )

    def _outline(self, name: str, given: dict[str, str]) -> tuple[Step, ...]:
        def length(key: str, default: float = 0.0) -> float:
            if key not in given:
                return default
            found = self._length(given[key])
            if found is None:
                self.fault(f"{key}={given[key]!r} is no length")
            return found or 0.0

        match name:
            case "path":
                try:
                    return outlines.path(given.get("d", ""))
                except ValueError as trouble:
                    self.fault(f"the path is damaged: {trouble}")
                    return ()
            case "rect":
                rx = length("rx", length("ry"))
                size = (length("width"), length("height"))
                corner = (rx, length("ry", rx))
                return outlines.rectangle(length("x"), length("y"), *size, *corner)
            case "circle":
                r = length("r")
                return outlines.ellipse(length("cx"), length("cy"), r, r) if r else ()
            case "ellipse":
                rx, ry = length("rx"), length("ry")
                return outlines.ellipse(length("cx"), length("cy"), rx, ry) if rx and ry else ()
            case "line":
                ends = [length(key) for key in ("x1", "y1", "x2", "y2")]
                return outlines.polygon(ends, closed=False)
        points = [float(n) for n in _NUMBERS.findall(given.get("points", ""))]
        return outlines.polygon(points, closed=name == "polygon")

    def _colour(self, name: str, look: Mapping[str, str]) -> str:
        from PIL import ImageColor  # slow to import, and most themes have no logo

        said = look["color"] if look[name] == "currentColor" else look[name]
        if said in ("none", "transparent"):
            return ""
        try:
            red, green, blue, *alpha = ImageColor.getrgb(said)
        except ValueError:
            self.fault(f"{name}={said!r} is not drawn: give a plain colour")
            return ""
        if alpha and alpha[0] < 255:
            self.fault(f"{name}={said!r} can be seen through: choose a lighter colour")
        return f"#{red:02X}{green:02X}{blue:02X}"


def _product(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    linear = (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s)
    return (*linear, a * t + c * u + e, b * t + d * u + f)


def _matrix(name: str, v: list[float]) -> Matrix | None:
    match name, len(v):
        case "matrix", 6:
            return (v[0], v[1], v[2], v[3], v[4], v[5])
        case "translate", 1 | 2:
            return (1, 0, 0, 1, v[0], v[1] if len(v) == 2 else 0)
        case "scale", 1 | 2:
            return (v[0], 0, 0, v[-1], 0, 0)
        case "rotate", 1 | 3:
            c, s = cos(radians(v[0])), sin(radians(v[0]))
            x, y = (v[1], v[2]) if len(v) == 3 else (0.0, 0.0)
            return (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
        case "skewX", 1:
            return (1, 0, tan(radians(v[0])), 1, 0, 0)
        case "skewY", 1:
            return (1, tan(radians(v[0])), 0, 1, 0, 0)
    return None
