"""A small, made-up dataset that tests can know by heart.

Four libraries under the framework ``lib-2024`` (five words, four standards in two domains)
prove that nothing in the package knows one inspectorate; two companies under ``crc-tiny``
(four words) have two inspections each, measures with targets, and owners over time.  One
library took over from another; one was never inspected.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefings.dataset import load
from briefings.records import Dataset

__all__ = ["FILES", "LIBRARIES", "dataset", "write"]

LIBRARIES = ("ash", "beech", "cedar", "dogwood")

_SCALES = """\
scales:
  five-words:
    name: Five words
    source: {source: lib-rules, verified: true}
    ratings:
      - {name: Superb, points: 4, tone: best, symbol: star, initial: S, synonyms: [Excellent]}
      - {name: Strong, points: 3, tone: good, symbol: circle, initial: St}
      - {name: Steady, points: 2, tone: middling, symbol: diamond, initial: Sy}
      - {name: Shaky, points: 1, tone: poor, symbol: triangle, initial: Sh}
      - {name: Shut, points: 0, tone: worst, symbol: square, initial: X}
  four-words:
    name: Four words
    source: {source: crc-rules, verified: true}
    ratings:
      - {name: Outstanding, points: 3, tone: best, symbol: star, initial: O}
      - {name: Good, points: 2, tone: good, symbol: circle, initial: G}
      - {name: Requires improvement, points: 1, tone: poor, symbol: triangle, initial: RI,
         synonyms: [Needs improvement]}
      - {name: Inadequate, points: 0, tone: worst, symbol: square, initial: I}
"""

_LIB = """\
name: Library inspections 2024
kind: LIB
years: 2024-2026
scale: five-words
source: {source: lib-rules, verified: true}
domains:
  - {number: A, name: The house}
  - {number: B, name: The readers}
standards:
  - {number: A1, name: Leadership, domain: A}
  - {number: A2, name: Shelves, domain: A}
  - {number: B1, name: Lending, domain: B}
  - {number: B2, name: Welcome, domain: B}
overall_bands:
  - {rating: Shut, up_to: 0.5}
  - {rating: Shaky, up_to: 1.5}
  - {rating: Steady, up_to: 2.5}
  - {rating: Strong, up_to: 3.5}
  - {rating: Superb, up_to: 4}
overall_source: {source: lib-rules, verified: true}
"""

_CRC = """\
name: Company inspections
kind: CRC
scale: four-words
source: {source: crc-rules, verified: true}
domains:
  - {number: "1", name: Organisation}
  - {number: "2", name: Cases}
standards:
  - {number: "1.1", name: Leadership, domain: "1"}
  - {number: "1.2", name: Staff, domain: "1"}
  - {number: "2.1", name: Assessment, domain: "2"}
  - {number: "2.2", name: Planning, domain: "2"}
overall_bands:
  - {rating: Inadequate, up_to: 0.5}
  - {rating: Requires improvement, up_to: 1.5}
  - {rating: Good, up_to: 2.5}
  - {rating: Outstanding, up_to: 3}
overall_source: {source: crc-rules, verified: false}
"""

_SOURCES = """\
lib-rules: {title: How libraries are inspected, publisher: Library Inspectorate, date: 2024-01-15}
lib-report: {title: Libraries inspected, publisher: Library Inspectorate, date: 2024-12,
             url: "https://libraries.example/reports/2024"}
crc-rules: {title: How companies are inspected, date: 2018}
north-2018: {title: An inspection of North, date: 2018-05-01}
north-2019: {title: A second inspection of North, date: 2019-06-12}
south-2018: {title: An inspection of South, date: 2018-09}
south-2019: {title: A second inspection of South, date: 2019-11-20}
"""

_ASH = """\
name: Ash Library
kind: LIB
short: Ash
region: Woodland
aliases: [The Ash, "Ash & Elm"]
ownership:
  - {owner: Woodland Council, source: lib-report}
inspections:
  - id: ash-2024
    framework: lib-2024
    round: spring-2024
    published: 2024-04-10
    fieldwork: 2024-03
    source: lib-report
    overall: {rating: Strong, source: lib-report}
    standards:
      A1: {rating: Superb, source: lib-report}
      A2: {rating: Strong, source: lib-report}
      B1: {rating: Strong, source: lib-report, basis: worded}
      B2: {rating: Steady, source: lib-report}
    recommendation_count: {value: "2", number: 2, source: lib-report}
    recommendations:
      - {number: 1, addressee: Ash Library, theme: shelves, source: lib-report,
         text: Label every shelf.}
      - {number: 2, addressee: Woodland Council, source: lib-report,
         text: Keep the library open on Saturdays.}
    findings:
      - {kind: strength, domain: A, standard: A1, source: lib-report,
         text: Leaders know every reader by name.}
      - {kind: improvement, domain: B, standard: B2, source: lib-report,
         text: The door is hard to find.}
"""

_BEECH = """\
name: Beech Library
kind: LIB
short: Beech
region: Woodland
ownership:
  - {owner: Woodland Council, source: lib-report}
inspections:
  - id: beech-2024
    framework: lib-2024
    round: spring-2024
    published: 2024-05
    source: lib-report
    overall: {rating: Shaky, source: lib-report}
    standards:
      A1: {rating: Steady, source: lib-report}
      A2: {rating: Shaky, source: lib-report}
      B1: {rating: Shaky, source: lib-report}
      B2: {rating: Shut, source: lib-report}
