"""The theme: one file over the default, and every reason why one cannot be used."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from briefings.document import Tone
from briefings.errors import ThemeError
from briefings.theme import DEFAULT, MM, Theme, load
from briefings.themecheck import LEAST_CONTRAST, contrast
from briefings.themefiles import FONTS, outline_trouble


def write(folder: Path, text: str) -> Path:
    path = folder / "house.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    write(folder, text)
    monkeypatch.chdir(folder)
    with pytest.raises(ThemeError) as caught:
        load(Path("house.yaml"))
    return [fault.headline() for fault in caught.value.faults]


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), "navy").save(stream, kind)
    return stream.getvalue()


def test_the_default_theme() -> None:
    theme = load()
    assert theme.name == "default"
    assert theme.fonts.regular == FONTS / "SourceSans3-Regular.ttf"
    assert theme.colour("accent") == "#12436D"
    assert theme.style("body").size == 12
    assert theme.logo is None
    assert theme.page.width == pytest.approx(210 * MM)
    assert load() is theme


def test_every_tone_of_the_default_has_enough_contrast() -> None:
    theme = load()
    assert set(theme.tones) == set(Tone) - {Tone.PLAIN}
    for colours in theme.tones.values():
        assert contrast(colours.text, colours.fill or theme.colours.tint) >= LEAST_CONTRAST


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#12436D", "#FFFFFF") == pytest.approx(10.25, abs=0.005)
    assert contrast("#FFFFFF", "#28A197") == pytest.approx(3.17, abs=0.005)


def test_a_theme_names_only_what_it_changes(tmp_path: Path) -> None:
    theme = load(write(tmp_path, "organisation: Napo\ncolours: {accent: '#5A1846'}\n"))
    default = load()
    assert theme.name == "house"
    assert theme.organisation == "Napo"
    assert theme.colours.accent == "#5A1846"
    assert theme.colours.ink == default.colours.ink
    assert theme.styles == default.styles
    assert theme.fonts == default.fonts


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_theme_is_the_default(tmp_path: Path, text: str) -> None:
    assert load(write(tmp_path, text)) == load()


def test_a_theme_survives_a_copy(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(DEFAULT.read_bytes())
    assert load(copy) == load()


def test_every_fault_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "colours: {acent: '#000000', ink: black}\n"
        "styles:\n"
        "  bodyy: {size: 12, leading: 14}\n"
        "  body: {size: 0, weight: bold, colour: red}\n"
        "page: {size: A5, side: 2}\n"
        "tones: {bets: {text: '#000000'}}\n"
        "fonts: {regular: Sauce.ttf}\n"
    )
    assert faults(tmp_path, text, monkeypatch) == [
        "house.yaml:1:11: colours: unknown key 'acent'; did you mean 'accent'?",
        "house.yaml:1:34: colours.ink: 'black' is not a colour; write \"#RRGGBB\", in quotes",
        "house.yaml:3:3: styles.bodyy: unknown style 'bodyy'; did you mean 'body'?",
        "house.yaml:4:16: styles.body.size: 0 is out of range; give 6 to 72 points",
        "house.yaml:4:27: styles.body.weight: unknown weight 'bold'; did you mean 'semibold'?",
        "house.yaml:4:41: styles.body.colour: unknown colour 'red'; choose one that is allowed",
        "house.yaml:5:14: page.size: unknown page size 'A5'; choose one that is allowed",
        "house.yaml:5:24: page.side: 2 is out of range; give 8 to 60 millimetres",
        "house.yaml:6:9: tones: unknown key 'bets'; did you mean 'best'?",
        (
            "house.yaml:7:18: fonts.regular: there is no font file 'Sauce.ttf'; "
            "put it beside the theme file"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "tones: {good: {text: '#FFFFFF'}}",
            ("house.yaml:1:22: tones.good.text: the text of tone good (#FFFFFF) on its fill "
            "(#28A197) has a contrast of only 3.16 to 1; choose a darker or lighter colour: "
            "at least 4.5 to 1"),
        ),
        (
            "tones: {better: {text: '#28A197'}}",
            ("house.yaml:1:24: tones.better.text: the text of tone better (#28A197) on paper "
            "(#FFFFFF) has a contrast of only 3.16 to 1; "),
        ),
        ("colours: {muted: '#777777'}", "house.yaml:1:18: colours.muted: muted (#777777) on paper"),
        ("colours: {tint: '#707070'}", " colours.ink: ink (#1B2733) on tint (#707070)"),
        (
            "styles: {note: {colour: rule}}",
            "house.yaml:1:25: styles.note.colour: rule (#C9D3DC) on paper",
        ),
        (
            "styles: {body: {size: 20}}",
            "styles.body: the leading 17 is less than the size 20: lines would overlap",
        ),
        ("styles: {body: 12}", "house.yaml:1:16: styles.body: must be keys with values, not the"),
        ("logo: {file: no.png, alt: us}", ("house.yaml:1:14: logo.file: the logo 'no.png' cannot "
         "be read: No such file or directory; put it beside the theme file")),
        ("logo: {file: text.png, alt: us}", "text.png is neither PNG nor JPEG nor SVG; save it as"),
        ("logo: {file: cut.png, alt: us}", "logo.file: cut.png is damaged; save it anew"),
        ("logo: {file: good.png}", "logo: the key 'alt' is missing; add it: what the logo says"),
        ("logo: {file: good.png, alt: ' '}", "logo.alt: the logo has no words; write the words"),
        ("logo: {file: good.png, alt: us, height: 99}", "logo.height: 99 is out of range"),
        ("fonts: {regular: text.png}", "fonts.regular: text.png: the file is not a font; give a T"),
        ("fonts: {regular: ''}", "fonts.regular: this is no name of a font file; name"),
        ("- a", "house.yaml:1:1: must be keys with values, not a list; write 'key: value'"),
    ],
)  # fmt: skip
def test_one_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    (tmp_path / "text.png").write_text("no picture, no font")
    (tmp_path / "good.png").write_bytes(picture("PNG"))
    (tmp_path / "cut.png").write_bytes(picture("PNG")[:50])
    assert expected in faults(tmp_path, text, monkeypatch)[0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo(tmp_path: Path, kind: str) -> None:
    (tmp_path / "logo").write_bytes(picture(kind))
    logo = load(write(tmp_path, "logo: {file: logo, alt: Napo, height: 20}")).logo
    assert logo is not None
    assert (logo.alt, logo.height, logo.data) == ("Napo", 20.0, picture(kind))


def test_a_font_beside_the_theme_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "SourceSans3-It.ttf"
    own.write_bytes((FONTS / "SourceSans3-Regular.ttf").read_bytes())
    theme: Theme = load(write(tmp_path, "organisation: x\n"))
    assert theme.fonts.italic == own
    assert theme.fonts.regular.parent == FONTS


def test_fonts_without_truetype_outlines() -> None:
    start = (FONTS / "SourceSans3-Regular.ttf").read_bytes()
    assert outline_trouble(start, len(start)) == ""
    assert outline_trouble(start, 1000) == "the font is cut short"
    assert outline_trouble(b"OTTO" + start[4:], len(start)) == "the font has PostScript outlines"
    assert outline_trouble(b"wOF2", 4) == "the file is a web font"
    assert outline_trouble(start.replace(b"glyf", b"CFF "), len(start)) == (
        "the font has no table glyf"
    )
    assert outline_trouble(b"", 0) == "the file is not a font"


def test_a_wrong_theme_is_not_remembered(tmp_path: Path) -> None:
    path = write(tmp_path, "name: 5\n")
    with pytest.raises(ThemeError):
        load(path)
    write(tmp_path, "name: mine\n")
    assert load(path).name == "mine"
