"""Jinja for texts, kept small and safe.

Texts come from people who share spec files, so an expression may read the few values it
is given and nothing else; and it always ends: loops, macros, calls and filters draw on a
budget of steps by the weight of what they handle, and no string grows past a limit.  An
undefined name is an error, never a blank.

:func:`render` works a text out; :func:`briefings.textcheck.check` finds what is wrong with
one before there are any values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from attrs import evolve
from jinja2 import StrictUndefined, TemplateError, Undefined, is_undefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.filters import do_round
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefings.language import Quoted
from briefings.textfaults import Refused, TextError, TextFault, explained, syntax_fault

__all__ = ["Environment", "render"]

STEPS = 50_000
LONGEST = 100_000  # characters
LARGEST = 10**12

_FILTERS = frozenset([
    "abs", "capitalize", "count", "default", "d", "e", "escape", "first", "float", "groupby",
    "int", "join", "last", "length", "list", "lower", "map", "max", "min", "reject",
    "rejectattr", "replace", "round", "select", "selectattr", "sort", "sum", "title",
    "trim", "unique", "upper", "wordcount",
])  # fmt: skip
_STRING_METHODS = frozenset([
    "capitalize", "casefold", "count", "endswith", "find", "islower", "isupper", "lower",
    "removeprefix", "removesuffix", "split", "startswith", "strip", "lstrip", "rstrip",
    "title", "upper",
])  # fmt: skip


def _endless() -> Refused:
    return Refused("the text does not come to an end", "take out the loop that never ends")


def _too_long() -> Refused:
    return Refused(f"the text grows past {LONGEST:,} characters", "repeat less")


def _too_large() -> Refused:
    return Refused("a number grows too large", "use smaller numbers")


class Environment(ImmutableSandboxedEnvironment):
    """Counts every turn of a loop and every call of a macro, and bounds every string."""

    intercepted_binops = frozenset(["*", "**", "+", "%"])

    def __init__(self, finalize: Callable[[Any], Any] | None = None) -> None:
        super().__init__(
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            cache_size=0,
            finalize=finalize,
        )
        self.left = STEPS
        self.concat = self.join  # type: ignore[method-assign]
        self.filters = {n: self._charged(f) for n, f in self.filters.items() if n in _FILTERS}
        self.filters["join"] = self.joined
        self.filters["replace"] = self.replaced
        self.filters["round"] = self.rounded
        self.globals = {"range": self.ranged}

    def tick(self, steps: int = 1) -> str:
        self.left -= steps
        if self.left < 0:
            raise _endless()
        return ""

    def charge(self, value: Any) -> None:
        """Take what it costs to handle ``value`` whole."""
        match value:
            case str():
                self.tick(1 + len(value) // 100)
            case range():
                self.tick(1 + len(value))
            case list() | tuple():
                self.tick()
                for inner in value:
                    self.charge(inner)
            case _:
                self.tick()

    def _charged(self, use: Callable[..., Any]) -> Callable[..., Any]:
        first = 1 if hasattr(use, "jinja_pass_arg") else 0

        @wraps(use)
        def charged(*args: Any, **more: Any) -> Any:
            for value in args[first:]:
                self.charge(value)
            return use(*args, **more)

        return charged

    def call(self, context: Any, called: Any, *args: Any, **more: Any) -> Any:
        for value in (getattr(called, "__self__", None), *args):
            self.charge(value)
        return super().call(context, called, *args, **more)

    def ranged(self, *args: int) -> range:
        found = range(*args)
        self.charge(found)
        return found

    def rounded(self, value: float, precision: int = 0, method: str = "common") -> float:
        if abs(precision) > 9:
            raise _too_large()
        return do_round(value, precision, method)  # type: ignore[arg-type]

    def join(self, parts: Iterable[str]) -> str:
        return str(bounded("".join(self.measured(parts))))

    def measured(self, parts: Iterable[Any]) -> list[str]:
        found, length = [], 0
        for part in parts:
            self.charge(part)
            found.append(str(_said(part)))
            length += len(found[-1])
            if length > LONGEST:
                raise _too_long()
        return found

    def joined(self, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
        items = value if attribute is None else [self.getattr(v, attribute) for v in value]
        parts = self.measured(items)
        if len(d) * len(parts) > LONGEST:
            raise _too_long()
        return str(bounded(d.join(parts)))

    def replaced(self, value: str, old: str, new: str) -> str:
        if len(str(value)) * max(1, len(new)) > LONGEST:
            raise _too_long()
        return str(value).replace(old, new)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and not isinstance(left, (int, float)):
            raise Refused("% is for numbers", "write {{ value }} where the value is to stand", "%")
        if operator in "**":
            if not all(isinstance(v, (int, float)) for v in (left, right)):
                raise Refused("only numbers can be multiplied", "write the words out", "*")
            if abs(left) > LARGEST or abs(right) > (100 if operator == "**" else LARGEST):
                raise _too_large()
        self.charge([left, right])
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, (int, float)) and abs(found) > LARGEST:
            raise _too_large()
        return bounded(found) if isinstance(found, (str, list, tuple)) else found

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        return None  # ``"{:1000000000}".format(1)`` would be a gigabyte

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in _STRING_METHODS
        if isinstance(obj, (list, tuple, dict)):
            return attr in ("items", "keys", "values", "get", "count", "index")
        return super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        what = f"{attribute!r} of {_kind(obj)} cannot be used here"
        raise Refused(what, "write {{ value }}, or use a filter", attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)):
            body: list[nodes.Node] = node.body  # type: ignore[attr-defined]
            tick = nodes.Call(nodes.EnvironmentAttribute("tick"), [], [], None, None)
            body.insert(0, nodes.Output([tick]).set_lineno(node.lineno))
        for forbidden in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport,
                                        nodes.Extends)):  # fmt: skip
            word = type(forbidden).__name__.lower().replace("fromimport", "import")
            raise TemplateSyntaxError(f"{{% {word} %}} is not for texts", forbidden.lineno)
        _bound_concatenation(tree)
        return tree


def _bound_concatenation(tree: nodes.Node) -> None:
    """``a ~ b`` goes through :meth:`Environment.join`, which bounds what comes of it."""
    for name, value in tree.iter_fields():
        if isinstance(value, list):
            setattr(tree, name, [_replaced(v) for v in value])
        elif isinstance(value, nodes.Node):
            setattr(tree, name, _replaced(value))


def _replaced(node: Any) -> Any:
    if not isinstance(node, nodes.Node):
        return node
    _bound_concatenation(node)
    if isinstance(node, nodes.Concat):
        join = nodes.EnvironmentAttribute("join")
        parts = nodes.List(node.nodes)
        return nodes.Call(join, [parts], [], None, None).set_lineno(node.lineno)
    return node


def bounded(value: Any) -> Any:
    if len(value) > LONGEST:
        raise _too_long()
    return value


_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!])")


def _said(value: Any) -> Any:
    """What an expression gives, if it can stand in a text."""
    if isinstance(value, list | tuple | dict | range):
        raise Refused("a list cannot stand in a text", "write {{ list | join(', ') }}")
    return value.marked if isinstance(value, Quoted) else value


def _escaped(value: Any) -> Any:
    """Values are words: an asterisk in a name is not the start of emphasis."""
    return _MARKS.sub(r"\\\1", str(_said(value))) if not is_undefined(value) else value


def render(source: str, values: Mapping[str, Any], *, markdown: bool = False) -> str:
    """``source`` with its expressions worked out.  Raises :class:`TextError`.

    ``markdown`` escapes what the expressions give, since the text is Markdown.
    """
    if "{{" not in source and "{%" not in source and "{#" not in source:
        return source
    if len(source) > LONGEST:
        raise TextError(TextFault("the text is too long", "split it into several sections"))
    environment = Environment(_escaped if markdown else _said)
    parts: Any = iter(())
    try:
        template = environment.from_string(source)
        parts = template.generate(dict(values))
        return str(bounded(environment.join(parts)))
    except TemplateSyntaxError as error:
        raise TextError(syntax_fault(error)) from None
    except TextError as error:
        line = _line(error)
        raise TextError(*(evolve(f, line=f.line or line) for f in error.faults)) from None
    except _CAUGHT as error:
        line = _line(error) or _reached(parts, template)
        raise TextError(evolve(explained(error), line=line)) from None


_CAUGHT = (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, OverflowError,
           AttributeError, RecursionError)  # fmt: skip


def _kind(value: Any) -> str:
    match value:
        case str():
            return "a text"
        case bool() | int() | float():
            return "a number"
        case list() | tuple():
            return "a list"
        case _:
            return "a value"


def _line(error: BaseException) -> int | None:
    """The template's own line in the traceback."""
    line = None
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _reached(parts: Any, template: Any) -> int | None:
    """The line that the template had come to when what it gave was refused."""
    inner = getattr(parts, "gi_yieldfrom", None)
    frame = getattr(inner, "gi_frame", None)
    return template.get_corresponding_lineno(frame.f_lineno) if frame else None
