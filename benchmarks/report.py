"""What was measured, as JSON and as Markdown tables."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path
from typing import Any

from benchmarks.sides import SIDES
from benchmarks.timing import median

__all__ = ["machine", "markdown", "replaced"]

LIBRARIES = ("python-docx", "reportlab", "lxml", "docxtpl", "typst", "Pillow")
START, END = "<!-- results -->", "<!-- end of results -->"
OURS, BEST = "briefings", "typst"

Results = Mapping[str, Any]
Cell = Callable[[str], str]


def machine() -> dict[str, str]:
    """What the figures depend on."""
    found = {
        "processor": _processor(),
        "cores": str(cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
    }
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def markdown(results: Results) -> str:
    """The tables of ``docs/benchmarks.md``."""
    parts = [
        _machine(results),
        _main(results),
        _alone(results),
        _table(results),
        _growth(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def replaced(page: str, tables: str) -> str:
    """``page`` with ``tables`` between its two marks."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{tables}\n{END}{after}"


def _machine(results: Results) -> str:
    told = results["machine"]
    first = f"{told['processor']}, {told['cores']} cores, {told['system']}, Python {told['Python']}"
    rest = ", ".join(f"{name} {told[name]}" for name in LIBRARIES if name in told)
    return f"Measured {results['when']} on {first}; {rest}."


def _main(results: Results) -> str:
    """A line a side: the pair of files, cold, warm and in batches."""
    cells: list[tuple[str, Cell]] = [
        ("pages", lambda s: _of(results["pages"], s, "{:.0f}")),
        ("cold s", lambda s: _seconds(results["cold"], s, 1, 2)),
        ("warm ms", lambda s: _seconds(results["warm"]["pair"], s, 1000, 0)),
        ("W2, 1 process, a second", lambda s: _rate(results["batch"]["1"], s)),
        ("W2, 2 processes, a second", lambda s: _rate(results["batch"]["2"], s)),
        ("peak MB", lambda s: _of(results["memory"]["pair"], s, "{:.0f}")),
        ("warm, ours is faster by", lambda s: _ratio(results["warm"]["pair"], s)),
        ("cold", lambda s: _ratio(results["cold"], s)),
        ("W2, 2 processes", lambda s: _ratio(results["batch"]["2"], s)),
    ]
    return _rows("W1 and W2: pairs of files", cells, results["sides"])


def _alone(results: Results) -> str:
    warm = results["warm"]
    cells: list[tuple[str, Cell]] = [
        ("Word ms", lambda s: _seconds(warm["docx"], s, 1000, 1)),
        ("PDF ms", lambda s: _seconds(warm["pdf"], s, 1000, 1)),
        ("Word, ours is faster by", lambda s: _ratio(warm["docx"], s)),
        ("PDF", lambda s: _ratio(warm["pdf"], s)),
    ]
    sides = [side for side in results["sides"] if side in warm["pdf"]]
    return _rows("W1: each file alone, warm", cells, sides)


def _table(results: Results) -> str:
    tables = results["tables"]
    counts = sorted(tables, key=int)
    first, last = tables[counts[0]], tables[counts[-1]]
    cells: list[tuple[str, Cell]] = [
        (f"Word s, {int(counts[0]):,} rows", lambda s: _seconds(first["docx"], s, 1, 3)),
        (f"PDF s, {int(counts[0]):,} rows", lambda s: _seconds(first["pdf"], s, 1, 3)),
        ("Word, ours is faster by", lambda s: _ratio(first["docx"], s)),
        ("PDF", lambda s: _ratio(first["pdf"], s)),
        ("peak MB", lambda s: _of(results["memory"]["table"], s, "{:.0f}")),
    ]
    if len(counts) > 1:
        cells += [
            ("Word, twice the rows", lambda s: _grown(first["docx"], last["docx"], s)),
            ("PDF, twice the rows", lambda s: _grown(first["pdf"], last["pdf"], s)),
        ]
    return _rows("W3: a long table", cells, [s for s in results["sides"] if s in first["pdf"]])


def _growth(results: Results) -> str:
    lines = ["### Growth: targets of one command", "", "| targets | seconds | ms a target |",
             "|---|---|---|"]  # fmt: skip
    for count, seconds in results["growth"].items():
        lines.append(f"| {int(count):,} | {seconds:.2f} | {1000 * seconds / int(count):.1f} |")
    return "\n".join(lines)


def _rows(title: str, cells: Sequence[tuple[str, Cell]], sides: Iterable[str]) -> str:
    lines = [f"### {title}", "", f"| | {' | '.join(head for head, _ in cells)} |",
             f"|---|{'---|' * len(cells)}"]  # fmt: skip
    for side in sides:
        title = f"**{SIDES[side].title}**" if side == OURS else SIDES[side].title
        lines.append(f"| {title} | {' | '.join(cell(side) for _, cell in cells)} |")
    return "\n".join(lines)


def _of(values: Mapping[str, float], side: str, form: str) -> str:
    return form.format(values[side]) if side in values else "–"


def _seconds(values: Mapping[str, list[float]], side: str, scale: int, digits: int) -> str:
    return f"{scale * median(values[side]):,.{digits}f}" if values.get(side) else "–"


def _rate(values: Mapping[str, list[float]], side: str) -> str:
    return f"{1 / median(values[side]):.1f}" if values.get(side) else "–"


def _ratio(values: Mapping[str, list[float]], side: str) -> str:
    """How many times as long as we the side takes."""
    if side == OURS or not values.get(side) or not values.get(OURS):
        return ""
    return f"{median(values[side]) / median(values[OURS]):.2f}x"


def _grown(small: Mapping[str, list[float]], large: Mapping[str, list[float]], side: str) -> str:
    return f"{median(large[side]) / median(small[side]):.2f}x" if side in large else "–"
