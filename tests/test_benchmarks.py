"""Whether the benchmarks run, and measure what they say: our own side, on the smallest input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import workloads
from benchmarks.content import content_of
from benchmarks.invented import PROVIDERS, RECOMMENDATIONS
from benchmarks.report import END, START, markdown, replaced
from benchmarks.sides import SIDES
from benchmarks.timing import in_turn
from briefings import theme
from briefings.document import plain
from briefings.layout import lay_out

OURS = SIDES["briefings"]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> workloads.Bench:
    folder = tmp_path_factory.mktemp("benchmarks")
    return workloads.prepare(folder, [OURS], documents=2, rows=(20, 40), rounds=1)


def content(bench: workloads.Bench, name: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(
        (bench.folder / "content" / f"{name}.json").read_bytes()
    )
    return found


def test_the_briefing_holds_what_is_promised(bench: workloads.Bench) -> None:
    blocks = content(bench, "briefing-0000")["blocks"]
    tables = [b for b in blocks if b["kind"] == "table" and b["heads"]]
    sizes = [(len(t["rows"]), len(t["heads"])) for t in tables]  # type: ignore[arg-type]
    assert (PROVIDERS, 13) in sizes  # a name, eleven ratings, sources
    [chart] = [b for b in blocks if b["kind"] == "chart"]
    assert len(chart["values"]) == PROVIDERS  # type: ignore[arg-type]
    start = next(n for n, b in enumerate(blocks) if b.get("text") == "Recommendations")
    end = next(n for n, b in enumerate(blocks) if b.get("text") == "Leadership and culture")
    lists = [b["items"] for b in blocks[start:end] if b["kind"] == "numbers"]
    assert sum(len(items) for items in lists) == RECOMMENDATIONS  # type: ignore[arg-type]


def test_no_two_briefings_are_alike(bench: workloads.Bench) -> None:
    assert content(bench, "briefing-0000") != content(bench, "briefing-0001")


def test_a_peer_is_given_every_word(bench: workloads.Bench) -> None:
    session = OURS.start(bench.folder)
    look = theme.load(None)
    document = lay_out(session.read(bench.sources[0]), look).document
    told = json.dumps(content_of(document, look), ensure_ascii=False)
    titles = re.findall(r"Section\(id='[^']*', title=\(Text\(text='([^']*)'", repr(document))
    assert len(titles) > 10
    assert all(title in told for title in titles)
    assert all(plain(fact.value) in told for fact in document.facts)


def test_our_side_makes_both_files(bench: workloads.Bench) -> None:
    session = OURS.start(bench.folder)
    made = session.pair(session.read(bench.sources[0]))
    assert made.docx.startswith(b"PK")
    assert made.pdf.startswith(b"%PDF-1.7")
    assert 11 <= workloads.pages(bench)["briefings"] <= 15
    assert session.pair(session.table(20, 0)) != session.pair(session.table(20, 1))


def test_the_command_tells_its_peak(bench: workloads.Bench) -> None:
    (megabytes,) = workloads.memory(bench, 20)["pair"].values()
    assert 20 < megabytes < 500
    built = {path.name for path in bench.folder.glob("cold-*/*")}
    assert {"briefing-0000.docx", "briefing-0000.pdf"} <= built


def test_the_tables_have_a_row_for_each_side(bench: workloads.Bench) -> None:
    warm = {what: dict(found.seconds) for what, found in workloads.warm(bench).items()}
    tables = {
        str(n): {make: dict(found.seconds) for make, found in made.items()}
        for n, made in workloads.tables(bench, (20, 40)).items()
    }
    seconds = warm["pair"]
    results = {
        "machine": {"processor": "one", "cores": "2", "system": "any", "Python": "3"},
        "when": "2021-01-01", "sides": ["briefings"], "pages": {"briefings": 14}, "warm": warm,
        "cold": seconds, "batch": {"1": seconds, "2": seconds}, "tables": tables,
        "memory": {"pair": {"briefings": 40.0}, "table": {}}, "growth": {"10": 1.0},
    }  # fmt: skip
    page = replaced(f"# Page\n\n{START}\nstale\n{END}\nrest\n", markdown(results))
    assert "stale" not in page
    assert page.startswith("# Page\n")
    assert page.endswith("rest\n")
    assert len(re.findall(r"^\| \*\*briefings\*\* \| ", page, re.M)) == 3
    assert "| 10 | 1.00 | 100.0 |" in page


def test_sides_take_turns() -> None:
    order: list[str] = []
    runs = {"a": lambda n: order.append(f"a{n}"), "b": lambda n: order.append(f"b{n}")}
    found = in_turn(runs, {"a": 2, "b": 1})
    assert order == ["a0", "b0", "a1", "b1", "a2"]
    assert [len(seconds) for seconds in found.values()] == [2, 1]


def test_the_page_keeps_its_marks() -> None:
    page = (Path(__file__).parent.parent / "docs" / "benchmarks.md").read_text("utf-8")
    assert page.index(START) < page.index(END)
