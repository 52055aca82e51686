"""A workbook to fill in, that the import reads without a question."""

from __future__ import annotations

from briefings.errors import DataError, Fault, suggestion
from briefings.framework import Framework
from briefings.records import Dataset, Provider
from briefings.workbook import Choice, Column, Sheet, Value, letters, workbook

__all__ = ["measures_template", "rated_framework", "ratings_template"]

_SPARE = 50  # rows below the last provider that the lists reach
_LISTS = "Lists"

_RATINGS_HELP = (
    "How to fill in this workbook",
    "Write one row for each inspection. A provider that was inspected twice has two rows.",
    "Published is the day, the month or the year of the report: 2024-04-10, 2024-04 or 2024.",
    "Choose each rating from the list in its cell. Leave a cell empty where nothing is known.",
    "Rows of providers that you know nothing of may stay as they are, or go.",
    "A column that you add is left out, and the import says so.",
    "When it is filled in: briefings data import FILE --data DIR",
)
_MEASURES_HELP = (
    "How to fill in this workbook",
    "Write one row for each figure. Repeat the provider for each of its measures.",
    "Choose the provider and the measure from the lists in their cells.",
    "A percentage may be written as 79% or as 79. 'more than 7,000' keeps its words.",
    "Period is what the figure covers (April to June 2018). As of is the day that orders it.",
    "Compared with says whose figure stands in Comparator value, such as England & Wales.",
    "Base is the number of cases that a percentage is of. Leave it empty where it is not known.",
    "Rows without a figure may stay as they are, or go.",
    "When it is filled in: briefings data import FILE --data DIR",
)
_MEASURE_COLUMNS = (
    ("Provider", Column(44, text=True)),
    ("Measure", Column(40, text=True)),
    ("Value", Column(14)),
    ("Period", Column(24, text=True)),
    ("As of", Column(14, text=True)),
    ("Compared with", Column(22, text=True)),
    ("Comparator value", Column(14)),
    ("Target", Column(10)),
    ("Base", Column(10)),
    ("Note", Column(40, text=True)),
)


def rated_framework(dataset: Dataset, id: str) -> Framework:
    """The framework ``id``, or the only one that rates; raises :class:`DataError`."""
    rated = {f.id: f for f in dataset.frameworks.values() if f.scale is not None}
    if id in rated:
        return rated[id]
    if not id and len(rated) == 1:
        return next(iter(rated.values()))
    if not id:
        what, remedy = "several frameworks rate providers", "say which with --framework"
    elif id in dataset.frameworks:
        what, remedy = f"the framework {id!r} rates nothing", "choose one that is allowed"
    else:
        what = f"unknown framework {id!r}"
        remedy = suggestion(id, list(rated)) or "choose one that is allowed"
    raise DataError(Fault(what, remedy, allowed=tuple(rated)))


def ratings_template(dataset: Dataset, framework: Framework) -> bytes:
    """A row for each provider that the framework inspects, a column for each standard."""
    titles = ["Provider", "Published", "Overall"]
    titles += [f"{standard.number} {standard.name}" for standard in framework.standards]
    providers = [p for p in dataset.providers.values() if p.kind == framework.kind]
    rows: list[tuple[Value, ...]] = [tuple(titles)]
    rows += [(p.name, *[None] * (len(titles) - 1)) for p in _by_name(providers)]
    words = framework.scale.names if framework.scale else ()
    area = f"C2:{letters(len(titles))}{len(rows) + _SPARE}"
    ratings = Sheet(
        f"Ratings {framework.id}"[:31],  # tells the import which framework is meant
        tuple(rows),
        columns=(Column(44, text=True), Column(14, text=True), *[Column(20)] * (len(titles) - 2)),
        choices=(
            Choice(area, f"{_LISTS}!$A$1:$A${len(words)}", f"Choose one of: {', '.join(words)}."),
        ),
    )
    lists = Sheet(_LISTS, tuple((word,) for word in words), header=0, hidden=True)
    return workbook([ratings, _help(_RATINGS_HELP, f"Framework: {framework.name}"), lists])


def measures_template(dataset: Dataset, kind: str = "") -> bytes:
    """A row for each provider (of ``kind``), with lists of providers and measures."""
    providers = [p for p in dataset.providers.values() if not kind or p.kind == kind]
    names = [provider.name for provider in _by_name(providers)]
    measures = sorted(measure.name for measure in dataset.measures.values())
    titles = tuple(title for title, _ in _MEASURE_COLUMNS)
    rows: list[tuple[Value, ...]] = [titles]
    rows += [(name, *[None] * (len(titles) - 1)) for name in names]
    last = len(rows) + _SPARE
    lists = (("A", names, "provider"), ("B", measures, "measure"))
    choices = tuple(
        Choice(
            f"{column}2:{column}{last}",
            f"{_LISTS}!${column}$1:${column}${len(values)}",
            f"Choose a {noun} from the list.",
        )
        for column, values, noun in lists
        if values
    )
    columns = tuple(column for _, column in _MEASURE_COLUMNS)
    table = Sheet("Measures", tuple(rows), columns=columns, choices=choices)
    return workbook([table, _help(_MEASURES_HELP, ""), _lists(names, measures)])


def _by_name(providers: list[Provider]) -> list[Provider]:
    return sorted(providers, key=lambda provider: provider.name)


def _lists(names: list[str], measures: list[str]) -> Sheet:
    height = max(len(names), len(measures))
    rows = tuple(
        tuple(values[n] if n < len(values) else None for values in (names, measures))
        for n in range(height)
    )
    return Sheet(_LISTS, rows, header=0, hidden=True)


def _help(sentences: tuple[str, ...], more: str) -> Sheet:
    rows = tuple((sentence,) for sentence in (*sentences, more) if sentence)
    return Sheet("Read me", rows, columns=(Column(90, wrap=True),), header=1)
