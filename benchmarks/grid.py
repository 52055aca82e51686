"""The long table of W3, as a document of nodes: no section makes a table of 2,000 rows."""

from __future__ import annotations

from random import Random

from benchmarks.invented import RATINGS
from benchmarks.sentences import WHO
from briefings.document import Align, Badge, Cell, Column, Document, Row, Section, Table, Text, Tone
from briefings.resolve import resolve

__all__ = ["long_table"]

_TONES = dict(zip(RATINGS, (Tone.BEST, Tone.GOOD, Tone.POOR, Tone.WORST), strict=True))


def long_table(rows: int, number: int) -> Document:
    """A document of one table of ``rows`` rows and eight columns, two of them coloured.

    Each ``number`` gives another table.
    """
    chance = Random(f"{rows} {number}")
    table = Table(
        id="long",
        caption=(Text("Cases"),),
        columns=_COLUMNS,
        rows=tuple(_row(chance, number) for number in range(1, rows + 1)),
        summary=f"{rows} cases, one a row.",
        dense=True,
    )
    section = Section("cases", (Text("Cases"),), (table,))
    return resolve(Document(f"{rows:,} cases", (section,), "en-GB", "2021-06-30"))


_COLUMNS = (
    Column((Text("No."),), 0.8, Align.RIGHT),
    Column((Text("Office"),), 1.4, header=True),
    Column((Text("Told by"),), 3.6),
    Column((Text("Month"),), 1.1),
    Column((Text("Cases"),), 0.8, Align.RIGHT),
    Column((Text("Per cent"),), 0.9, Align.RIGHT),
    Column((Text("Before"),), 2.9),
    Column((Text("Now"),), 2.9),
)


def _row(chance: Random, number: int) -> Row:
    words = (
        str(number),
        f"Office {chance.randrange(100)}",
        chance.choice(WHO),
        f"{1 + chance.randrange(12)}/{2018 + chance.randrange(3)}",
        str(chance.randrange(500)),
        str(chance.randrange(101)),
    )
    ratings = (chance.choice(RATINGS), chance.choice(RATINGS))
    badges = (Cell((Badge(rating, _TONES[rating]),)) for rating in ratings)
    return Row((*(Cell((Text(word),)) for word in words), *badges))
