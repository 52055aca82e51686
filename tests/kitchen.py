"""A resolved document that holds every node, for the tests of layout and writers."""

from __future__ import annotations

import struct
import zlib

from briefings.document import (
    Align,
    Badge,
    BulletList,
    Callout,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Emphasis,
    Figure,
    Inlines,
    KeyFact,
    KeyFacts,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    ListItem,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Reference,
    Role,
    Row,
    RowRole,
    Section,
    SourceEntry,
    Sources,
    Strong,
    Symbol,
    Table,
    Text,
    Tone,
)

LONG = (
    "Plans often said too little about how the service would keep other people safe, and "
    "managers did not always notice. "
)


def words(text: str) -> Inlines:
    return (Text(text),)


def item(*inlines: Inlines) -> ListItem:
    return ListItem(tuple(Paragraph(i) for i in inlines))


def cell(text: str) -> Cell:
    return Cell(words(text))


OUTSTANDING = Badge("Outstanding", Tone.BEST, Symbol.STAR)
GOOD = Badge("Good", Tone.GOOD, Symbol.CIRCLE)
REQUIRES = Badge("Requires improvement", Tone.POOR, Symbol.TRIANGLE)
INADEQUATE = Badge("Inadequate", Tone.WORST, Symbol.SQUARE)
ABSENT = Badge("not published in the sources", Tone.ABSENT)
RATINGS = (OUTSTANDING, GOOD, REQUIRES, INADEQUATE, ABSENT)


