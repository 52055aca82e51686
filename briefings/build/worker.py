"""What is done for one briefing, wherever it is done: from its spec to bytes.

It reads nothing but what it is given and the files that spec and theme name, and writes
nothing: whoever asked for it writes the files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve, field, frozen

from briefings import reads
from briefings.build.fingerprint import document_digest
from briefings.build.rendering import documents, write_formats
from briefings.document import BulletList, Callout, Document, ListItem, Reference, plain
from briefings.errors import BriefingError, Fault, Place
from briefings.finder import Finder
from briefings.numbering import all_blocks, inlines_of
from briefings.provenance import Provenance
from briefings.records import Dataset
from briefings.spec import Spec
from briefings.textfile import place
from briefings.theme import Theme

__all__ = ["Made", "Task", "bug", "make", "on_place", "shared"]

_CHARACTER = re.compile(r"\(U\+([0-9A-F]{4,6})\)")


@frozen
class Task:
    """One briefing to make in some formats.

    Where what it says still has the digest ``known``, only the formats in ``wanting`` are made.
    """

    name: str
    spec: Spec = field(repr=False)
    theme: Theme = field(repr=False)
    formats: tuple[str, ...]
    known: str = ""
    wanting: tuple[str, ...] = ()
    trace: bool = False


@frozen
class Made:
    """What became of a task: a digest of what it says, and the bytes of each format."""

    document: str = ""
    provenance: Provenance = field(default=Provenance(), repr=False)
    title: str = ""
    subject: str = ""  # the id of the provider that it is about
    about: str = ""  # its name
    as_at: str = ""
    key_points: str = ""
    reads: Mapping[str, str] = field(factory=dict)
    files: Mapping[str, bytes] = field(factory=dict, repr=False)
    faults: Mapping[str, tuple[Fault, ...]] = field(factory=dict)  # by format; "" for all
    bug: bool = False


def shared(dataset: Dataset) -> Dataset:
    """What every task of a run needs; sent to each worker once."""
    return dataset


def make(dataset: Dataset, task: Task) -> Made:
    """Compose, and write the formats that are asked for.  Faults are told in what is returned;
    a bug is raised only where the task says so."""
    try:
        with reads.noted() as noted:
            document = documents(task.spec, dataset, task.theme, None)
        found = _made(document, task, noted, dataset)
        formats = task.wanting if found.document == task.known else task.formats
        return _written(found, document, task, formats)
    except BriefingError as error:
        return Made(faults={"": tuple(on_place(f, task.spec) for f in error.faults)})
    except MemoryError:  # the executor's to tell: it knows the limit
        raise
    except Exception as error:
        if task.trace:
            raise
        return Made(faults={"": (bug(error, _place(task.spec)),)}, bug=True)


def _made(document: Document, task: Task, noted: Mapping[str, str], dataset: Dataset) -> Made:
    chosen = task.spec.providers.subject
    subject = Finder(dataset).named(chosen.name) if chosen and chosen.name else None
    return Made(
        document=document_digest(document),
        provenance=document.provenance,
        title=document.title,
        subject=subject.id if subject else "",
        about=subject.name if subject else "",
        as_at=document.as_at,
        key_points=_key_points(document),
        reads=dict(noted),
    )


def _key_points(document: Document) -> str:
    """The first panel of the document as lines, for a mail that tells what is inside."""
    panel = next((b for b in document.blocks if isinstance(b, Callout)), None)
    points = [item for block in (panel.blocks if panel else ()) if isinstance(block, BulletList)
              for item in block.items]  # fmt: skip
    return "\n".join(_said(point) for point in points)


def _said(point: ListItem) -> str:
    """The words of a point without its references, which lead nowhere outside."""
    words = (
        plain(tuple(i for i in inlines_of(block) if not isinstance(i, Reference)))
        for block in all_blocks(point.blocks)
    )
    return " ".join(" ".join(words).split())


def _written(made: Made, document: Document, task: Task, formats: tuple[str, ...]) -> Made:
    """``made`` with the bytes of ``formats``; one that fails does not stop the others."""
    if not formats:
        return made
    files: dict[str, bytes] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    broken = False
    for format_, write in write_formats(document, task.theme, formats).items():
        try:
            files[format_] = write()
        except BriefingError as error:
            faults[format_] = tuple(on_place(f, task.spec) for f in error.faults)
        except MemoryError:
            raise
        except Exception as error:
            if task.trace:
                raise
            faults[format_] = (bug(error, _place(task.spec)),)
            broken = True
    return evolve(made, files=files, faults=faults, bug=broken)


def bug(error: Exception, place: Place | None) -> Fault:
    """What is not a user's fault, told as one, so that the rest of a batch goes on."""
    what = f"a bug of ours: {type(error).__name__}: {error}"
    remedy = "run `briefings --trace build` on it and report what that prints"
    return Fault(what, remedy, place=place)


def _place(spec: Spec) -> Place | None:
    return Place(spec.file.name) if spec.file else None


def on_place(fault: Fault, spec: Spec) -> Fault:
    """A fault of a document has no line; it is at least the fault of a file.

    A character that the spec itself holds is told where it stands there.
    """
    if fault.place or spec.file is None:
        return fault
    named = _CHARACTER.search(fault.what)
    character = chr(int(named[1], 16)) if named else ""
    before, found, _ = spec.file.text.partition(character) if character else ("", "", "")
    if not found:
        return evolve(fault, place=Place(spec.file.name))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return evolve(fault, where="", place=place(spec.file.name, spec.file.text, line, column))