"""

_CEDAR = """\
name: Cedar Library
kind: LIB
short: Cedar
region: Marsh
predecessors: [ash]
inspections:
  - id: cedar-2024
    framework: lib-2024
    published: 2024-12
    source: lib-report
    overall: {rating: Steady, source: lib-report}
    standards:
      A1: {rating: Steady, source: lib-report}
"""

_DOGWOOD = """\
name: Dogwood Library
kind: LIB
short: Dogwood
region: Marsh
"""

_NORTH = """\
name: North Community Rehabilitation Company
kind: CRC
short: North
aliases: [North CRC, NCRC]
ownership:
  - {owner: Purple Works, end: 2019-01-01, source: north-2018}
  - {owner: Green Works, start: 2019-01-01, source: north-2019}
inspections:
  - id: north-2018
    framework: crc-tiny
    round: 2017/18
    published: 2018-05-01
    fieldwork: 2018-01
    source: north-2018
    overall: {rating: Inadequate, source: north-2018}
    standards:
      "1.1": {rating: Requires improvement, source: north-2018}
      "1.2": {rating: Inadequate, source: north-2018}
      "2.1": {rating: Inadequate, source: north-2018}
      "2.2": {rating: Inadequate, source: north-2018}
  - id: north-2019
    framework: crc-tiny
    round: 2018/19
    published: 2019-06-12
    fieldwork: 2019-02
    source: north-2019
    overall: {rating: Requires improvement, source: north-2019}
    standards:
      "1.1": {rating: Good, source: north-2019}
      "1.2": {rating: Requires improvement, source: north-2019}
      "2.1": {rating: Inadequate, source: north-2019}
      "2.2": {rating: Inadequate, source: north-2019}
    recommendation_count: {value: "7", number: 7, source: north-2019}
"""

_SOUTH = """\
name: South Community Rehabilitation Company
kind: CRC
short: South
aliases: [South CRC]
ownership:
  - {owner: Purple Works, source: south-2018}
inspections:
  - id: south-2018
    framework: crc-tiny
    round: 2017/18
    published: 2018-09
    source: south-2018
    overall: {rating: Good, source: south-2018}
    standards:
      "1.1": {rating: Good, source: south-2018}
      "1.2": {rating: Good, source: south-2018}
      "2.1": {rating: Good, source: south-2018}
      "2.2": {rating: Requires improvement, source: south-2018}
  - id: south-2019
    framework: crc-tiny
    round: 2018/19
    published: 2019-11-20
    fieldwork: 2019-07
    source: south-2019
    overall: {rating: Good, source: south-2019}
    standards:
      "1.1": {rating: Outstanding, source: south-2019}
      "1.2": {rating: Good, source: south-2019}
"""

_MEASURES = """\
loans: {name: Loans, unit: loans, polarity: higher, definition: Books lent in a year}
late: {name: Books returned late, unit: "%", polarity: lower, aliases: [overdue]}
caseload: {name: Caseload, unit: people, polarity: none}
completed: {name: Orders completed, unit: "%", polarity: higher, code: SL8}
"""

_VALUES = """\
provider,measure,value,qualifier,period,as_of,inspection,comparator,comparator_value,target,source
ash,loans,120500,,2023,2023-12,ash-2024,All libraries,98000,100000,lib-report
beech,loans,41000,nearly,2023,2023-12,beech-2024,All libraries,98000,100000,lib-report
ash,late,12.5,,2023,2023-12,ash-2024,All libraries,15,10,lib-report
north,caseload,7000,more than,,2018-05-01,north-2018,,,,north-2018
north,caseload,6500,,,2019-06-12,north-2019,,,,north-2019
north,completed,71,,April to June 2018,2018-06,north-2019,England,79,75,north-2019
south,completed,80,,April to June 2018,2018-06,south-2019,England,79,75,south-2019
"""

_ROUNDS = """\
spring-2024:
  framework: lib-2024
  facts:
    - {label: Overall ratings of the 9 libraries, value: "3 Strong, 4 Steady, 2 Shaky",
       counts: {Strong: 3, Steady: 4, Shaky: 2}, source: lib-report}
2017/18: {framework: crc-tiny}
2018/19: {framework: crc-tiny}
"""

_GROUPS = """\
woodland: {name: Woodland libraries, providers: [ash, beech]}
companies: {name: Both companies, providers: [north, south]}
"""

FILES: Mapping[str, str] = {
    "sources.yaml": _SOURCES,
    "measures.yaml": _MEASURES,
    "measures/values.csv": _VALUES,
    "rounds.yaml": _ROUNDS,
    "groups.yaml": _GROUPS,
    "frameworks/scales.yaml": _SCALES,
    "frameworks/lib-2024.yaml": _LIB,
    "frameworks/crc-tiny.yaml": _CRC,
    "providers/ash.yaml": _ASH,
    "providers/beech.yaml": _BEECH,
    "providers/cedar.yaml": _CEDAR,
    "providers/dogwood.yaml": _DOGWOOD,
    "providers/north.yaml": _NORTH,
    "providers/south.yaml": _SOUTH,
}


def write(folder: Path) -> Path:
    """The dataset as a data folder at ``folder``."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@cache
def dataset() -> Dataset:
    """The dataset, loaded once; it is frozen, so tests may share it."""
    with tempfile.TemporaryDirectory() as folder:
        return load([write(Path(folder))], bundled=False)
