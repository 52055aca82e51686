"""What is to be called, where, and how often."""

from __future__ import annotations

from pathlib import PurePath

from attrs import field, frozen

from briefings.errors import BriefingError, Fault

__all__ = ["EVERY", "Job"]

EVERY = (1, 2, 5, 10, 15, 30)  # minutes, after which an hour begins anew


@frozen
class Job:
    """A command to call every few minutes, in a folder, under a name.

    One that runs for good, by itself, is a ``loop``.
    """

    command: tuple[str, ...]
    folder: PurePath
    name: str = "briefings"
    every: int = field(default=1)
    loop: bool = field(default=False)

    def __attrs_post_init__(self) -> None:
        for text in (*self.command, str(self.folder)):
            if any(ord(character) < 32 for character in text):
                what = f"{text!r} holds a line break or another control character"
                raise BriefingError(Fault(what, "rename the file or the folder"))

    @property
    def description(self) -> str:
        return "Runs the packs of briefings that are due"
