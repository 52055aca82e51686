"""Whether the documentation is true of the code."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import attrs
import click
import pytest

from briefings import (
    dataset,
    document,
    errors,
    metrics,
    pack,
    sandbox,
    spec,
    specrules,
    theme,
    vocabulary,
    yamlfile,
)
from briefings.build import batch
from briefings.cli import main
from briefings.cli.look import LISTS
from briefings.compose import compose
from briefings.sections import KINDS
from briefings.select import select

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def part(page: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    _, found, rest = page.partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.M)[0]


def rows(text: str) -> list[str]:
    """The words in code in the first column of the tables of ``text``."""
    firsts = re.findall(r"^\| (.*?) \|", text, re.M)
    return [word for first in firsts for word in re.findall(r"`([^`]+)`", first)]


def blocks(page: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page) if kind == language]


def keys(cls: type) -> set[str]:
    """The keys of a class as YAML writes them."""
    found = {f.metadata.get("key", f.name) for f in attrs.fields(cls) if f.init}
    return {key for key in found if key is not None}


# ---------------------------------------------------------------------------- commands


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


COMMANDS = dict(commands(main, "briefings"))


def test_every_command_has_its_heading_and_no_other() -> None:
    told = re.findall(r"^## (briefings .*)$", read("commands.md"), re.M)
    assert sorted(told) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_in_its_synopsis(name: str) -> None:
    synopsis = blocks(part(read("commands.md"), f"## {name}"), "")[0]
    told = set(re.findall(r"--[a-z-]+", synopsis))
    options = (p for p in COMMANDS[name].params if isinstance(p, click.Option))
    assert told == {word for option in options for word in (*option.opts, *option.secondary_opts)}
    arguments = [p for p in COMMANDS[name].params if isinstance(p, click.Argument)]
    for argument in arguments:
        assert str(argument.name).upper().rstrip("S") in synopsis


def test_the_options_of_build_and_of_the_whole_are_described() -> None:
    page = read("commands.md")
    told = {row.split()[0] for row in rows(part(page, "## briefings build"))}
    options = (p for p in COMMANDS["briefings build"].params if isinstance(p, click.Option))
    assert told == {word for option in options for word in (*option.opts, *option.secondary_opts)}
    for option in main.params:
        assert option.opts[0] in page


def test_everything_that_can_be_listed_is_described() -> None:
    assert rows(part(read("commands.md"), "## briefings list")) == list(LISTS)


def test_every_exit_code_is_described() -> None:
    told = re.findall(r"^\| (\d+) \|", part(read("commands.md"), "## Exit codes"), re.M)
    codes = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert {int(code) for code in told} == codes | {0}


def test_the_fault_shown_is_what_is_told() -> None:
    shown = blocks(part(read("commands.md"), "## Faults"), "")[0]
    text = "briefing: m\ntitle: M\nproviders:\n  subject: Merseyside CRC\nsections:\n  - change\n"
    with pytest.raises(errors.SpecError) as caught:
        spec.loads(f"{text}  - comparisn\n", "specs/merseyside.yaml")
    assert caught.value.render().splitlines() == shown.splitlines()


# ------------------------------------------------------------------------------- specs


def test_every_key_of_a_spec_is_described() -> None:
    page = read("spec.md")
    assert set(rows(part(page, "## Keys"))) == keys(spec.Spec)
    providers = part(page, "## Providers")
    assert set(rows(providers)) == keys(spec.Providers) | keys(spec.Conditions)


def test_every_section_is_described_and_no_other() -> None:
    told = re.findall(r"^### (.*)$", part(read("spec.md"), "## Sections"), re.M)
    assert told == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_option_of_a_section_is_described(kind: str) -> None:
    told = part(read("spec.md"), f"### {kind}")
    fields = {f.name: f for f in attrs.fields(KINDS[kind].options)}
    assert set(rows(told)) == keys(KINDS[kind].options) - {"title"}
    for name in rows(told):
        line = next(line for line in told.splitlines() if line.startswith(f"| `{name}`"))
        default = fields[name].default
        shown = line.split(" | ")[-1]
        if isinstance(default, str | int):
            assert str(default) in shown
        for word in get_args(fields[name].type):
            if isinstance(word, str):
                assert f"`{word}`" in line


def test_every_metric_is_described() -> None:
    bundled = dataset.load()
    told = part(read("spec.md"), "## Metrics")
    words = set(re.findall(r"`([^`]+)`", told))
    assert {*metrics.FIXED, *metrics.FAMILIES, *bundled.measures} <= words
    named = set(rows(told))
    assert {name for name in named if metrics.expand(name, bundled, ()) is None} == set()


def test_every_word_of_a_text_is_described() -> None:
    told = part(read("spec.md"), "## Texts")
    words = {re.split(r"\W", row)[0] for row in rows(told)}
    subject = select(dataset.load(), spec.loads(blocks(read("spec.md"), "yaml")[0]).choice())
    spoken = {name for name in vars(vocabulary.Spoken) if not name.startswith("_")}
    assert words == {*vocabulary.values(subject), *spoken}


def test_the_limits_of_a_text_are_those_told() -> None:
    told = part(read("spec.md"), "### Limits")
    assert f"{sandbox.STEPS:,} steps" in " ".join(told.split())
    assert f"{sandbox.LONGEST:,} characters" in " ".join(told.split())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{page.name}-{text.split()[1]}")
        for page in PAGES
        for text in blocks(page.read_text("utf-8"), "yaml")
        if text.startswith("briefing:")
    ],
)
def test_every_spec_shown_makes_a_briefing(text: str) -> None:
    made = compose(spec.loads(text), dataset.load())
    assert made.blocks


def test_no_spec_is_shown_that_is_not_tried() -> None:
    assert all(text.startswith("briefing:") for text in blocks(read("spec.md"), "yaml"))
    assert len(blocks(read("spec.md"), "yaml")) >= 4


# ------------------------------------------------------------------------------- packs


def test_every_key_of_a_pack_is_described() -> None:
    page = read("packs.md")
    assert rows(part(page, "## Keys")) == [f.name for f in attrs.fields(pack.Pack) if
                                           f.metadata.get("key", f.name)]  # fmt: skip
    assert rows(part(page, "## Briefings")) == [f.name for f in attrs.fields(pack.Entry)]
    combined = part(page, "## One document, a page, a ZIP")
    assert rows(combined)[1:] == [f.name for f in attrs.fields(pack.Combined)]


def test_every_form_of_for_each_and_its_words_are_described() -> None:
    told = part(read("packs.md"), "## Once for each")
    lines = re.findall(r"^\| `\{(\w+): .*\|$", told, re.M)
    assert lines == ["kind", *pack.KINDS]
    provider = next(line for line in told.splitlines() if line.startswith("| `{kind"))
    words = re.findall(r"`(\w+)`", provider.split(" | ")[-1])
    (first, *_) = batch([ROOT / "specs" / "packs" / "crc-profiles.yaml"], dataset.load()).plans[1:]
    assert first.recipe
    assert words == [*first.recipe.each]


@pytest.mark.parametrize("text", blocks(read("packs.md"), "yaml"))
def test_every_pack_shown_can_be_read(text: str) -> None:
    assert pack.structured(yamlfile.parse(text, "pack.yaml", errors.SpecError)).briefings


def test_the_longest_name_is_that_told() -> None:
    assert f"{specrules.LONGEST}\ncharacters" in part(read("packs.md"), "## Names")


# ------------------------------------------------------------------------------ themes


def test_every_key_style_and_tone_of_a_theme_is_described() -> None:
    words = set(re.findall(r"`([^`]+)`", FENCE.sub("", read("theme.md"))))
    default = theme.load()
    assert keys(theme.Theme) <= words
    for cls in (theme.Page, theme.Fonts, theme.Colours, theme.Style, theme.ToneColours):
        assert keys(cls) <= words
    assert set(default.styles) <= words
    assert {tone.value for tone in default.tones} <= words


def test_the_theme_shown_can_be_used(tmp_path: Path) -> None:
    from tests.kitchen import png

    (tmp_path / "own.yaml").write_text(blocks(read("theme.md"), "yaml")[0], "utf-8")
    (tmp_path / "crest.png").write_bytes(png())
    own = theme.load(tmp_path / "own.yaml")
    assert own.organisation == "Thames Borough Council"
    assert own.logo is not None


# ------------------------------------------------------------------------------- source


def test_every_node_is_in_the_tour() -> None:
    told = set(re.findall(r"`([A-Z]\w+)`", part(read("tour.md"), "## The nodes")))
    unions = {*get_args(document.Block), *get_args(document.Inline)}
    assert {node.__name__ for node in unions} <= told
    assert all(hasattr(document, name) for name in told)


def test_the_layers_of_the_tour_are_those_that_are_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    assert blocks(part(read("tour.md"), "## The layers"), "")[0].splitlines() == layers


def test_what_the_tour_says_a_file_holds_is_there() -> None:
    found = re.findall(r"`(\w+)`,?\s+(?:of|in)\s+\[[^]]+\]\(([^)]+)\)", read("tour.md"))
    assert len(found) >= 4
    for name, path in found:
        assert re.search(rf"^(?:def |class )?{name}\b", (DOCS / path).read_text("utf-8"), re.M), (
            name
        )


def test_every_module_is_in_the_tour() -> None:
    package = ROOT / "briefings"
    modules = {p.stem for p in package.glob("*.py")} - {"__init__"}
    modules |= {p.parent.name for p in package.glob("*/__init__.py")}
    assert set(rows(part(read("tour.md"), "## The layers"))) - {"module"} == modules


def test_the_words_for_a_gap_are_those_used() -> None:
    from briefings import wording

    told = re.findall(r"^\| (.*?) \|", part(read("words.md"), "## Four reasons for a gap"), re.M)
    used = [wording.NOT_INSPECTED, wording.NOT_RATED, wording.LATER, wording.NOT_PUBLISHED]
    assert told[1:] == used


# --------------------------------------------------------------------------- everywhere


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def test_every_page_is_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for page in PAGES:
        name = page.relative_to(ROOT).as_posix()
        assert name == "README.md" or f"({name})" in readme


def test_the_readme_opens_with_the_two_commands() -> None:
    first, second = blocks((ROOT / "README.md").read_text("utf-8"), "sh")[:2]
    assert shlex.split(first)[-3:] == [".venv/bin/briefings", "build", "specs"]
    assert second.strip() in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_environments_of_contributing_are_those_of_tox() -> None:
    told = re.findall(r"`tox -e (\w+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    defined = re.findall(r"^\[testenv:(\w+)\]", (ROOT / "tox.ini").read_text("utf-8"), re.M)
    assert told == defined
