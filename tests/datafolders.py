"""Small data folders for tests, written where a test wants them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SCALES = """\
scales:
  four:
    name: Four ratings
    source: {source: rules, verified: true}
    ratings:
      - {name: Outstanding, points: 3, tone: best, symbol: star, initial: O, synonyms: [Excellent]}
      - {name: Good, points: 2, tone: good, symbol: circle, initial: G}
      - {name: Requires improvement, points: 1, tone: poor, symbol: triangle, initial: RI}
      - {name: Inadequate, points: 0, tone: worst, symbol: square, initial: I}
"""
FRAMEWORK = """\
name: Two standards
kind: CRC
scale: four
source: {source: rules, verified: true}
domains: [{number: "1", name: Delivery}]
standards:
  - {number: "1.1", name: Leadership, domain: "1"}
  - {number: "1.2", name: Staff, domain: "1"}
overall_bands:
  - {rating: Inadequate, up_to: 0.5}
  - {rating: Requires improvement, up_to: 1.5}
  - {rating: Good, up_to: 2.5}
  - {rating: Outstanding, up_to: 3}
"""
NORTH = """\
name: North CRC
kind: CRC
aliases: [The North]
sources:
  north-report: {title: A report, date: 2019-04}
inspections:
  - id: north-2019
    framework: two
    round: 2018/19
    published: 2019-04-04
    fieldwork: 2018-12
    source: north-report
    overall: {rating: Good, source: north-report}
    standards:
      "1.1": {rating: Good, source: north-report}
      "1.2": {rating: Outstanding, source: north-report, basis: worded}
"""
SOUTH = "name: South CRC\nkind: CRC\npredecessors: [north]\n"
MEASURES = "caseload: {name: Caseload, unit: people, polarity: none}\n"
VALUES = """\
provider,measure,value,source,as_of,inspection
north,caseload,7000,north-report,2019-04,north-2019
"""
ROUNDS = "2018/19: {framework: two}\n"
GROUPS = "all-of-them: {name: All of them, providers: [north, south]}\n"

WHOLE: Mapping[str, str] = {
    "sources.yaml": "rules: {title: The rules}\n",
    "frameworks/scales.yaml": SCALES,
    "frameworks/two.yaml": FRAMEWORK,
    "providers/north.yaml": NORTH,
    "providers/south.yaml": SOUTH,
    "measures.yaml": MEASURES,
    "measures/values.csv": VALUES,
    "rounds.yaml": ROUNDS,
    "groups.yaml": GROUPS,
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write ``files`` into ``folder``; a file without text is left out."""
    for name, text in files.items():
        if text:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def whole(folder: Path, **changed: str) -> Path:
    """A data folder without faults; ``north="..."`` gives the file of that stem another text."""
    stems = {Path(name).stem: name for name in WHOLE}
    return write(folder, {**WHOLE, **{stems[stem]: text for stem, text in changed.items()}})
