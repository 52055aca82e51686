"""What the code says: every template that reaches ``say`` and ``term``, read from the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import briefings

PACKAGE = Path(briefings.__file__).parent
_SPOKEN_TO = frozenset(
    {"build", "cli", "ingest", "mail", "packindex.py", "reportpage.py", "schedule"}
)
_SAYING = frozenset({"say", "term"})
_NAMES = _SAYING | {"counted"}
_SAID = re.compile(r"\b(?:say|term|counted)\(")
_IN_HTML = re.compile(r'say\("([^"]+)"')


def templates() -> dict[str, str]:
    """Every template, with the file and line that says it."""
    found: dict[str, str] = {}
    for place, name, call, scope in _calls():
        if name in _SAYING:
            found |= dict.fromkeys(_literals(call.args[0], scope), place)
    for path in sorted(PACKAGE.rglob("*.jinja")):
        found |= dict.fromkeys(_IN_HTML.findall(path.read_text()), path.name)
    return found


def composed() -> list[str]:
    """Where ``say`` is given words that were put together before, which no file can hold."""
    return [
        place
        for place, name, call, scope in _calls()
        if name in _SAYING
        and any(
            isinstance(part, ast.JoinedStr | ast.BinOp) for part in _values(call.args[0], scope)
        )
    ]


def nouns() -> set[str]:
    """Every noun that is counted."""
    counting = ((call, scope) for _, name, call, scope in _calls() if name == "counted")
    return {
        words
        for call, scope in counting
        if len(call.args) > 1
        for words in _literals(call.args[1], scope)
    }


@cache
def _calls() -> tuple[tuple[str, str, ast.Call, ast.AST], ...]:
    """Every call that may say words: its place, what is called, and the function it is in.

    Modules that talk to whoever runs the program are left out: they speak English.
    """
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        if path.relative_to(PACKAGE).parts[0] not in _SPOKEN_TO and _SAID.search(text):
            for scope, node in _within(ast.parse(text)):
                if isinstance(node, ast.Call) and node.args and _called(node.func) in _NAMES:
                    found.append((f"{path.name}:{node.lineno}", _called(node.func), node, scope))
    return tuple(found)


def _within(scope: ast.AST, inner: ast.AST | None = None) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Every node, with the innermost function that it stands in."""
    for node in ast.iter_child_nodes(inner or scope):
        yield scope, node
        yield from _within(node) if isinstance(node, ast.FunctionDef) else _within(scope, node)


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _literals(value: ast.expr, scope: ast.AST) -> Iterator[str]:
    for part in _values(value, scope):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _values(value: ast.expr, scope: ast.AST) -> Iterator[ast.expr]:
    """What ``value`` can be: itself, the arms of a choice, or what its name stands for."""
    match value:
        case ast.IfExp(body=body, orelse=other):
            yield from _values(body, scope)
            yield from _values(other, scope)
        case ast.Name(id=name) if isinstance(scope, ast.FunctionDef):
            for node in ast.walk(scope):
                match node:
                    case ast.Assign(targets=[ast.Name(id=given)], value=inner) if given == name:
                        yield from _values(inner, scope)
        case _:
            yield value
