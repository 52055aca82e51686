"""The dataset as JSON: one documented shape."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from briefings.dataset import load
from briefings.export import as_json
from tests.datafolders import whole

DOCUMENT = Path(__file__).parent.parent / "docs" / "export.md"


@pytest.fixture
def exported(tmp_path: Path) -> dict[str, Any]:
    return as_json(load([whole(tmp_path)], bundled=False))


def test_the_documented_example_is_what_is_written(exported: dict[str, Any]) -> None:
    found = re.search("```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert exported["providers"][0] == json.loads(found.group(1))


def test_every_key_is_documented(exported: dict[str, Any]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    lists = ["measures", "observations", "sources", "rounds", "groups", "scales", "frameworks"]
    wanted = set(exported).union(*(exported[name][0] for name in lists))
    assert {key for key in wanted if not re.search(rf"\b{key}\b", text)} == set()


def test_frameworks_name_their_scale(exported: dict[str, Any]) -> None:
    (framework,) = exported["frameworks"]
    assert framework["scale"] == "four"
    assert framework["ratings"] == ["Outstanding", "Good", "Requires improvement", "Inadequate"]
    assert framework["maximum"] == 6
    assert framework["overall_bands"][0] == {"rating": "Inadequate", "up_to": 0.5}
    assert exported["scales"][0]["ratings"][0]["tone"] == "best"


def test_observations(exported: dict[str, Any]) -> None:
    assert exported["observations"] == [
        {
            "provider": "north",
            "measure": "caseload",
            "value": 7000.0,
            "source": "north-report",
            "period": "",
            "as_of": "2019-04",
            "inspection": "north-2019",
            "qualifier": "",
            "comparator": "",
            "comparator_value": None,
            "target": None,
            "base": None,
            "basis": "stated",
            "note": "",
        }
    ]


def test_splits_and_owners(tmp_path: Path) -> None:
    south = (
        "name: S\nkind: CRC\n"
        "ownership: [{owner: A, source: rules}, {owner: B, source: rules, start: 2017}]\n"
        "inspections:\n"
        "  - {id: s, framework: two, split: {ratings: {Good: 2}, source: rules}}\n"
    )
    provider = as_json(load([whole(tmp_path, south=south)], bundled=False))["providers"][1]
    assert provider["owner"] == "B"
    assert provider["ownership"][1]["start"] == "2017"
    assert provider["inspections"][0]["split"] == {
        "ratings": {"Good": 2},
        "source": "rules",
        "basis": "stated",
    }


def test_the_bundled_data_is_json_throughout() -> None:
    exported = as_json(load())
    assert json.loads(json.dumps(exported, allow_nan=False)) == exported