def png(width: int = 60, height: int = 30) -> bytes:
    """A plain PNG, made here so that no binary file stands in the tree."""
    raw = b"".join(b"\0" + bytes((18, 67, 109)) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


def ratings_table() -> Table:
    rows = [Row((cell("1. Organisational delivery"),), RowRole.GROUP)]
    for n, badge in enumerate(RATINGS, 1):
        cells = (cell(f"1.{n}"), cell(f"Standard {n}"), Cell((badge,)), cell("12.5"))
        rows.append(Row(cells, RowRole.SUBJECT if n == 2 else RowRole.BODY))
    rows.append(Row((cell(""), cell("Benchmark"), cell("of 21"), cell("7.0")), RowRole.TOTAL))
    return Table(
        id="ratings",
        caption=words("Table 1. Ratings & basis <by standard>"),
        columns=(
            Column(words("No."), 1),
            Column(words("Standard"), 4, header=True),
            Column(words("Rating"), 3),
            Column(words("Score"), 1.5, Align.RIGHT),
        ),
        rows=tuple(rows),
        key=(Text("Key: "), GOOD, Text(" is the second of four.")),
        notes=(words("The score is unofficial."),),
        sources=(Text("Source: "), Reference("source:report", "[1]")),
        summary="Ten standards and their ratings.",
    )


def wide_table(rows: int = 21) -> Table:
    """Providers by standards, in initials, as the landscape comparison has it."""
    initials = (
        Badge("O", Tone.BEST, Symbol.STAR, "Outstanding"),
        Badge("G", Tone.GOOD, Symbol.CIRCLE, "Good"),
        Badge("RI", Tone.POOR, Symbol.TRIANGLE, "Requires improvement"),
        Badge("I", Tone.WORST, Symbol.SQUARE, "Inadequate"),
    )
    columns = [Column(words("Provider"), 5, header=True)]
    columns += [Column(words(f"{1 + n // 4}.{1 + n % 4}"), 1, Align.CENTRE) for n in range(11)]
    body = [
        Row(
            (
                cell(f"Provider number {r} of Gŵynedd"),
                *(Cell((initials[(r + n) % 4],)) for n in range(11)),
            )
        )
        for r in range(rows)
    ]
    return Table(
        id="wide",
        caption=words("Table 2. All providers"),
        columns=tuple(columns),
        rows=tuple(body),
        sources=(Text("Sources: "), Reference("source:report", "[1]")),
        dense=True,
    )


def kitchen_sink() -> Document:
    summary = Section(
        id="summary",
        title=words("Summary of ratings"),
        level=1,
        blocks=(
            KeyFacts((KeyFact("Service", words("Tŷ Ŵyth CRC")), KeyFact("Overall", (REQUIRES,)))),
            KeyFigures(
                (
                    KeyFigure("79%", "orders completed", "target 75%, met", Tone.BETTER),
                    KeyFigure("11,856", "people supervised", "at 30 June 2018"),
                    KeyFigure("61%", "officers with an unmanageable workload"),
                )
            ),
            ratings_table(),
            Section(
                id="text",
                title=words("What this means & why"),
                level=2,
                blocks=(
                    Paragraph(words("It was rated ‘Requires improvement’ overall."), Role.LEAD),
                    Paragraph(
                        (
                            Text("Costs of £5 < £6 & “quoted”, "),
                            Strong(words("strong words")),
                            Text(" and "),
                            Emphasis(words("emphasis")),
                            Text(", a "),
                            Link(words("page about standards"), "https://example.org/a?b=1&c=2"),
                            Text(", "),
                            Text("Gwasanaeth Prawf yng Nghymru, ŵ ŷ", "cy"),
                            Text(" and "),
                            Reference("table:ratings", "Table 1"),
                            Text(" "),
                            Reference("source:report", "[1]"),
                            Text(".", None),
                            LineBreak(),
                            Text(LONG * 3),
                        )
                    ),
                    Paragraph(words(LONG), Role.QUOTE),
                    BulletList(
                        (
                            item(words("First point.")),
                            ListItem(
                                (
                                    Paragraph(words("Second point, " + LONG)),
                                    BulletList((item(words("A point within.")),)),
                                )
                            ),
                        )
                    ),
                    NumberedList(
                        (
                            item(
                                (
                                    Text("Match cases to officers. " + LONG),
                                    Badge("workload", Tone.MUTED),
                                )
                            ),
                            item(words("Give time for training.")),
                        ),
                        start=7,
                    ),
                    Paragraph(words("A note on the figures."), Role.NOTE),
                ),
            ),
        ),
    )
    wide = Section(
        id="comparison",
        title=words("Comparison"),
        level=1,
        orientation=Orientation.LANDSCAPE,
        blocks=(
            Paragraph((Text("All of them, in "), Reference("table:wide", "Table 2"))),
            wide_table(),
        ),
    )
    last = Section(
        id="sources",
        title=words("Sources"),
        level=1,
        blocks=(
            Figure("map", png(), "A plain navy field.", words("Figure 1. A map"), 0.4),
            PageBreak(),
            Paragraph(words("Everything above comes from these.")),
            Sources(
                (
                    SourceEntry(
                        "report",
                        (
                            Text("HM Inspectorate, "),
                            Link(words("An inspection report"), "https://example.org/report"),
                            Text(", April 2019."),
                        ),
                        1,
                    ),
                )
            ),
        ),
    )
    return Document(
        eyebrow="Briefing",
        title="Probation in Tŷ Ŵyth & district",
        subtitle="Ratings, recommendations and measures",
        facts=(
            KeyFact("Subject", words("Tŷ Ŵyth CRC")),
            KeyFact("Data as at", words("31 December 2019")),
        ),
        short_title="Tŷ Ŵyth & district",
        as_at="2019-12-31",
        as_at_words="Data as at 31 December 2019",
        organisation="Office of the Commissioner",
        language="en-GB",
        description="A briefing that holds every node.",
        keywords=("probation", "ratings"),
        blocks=(
            Callout(
                "Key points",
                (
                    BulletList(
                        (
                            item(
                                (
                                    Text("Requires improvement overall. "),
                                    Reference("source:report", "[1]"),
                                )
                            ),
                            item(words("Planning is Inadequate; " + LONG)),
                        )
                    ),
                ),
            ),
            Contents(
                from_pages=3,
                entries=(
                    ContentsEntry(1, "Summary of ratings", "section:summary"),
                    ContentsEntry(2, "What this means & why", "section:text"),
                    ContentsEntry(1, "Comparison", "section:comparison"),
                    ContentsEntry(1, "Sources", "section:sources"),
                ),
            ),
            summary,
            wide,
            last,
        ),
    )
