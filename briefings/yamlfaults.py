"""What a YAML parser's complaint means, and what to do about it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from briefings.errors import Fault
from briefings.textfile import place

__all__ = ["UNPRINTABLE", "explain"]

_TAB_INDENT = re.compile(r" *\t")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Words of the parser (both of them: C and Python), what they mean, what to do.  First match.
_MEANINGS = (
    ("unknown escape", "a backslash in double quotes starts an escape",
     "use single quotes, or write two backslashes"),
    ("hexdecimal", "a backslash in double quotes starts an escape",
     "use single quotes, or write two backslashes"),
    ("hexadecimal", "a backslash in double quotes starts an escape",
     "use single quotes, or write two backslashes"),
    ("escape code", "the escape stands for no character", "write the character itself"),
    ("quoted scalar", "a quotation mark is not closed", "close it, or double it inside the text"),
    ("mapping values are not allowed", "': ' is not possible here",
     "quote text that holds ': ', and check the indentation"),
    ("expected ':'", "this line has no ':' after its key",
     "write 'key: value', or '- ' before an item"),
    ("expected ',' or", "a bracket or brace is not closed, or a comma is missing",
     "separate entries with ',' and close the bracket; quote text that holds { } [ ] or ,"),
    ("flow", "a bracket or brace is not closed", "close it"),
    ("cannot start any token", "text cannot start with this character", "quote the text"),
    ("expected <document start>", "the file goes on after its value has ended",
     "check the indentation and the quotes"),
    ("expected '<document start>'", "the file goes on after its value has ended",
     "check the indentation and the quotes"),
    ("sequence entries", "a list cannot start here",
     "start it on a line of its own"),
    ("block", "this line does not continue the lines above",
     "check its indentation, and quote text that starts with a quote or bracket"),
    ("undefined tag handle", "a tag (!) is not read", "quote text that starts with '!'"),
    ("directive", "'%' cannot start a line", "quote the text"),
    ("alphabetic or numeric", "'&' and '*' cannot start text", "quote the text"),
)  # fmt: skip

_LOOK = "check the quotes, brackets and indentation here"

# Told where the unfinished thing starts, not where the parser gave up.
_AT_THE_START = frozenset({"quoted scalar", "expected ':'", "expected ',' or", "flow"})


def explain(trouble: yaml.YAMLError, name: str, text: str) -> Fault:
    """The fault behind ``trouble``, which parsing ``text`` raised."""
    if not isinstance(trouble, yaml.MarkedYAMLError) or trouble.problem_mark is None:
        return _unprintable(trouble, name, text)
    mark: Any = trouble.problem_mark
    at = place(name, text, mark.line + 1, mark.column + 1)
    if _TAB_INDENT.match(at.excerpt):
        column = at.excerpt.index("\t") + 1
        at = place(name, text, mark.line + 1, column)
        return Fault("tabs cannot indent YAML", "use blanks", place=at)
    said = f"{trouble.problem or ''} {trouble.context or ''}"
    for words, what, remedy in _MEANINGS:
        if words in said:
            if words in _AT_THE_START and trouble.context_mark is not None:
                start: Any = trouble.context_mark
                at = place(name, text, start.line + 1, start.column + 1)
            return Fault(what, remedy, place=at)
    return Fault(f"this is not YAML: {trouble.problem}", _LOOK, place=at)


def _unprintable(trouble: yaml.YAMLError, name: str, text: str) -> Fault:
    found = UNPRINTABLE.search(text)
    if found is None:
        return Fault(f"this is not YAML: {trouble}", _LOOK, place=place(name, text, 1))
    before = text[: found.start()].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    what = f"the control character U+{ord(found.group()):04X} is not text"
    return Fault(what, "remove it", place=place(name, text, line, column))
