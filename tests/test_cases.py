"""Whole briefings as outlines: a folder of ``tests/cases`` is one case.

``tiny/*`` are composed from the data of :mod:`tests.tiny`, with the case's own ``data``
laid over it where there is one; ``bundled/*`` from the bundled data.  ``pytest --accept``
rewrites ``expected.txt``; what it writes is meant to be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings import spec
from briefings.compose import compose
from briefings.dataset import load
from briefings.records import Dataset
from briefings.sections import KINDS
from briefings.writers import outline
from tests import tiny

CASES = Path(__file__).parent / "cases"
NAMES = sorted(str(path.parent.relative_to(CASES)) for path in CASES.glob("*/*/spec.yaml"))

Agree = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return load()


def dataset(case: Path, bundled: Dataset, folder: Path) -> Dataset:
    if case.parent.name == "bundled":
        return bundled
    own = case / "data"
    return load([tiny.write(folder), own], bundled=False) if own.exists() else tiny.dataset()


@pytest.mark.parametrize("name", NAMES)
def test_outline(name: str, bundled: Dataset, tmp_path: Path, agree: Agree) -> None:
    case = CASES / name
    document = compose(spec.load(case / "spec.yaml"), dataset(case, bundled, tmp_path))
    agree(case / "expected.txt", outline.write(document))


def test_the_cases_hold_every_kind_of_section_and_every_option() -> None:
    used: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for name in NAMES:
        for section in spec.load(CASES / name / "spec.yaml").sections:
            default = type(section.options)
            fields = {a.name: a.default for a in default.__attrs_attrs__}
            changed = {n for n, d in fields.items() if getattr(section.options, n) != d}
            used[section.kind] |= changed | {""}
    assert [kind for kind, options in used.items() if not options] == []
    wanted = {
        "key-points": {"limit", "points"},
        "key-figures": {"metrics", "title"},
        "rating-summary": {"providers"},
        "comparison": {"metrics", "order", "providers_in", "title"},
        "league-table": {"by", "title"},
        "benchmark": {"group_by", "metrics", "title"},
        "change": {"providers", "rounds", "title"},
        "chart": {"kind", "metrics", "order", "providers", "headline", "title"},
        "consistency": {"providers", "title"},
        "measures": {"metrics", "providers", "title"},
        "findings": {"kinds", "providers", "title"},
        "recommendations": {"group_by", "providers", "title"},
        "text": {"title"},
        "sources": {"title"},
    }
    assert {k: v - used[k] for k, v in wanted.items() if v - used[k]} == {}


# What no briefing may say: each is a slip of wording seen in some draft of some tool.
SLIPS = {
    "a value that is none": r"\bNone\b(?! of)|\bnan\b|\bnull\b",
    "an unworked expression": r"\{\{|\}\}|\{%",
    "two blanks or stops together": r"\S  +\S|(?<!\.)\.\.(?!\.)|,,|;;|::",
    "a blank before a stop": r"\w [.,;:](?:\s|$)",
    "a plural of one": r"\b(?:[Oo]ne|(?<![\d.,/-] )(?<![\d.,/-])1) (?:standards|ratings|targets"
    r"|recommendations|providers|of them are|metrics|CRCs|PDUs)\b",
    "a singular of many": r"\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|\d\d) "
    r"(?:standard|rating|target|recommendation|provider|metric|CRC|PDU)\b",
    "empty brackets": r"\(\)|\[\]",
    "a count of no information": r"\bat least 0\b",
}  # fmt: skip


def spoken(line: str) -> str:
    """A line of an outline without its marks, indents, ids, addresses and references."""
    line = re.sub(r"<source:[^>]*>", "[1]", line.strip())
    line = re.sub(r"\]\(https?://[^)]*\)| #[\w-]+$", "", line)
    return re.sub(r" \(\w+(?: \w+)*, (?:left|right|header|subject)[^)]*\)", "", line)


@pytest.mark.parametrize(("name", "slip"), [(n, s) for n in NAMES for s in SLIPS])
def test_no_slips_of_wording(name: str, slip: str) -> None:
    lines = (CASES / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    found = [line for line in map(spoken, lines) if re.search(SLIPS[slip], line)]
    assert found == []
