"""The JSON Schema of specs agrees with what reads them, and with the file for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from briefings.cli import main
from briefings.errors import SpecError
from briefings.sections import KINDS
from briefings.spec import loads
from briefings.specschema import spec_schema
from briefings.yamlfile import parse, read

SPECS = Path(__file__).parents[1] / "specs"
EXAMPLES = sorted(SPECS.glob("*.yaml"))
HEAD = "briefing: a\ntitle: A\n"
REST = "providers: {subject: x}\nsections: [change]\n"


def valid(data: Any) -> bool:
    return bool(Draft202012Validator(spec_schema()).is_valid(data))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(spec_schema())


def test_the_file_for_editors_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(main, ["schema"])
    assert printed.exit_code == 0
    assert (SPECS / "briefing.schema.json").read_text(encoding="utf-8") == printed.stdout


def test_the_examples_name_the_file_for_editors() -> None:
    assert EXAMPLES
    for path in EXAMPLES:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=briefing.schema.json"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_valid(path: Path) -> None:
    errors = Draft202012Validator(spec_schema()).iter_errors(read(path, SpecError).data)
    assert [error.message for error in errors] == []


def test_every_key_is_described() -> None:
    found = spec_schema()
    for properties in (found["properties"], found["$defs"]["Providers"]["properties"]):
        assert [name for name, of in properties.items() if not of.get("description")] == []


def test_every_section_stands_by_its_name_or_with_options() -> None:
    for kind in KINDS:
        text = f"{HEAD}providers: {{subject: x}}\nsections:\n  - {kind}: {{title: T, body: B}}\n"
        assert valid(
            parse(text.replace(", body: B", ", body: B" * (kind == "text")), "s", SpecError).data
        )


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + REST.replace("subject", "subjct"),
        HEAD + REST.replace("{subject: x}", "x"),
        HEAD + REST.replace("x}", "[x]}"),
        HEAD + REST.replace("x}", "{}}"),
        HEAD + REST.replace("x}", "{ownr: Sodexo}}"),
        HEAD + REST.replace("[change]", "change"),
        HEAD + REST.replace("[change]", "[chnge]"),
        HEAD + REST.replace("[change]", "[]"),
        HEAD + REST.replace("[change]", "[text]"),
        HEAD + REST.replace("[change]", "[{text: ''}]"),
        HEAD + REST.replace("[change]", "[{comparison: {order: nam}}]"),
        HEAD + REST.replace("[change]", "[{comparison: {ordr: name}}]"),
        HEAD + REST.replace("[change]", "[{change: , measures: }]"),
        HEAD + REST + "formats: [docx, ptf]\n",
        HEAD + REST + "colour: red\n",
        HEAD.replace("a\n", "../a\n", 1) + REST,
        HEAD.replace("A\n", "[A]\n") + REST,
        HEAD + REST + "metrics: {overall: 1}\n",
    ],
)
def test_broken_specs_are_neither_valid_nor_read(text: str) -> None:
    assert not valid(parse(text, "spec.yaml", SpecError).data)
    with pytest.raises(SpecError):
        loads(text)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + REST,
        HEAD + REST + "metrics: overall\nformats: pdf\nas_at: 2019-12-31\n",
        HEAD + REST + "metrics: [overall, 2.2]\n",
        HEAD
        + "providers: {compare: {kind: CRC}, except: [x, {owner: y}]}\nsections: [{change: }]\n",
        HEAD + REST.replace("[change]", "[{text: Words.}, {text: {body: Words., title: T}}]"),
    ],
)
def test_good_specs_are_both(text: str) -> None:
    assert valid(parse(text, "spec.yaml", SpecError).data)
    loads(text)
