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
    Chart,
    ChartKind,
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
    ReferenceLine,
    Role,
    Row,
    RowRole,
    Section,
    Series,
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


def profile_chart() -> Chart:
    """Stacked bars: two ratings, and what is not published."""
    return Chart(
        id="profile",
        kind=ChartKind.PROFILE,
        title="Good is the most common rating: 4 of 7 published",
        caption=words("Figure 2. Standards by rating"),
        head="Provider",
        categories=("Tŷ Ŵyth", "North & South of the County of Somewhere Else Entirely"),
        series=(
            Series("Good", (3.0, 1.0), ("3 G", "1 G"), Tone.GOOD),
            Series("Inadequate", (1.0, 2.0), ("1 I", "2 I"), Tone.WORST),
            Series("not published", (0.0, 1.0), ("", "1 np"), Tone.ABSENT),
        ),
        alt="Stacked bars. Tŷ Ŵyth: 3 Good, 1 Inadequate; North & South: 1 Good, 2 Inadequate.",
        subject=0,
        scaled=False,
        key=(Text("Key: "), GOOD, Text(" and the like.")),
        notes=(words("Not inspected: Nowhere."),),
        sources=(Text("Source: "), Reference("source:report", "[1]")),
    )


def bars_chart() -> Chart:
    """Bars with an approximate value, a decimal, a target and a comparator."""
    return Chart(
        id="bars",
        kind=ChartKind.BARS,
        title="Two of three meet the target of 75%",
        caption=words("Figure 3. Orders completed (per cent), <2018>"),
        head="Provider",
        categories=("Ash", "Beech", "Cedar"),
        series=(Series("Orders completed", (79.0, 80.5, 60.0), ("79%", "80.5%", "nearly 60%")),),
        alt="Bars. Target: 75%. Ash: 79%; Beech: 80.5%; Cedar: nearly 60%.",
        lines=(ReferenceLine("Target", 75.0, "75%"), ReferenceLine("England", 78.0, "78%")),
        subject=1,
        unit="%",
    )


def change_chart() -> Chart:
    """Pairs of bars, of which one is missing."""
    return Chart(
        id="change",
        kind=ChartKind.CHANGE,
        title="Of two standards, one improved",
        caption=words("Figure 4. Ratings, 2018 and 2019"),
        head="Standard",
        categories=("1.1 Leadership", "1.2 Staff"),
        series=(
            Series("Before", (1.0, None), ("2018: Inadequate", "2018: not published")),
            Series("Now", (3.0, 2.0), ("2019: Good", "2019: Requires improvement")),
        ),
        alt="Bars in pairs. 1.1 Leadership: 2018: Inadequate, 2019: Good; 1.2 Staff: ...",
        scaled=False,
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
            profile_chart(),
            bars_chart(),
            change_chart(),
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
