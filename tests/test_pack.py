"""The format of a pack: what its keys are read to, its schema, and the examples."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from briefings import dataset
from briefings.build import Outcome, batch, build
from briefings.cli import main
from briefings.errors import SpecError
from briefings.finder import Selector
from briefings.pack import Combined, Entry, ForEach, Pack, is_pack, load, structured
from briefings.packschema import pack_schema
from briefings.yamlfile import parse, read

PACKS = Path(__file__).parents[1] / "specs" / "packs"
EXAMPLES = sorted(PACKS.glob("*.yaml"))
FAULTS = Path(__file__).parent / "faults"
HEAD = "pack: monthly\ntitle: Every month\n"


def loads(text: str) -> Pack:
    return structured(parse(HEAD + text, "pack.yaml", SpecError))


def valid(text: str) -> bool:
    data = parse(HEAD + text, "pack.yaml", SpecError).data
    return bool(Draft202012Validator(pack_schema()).is_valid(data))


def for_each(text: str) -> ForEach | None:
    return loads(f"briefings: [{{spec: a.yaml, for_each: {text}}}]").briefings[0].for_each


def test_a_pack_is_known_by_its_first_key() -> None:
    assert is_pack(parse("pack: x", "x", SpecError))
    assert not is_pack(parse("briefing: x", "x", SpecError))
    assert not is_pack(parse("- pack", "x", SpecError))


def test_what_may_be_short() -> None:
    pack = loads("briefings: [a.yaml]\nformats: pdf\nvariables: {year: 2019}\n")
    assert pack.briefings == (Entry(spec="a.yaml"),)
    assert pack.formats == ("pdf",)
    assert pack.variables == {"year": "2019"}
    assert (pack.combined, pack.index, pack.zip) == (None, False, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{kind: CRC}", ForEach(providers=(Selector(kind="CRC"),))),
        ("Essex", ForEach(providers=(Selector(name="Essex"),))),
        ("[Essex, {region: Wales, kind: PDU}]",
         ForEach(providers=(Selector(name="Essex"), Selector(region="Wales", kind="PDU")))),
        ("{owner: Sodexo}", ForEach(providers=(Selector(owner="Sodexo"),))),
        ("{owners: all}", ForEach(owners=("all",))),
        ("{groups: [a, b]}", ForEach(groups=("a", "b"))),
        ("{rows: people.csv}", ForEach(rows="people.csv")),
    ],
)  # fmt: skip
def test_the_forms_of_for_each(text: str, expected: ForEach) -> None:
    assert for_each(text) == expected
    assert valid(f"briefings: [{{spec: a.yaml, for_each: {text}}}]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", Combined()),
        ("false", None),
        ("{name: all, formats: html}", Combined(name="all", formats=("html",))),
    ],
)
def test_the_forms_of_combined(text: str, expected: Combined | None) -> None:
    more = f"briefings: [a.yaml]\ncombined: {text}\n"
    assert loads(more).combined == expected
    assert valid(more)


# --------------------------------------------------------------------------------- schema


def test_the_schema_is_one_and_is_the_file_for_editors() -> None:
    Draft202012Validator.check_schema(pack_schema())
    printed = CliRunner().invoke(main, ["schema", "--pack"])
    assert printed.exit_code == 0
    assert (PACKS.parent / "pack.schema.json").read_text("utf-8") == printed.stdout


def test_every_key_is_described() -> None:
    found = pack_schema()
    classes = [found, *(found["$defs"][name] for name in ("EntryKeys", "CombinedKeys"))]
    for properties in (one["properties"] for one in classes):
        assert [name for name, of in properties.items() if not of.get("description")] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "briefings: []",
        "briefings: a.yaml",
        "briefings: [{name: a}]",
        "briefings: [{spec: a.yaml, inline: {briefing: a}}]",
        "briefings: [{spec: a.yaml, for_eech: all}]",
        "briefings: [{spec: a.yaml, for_each: {}}]",
        "briefings: [{spec: a.yaml, for_each: {owners: []}}]",
        "briefings: [{spec: a.yaml, for_each: {owners: all, kind: CRC}}]",
        "briefings: [{spec: a.yaml, formats: doc}]",
        "briefings: [a.yaml]\ncombined: {name: ../all}",
        "briefings: [a.yaml]\nindex: 'yes'",
        "briefings: [a.yaml]\ncolour: red",
    ],
)
def test_what_is_refused_is_not_valid_either(text: str) -> None:
    with pytest.raises(SpecError):
        loads(text)
    assert not valid(text)


# ------------------------------------------------------------------------------- examples


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_valid_and_name_the_schema(path: Path) -> None:
    assert path.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=../pack.schema.json\n"
    )
    errors = Draft202012Validator(pack_schema()).iter_errors(read(path, SpecError).data)
    assert [error.message for error in errors] == []
    assert load(path).pack == path.stem


def test_the_parts_of_the_examples_are_all_used() -> None:
    told = " ".join(path.read_text("utf-8") for path in EXAMPLES)
    assert len(EXAMPLES) >= 2
    for part in (PACKS / "parts").iterdir():
        assert f"parts/{part.name}" in told


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Outcome]]:
    """Every example, its briefings in HTML only, for speed."""
    out = tmp_path_factory.mktemp("packs")
    data = dataset.load()
    found = batch(EXAMPLES, data, formats=("html",))
    return out, list(build(found, data, out))


def test_the_examples_are_built_without_a_fault(built: tuple[Path, list[Outcome]]) -> None:
    _, outcomes = built
    assert [fault.headline() for o in outcomes for fault in o.faults] == []
    assert {o.state for o in outcomes} == {"built"}


def test_the_examples_show_every_company_every_reader_and_the_whole(
    built: tuple[Path, list[Outcome]],
) -> None:
    out, _ = built
    crcs = {p.id for p in dataset.load().providers.values() if p.kind == "CRC"}
    assert {path.stem for path in (out / "profiles").iterdir()} == crcs
    assert len(crcs) == 21
    assert {path.stem for path in (out / "for-readers").iterdir()} == {
        "ann-example", "bo-example", "cy-example",
    }  # fmt: skip
    with zipfile.ZipFile(out / "crc-profiles.zip") as opened:
        held = set(opened.namelist())
    assert held == {"round.html", "crc-profiles-index.html", "all-crcs.docx", "all-crcs.pdf",
                    *(f"profiles/{crc}.html" for crc in crcs)}  # fmt: skip


def test_a_reader_is_told_of_the_company_that_concerns_them(
    built: tuple[Path, list[Outcome]],
) -> None:
    out, _ = built
    page = (out / "for-readers" / "cy-example.html").read_text("utf-8")
    assert "London CRC in brief" in re.sub(r"\s+", " ", page)
    assert "Cy Example, chair of the committee" in page


def all_keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(key for inner in value.values() for key in all_keys(inner))}
    return {key for inner in value for key in all_keys(inner)} if isinstance(value, list) else set()


def test_the_examples_show_the_keys_of_a_pack() -> None:
    shown = {key for path in EXAMPLES for key in all_keys(read(path, SpecError).data)}
    assert {"for_each", "rows", "name", "variables", "combined", "index", "zip", "formats",
            "as_at"} <= shown  # fmt: skip
