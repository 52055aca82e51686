"""Composed documents for the tests of sections, and ways to look into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from briefings import spec
from briefings.compose import compose
from briefings.document import (
    Block,
    BulletList,
    Callout,
    Document,
    KeyFact,
    KeyFacts,
    NumberedList,
    Paragraph,
    RowRole,
    Section,
    Table,
    plain,
)
from briefings.records import Dataset, Inspection, Observation
from tests import tiny

__all__ = [
    "blocks",
    "composed",
    "facts",
    "headings",
    "in_section",
    "numbered",
    "rows",
    "said",
    "table",
    "tables",
    "with_inspection",
    "with_observations",
]


def composed(text: str, dataset: Dataset | None = None) -> Document:
    """The document of a spec that needs no name; ``text`` starts at its ``providers``."""
    whole = f"briefing: test\ntitle: Test\n{text}"
    if "as_at:" not in text and "round:" not in text:
        whole += "as_at: 2024-12-31\n"
    return compose(spec.loads(whole), dataset or tiny.dataset())


def with_inspection(provider: str, inspection: Inspection) -> Dataset:
    """The tiny dataset with one more inspection of ``provider``."""
    whole = tiny.dataset()
    found = whole.providers[provider]
    made = (*found.inspections, evolve(inspection, provider=provider))
    return evolve(whole, providers={**whole.providers, provider: evolve(found, inspections=made)})


def with_observations(*observations: Observation) -> Dataset:
    """The tiny dataset with these values and no others."""
    return evolve(tiny.dataset(), observations=observations)


def blocks(found: Document | Section | Callout) -> Iterator[Block]:
    """Every block, in reading order."""
    todo: list[Block] = list(found.blocks)
    while todo:
        block = todo.pop(0)
        yield block
        match block:
            case Section() | Callout():
                todo = [*block.blocks, *todo]
            case BulletList() | NumberedList():
                todo = [*(b for item in block.items for b in item.blocks), *todo]


def in_section(found: Document, title: str) -> Section:
    return next(b for b in blocks(found) if isinstance(b, Section) and plain(b.title) == title)


def headings(found: Document | Section) -> list[str]:
    return [plain(b.title) for b in blocks(found) if isinstance(b, Section)]


def said(found: Document | Section | Callout) -> list[str]:
    """Every paragraph in words, references and all."""
    return [plain(b.children) for b in blocks(found) if isinstance(b, Paragraph)]


def tables(found: Document | Section) -> list[Table]:
    return [b for b in blocks(found) if isinstance(b, Table)]


def table(found: Document | Section) -> Table:
    (only,) = tables(found)
    return only


def rows(found: Table, roles: Iterable[RowRole] = RowRole) -> list[list[str]]:
    """A table's cells in words, row by row."""
    wanted = set(roles)
    return [[plain(c.children) for c in r.cells] for r in found.rows if r.role in wanted]


def facts(found: Document | Section) -> dict[str, str]:
    listed: list[KeyFact] = [f for b in blocks(found) if isinstance(b, KeyFacts) for f in b.items]
    return {fact.label: plain(fact.value) for fact in listed}


def numbered(found: Document | Section) -> list[int]:
    """The numbers that stand before the items of all numbered lists."""
    lists = [b for b in blocks(found) if isinstance(b, NumberedList)]
    return [b.start + n for b in lists for n in range(len(b.items))]
