"""The report of a run as a page in HTML: what failed first, then every target.

Like the index page of a pack it is a document, so that it has the look and the accessibility
of the briefings that it tells of.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from briefings.build import Outcome
from briefings.document import (
    Align,
    Badge,
    Block,
    BulletList,
    Callout,
    Cell,
    Column,
    Document,
    Inline,
    Inlines,
    KeyFact,
    KeyFacts,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    ListItem,
    Orientation,
    Paragraph,
    Role,
    Row,
    Section,
    Strong,
    Table,
    Text,
    Tone,
)
from briefings.errors import Fault
from briefings.packindex import size_words
from briefings.report import Line, Report, counts, lines
from briefings.theme import Theme
from briefings.wording import counted, day, listing, number
from briefings.writers import html

__all__ = ["document", "page", "seconds_words"]

_WORDS = {"docx": "Word", "pdf": "PDF", "html": "HTML", "zip": "ZIP"}
_TONES = {"failed": Tone.WORST, "not reached": Tone.ABSENT, "built": Tone.BETTER}
_NONE: Inlines = (Badge("none", Tone.MUTED),)
_MINUTE = 60
_FEW = 3  # reasons that a row of the table has room for


def page(report: Report, theme: Theme, folder: Path) -> bytes:
    """The page, to stand in ``folder``: its links to the files are relative to that."""
    return html.write(document(report, folder), theme)


def document(report: Report, folder: Path) -> Document:
    """The page before it is written."""
    told = counts(report.outcomes)
    said = listing([f"{count:,} {state}" for state, count in told.items()]) or "no targets"
    began = report.started.astimezone(UTC)
    return Document(
        title="Build report",
        subtitle=f"{said[0].upper()}{said[1:]}",
        blocks=(
            *_stopped(report),
            *([_figures(report, told)] if told else []),
            *_faults(report),
            *([_targets(report, folder)] if told else []),
            *_reasons(report),
            _run(report),
        ),
        language="en-GB",
        as_at=began.date().isoformat(),
        facts=(
            KeyFact("Started", (Text(_moment(began)),)),
            KeyFact("Took", (Text(seconds_words(report.seconds)),)),
            KeyFact("Exit code", (Text(str(report.exit_code)),)),
        ),
        description=f"What a build did: {said}",
    )


def seconds_words(seconds: float) -> str:
    """``0.4 s``, ``38 s``, ``2 min 5 s``."""
    if seconds < 10:
        return f"{seconds:.1f}\N{NO-BREAK SPACE}s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    words = [f"{minutes}\N{NO-BREAK SPACE}min"] if minutes else []
    return " ".join([*words, f"{rest}\N{NO-BREAK SPACE}s"])


def _moment(at: datetime) -> str:
    return f"{day(at.date())}, {at:%H:%M:%S} UTC"


def _paragraph(words: str, role: Role = Role.BODY) -> Paragraph:
    return Paragraph((Text(words),), role)


# ------------------------------------------------------------------------- what stands first


def _stopped(report: Report) -> Iterator[Block]:
    if report.stopped_by:
        words = "What was built until then is whole. The next build makes the rest."
        yield Callout(f"Stopped by {report.stopped_by}", (_paragraph(words),), Tone.POOR)


def _figures(report: Report, told: dict[str, int]) -> KeyFigures:
    size = sum(o.size for o in report.outcomes if o.built)
    details = {"built": f"{size_words(size)} in all"}
    tiles = [
        KeyFigure(number(count), state.capitalize(), details.get(state, ""))
        for state, count in told.items()
    ]
    return KeyFigures(tuple(tiles), "How many targets came to what")


def _faults(report: Report) -> Iterator[Block]:
    failed = [line for line in lines(report.outcomes) if line.first.failed]
    blocks: list[Block] = [_list(report.faults)] if report.faults else []
    for line in failed:
        blocks.append(_paragraph(line.name, Role.LABEL))
        blocks.append(_list(line.first.faults) if line.first.faults else _paragraph("No reason."))
    if blocks:
        yield Section("failed", (Text("What failed"),), tuple(blocks))


def _list(faults: tuple[Fault, ...]) -> BulletList:
    """A list of allowed values that was just told is not told again."""
    before = ((), *(fault.allowed for fault in faults))
    items = (
        _fault(fault, fault.allowed != told) for fault, told in zip(faults, before, strict=False)
    )
    return BulletList(tuple(ListItem(tuple(item)) for item in items))


def _fault(fault: Fault, allowed: bool) -> Iterator[Block]:
    """Where it is, what is wrong, what to do; then the line, and what would do instead."""
    where = ": ".join(part for part in (str(fault.place or ""), fault.where) if part)
    words = f"{fault.what}; {fault.remedy}" if fault.remedy else fault.what
    head: tuple[Inline, ...] = (Strong((Text(f"{where}: "),)),) if where else ()
    yield Paragraph((*head, Text(words if words.endswith(("?", ".")) else f"{words}.")))
    excerpt = fault.place.excerpt.strip() if fault.place else ""
    if excerpt:
        yield _paragraph(excerpt, Role.QUOTE)
    if fault.allowed and allowed:
        yield _paragraph(f"Allowed: {', '.join(fault.allowed)}", Role.NOTE)


# ------------------------------------------------------------------------------- the table


def _targets(report: Report, folder: Path) -> Section:
    columns = (
        Column((Text("Target"),), share=4, header=True),
        Column((Text("Files"),), share=3),
        Column((Text("State"),), share=2),
        Column((Text("Why"),), share=5),
        Column((Text("Seconds"),), share=1.2, align=Align.RIGHT),
        Column((Text("Size"),), share=1.5, align=Align.RIGHT),
    )
    rows = tuple(_row(line, folder) for line in lines(report.outcomes))
    caption = (Text("Every target: what it came to, why, and the time of its briefing"),)
    table = Table("targets", caption, columns, rows)
    return Section("all", (Text("Targets"),), (table,), orientation=Orientation.LANDSCAPE)


def _row(line: Line, folder: Path) -> Row:
    first = line.first
    seconds = f"{first.seconds:.2f}" if first.seconds else ""
    size = size_words(line.size) if line.size else ""
    return Row((
        Cell((Text(first.name),)),
        Cell(_files(line, folder) or _NONE),
        Cell((Badge(first.state.capitalize(), _TONES.get(first.state, Tone.PLAIN)),)),
        Cell(_broken(_why(line)) or _NONE),
        Cell((Text(seconds),) if seconds else _NONE),
        Cell((Text(size),) if size else _NONE),
    ))  # fmt: skip


def _why(line: Line) -> tuple[str, ...]:
    """Reasons; faults have been told whole, and of many reasons the rest will be."""
    faults, why = line.first.faults, line.first.why
    if faults:
        return (f"{counted(len(faults), 'fault')}, told above",)
    if len(why) <= _FEW:
        return why
    return (*why[: _FEW - 1], f"and {len(why) - _FEW + 1} more, told below")


def _reasons(report: Report) -> Iterator[Block]:
    """All the reasons of those that have many."""
    blocks: list[Block] = []
    for line in lines(report.outcomes):
        if len(line.first.why) > _FEW and not line.first.faults:
            items = tuple(ListItem((_paragraph(reason),)) for reason in line.first.why)
            blocks += [_paragraph(line.name, Role.LABEL), BulletList(items)]
    if blocks:
        yield Section("reasons", (Text("Why, in full"),), tuple(blocks))


def _files(line: Line, folder: Path) -> Inlines:
    """Each format, as a link where its file stands."""
    found: list[Inline] = []
    for outcome in line.outcomes:
        if outcome.format:
            words = (Text(_WORDS.get(outcome.format, outcome.format)),)
            stands = outcome.state in ("built", "up to date")
            found += [Text(" ")] if found else []
            found += [Link(words, _address(outcome, folder)) if stands else words[0]]
    return tuple(found)


def _address(outcome: Outcome, folder: Path) -> str:
    try:
        return quote(Path(os.path.relpath(outcome.path, folder)).as_posix())
    except ValueError:  # on another drive
        return outcome.path.absolute().as_uri()


def _broken(words: tuple[str, ...]) -> Inlines:
    found: list[Inline] = []
    for reason in words:
        found += [*([LineBreak()] if found else []), Text(reason)]
    return tuple(found)


def _run(report: Report) -> Section:
    facts = [KeyFact(name, (Text(said),)) for name, value in report.options.items()
             if (said := _said(value))]  # fmt: skip
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    facts += [KeyFact("Versions", (Text(versions),))] if versions else []
    return Section("run", (Text("The run"),), (KeyFacts(tuple(facts)),))


def _said(value: Any) -> str:
    """An option in words; nothing where it was not given."""
    if value is True:
        return "yes"
    if value in (None, False, "", (), []):
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
