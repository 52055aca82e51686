"""Fonts in a folder are found by what they say of themselves, whatever their files are called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefings import theme
from briefings.errors import ThemeError
from briefings.themefiles import FONTS
from briefings.themefonts import font_file

FACES = {
    "a.ttf": "SourceSans3-It.ttf",
    "b.TTF": "SourceSans3-Semibold.ttf",
    "deep/c.ttf": "SourceSans3-Regular.ttf",
}


def folder(place: Path, *names: str) -> Path:
    for name in names or FACES:
        path = place / "fonts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FONTS / FACES[name], path)
    return place


def loaded(place: Path, fonts: str) -> theme.Fonts:
    (place / "house.yaml").write_text(f"fonts: {fonts}\n", "utf-8")
    return theme.load(place / "house.yaml").fonts


def faults(place: Path, fonts: str) -> list[str]:
    with pytest.raises(ThemeError) as caught:
        loaded(place, fonts)
    assert all(fault.place and fault.place.line == 1 for fault in caught.value.faults)
    return [fault.headline().partition(": ")[2] for fault in caught.value.faults]


@pytest.mark.parametrize("fonts", ["{folder: fonts, family: source sans 3}", "{folder: fonts}"])
def test_the_three_faces_are_found_by_their_names(fonts: str, tmp_path: Path) -> None:
    found = loaded(folder(tmp_path), fonts)
    names = [path.relative_to(tmp_path / "fonts").as_posix()
             for path in (found.regular, found.semibold, found.italic)]  # fmt: skip
    assert names == ["deep/c.ttf", "b.TTF", "a.ttf"]
    assert found.family.casefold() == "source sans 3"


def test_a_file_that_is_named_goes_before_what_is_found(tmp_path: Path) -> None:
    found = loaded(folder(tmp_path, "a.ttf", "deep/c.ttf"),
                   "{folder: fonts, semibold: SourceSans3-Semibold.ttf}")  # fmt: skip
    assert found.semibold == FONTS / "SourceSans3-Semibold.ttf"


def test_each_face_that_is_missing_is_told(tmp_path: Path) -> None:
    assert faults(folder(tmp_path, "deep/c.ttf"), "{folder: fonts}") == [
        "fonts.folder: the folder has no semibold of 'Source Sans 3'; "
        "put one there, or name a file as 'semibold'",
        "fonts.folder: the folder has no italic of 'Source Sans 3'; "
        "put one there, or name a file as 'italic'",
    ]


def test_another_family_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    (told,) = faults(folder(tmp_path), "{folder: fonts, family: Source Sans 4}")
    assert told == (
        "fonts.family: the folder has no font of the family 'Source Sans 4'; "
        "did you mean 'Source Sans 3'?"
    )


def test_a_folder_that_is_not_there_or_holds_no_font_is_told(tmp_path: Path) -> None:
    assert "there is no folder 'fonts'" in faults(tmp_path, "{folder: fonts}")[0]
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "broken.ttf").write_bytes(b"\0\1\0\0 and no more")
    assert "holds no font that can be used" in faults(tmp_path, "{folder: fonts}")[0]


@pytest.mark.parametrize("cut", [0, 3, 11, 40, 300, 5000])
def test_a_cut_font_is_no_font(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.ttf"
    path.write_bytes((FONTS / "SourceSans3-It.ttf").read_bytes()[:cut])
    assert font_file(path) is None


def test_what_a_file_says_of_itself() -> None:
    italic = font_file(FONTS / "SourceSans3-It.ttf")
    semibold = font_file(FONTS / "SourceSans3-Semibold.ttf")
    assert italic and (italic.weight, italic.italic, italic.variable) == (400, True, False)
    assert semibold and (semibold.weight, semibold.italic) == (600, False)
    assert semibold.families == ("Source Sans 3", "Source Sans 3 Semibold")
