"""``briefings theme init`` and ``briefings theme check``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

from briefings import theme
from briefings.cli import main
from briefings.layout.glyphs import glyph_faults
from briefings.themecheck import LEAST_CONTRAST, contrasts
from tests.writers.test_word_template import word_file

SPEC = """\
briefing: chosen
title: "A title with {}"
providers: {{subject: Merseyside CRC}}
sections: [rating-summary]
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_what_init_writes_is_the_default(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    done = run("theme", "init", "--out", path)
    assert (done.exit_code, f"wrote {path}" in done.output) == (0, True)
    assert evolve(theme.load(path), name="default") == theme.load()
    assert theme.load(path).name == "house"
    told = [line for line in path.read_text("utf-8").splitlines() if "#" in line]
    assert len(told) > 15, "every key says what it is for"


def test_init_writes_over_nothing(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text("organisation: Thames\n", "utf-8")
    done = run("theme", "init", "--out", path)
    assert done.exit_code == 1
    assert f"{path}: the file is there already; name another with --out" in done.output
    assert path.read_text("utf-8") == "organisation: Thames\n"


def test_init_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = run("theme", "init", "--out", tmp_path / "none" / "theme.yaml")
    assert done.exit_code == 1
    assert "the file cannot be written" in done.output


def test_a_good_theme_has_no_fault_and_every_contrast(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    run("theme", "init", "--out", path)
    done = run("theme", "check", path)
    assert done.exit_code == 0, done.output
    assert done.output.rstrip().endswith(f"{path}: no fault")
    asked = json.loads(run("theme", "check", path, "--json").output)
    assert asked["faults"] == []
    assert {row["text"] for row in asked["contrasts"]} >= {"ink", "the text of tone worst"}
    assert min(row["contrast"] for row in asked["contrasts"]) >= LEAST_CONTRAST


def test_every_tone_and_colour_of_text_is_held_to_its_ground() -> None:
    style = theme.load()
    names = {pair.name for pair in contrasts(style)}
    assert names == {"ink", "accent", "muted", *(f"the text of tone {t}" for t in style.tones)}


def test_a_faint_tone_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "faint.yaml"
    path.write_text("tones:\n  good: {fill: '#28A197', text: '#FFFFFF'}\n", "utf-8")
    done = run("theme", "check", path)
    assert done.exit_code == 1
    assert f"{path}:2:33: tones.good.text:" in done.output
    assert "has a contrast of only 3." in done.output


def test_a_character_of_a_spec_that_no_font_has(tmp_path: Path) -> None:
    house, spec = tmp_path / "house.yaml", tmp_path / "spec.yaml"
    house.write_text("organisation: Thames\n", "utf-8")
    spec.write_text(SPEC.format("東"), "utf-8")
    done = run("theme", "check", house, spec)
    assert done.exit_code == 1
    assert "no glyph for '東' (U+6771)" in done.output
    spec.write_text(SPEC.format("ŵ"), "utf-8")
    assert run("theme", "check", house, spec).exit_code == 0


def test_a_character_of_the_data_that_no_font_has(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text("organisation: Thames\n", "utf-8")
    data = tmp_path / "data" / "providers"
    data.mkdir(parents=True)
    (data / "elm.yaml").write_text("name: Elm 東 Library\nkind: LIB\n", "utf-8")
    done = run("theme", "check", tmp_path / "house.yaml", "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert "fonts.italic: no glyph for '東' (U+6771) in SourceSans3-It.ttf" in done.output
    assert "'Elm 東 Library'" in done.output


def test_each_face_is_looked_at_by_itself() -> None:
    assert glyph_faults(theme.load(), ["plain words", "two\nlines"]) == []
    found = glyph_faults(theme.load(), ["a 東 b"])
    assert [f.where for f in found] == ["fonts.regular", "fonts.semibold", "fonts.italic"]


@pytest.mark.parametrize(("styles", "code", "word"), [("add", 0, "warning: "), ("only", 1, "")])
def test_the_styles_that_a_word_file_lacks_are_listed(
    styles: str, code: int, word: str, tmp_path: Path
) -> None:
    (tmp_path / "house.docx").write_bytes(word_file())
    path = tmp_path / "house.yaml"
    path.write_text(f"word_styles: {styles}\nword_template: house.docx\n", "utf-8")
    done = run("theme", "check", path)
    assert done.exit_code == code
    line = next(line for line in done.output.splitlines() if "lacks styles" in line)
    assert line.startswith(f"{path}:2:16: {word}word_template: house.docx lacks styles of ours: ")
    assert ", Key Fact, " in line and "Heading 1" not in line


def test_a_word_file_without_a_place_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "house.docx").write_bytes(word_file(marker=""))
    (tmp_path / "house.yaml").write_text("word_template: house.docx\n", "utf-8")
    done = run("theme", "check", tmp_path / "house.yaml")
    assert done.exit_code == 1
    assert "has text, and no place for the briefing" in done.output
