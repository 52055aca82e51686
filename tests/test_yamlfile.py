"""YAML files: values, places, and what is said of files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings import yamlfile
from briefings.errors import DataError, Fault, SpecError
from briefings.yamlfile import parse, read, where


def value(text: str) -> Any:
    return parse(f"v: {text}\n", "t.yaml", SpecError).data["v"]


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    loaders = {"C": getattr(yaml, "CLoader", None), "Python": yaml.Loader}
    if loaders[request.param] is None:
        pytest.skip("PyYAML has no C parser here")
    monkeypatch.setattr(yamlfile, "LOADER", loaders[request.param])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-04-04", "2019-04-04"),
        ("2019-04", "2019-04"),
        ("07:30", "07:30"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        (".", "."),
        ("'5'", "5"),
        ('"true"', "true"),
        ('""', ""),
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("5", 5),
        ("-07", -7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("[a, {b: 1}]", ["a", {"b": 1}]),
    ],
)
@pytest.mark.usefixtures("parser")
def test_values_follow_yaml_1_2(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_numbers_as_keys_keep_their_text() -> None:
    assert parse("1.10: a\n007: b\ntrue: c\n", "t", SpecError).data == {
        "1.10": "a",
        "007": "b",
        "true": "c",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n"])
@pytest.mark.usefixtures("parser")
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert parse(text, "t", SpecError).data is None


def test_places() -> None:
    file = parse("a:\n  - {b: 1}\n  - c\n'1.1': é\n", "folder/t.yaml", SpecError)
    assert str(file.place(("a", 0, "b"))) == "folder/t.yaml:2:9"
    assert str(file.place(("a", 0, "b"), key=True)) == "folder/t.yaml:2:6"
    assert str(file.place(("a", 1))) == "folder/t.yaml:3:5"
    assert str(file.place(("1.1",), key=True)) == "folder/t.yaml:4:1"
    assert file.place(("1.1",)).excerpt == "'1.1': é"


def test_an_unknown_path_falls_back_to_its_nearest_parent() -> None:
    file = parse("a:\n  - {b: 1}\n", "t", SpecError)
    assert file.place(("a", 0, "x", "y")) == file.place(("a", 0))
    assert file.place(("a", 7), key=True) == file.place(("a",))
    assert str(parse("", "t", SpecError).place(("a",))) == "t"


def test_numbers_can_be_had_as_written() -> None:
    file = parse("a: 1.10\nb: [007, x]\n", "t", SpecError)
    assert file.written(("a",)) == "1.10"
    assert file.written(("b", 0)) == "007"


def test_where_reads_like_the_file() -> None:
    assert where(("sections", 2, "order")) == "sections[2].order"
    assert where(("standards", "1.1", "rating")) == 'standards["1.1"].rating'
    assert where(("2018/19", "facts")) == '["2018/19"].facts'
    assert where(()) == ""


def faults(text: str) -> str:
    with pytest.raises(SpecError) as caught:
        parse(text, "t.yaml", SpecError)
    return caught.value.render()


@pytest.mark.usefixtures("parser")
def test_every_duplicate_key_is_told_at_once() -> None:
    assert faults("a: 1\nb: {c: 1, c: 2}\na: 2\n") == (
        "t.yaml:2:11: the key 'c' is given twice (before in line 2); keep one of the two\n"
        "    2 | b: {c: 1, c: 2}\n"
        "      |           ^\n"
        "t.yaml:3:1: the key 'a' is given twice (before in line 1); keep one of the two\n"
        "    3 | a: 2\n"
        "      | ^"
    )


@pytest.mark.usefixtures("parser")
def test_tabs() -> None:
    assert faults("a:\n\tb: 1\n") == (
        "t.yaml:2:1: tabs cannot indent YAML; use blanks\n    2 |  b: 1\n      | ^"
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a: {{ x }}", "t.yaml:1:5: a key must be text, not a list or a mapping; put quotes round"),
        ("? [a]\n: b", "t.yaml:1:3: a key must be text"),
        ("'': 1", "t.yaml:1:1: the key before ':' is empty"),
        ("a: 'b\nc: d", "t.yaml:1:4: a quotation mark is not closed"),
        ("a: b: c", "t.yaml:1:5: ': ' is not possible here; quote text"),
        ("a: [1,\nb", "t.yaml:1:4: a bracket or brace is not closed"),
        ("a: 1\nb\nc: 1", "t.yaml:2:1: this line has no ':' after its key"),
        ("a: @b", "t.yaml:1:4: text cannot start with this character; quote the text"),
        ("a:\n  - b\n c: 1", "t.yaml:3:2: this line does not continue the lines above"),
        ("a: - b", "t.yaml:1:4: "),
        ("a: 1\n---\nb: 2", "t.yaml:2:1: a second document starts here; keep one"),
        ("a: !!str 5", "t.yaml:1:4: the tag 'tag:yaml.org,2002:str' is not read"),
        ("a: !!python/name:os.system", "t.yaml:1:4: the tag 'tag:yaml.org,2002:python/name"),
        ("a: \x01b", "t.yaml:1:4: the control character U+0001 is not text; remove it"),
        ('a: "\\x"', "t.yaml:1:"),
        ('a: "\\ud800"', "t.yaml:1:"),
        ('a: "b\\x07"', "t.yaml:1:4: an escape stands for U+0007, which is not text; remove it"),
        ("ab\ncd\n\x1b", "t.yaml:3:1: the control character U+001B is not text"),
        ("[" * 5000, "t.yaml:1:101: nested deeper than 100 levels; flatten the file"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_faults(text: str, start: str) -> None:
    assert faults(text).startswith(start)


@pytest.mark.usefixtures("parser")
def test_anchors_and_aliases_are_refused() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    told = faults(bomb)
    assert told.startswith("t.yaml:1:4: the anchor &a is not read; remove it\n")
    assert told.count("an alias (*name) is not read; write the value out") == 4


def test_every_fault_carries_the_error_asked_for() -> None:
    with pytest.raises(DataError):
        parse("a: [", "t", DataError)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", ":2:7: the byte 0xE9 is not UTF-8 text; save the file as UTF-8"),
        (b"\xff\xfea\0", ": the file is in UTF-16; save it as UTF-8"),
        (b"PK\x03\x04\0\0", ": the file is not text; give a text file"),
        (b"#" * 5_000_001, ": the file is larger than 5 MB; split it into several files"),
    ],
)
def test_files_that_are_not_text(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(data)
    with pytest.raises(SpecError) as caught:
        read(path, SpecError)
    assert caught.value.render() == f"{path}{message}"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    file = read(path, SpecError)
    assert file.data == {"a": 1, "b": 2}
    assert str(file.place(("b",))) == f"{path}:2:4"


def test_missing_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SpecError) as missing:
        read(Path("no/such.yaml"), SpecError)
    assert missing.value.render() == "no/such.yaml: there is no such file; check the path"
    with pytest.raises(SpecError) as folder:
        read(tmp_path, SpecError)
    assert folder.value.render() == f"{tmp_path}: this is a folder; give a file"


YAMLISH = st.text(alphabet="ab1.-:[]{},'\"#&*!|>%@`?~ \n\t\r\\\x01\x85\ufeffé", max_size=40)


@pytest.mark.usefixtures("parser")
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(YAMLISH)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    told: tuple[Fault, ...] = ()
    try:
        parse(text, "t.yaml", SpecError)
    except SpecError as error:
        told = error.faults or (Fault("an error without faults"),)
    for fault in told:
        assert fault.place is not None
        assert fault.place.line is not None
        assert fault.render().startswith("t.yaml:")


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=8)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS.filter(bool), inner),
        max_leaves=8,
    )
)
@settings(deadline=None)
def test_json_is_read_as_it_is_meant(value: Any) -> None:
    """JSON is YAML 1.2; every value of it has a place."""
    file = parse(json.dumps(value, ensure_ascii=False), "t", SpecError)
    assert file.data == value
    assert str(file.place()) == "t:1:1"
