"""One Markdown text as the two bodies of a mail: plain words, and HTML.

Raw HTML stays words, and pictures are refused: a mail that fetches nothing tells nobody that
it was read.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from html import escape
from typing import Any

from briefings.textfaults import TextError, TextFault

__all__ = ["escaped", "html", "text"]

_WIDTH = 72
_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!])")
_STYLE = "font-family: 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5"


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def escaped(words: str) -> str:
    """Plain words as Markdown that says just them."""
    return _MARKS.sub(r"\\\1", words)


def html(markdown: str, *, title: str, language: str = "en-GB") -> str:
    """A whole page, without scripts and without anything from elsewhere."""
    body = _parser().render(markdown)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head>\n"
        f'<body style="{_STYLE}">\n{body}</body>\n</html>\n'
    )


def text(markdown: str) -> str:
    """The same words for those who read plain text.  Raises TextError for a picture."""
    from markdown_it.tree import SyntaxTreeNode

    tree = SyntaxTreeNode(_parser().parse(markdown))
    for node in tree.walk():
        if node.type == "image":
            inline = node.parent
            line = inline.map[0] + 1 if inline and inline.map else None
            remedy = "take it out: the attached briefing shows it"
            raise TextError(TextFault("a mail shows no picture", remedy, line))
    return "\n\n".join("\n".join(_block(child)) for child in tree.children) + "\n"


def _block(node: Any, width: int = _WIDTH) -> list[str]:
    """The lines of one block, no wider than ``width`` where the words allow it."""
    match node.type:
        case "heading":
            words = " ".join(_inline(node.children[0]).split())
            return [words, ("=" if node.tag == "h1" else "-") * min(len(words), _WIDTH)]
        case "bullet_list" | "ordered_list":
            return _list(node, width)
        case "blockquote":
            return ["> " + line for line in _blocks(node, width - 2)]
        case "hr":
            return ["-" * width]
        case "code_block" | "fence":
            return ["    " + line for line in node.content.splitlines()]
        case "inline" | "paragraph":
            inner = node.children[0] if node.type == "paragraph" else node
            lines = _inline(inner).split("\n")
            return [part for line in lines for part in _wrapped(line, width)]
        case _:
            return _blocks(node, width)


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _blocks(node: Any, width: int) -> list[str]:
    lines: list[str] = []
    for number, child in enumerate(node.children):
        lines += ([""] if number else []) + _block(child, width)
    return lines


def _list(node: Any, width: int) -> list[str]:
    lines = []
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        inner = _blocks(item, width - len(mark))
        lines += [
            (mark if i == 0 else " " * len(mark) if line else "") + line
            for i, line in enumerate(inner)
        ]
    return lines


def _inline(node: Any) -> str:
    match node.type:
        case "text" | "code_inline":
            return str(node.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            words = "".join(_inline(child) for child in node.children)
            address = str(node.attrs["href"]).removeprefix("mailto:")
            return words if words in (address, node.attrs["href"]) else f"{words} ({address})"
        case _:
            return "".join(_inline(child) for child in node.children)
