"""YAML 1.2 files as plain values that know their places.

Only what a person needs is read: mappings, lists, text, numbers, ``true``, ``false`` and
``null``.  Dates, times and ``no`` stay text.  Tags, anchors and aliases are refused, which
also settles files made to explode.  The parser's events are read without recursion, and
every fault that leaves the file readable is told at once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from attrs import field, frozen

from briefings.errors import BriefingError, Fault, Place
from briefings.textfile import TextFile, place, read_text
from briefings.yamlfaults import UNPRINTABLE, explain

__all__ = ["Steps", "YamlFile", "parse", "parse_file", "read", "where"]

LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)  # only its parser is used: no tag is loaded
DEEPEST = 100

Steps: TypeAlias = tuple[str | int, ...]

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_NUMBER_AS_WRITTEN = re.compile(r"[-+.0-9a-zA-Z]+")
_BARE = re.compile(r"[\w -]+\Z")

# A node's start mark with, for a list, its items' nodes and, for a mapping, each key's mark
# and its value's node.
_Children: TypeAlias = "list[_Node] | dict[str, tuple[Any, _Node]] | None"
_Node: TypeAlias = "tuple[Any, _Children]"


@frozen
class YamlFile:
    """A YAML file's values (``data``) and where each of them stands."""

    name: str
    text: str = field(repr=False)
    data: Any
    _root: _Node | None = field(repr=False, default=None)

    def place(self, path: Steps = (), *, key: bool = False) -> Place:
        """Where the value at ``path`` starts, or its key; else the nearest known parent."""
        mark = self._mark(path, key)
        if mark is None:
            return Place(self.name)
        return place(self.name, self.text, mark.line + 1, mark.column + 1)

    def written(self, path: Steps) -> str:
        """The number at ``path`` in the very characters of the file (``1.10``, ``007``)."""
        at = self.place(path)
        found = _NUMBER_AS_WRITTEN.match(at.excerpt, (at.column or 1) - 1)
        return found.group() if found else ""

    def fault(self, what: str, path: Steps, *, key: bool = False, **more: Any) -> Fault:
        """A fault of the value (or the key) at ``path``; ``more`` as :class:`Fault` takes it."""
        return Fault(what, where=where(path), place=self.place(path, key=key), **more)

    def part(self, path: Steps) -> YamlFile:
        """The value at ``path``, which is there, as if it were the file; places stay true."""
        data, root = self.data, self._root
        for step in path:
            data = data[step]
            if root is not None:
                children: Any = root[1]
                root = children[step][1] if isinstance(children, dict) else children[step]
        return YamlFile(self.name, self.text, data, root)

    def _mark(self, path: Steps, key: bool) -> Any:
        if self._root is None:
            return None
        mark, children = self._root
        for number, step in enumerate(path, start=1):
            match children:
                case dict() if step in children:
                    key_mark, (mark, children) = children[str(step)]
                    if key and number == len(path):
                        return key_mark
                case list() if isinstance(step, int) and step < len(children):
                    mark, children = children[step]
                case _:
                    return mark
        return mark


def where(path: Steps) -> str:
    """``path`` in the words of the file: ``sections[2].order``, ``standards["1.1"]``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _BARE.match(step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text


def read(path: Path, error: type[BriefingError]) -> YamlFile:
    """The YAML file at ``path``; raises ``error`` with every fault found."""
    return parse_file(read_text(path, error), error)


def parse_file(file: TextFile, error: type[BriefingError]) -> YamlFile:
    """As :func:`read`, for a file that has been read already."""
    return parse(file.text, file.name, error)


def parse(text: str, name: str, error: type[BriefingError]) -> YamlFile:
    """The YAML in ``text``; ``name`` is the file's name in faults."""
    builder = _Builder(name, text)
    builder.run()
    if builder.faults:
        raise error(builder.faults)
    return YamlFile(name, text, builder.data, builder.root)


