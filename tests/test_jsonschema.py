"""JSON Schemas of the classes that files are read into."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import pytest
from attrs import field, frozen

from briefings.dataforms import FrameworkForm, ProviderForm
from briefings.jsonschema import schema


class Order(StrEnum):
    SCORE = "score"
    NAME = "name"


@frozen
class Part:
    """A part of the whole.

    More about it.
    """

    title: str = field(metadata={"doc": "what it is called"})
    whole: Whole | None = None


@frozen
class Whole:
    name: str
    count: int | None = None
    share: float = 1.0
    shown: bool = True
    order: Order = Order.NAME
    size: Literal["A4", "Letter"] = "A4"
    parts: tuple[Part, ...] = ()
    formats: tuple[str, ...] = field(default=(), metadata={"one": True})
    weights: Mapping[Order, int] = field(factory=dict)
    number: str = field(default="", metadata={"text": True})
    start: date | None = None
    sender: str = field(default="", metadata={"key": "from"})
    hidden: str = field(default="", metadata={"key": None})


def test_the_schema_of_a_class() -> None:
    assert schema(Whole, "A whole") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A whole",
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "count": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "share": {"type": "number"},
            "shown": {"type": "boolean"},
            "order": {"enum": ["score", "name"]},
            "size": {"enum": ["A4", "Letter"]},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
            "formats": {
                "anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]
            },
            "weights": {
                "type": "object",
                "additionalProperties": {"type": "integer"},
                "propertyNames": {"enum": ["score", "name"]},
            },
            "number": {"type": ["string", "number"]},
            "start": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            "from": {"type": "string"},
        },
        "required": ["name"],
        "additionalProperties": False,
        "$defs": {
            "Part": {
                "type": "object",
                "description": "A part of the whole.",
                "properties": {
                    "title": {"description": "what it is called", "type": "string"},
                    "whole": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
                },
                "required": ["title"],
                "additionalProperties": False,
            }
        },
    }


def test_a_type_with_a_hook_gives_its_own_schema() -> None:
    found = schema(Part, "t", overrides={str: {"const": "x"}, Whole: lambda of: of(Order)})
    assert found["properties"] == {
        "title": {"description": "what it is called", "const": "x"},
        "whole": {"anyOf": [{"enum": ["score", "name"]}, {"type": "null"}]},
    }


def test_two_classes_of_one_name_are_our_bug() -> None:
    other = type("Part", (), {"__annotations__": {"a": "int"}})

    @frozen
    class Both:
        one: Part
        two: Any

    with pytest.raises(ValueError, match="two classes are named Part"):
        schema(Both, "t", overrides={Any: lambda of: of(frozen(other))})


@pytest.mark.parametrize("form", [ProviderForm, FrameworkForm])
def test_every_key_of_a_data_file_is_described(form: type) -> None:
    found = schema(form, "t")
    assert [n for n, inner in found["properties"].items() if not inner.get("description")] == []
