"""Guessing how a sheet is to be read: where its header is, and what each column holds.

Every way to read the sheet (each row as the header, as it stands or turned, under each
framework) is scored by how much of it is understood; the best is proposed, never applied
unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from attrs import frozen

from briefings.framework import Framework
from briefings.ingest.columns import Role, by_heading
from briefings.ingest.grid import Cell, Grid
from briefings.ingest.mapping import TableMap
from briefings.ingest.names import Names

__all__ = ["Guess", "guess"]

_FARTHEST = 40  # rows among which the header is looked for
_WIDEST = 500  # cells of a header; more is a column that was taken for one
_ENOUGH = 200  # cells of a column that tell what it holds
_FEWEST = 0.5  # of a column's cells that must be providers for it to hold them


@frozen
class Guess:
    """A proposal.  ``doubtful`` names frameworks that explain the sheet as well."""

    table: TableMap
    doubtful: tuple[str, ...] = ()


def guess(grid: Grid, names: Names, framework: Framework | None = None) -> Guess | None:
    """The best way to read ``grid``, or ``None`` where it holds no table that we know."""
    rated = [f for f in names.dataset.frameworks.values() if f.scale]
    named = [f for f in rated if f.id in grid.sheet.casefold().split()]  # as in our own template
    frameworks: Sequence[Framework | None] = [framework] if framework else [None, *(named or rated)]
    scored = [
        (_score(table, names), table)
        for way in (grid, grid.turn())
        for table in _ways(way, names, frameworks)
    ]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    equal = [table for score, table in scored if score == best]
    same = [t for t in equal if t.grid.turned == equal[0].grid.turned]
    return Guess(same[0], tuple(t.framework.id for t in same if t.framework and len(same) > 1))


def _ways(grid: Grid, names: Names, frameworks: Sequence[Framework | None]) -> Iterator[TableMap]:
    """Each reading of ``grid`` that has providers and values."""

    @cache
    def share(column: int, header: int) -> float:
        """How many of the cells below are providers."""
        cells = list(islice(grid.column(column, header), _ENOUGH))
        known = sum(names.provider(c.text) is not None for c in cells if isinstance(c.value, str))
        return known / len(cells) if cells else 0.0

    for header in range(1, min(grid.height, _FARTHEST) + 1):
        if not 2 <= len(grid.row(header)) <= _WIDEST:
            continue
        filled = max(grid.row(header))
        best = max(range(1, filled + 1), key=lambda column: share(column, header))
        provider = best if share(best, header) >= _FEWEST else None
        for framework in frameworks:
            roles = _roles(grid, header, provider, names, framework)
            if "provider" not in {role.kind for role in roles.values()} and share(best, header):
                roles = _roles(grid, header, best, names, framework)
            kinds = {role.kind for role in roles.values()}
            if "provider" in kinds and any(role.has_values for role in roles.values()):
                yield TableMap(grid, header, roles, framework)


def _roles(
    grid: Grid, header: int, provider: int | None, names: Names, framework: Framework | None
) -> dict[int, Role]:
    roles: dict[int, Role] = {provider: Role("provider")} if provider else {}
    for column, cell in grid.row(header).items():
        role = by_heading(cell.text, names, framework)
        if column not in roles and role is not None and role not in roles.values():
            roles[column] = role
    kinds = {role.kind: column for column, role in roles.items()}
    if "value" in kinds and "item" not in kinds:
        del roles[kinds["value"]]
        if "overall" not in kinds and framework:  # "Rating", and nothing that says of what
            roles[kinds["value"]] = Role("overall")
    if "item" in kinds and "value" not in kinds:
        del roles[kinds["item"]]
    if "base" in kinds and not _has_one_percentage(roles, names):
        del roles[kinds["base"]]
    return dict(sorted(roles.items()))


def _has_one_percentage(roles: Mapping[int, Role], names: Names) -> bool:
    """Whether a number of cases in the row can be that of one percentage alone."""
    if any(role.kind == "value" for role in roles.values()):
        return True
    measures = [names.dataset.measures[r.of] for r in roles.values() if r.kind == "measure"]
    return sum(measure.unit == "%" for measure in measures) == 1


def _score(table: TableMap, names: Names) -> tuple[float, ...]:
    """How much of the table is understood: columns first, then what stands below."""
    known = sum(role.kind != "note" for role in table.roles.values())
    by_kind = {role.kind: column for column, role in table.roles.items()}
    people = _sample(table, by_kind["provider"])
    found = sum(names.provider(cell.text) is not None for cell in people)
    items = _sample(table, by_kind["item"]) if "item" in by_kind else []
    understood = sum(
        bool(names.standard(c.text, table.framework) or names.measure(c.text)) for c in items
    )
    plain = table.framework is None  # where no rating is in sight, no framework is needed
    share = 3 * understood / len(items) if items else 0
    return (_fits(table, names), known + share, found, plain, -table.header)


def _sample(table: TableMap, column: int) -> list[Cell]:
    return list(islice(table.grid.column(column, table.header), _ENOUGH))


def _fits(table: TableMap, names: Names) -> bool:
    """Whether the framework inspects the kind of provider in the table, if it has any."""
    column = next(c for c, role in table.roles.items() if role.kind == "provider")
    ids = {names.provider(cell.text) for cell in _sample(table, column)}
    kinds = {names.dataset.providers[id].kind for id in ids if id}
    return table.framework is None or not kinds or table.framework.kind in kinds
