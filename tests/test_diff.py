"""``briefings diff``: two built files, of whatever format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings import dataset, theme
from briefings.cli import main
from briefings.compose import compose
from briefings.layout import lay_out
from briefings.passages import passages
from briefings.spec import loads
from briefings.writers import docx, html, pdf
from tests import tiny

SPEC = """\
briefing: libraries
title: Libraries
providers: {subject: ash, compare: beech}
metrics: [overall, standards, loans]
sections:
  - comparison
  - findings
  - recommendations
  - text: |
      ## What this means
      Shelves matter.
"""
EDITS = {
    "providers/beech.yaml": ("B2: {rating: Shut", "B2: {rating: Shaky"),
    "measures/values.csv": ("ash,loans,120500", "ash,loans,99000"),
    "providers/ash.yaml": ("Label every shelf.", "Label every shelf and every door."),
}


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    """Builds the briefing with some words of the data or the spec replaced."""

    def build(name: str, edits: Mapping[str, tuple[str, str]], words: str = "") -> dict[str, Path]:
        folder = tiny.write(tmp_path / name)
        for file, (old, new) in edits.items():
            text = (folder / file).read_text("utf-8")
            assert old in text
            (folder / file).write_text(text.replace(old, new), "utf-8")
        spec = loads(SPEC.replace("Shelves matter", words or "Shelves matter"))
        laid = lay_out(compose(spec, dataset.load([folder], bundled=False)), theme.load())
        made = {
            "docx": docx.write(laid.document, theme.load(), laid.page_of),
            "pdf": pdf.write(laid, theme.load()),
            "html": html.write(laid.document, theme.load()),
        }
        for format_, data in made.items():
            (folder / f"libraries.{format_}").write_bytes(data)
        return {format_: folder / f"libraries.{format_}" for format_ in made}

    return build


def diff(old: Path, new: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["diff", str(old), str(new), *more])


@pytest.mark.parametrize(("first", "second"), [("docx", "pdf"), ("pdf", "html"), ("html", "docx")])
def test_what_changed_is_told_under_its_heading(
    built: Callable[..., dict[str, Path]], first: str, second: str
) -> None:
    done = diff(built("old", {})[first], built("new", EDITS)[second])
    assert done.exit_code == 0
    assert done.output == (
        "Ratings\n"
        "    B2 Welcome of Beech Library: Shut -> Shaky, source 1\n"
        "\n"
        "Figures\n"
        "    Loans of Ash Library, 2023: 120,500 (All libraries 98,000, target 100,000) -> 99,000 "
        "(All libraries 98,000, target 100,000), source 1\n"
        "\n"
        "Recommendations\n"
        "    Recommendation 1 of Ash Library: reworded: Label every shelf. -> Label every shelf "
        "and every door. (source 1)\n"
    )


def test_words_of_the_author_are_told_by_their_heading(
    built: Callable[..., dict[str, Path]],
) -> None:
    done = diff(built("old", {})["pdf"], built("new", {}, "Doors matter")["docx"])
    assert done.output == "Words\n    What this means: other words\n"


def test_the_same_in_other_formats_is_no_difference(built: Callable[..., dict[str, Path]]) -> None:
    files = built("old", {})
    done = diff(files["docx"], files["html"], "--exit-code")
    assert (done.exit_code, done.output) == (0, "nothing has changed for the reader\n")


def test_programs_can_ask(built: Callable[..., dict[str, Path]]) -> None:
    old, new = built("old", {})["html"], built("new", EDITS)["html"]
    assert diff(old, new, "--exit-code").exit_code == 1
    changes = json.loads(diff(old, new, "--json").output)["changes"]
    assert [change["kind"] for change in changes] == ["rating", "figure", "recommendation"]


def test_a_file_that_was_not_built_is_told(
    built: Callable[..., dict[str, Path]], tmp_path: Path
) -> None:
    other = tmp_path / "other.html"
    other.write_text("<html></html>", "utf-8")
    done = diff(built("old", {})["html"], other)
    assert done.exit_code == 1
    assert "does not say where its facts come from" in done.output


def test_a_table_or_a_source_above_leaves_the_words_below_as_they_were() -> None:
    """Their numbers move, and those are no words."""
    more = SPEC.replace("  - comparison\n", "  - rating-summary\n  - comparison\n")
    before, after = (
        {p.heading: p.digest for p in passages(compose(loads(text), tiny.dataset()))}
        for text in (SPEC, more)
    )
    assert len(after) == len(before) + 1
    assert before.items() < after.items()


# ------------------------------------------------------------------------ output folders


@pytest.fixture
def outputs(tmp_path: Path) -> tuple[Path, Path]:
    """Two output folders, with a fact and a briefing between them."""
    specs = tmp_path / "specs"
    specs.mkdir()
    for name in ("libraries", "stays", "goes", "comes"):
        text = SPEC.replace("briefing: libraries", f"briefing: {name}")
        if name == "stays":
            text = text.replace("subject: ash, compare: beech", "subject: cedar")
        (specs / f"{name}.yaml").write_text(text, "utf-8")
    made = []
    for number, names in enumerate(
        [("libraries", "stays", "goes"), ("libraries", "stays", "comes")]
    ):
        folder = tiny.write(tmp_path / f"data-{number}")
        if number:
            path = folder / "providers" / "beech.yaml"
            path.write_text(
                path.read_text("utf-8").replace("B2: {rating: Shut", "B2: {rating: Shaky")
            )
        out = tmp_path / f"out-{number}"
        asked = ["build", *(str(specs / f"{n}.yaml") for n in names), "--out", str(out)]
        given = ["--data", str(folder), "--data-only", "--format", "html"]
        assert CliRunner().invoke(main, [*asked, *given]).exit_code == 0
        made.append(out)
    return made[0], made[1]


def test_output_folders_are_held_against_each_other(outputs: tuple[Path, Path]) -> None:
    old, new = outputs
    for done in (diff(old, new), diff(old / "manifest.json", new / "manifest.json")):
        assert done.output == (
            "comes: new\n"
            "goes: no longer there\n"
            "libraries: changed\n"
            "\n"
            "Ratings\n"
            "    B2 Welcome of Beech Library: Shut -> Shaky, source 1\n"
            "\n"
        )
    told = json.loads(diff(old, new, "--json").output)["briefings"]
    assert [(one["briefing"], one["change"], len(one["changes"])) for one in told] == [
        ("comes", "new", 0),
        ("goes", "gone", 0),
        ("libraries", "changed", 1),
    ]
    assert diff(old, new, "--exit-code").exit_code == 1
    assert diff(old, old, "--exit-code").output == "nothing has changed for the reader\n"


def test_a_folder_is_held_against_a_folder_that_was_built_in(outputs: tuple[Path, Path]) -> None:
    old, new = outputs
    assert diff(old, new / "libraries.html").exit_code == 2
    done = diff(old, new.parent)
    assert done.exit_code == 2
    assert "holds no manifest.json" in done.output
