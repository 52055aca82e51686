"""What is wrong with a text before any value is known: every unknown word, at once.

Jinja stops at the first; a reader of a spec is told all of them, whatever else is wrong
with the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from briefings.context import choose
from briefings.sandbox import Environment
from briefings.textfaults import TextFault, syntax_fault

__all__ = ["check", "members_asked"]

_GIVEN = ("loop", "caller", "varargs", "kwargs")  # by Jinja, in loops and macros


def check(source: str, names: Mapping[str, str], members: Iterable[str]) -> list[TextFault]:
    """The faults of ``source`` in a text that knows ``names``.

    A name maps to ``"one"`` where it stands for something with ``members``, to ``"many"``
    where it is a list of such, else to ``""``.
    """
    environment = Environment()
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [syntax_fault(error)]
    faults = [
        *_unknown_filters(tree, environment),
        *_unknown_names(tree, (*names, *environment.globals)),
        *_unknown_members(tree, names, tuple(members)),
    ]
    return sorted(faults, key=lambda fault: fault.line or 0)


@lru_cache(maxsize=1024)  # a pack asks the same of every turn
def members_asked(source: str, names: tuple[str, ...]) -> tuple[tuple[str, str, int], ...]:
    """What a text asks of ``names``: ``each.id`` and ``each["id"]`` by name, member and line.

    Nothing where the text cannot be read, which :func:`check` tells.
    """
    try:
        tree = Environment().parse(source)
    except TemplateSyntaxError:
        return ()
    found = []
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        of: Any = node.node  # type: ignore[attr-defined]
        member = node.attr if isinstance(node, nodes.Getattr) else _constant(node)
        if isinstance(of, nodes.Name) and of.name in names and isinstance(member, str):
            found.append((of.name, member, node.lineno))
    return tuple(found)


def _constant(node: nodes.Node) -> Any:
    arg: Any = node.arg  # type: ignore[attr-defined]
    return arg.value if isinstance(arg, nodes.Const) else None


def _unknown_filters(tree: nodes.Template, environment: Environment) -> Iterator[TextFault]:
    tables: tuple[tuple[Any, str, Mapping[str, Any]], ...] = (
        (nodes.Filter, "filter", environment.filters),
        (nodes.Test, "test", environment.tests),
    )
    for kind, noun, table in tables:
        for node in tree.find_all(kind):
            if node.name not in table:
                yield _unknown(f"there is no {noun} {node.name!r}", node, node.name, sorted(table))


def _unknown_names(tree: nodes.Template, known: tuple[str, ...]) -> Iterator[TextFault]:
    """Names that neither the text nor the briefing gives; scopes are left to the rendering."""
    found = list(tree.find_all(nodes.Name))
    own = {node.name for node in found if node.ctx != "load"}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    for node in found:
        if node.ctx == "load" and node.name not in {*known, *own, *_GIVEN}:
            what = f"nothing is called {node.name!r} here"
            yield _unknown(what, node, node.name, sorted(known))


def _unknown_members(
    tree: nodes.Template, names: Mapping[str, str], members: tuple[str, ...]
) -> Iterator[TextFault]:
    """``subject.ratings``, and the same of each in a loop over a list."""
    single = {name for name, kind in names.items() if kind == "one"}
    for loop in tree.find_all(nodes.For):
        over, each = loop.iter, loop.target
        if isinstance(over, nodes.Name) and names.get(over.name) == "many":
            single |= {each.name} if isinstance(each, nodes.Name) else set()
    for node in tree.find_all(nodes.Getattr):
        of = node.node
        if isinstance(of, nodes.Name) and of.name in single and node.attr not in members:
            what = f"{of.name!r} has no {node.attr!r}"
            yield _unknown(what, node, node.attr, members)


def _unknown(what: str, node: Any, word: str, allowed: Iterable[str]) -> TextFault:
    words = tuple(allowed)
    near = choose(word, words)
    return TextFault(what, near, node.lineno, word, words)
