"""``text``: words of the author's own, in Markdown, with values from the selection."""

from __future__ import annotations

from attrs import field, frozen

from briefings.document import Block
from briefings.errors import Place
from briefings.sections.parts import Context, Options, section

__all__ = ["TextOptions", "text_section"]


@frozen
class TextOptions(Options):
    """Markdown with Jinja expressions; ``text: |`` is short for ``text: {body: |}``."""

    body: str = field(metadata={"doc": "Markdown; {{ ... }} holds values of the selection."})
    place: Place | None = field(default=None, eq=False, metadata={"key": None})


def text_section(context: Context, options: TextOptions) -> tuple[Block, ...]:
    blocks = context.prose(options.body, options.place)
    if options.title:
        return (section(context.name, options.title, blocks),)
    return blocks