def _scalar(text: str) -> Any:
    """The value of an unquoted scalar under the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INTEGER.match(text):
        return int(text) if len(text) < 400 else text
    if _FLOAT.match(text):
        return float(text)
    if _BASED.match(text):
        return int(text, 0) if len(text) < 400 else text
    if _SPECIAL.match(text):
        return float(text.replace(".", "", 1))
    return text


class _Stop(Exception):
    """Nothing sensible can be read after this place."""


class _Frame:
    """A list or mapping that is still open, and the key that waits for its value."""

    __slots__ = ("data", "key", "key_mark", "keyed", "nodes")

    def __init__(self, data: Any, nodes: Any) -> None:
        self.data = data
        self.nodes = nodes
        self.keyed = type(data) is dict
        self.key: str | None = None
        self.key_mark: Any = None

    @property
    def wants_key(self) -> bool:
        return self.keyed and self.key is None


class _Builder:
    """Builds values and places from the parser's events."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.data: Any = None
        self.root: _Node | None = None
        self.faults: list[Fault] = []
        self.stack: list[_Frame] = []

    def run(self) -> None:
        """Read the whole text; what is wrong with it is in ``faults`` afterwards."""
        try:
            next_event = LOADER(self.text).get_event
            while (event := next_event()) is not None:
                self._take(event)
        except _Stop:
            pass
        except yaml.YAMLError as trouble:
            self.faults.append(explain(trouble, self.name, self.text))

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, {}, {})
        elif kind is yaml.SequenceStartEvent:
            self._open(event, [], [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.stack.pop()
        elif kind is yaml.AliasEvent:
            self._refuse(event, "an alias (*name) is not read", "write the value out")
            self._put(None, event, None)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            self._stop(event, "a second document starts here", "keep one: remove the line '---'")

    def _scalar(self, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marking(event)
        if event.style == '"' and (found := UNPRINTABLE.search(event.value)):
            what = f"an escape stands for U+{ord(found.group()):04X}, which is not text"
            self._refuse(event, what, "remove it")
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.wants_key:
            self._key(frame, event)
        else:
            self._put(_scalar(event.value) if event.implicit[0] else event.value, event, None)

    def _open(self, event: Any, data: Any, nodes: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marking(event)
        if len(self.stack) >= DEEPEST:
            self._stop(event, f"nested deeper than {DEEPEST} levels", "flatten the file")
        if self.stack and self.stack[-1].wants_key:
            braces = "{{" in self._place(event).excerpt
            remedy = "put quotes round text that holds {{ }}" if braces else "write a word"
            self._stop(event, "a key must be text, not a list or a mapping", remedy)
        self._put(data, event, nodes)
        self.stack.append(_Frame(data, nodes))

    def _key(self, frame: _Frame, event: Any) -> None:
        key = event.value
        if key in frame.data:
            line = frame.nodes[key][0].line + 1
            what = f"the key {key!r} is given twice (before in line {line})"
            self._refuse(event, what, "keep one of the two")
        elif not key:
            self._refuse(event, "the key before ':' is empty", "write a word before ':'")
        frame.key, frame.key_mark = key, event.start_mark

    def _put(self, value: Any, event: Any, nodes: Any) -> None:
        node = (event.start_mark, nodes)
        if not self.stack:
            self.data, self.root = value, node
            return
        frame = self.stack[-1]
        if frame.keyed:
            frame.data[frame.key] = value
            frame.nodes[frame.key] = (frame.key_mark, node)
            frame.key = None
        else:
            frame.data.append(value)
            frame.nodes.append(node)

    def _refuse_marking(self, event: Any) -> None:
        if event.tag is not None:
            what = f"the tag {event.tag!r} is not read"
            self._refuse(event, what, "remove it; quotes make a value text")
        if event.anchor is not None:
            self._refuse(event, f"the anchor &{event.anchor} is not read", "remove it")

    def _refuse(self, event: Any, what: str, remedy: str) -> None:
        self.faults.append(Fault(what, remedy, place=self._place(event)))

    def _stop(self, event: Any, what: str, remedy: str) -> None:
        self._refuse(event, what, remedy)
        raise _Stop

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return place(self.name, self.text, mark.line + 1, mark.column + 1)
