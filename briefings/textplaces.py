"""Where in its YAML file a fault of a text stands.

A text in a block (``|``) keeps its lines, so a fault's line is found in the file; any other
text may have been folded, and the fault is told where the text starts.
"""

from __future__ import annotations

import re

from briefings.errors import Fault, Place
from briefings.textfaults import TextFault
from briefings.yamlfile import Steps, YamlFile, where

__all__ = ["placed"]


def placed(fault: TextFault, file: YamlFile | None, path: Steps) -> Fault:
    """The fault of the text at ``path`` of ``file``, with its line and column there."""
    place = _place(fault, file, path) if file else None
    return Fault(fault.what, fault.remedy, where(path), place, fault.allowed)


def _place(fault: TextFault, file: YamlFile, path: Steps) -> Place:
    start = file.place(path)
    if start.line is None or start.column is None:
        return start
    lines = file.text.splitlines()
    block = lines[start.line - 1][start.column - 1 :].startswith("|")
    if block and fault.line is not None and start.line + fault.line <= len(lines):
        line = lines[start.line + fault.line - 1]
        indent = len(line) - len(line.lstrip())
        return Place(file.name, start.line + fault.line, _column(line, fault.word, indent), line)
    if block:
        return start
    column = _column(lines[start.line - 1], fault.word, start.column - 1)
    return Place(file.name, start.line, column, lines[start.line - 1])


def _column(line: str, word: str, start: int) -> int:
    """The 1-based column of ``word`` in ``line``, or that of its start."""
    edge = r"\b" if word[:1].isalnum() else ""
    found = re.compile(edge + re.escape(word)).search(line, start) if word else None
    return (found.start() if found else start) + 1
