"""The input of the workloads: a data folder of invented providers, and specs on it.

Every provider, rating and sentence is made up from a seed, so that each run has the same input
and nobody mistakes it for facts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.sentences import prose, sentence, wish
from briefings.dataset import BUNDLED

__all__ = ["PROVIDERS", "make_data", "make_small_specs", "make_specs"]

PROVIDERS = 21
RECOMMENDATIONS = 40  # of a round, over all providers
ROUNDS = {"2018/19": 2018, "2019/20": 2019, "2020/21": 2020}
STANDARDS = ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "4.1", "4.2")
RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
ADDRESSEES = ("CRC", "Ministry of Justice", "HM Prison & Probation Service")
THEMES = ("workload", "public protection", "staffing", "services", "partnership")
NAMES = (
    "Alderbrook", "Ashmere", "Birchholt", "Bramwick", "Calderstone", "Cranford Vale", "Dunmarsh",
    "Eastmoor", "Elmbridge", "Fernleigh", "Glenholme", "Hazelwick", "Ivybridge", "Kestrel Down",
    "Larkfield", "Marlstone", "Northwold", "Oakhaven", "Penrose", "Quarrydale", "Rushmere",
)  # fmt: skip


def make_data(folder: Path) -> Path:
    """A data folder of 21 providers, each inspected in three rounds, under ``folder``."""
    data = folder / "data"
    (data / "providers").mkdir(parents=True, exist_ok=True)
    (data / "measures").mkdir(exist_ok=True)
    (data / "frameworks").mkdir(exist_ok=True)
    for name in ("scales.yaml", "crc-2018.yaml"):
        text = (BUNDLED / "frameworks" / name).read_text("utf-8")
        (data / "frameworks" / name).write_text(text, "utf-8")
    _write(data / "sources.yaml", _sources())
    _write(data / "measures.yaml", {"caseload": _CASELOAD})
    _write(data / "rounds.yaml", {name: {"framework": "crc-2018"} for name in ROUNDS})
    for number, name in enumerate(NAMES):
        _write(data / "providers" / f"{_id(name)}.yaml", _provider(number, name))
    with (data / "measures" / "caseload.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_observations())
    return data


def make_specs(folder: Path, count: int) -> list[Path]:
    """``count`` specs of the briefing of twelve pages, no two alike in subject, round and prose."""
    return _made(folder, [_spec(number) for number in range(count)])


def make_small_specs(folder: Path, count: int) -> list[Path]:
    """``count`` specs of two pages, for batches of many targets."""
    return _made(folder, [_small(number) for number in range(count)])


def _made(folder: Path, specs: list[dict[str, Any]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{spec['briefing']}.yaml" for spec in specs]
    for path, spec in zip(paths, specs, strict=True):
        _write(path, spec)
    return paths


def _write(path: Path, data: Any) -> None:
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, "utf-8")


def _id(name: str) -> str:
    return f"{name.lower().replace(' ', '-')}-crc"


_CASELOAD = {
    "name": "Caseload",
    "unit": "people",
    "polarity": "none",
    "definition": "People whom the provider supervises.",
    "source": "round-2020",
}


def _sources() -> dict[str, Any]:
    """A source a round, and those that the bundled frameworks cite."""
    found = {
        f"round-{year}": _source(f"Invented ratings of the round {name}")
        for name, year in ROUNDS.items()
    }
    for id in ("cgm-report-2019", "rating-rules-unconfirmed"):
        found[id] = _source("What the framework rests on")
    return found


def _source(title: str) -> dict[str, str]:
    return {
        "title": title,
        "publisher": "Benchmarks",
        "date": "2021",
        "url": "https://example.org/",
    }


def _provider(number: int, name: str) -> dict[str, Any]:
    report = f"report-{_id(name)}"
    return {
        "name": f"{name} CRC",
        "short": name,
        "kind": "CRC",
        "ownership": [{"owner": f"Owner {'ABCDE'[number % 5]}", "source": report}],
        "sources": {report: _source(f"An inspection of {name} Community Rehabilitation Company")},
        "inspections": [_inspection(number, name, *round_) for round_ in ROUNDS.items()],
    }


def _inspection(number: int, name: str, round_: str, year: int) -> dict[str, Any]:
    chance = Random(f"{name} {year}")
    report = f"report-{_id(name)}"
    found = {
        standard: {"rating": chance.choices(RATINGS, (1, 4, 4, 2))[0], "source": report}
        for standard in STANDARDS
    }
    points = sum(3 - RATINGS.index(rated["rating"]) for rated in found.values())
    overall = RATINGS[3 - (points > 5) - (points > 15) - (points > 25)]
    return {
        "id": f"{_id(name)}-{year}",
        "framework": "crc-2018",
        "round": round_,
        "published": f"{year + 1}-0{1 + number % 9}-14",
        "fieldwork": f"{year}-1{number % 3}",
        "source": report,
        "overall": {"rating": overall, "source": report},
        "standards": found,
        "recommendations": [*_recommendations(number, chance, report)],
    }


def _recommendations(number: int, chance: Random, report: str) -> Iterator[dict[str, Any]]:
    share, over = divmod(RECOMMENDATIONS, PROVIDERS)
    for n in range(1, share + (number < over) + 1):
        yield {
            "number": n,
            "addressee": ADDRESSEES[chance.randrange(3)],
            "theme": THEMES[chance.randrange(5)],
            "source": report,
            "text": wish(chance),
        }


def _observations() -> Iterator[tuple[str, ...]]:
    yield ("provider", "measure", "value", "period", "as_of", "inspection", "source", "basis")
    for name in NAMES:
        for round_, year in ROUNDS.items():
            value = Random(f"caseload {name} {year}").randrange(3000, 31000)
            inspection = f"{_id(name)}-{year}"
            yield (_id(name), "caseload", str(value), f"round {round_}", f"{year + 1}-01",
                   inspection, f"round-{year}", "stated")  # fmt: skip


def _spec(number: int) -> dict[str, Any]:
    round_ = ("2020/21", "2019/20")[number // PROVIDERS % 2]
    return {
        "briefing": f"briefing-{number:04}",
        "title": "Probation in {{ subject.name }}",
        "subtitle": sentence(Random(f"subtitle {number}")).rstrip("."),
        "providers": {"subject": _id(NAMES[number % PROVIDERS]), "compare": "all"},
        "round": round_,
        "metrics": ["overall", "standards"],
        "sections": [
            "key-points",
            {"rating-summary": {"providers": "subject"}},
            {"comparison": {"order": "overall", "providers_in": "rows"}},
            "change",
            {"chart": {"kind": "bars", "metrics": ["caseload"], "order": "value"}},
            {"recommendations": {"group_by": "addressee", "providers": "all"}},
            {"text": prose(Random(f"prose {number}"))},
        ],
        "formats": ["docx", "pdf"],
    }


def _small(number: int) -> dict[str, Any]:
    return {
        "briefing": f"short-{number:04}",
        "title": "{{ subject.name }} at a glance",
        "subtitle": sentence(Random(f"short {number}")).rstrip("."),
        "providers": {"subject": _id(NAMES[number % PROVIDERS])},
        "round": ("2020/21", "2019/20")[number // PROVIDERS % 2],
        "sections": ["key-points", "rating-summary"],
        "formats": ["pdf"],
    }
