"""What can be wrong with a text, in words for its author."""

from __future__ import annotations

import re

from attrs import frozen
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateSyntaxError

__all__ = ["Refused", "TextError", "TextFault", "explained", "syntax_fault"]


@frozen
class TextFault:
    """What is wrong in a text, and what to do.

    ``line`` counts from the text's first, where it is known; ``word`` is what to point at.
    """

    what: str
    remedy: str = ""
    line: int | None = None
    word: str = ""
    allowed: tuple[str, ...] = ()


class TextError(Exception):
    """One or more faults of a text."""

    def __init__(self, *faults: TextFault) -> None:
        super().__init__("; ".join(fault.what for fault in faults))
        self.faults = faults


class Refused(SecurityError):
    """What a text may not do; the remedy beside the words."""

    def __init__(self, what: str, remedy: str, word: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy, self.word = what, remedy, word


_OPEN_BLOCK = re.compile(r"innermost block that needs to be closed is '(\w+)'")


def syntax_fault(error: TemplateSyntaxError) -> TextFault:
    """What Jinja's parser complains of."""
    message = (error.message or "").rstrip(".")
    unclosed = _OPEN_BLOCK.search(message)
    if unclosed:
        word = unclosed[1]
        what = f"{{% {word} %}} is not closed"
        return TextFault(what, f"write {{% end{word} %}} after it", error.lineno)
    if message.endswith("is not for texts"):
        return TextFault(message, "write the words here", error.lineno, message.split()[1])
    what = f"the text cannot be read: {message}"
    return TextFault(what, "check the {{ }} and {% %} of this line", error.lineno)


def explained(error: BaseException) -> TextFault:
    match error:
        case Refused():
            return TextFault(error.what, error.remedy, word=error.word)
        case RecursionError():
            return TextFault("the text does not come to an end", "take out what calls itself")
        case UndefinedError():
            return TextFault(str(error.message), "`briefings list` tells what there is")
        case _:
            what = f"the text cannot be worked out: {error}"
            return TextFault(what, "check what this line does with its values")
