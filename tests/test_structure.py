"""Attrs classes out of YAML, with every fault of the file told at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import pytest
from attrs import field, frozen

from briefings.context import MISSING, Context
from briefings.errors import DataError, SpecError
from briefings.records import PartialDate
from briefings.structure import structure
from briefings.yamlfile import parse


class Order(StrEnum):
    SCORE = "score"
    NAME = "name"


@frozen
class Part:
    title: str
    order: Order = Order.NAME


@frozen
class Whole:
    name: str
    count: int = 0
    share: float = 1.0
    shown: bool = True
    order: Order | None = None
    size: Literal["A4", "Letter"] = "A4"
    parts: tuple[Part, ...] = ()
    formats: tuple[str, ...] = field(default=(), metadata={"one": True})
    sizes: Mapping[str, float] = field(factory=dict)
    weights: Mapping[Order, int] = field(factory=dict)
    number: str = field(default="", metadata={"text": True})
    start: date | None = None
    when: PartialDate | None = None
    sender: str = field(default="", metadata={"key": "from", "doc": "who sends it"})
    either: str | int = ""
    inner: Whole | None = None


def read(text: str) -> Whole:
    return structure(parse(text, "w.yaml", SpecError), Whole)


def faults(text: str, cls: type = Whole, **more: Any) -> list[str]:
    with pytest.raises(SpecError) as caught:
        structure(parse(text, "w.yaml", SpecError), cls, **more)
    return [fault.headline() for fault in caught.value.faults]


def test_a_whole_object() -> None:
    found = read(
        "name: a\ncount: 2\nshare: 2\nshown: false\norder: score\nsize: Letter\n"
        "parts: [{title: x}, {title: y, order: score}]\nformats: pdf\nsizes: {a: 1, b: 2.5}\n"
        "weights: {score: 3}\nnumber: 1.10\nstart: 2019-12-31\nwhen: autumn 2019\nfrom: me\n"
        "either: 4\ninner: {name: b, formats: [x, y]}\n"
    )
    assert found == Whole(
        name="a",
        count=2,
        share=2.0,
        shown=False,
        order=Order.SCORE,
        size="Letter",
        parts=(Part("x"), Part("y", Order.SCORE)),
        formats=("pdf",),
        sizes={"a": 1.0, "b": 2.5},
        weights={Order.SCORE: 3},
        number="1.10",
        start=date(2019, 12, 31),
        when=PartialDate("autumn 2019", date(2019, 9, 1), "season"),
        sender="me",
        either=4,
        inner=Whole(name="b", formats=("x", "y")),
    )
    assert isinstance(found.share, float)


def test_every_fault_is_told_in_the_order_of_the_file() -> None:
    with pytest.raises(SpecError) as caught:
        read("name: 5\ncoutn: 2\nparts:\n  - {order: socre}\n")
    assert caught.value.render() == (
        'w.yaml:1:7: name: must be text, not the number 5; put it in quotes: "5"\n'
        "    1 | name: 5\n"
        "      |       ^\n"
        "w.yaml:2:1: unknown key 'coutn'; did you mean 'count'?\n"
        "    2 | coutn: 2\n"
        "      | ^\n"
        "    allowed: name, count, share, shown, order, size, parts, formats, sizes, weights, "
        "number, start, when, from, either, inner\n"
        "w.yaml:4:5: parts[0]: the key 'title' is missing; add it\n"
        "    4 |   - {order: socre}\n"
        "      |     ^\n"
        "w.yaml:4:13: parts[0].order: unknown order 'socre'; did you mean 'score'?\n"
        "    4 |   - {order: socre}\n"
        "      |             ^\n"
        "    allowed: score, name"
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("count: '2'", "count: must be a whole number, not the text '2'"),
        ("count: 2.5", "count: must be a whole number, not the number 2.5"),
        ("count: true", "count: must be a whole number, not true"),
        ("share: true", "share: must be a number, not true"),
        ("share: .nan", "share: must be a number, not the number nan"),
        ("share: x", "share: must be a number, not the text 'x'"),
        (
            "shown: yes",
            "shown: must be true or false, not the text 'yes'; write true or false, without quotes",
        ),
        ("shown: 1", "shown: must be true or false, not the number 1; "),
        ("order: 3", "order: must be one of the allowed words, not the number 3"),
        ("size: a4", "size: unknown size 'a4'; did you mean 'A4'?"),
        ("parts: x", "parts: must be a list, not the text 'x'; start each entry with '- '"),
        ("parts: {a: b}", "parts: must be a list, not a mapping"),
        ("parts:", "parts: must be a list, not nothing; write a value, or leave the key out"),
        ("parts: [x]", "parts[0]: must be keys with values, not the text 'x'"),
        ("formats: [1]", 'formats[0]: must be text, not the number 1; put it in quotes: "1"'),
        ("formats: {}", "formats: must be text, not a mapping"),
        ("sizes: [1]", "sizes: must be keys with values, not a list"),
        ("sizes: {a: b}", "sizes.a: must be a number, not the text 'b'"),
        ("weights: {scor: 1}", "weights: unknown key 'scor'; did you mean 'score'?"),
        ("number: true", "number: must be text, not true"),
        ("start: 2019-02-30", "start: there is no day 2019-02-30; write year-month-day"),
        ("start: 2019-02", "start: '2019-02' is not a date; write year-month-day"),
        ("when: 2019-02-29", "when: there is no day 2019-02-29; write 2019-04-04, 2019-04"),
        ("when: soon", "when: 'soon' is not a date; write 2019-04-04, 2019-04, 2019"),
        ("either: [a]", "either: must be text, not a list"),
        ("inner: {}", "inner: the key 'name' is missing; add it"),
    ],
)
def test_one_wrong_value(line: str, expected: str) -> None:
    (told,) = faults(f"name: a\n{line}\n")
    assert told.startswith("w.yaml:2:")
    assert told.split(": ", 1)[1].startswith(expected)


def test_an_empty_file() -> None:
    assert faults("") == ["w.yaml: the file is empty; write at least: name"]


def test_a_missing_key_says_what_it_means() -> None:
    @frozen
    class Letter:
        to: str = field(metadata={"doc": "who gets it"})
        sender: str = field(metadata={"key": "from"})

    assert faults("from: a\n", Letter) == [
        "w.yaml:1:1: the key 'to' is missing; add it: who gets it"
    ]


def test_a_misspelt_required_key_is_told_once() -> None:
    assert faults("nmae: a\n") == ["w.yaml:1:1: unknown key 'nmae'; did you mean 'name'?"]


def test_a_part_of_a_file() -> None:
    file = parse("a: [{title: x}, {title: 1}]\n", "w.yaml", SpecError)
    assert structure(file, Part, at=("a", 0)) == Part("x")
    with pytest.raises(DataError, match=r"w.yaml:1:25: a\[1\].title: must be text"):
        structure(file, Part, at=("a", 1), error=DataError)


def test_a_check_of_the_class_is_told_as_a_fault() -> None:
    @frozen
    class Span:
        first: int
        last: int

        def __attrs_post_init__(self) -> None:
            if self.last < self.first:
                raise ValueError("it ends before it starts")

    assert faults("first: 3\nlast: 2\n", Span) == ["w.yaml:1:1: it ends before it starts"]


def part_hook(value: Any, context: Context) -> object:
    """A part may be written as its title alone."""
    if isinstance(value, str):
        return Part(value)
    if isinstance(value, dict) and "part" in value:
        return context.structure(value["part"], Order, "part")
    return context.fault("neither a title nor a part", remedy="write one", allowed=("a", "b"))


@frozen
class Hooked:
    parts: tuple[Part, ...]


def test_hooks() -> None:
    file = parse("parts: [x, {part: score}]\n", "w.yaml", SpecError)
    found = structure(file, Hooked, hooks={Part: part_hook})
    assert list[object](found.parts) == [Part("x"), Order.SCORE]
    assert faults("parts: [1, {part: sc}]\n", Hooked, hooks={Part: part_hook}) == [
        "w.yaml:1:9: parts[0]: neither a title nor a part; write one",
        "w.yaml:1:19: parts[1].part: unknown part 'sc'; choose one that is allowed",
    ]


def test_a_fault_gives_missing() -> None:
    given: list[object] = []

    def hook(value: Any, context: Context) -> object:
        given.append(context.structure(value, str))
        return context.fault("no", key=True)

    assert faults("parts: [1]\n", Hooked, hooks={Part: hook})[-1].endswith("parts[0]: no")
    assert given == [MISSING]


def test_a_type_that_no_file_can_give_is_our_bug() -> None:
    @frozen
    class Odd:
        value: complex

    with pytest.raises(TypeError, match="give it a hook"):
        structure(parse("value: 1\n", "w", SpecError), Odd)
