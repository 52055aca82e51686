"""Jinja for texts, kept small and safe.

Texts come from people who share spec files, so an expression may read the few values it
is given and nothing else; and it always ends: loops and macros draw on a budget of steps,
and no string grows past a limit.  An undefined name is an error, never a blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError, is_undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["TextFault", "render"]

STEPS = 100_000
LONGEST = 200_000  # characters
LARGEST = 10**12

_FILTERS = frozenset(
    "abs capitalize count default d e escape first float groupby int join last length list "
    "lower map max min reject rejectattr replace round select selectattr sort string sum title "
    "trim unique upper wordcount".split()
)
_STRING_METHODS = frozenset(
    "capitalize casefold count endswith find islower isupper lower removeprefix removesuffix "
    "split startswith strip lstrip rstrip title upper".split()
)


class TextFault(Exception):
    """What is wrong in a text: the words, what to do, and the 1-based line where known."""

    def __init__(self, what: str, remedy: str = "", line: int | None = None) -> None:
        super().__init__(what)
        self.what, self.remedy, self.line = what, remedy, line


class _Environment(ImmutableSandboxedEnvironment):
    """Counts every turn of a loop and every call of a macro, and bounds every string."""

    intercepted_binops = frozenset(["*", "**", "+", "%"])

    def __init__(self, finalize: Callable[[Any], Any] | None) -> None:
        super().__init__(
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            cache_size=0,
            finalize=finalize,
        )
        self.left = STEPS
        self.concat = self.join  # type: ignore[assignment]
        self.filters = {n: f for n, f in self.filters.items() if n in _FILTERS}
        self.filters["join"] = self.joined
        self.filters["replace"] = self.replaced
        self.globals = {"range": self.globals["range"]}

    def tick(self) -> str:
        self.left -= 1
        if self.left < 0:
            raise SecurityError("the text does not come to an end")
        return ""

    def join(self, parts: Iterable[str]) -> str:
        return bounded("".join(self.measured(parts)))

    def measured(self, parts: Iterable[Any]) -> list[str]:
        found, length = [], 0
        for part in parts:
            self.tick()
            found.append(str(part))
            length += len(found[-1])
            if length > LONGEST:
                raise SecurityError("the text grows too long")
        return found

    def joined(self, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
        items = value if attribute is None else [self.getattr(v, attribute) for v in value]
        parts = self.measured(items)
        if len(d) * len(parts) > LONGEST:
            raise SecurityError("the text grows too long")
        return bounded(d.join(parts))

    def replaced(self, value: str, old: str, new: str) -> str:
        if len(str(value)) * max(1, len(new)) > LONGEST:
            raise SecurityError("the text grows too long")
        return str(value).replace(old, new)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and not isinstance(left, (int, float)):
            raise SecurityError("write {{ ... }} rather than % for values in text")
        if operator in "**":
            if not all(isinstance(v, (int, float)) for v in (left, right)):
                raise SecurityError("only numbers can be multiplied")
            if abs(left) > LARGEST or abs(right) > (100 if operator == "**" else LARGEST):
                raise SecurityError("the number grows too large")
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, (int, float)) and abs(found) > LARGEST:
            raise SecurityError("the number grows too large")
        return bounded(found) if isinstance(found, (str, list, tuple)) else found

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        return None  # ``"{:1000000000}".format(1)`` would be a gigabyte

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in _STRING_METHODS
        if isinstance(obj, (list, tuple, dict)):
            return attr in ("items", "keys", "values", "get", "count", "index")
        return super().is_safe_attribute(obj, attr, value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)):
            tick = nodes.Call(nodes.EnvironmentAttribute("tick"), [], [], None, None)
            node.body.insert(0, nodes.Output([tick]).set_lineno(node.lineno))
        for forbidden in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport,
                                        nodes.Extends)):  # fmt: skip
            raise TemplateSyntaxError("a text cannot load another", forbidden.lineno)
        _bound_concatenation(tree)
        return tree


def _bound_concatenation(tree: nodes.Node) -> None:
    """``a ~ b`` goes through :meth:`_Environment.join`, which bounds what comes of it."""
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
        raise SecurityError("the text grows too long")
    return value


_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!])")


def _escaped(value: Any) -> Any:
    """Values are words: an asterisk in a name is not the start of emphasis."""
    return _MARKS.sub(r"\\\1", str(value)) if not is_undefined(value) else value


def render(source: str, values: Mapping[str, Any], *, markdown: bool = False) -> str:
    """``source`` with its expressions worked out.  Raises :class:`TextFault`.

    ``markdown`` escapes what the expressions give, since the text is Markdown.
    """
    if "{{" not in source and "{%" not in source and "{#" not in source:
        return source
    if len(source) > LONGEST:
        raise TextFault("the text is too long", "split it into several sections")
    environment = _Environment(_escaped if markdown else None)
    try:
        template = environment.from_string(source)
        return bounded(environment.join(template.generate(dict(values))))
    except TemplateSyntaxError as error:
        what = f"the text cannot be read: {error.message}"
        raise TextFault(what, _SYNTAX, error.lineno) from None
    except UndefinedError as error:
        known = ", ".join(sorted(values))
        raise TextFault(str(error.message), f"a text knows {known}", _line(error)) from None
    except RecursionError:
        raise TextFault("the text does not come to an end", _ENDLESS) from None
    except SecurityError as error:
        raise TextFault(str(error), _ENDLESS, _line(error)) from None
    except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, OverflowError,
            AttributeError) as error:  # fmt: skip
        raise TextFault(f"the text cannot be worked out: {error}", "", _line(error)) from None


_SYNTAX = "check the {{ }} and {% %} of this line"
_ENDLESS = "texts may loop over what is selected, and say little with much"


def _line(error: BaseException) -> int | None:
    """The template's own line in the traceback."""
    line = None
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line

