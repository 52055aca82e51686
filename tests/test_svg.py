"""SVG logos: plain shapes are drawn the same everywhere, all else is named."""

from __future__ import annotations

import io
import re
import zipfile
from math import isfinite, pi
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from briefings import build, theme
from briefings.errors import ThemeError
from briefings.svg import Drawing, SvgError, rasterised, read
from briefings.svg.outlines import ellipse, path
from tests.kitchen import kitchen_sink

LOGO = Path(__file__).parent.parent / "specs" / "house-style" / "house" / "logo.svg"


def svg(inside: str, more: str = 'viewBox="0 0 100 50"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {more}>{inside}</svg>'.encode()


def pixels(drawing: Drawing, height: int = 50) -> Image.Image:
    return Image.open(io.BytesIO(rasterised(drawing, height)))


def seen(drawing: Drawing, x: int, y: int) -> str:
    """The colour of a place, in the drawing's own units."""
    red, green, blue, alpha = pixels(drawing).getpixel((x, y))
    return f"#{red:02X}{green:02X}{blue:02X}" if alpha > 127 else ""


def area(drawing: Drawing) -> float:
    """How much of the ground is painted, in the drawing's own units."""
    picture = pixels(drawing, 200)
    scale = 200 / drawing.height
    return sum(picture.getchannel("A").tobytes()) / 255 / scale**2


# ------------------------------------------------------------------------------- drawing


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<rect x="10" y="10" width="40" height="20"/>', 800),
        ('<rect width="40" height="20" rx="10"/>', 400 + 100 * pi),
        ('<circle cx="50" cy="25" r="20"/>', 400 * pi),
        ('<ellipse cx="50" cy="25" rx="40" ry="20"/>', 800 * pi),
        ('<polygon points="0,0 40,0 0,40"/>', 800),
        ('<path d="M0 0h40v40z"/>', 800),
        ('<path d="m0 0 40 0 0 40z m0 0"/>', 800),
        ('<path d="M10 25a15 15 0 1 0 30 0 15 15 0 1 0-30 0z"/>', 225 * pi),
        ('<path d="M30,25 A15,15 0 01 60,25 L30,25z"/>', 225 * pi / 2),
        ('<path d="M0 0Q50 50 100 0z"/>', 100 * 50 / 3),
        ('<path d="M0 0C0 40 100 40 100 0z"/>', 100 * 40 * 0.6),
        ('<line x1="10" y1="25" x2="90" y2="25" stroke="red" stroke-width="4"/>', 320),
        ('<g transform="translate(10 5) scale(2)"><rect width="10" height="10"/></g>', 400),
        ('<rect width="10" height="10" transform="rotate(45 50 25) translate(45 20)"/>', 100),
        ('<rect width="9" height="9" display="none"/><rect width="5" height="5"/>', 25),
        ('<defs><rect width="90" height="40"/></defs><rect width="5" height="5"/>', 25),
    ],
)
def test_shapes_cover_what_they_should(inside: str, expected: float) -> None:
    assert area(read(svg(inside))) == pytest.approx(expected, rel=0.03, abs=3)


def test_holes_by_both_rules() -> None:
    outer, same, other = "M0 0h50v50H0z", "M10 10h30v30H10z", "M10 10v30h30V10z"
    assert area(read(svg(f'<path d="{outer} {same}"/>'))) == pytest.approx(2500, rel=0.02)
    assert area(read(svg(f'<path d="{outer} {other}"/>'))) == pytest.approx(1600, rel=0.02)
    even = f'<path fill-rule="evenodd" d="{outer} {same}"/>'
    assert area(read(svg(even))) == pytest.approx(1600, rel=0.02)


def test_paint_is_inherited_and_the_nearest_counts() -> None:
    drawing = read(
        svg(
            '<g fill="#f00" style="stroke: none"><rect width="20" height="20"/>'
            '<rect x="30" width="20" height="20" fill="blue"/>'
            '<rect x="60" width="20" height="20" fill="#0f0" style="fill:#123456"/></g>'
        )
    )
    assert [seen(drawing, x, 10) for x in (10, 40, 70, 90)] == [
        *("#FF0000", "#0000FF", "#123456", ""),
    ]


def test_a_view_box_that_begins_elsewhere() -> None:
    drawing = read(
        svg('<rect x="-50" y="-25" width="10" height="10"/>', 'viewBox="-50 -25 100 50"')
    )
    assert seen(drawing, 5, 5) == "#000000"


def test_an_ellipse_is_round_everywhere() -> None:
    for letter, values in ellipse(0, 0, 3, 3):
        if letter == "C":
            assert values[4] ** 2 + values[5] ** 2 == pytest.approx(9)


@pytest.mark.parametrize(
    "text", ["L1 1", "M1", "M0 0 L1", "M0 0 C1 1 2 2 3", "M0 0 & 1", "M0 0z 4"]
)
def test_a_path_that_breaks_off_is_told(text: str) -> None:
    with pytest.raises(ValueError):
        path(text)


def test_what_we_write_is_read_as_the_same() -> None:
    drawing = read(LOGO.read_bytes())
    again = read(drawing.svg())
    assert area(again) == pytest.approx(area(drawing), rel=0.001)
    assert len(again.shapes) == len(drawing.shapes) > 10


WORDS = st.sampled_from([
    *"MmLlHhVvCcSsQqTtAaZz", "0", "1", "-3.5", ".5.5", "1e3", "1e999", ",", " ", "nan", "&", "-",
])  # fmt: skip


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_path_is_drawn_or_told(text: str) -> None:
    try:
        drawing = read(svg(f'<path d="{text.replace("&", "&amp;")}"/>'))
    except SvgError:
        return
    for shape in drawing.shapes:
        assert shape.steps[0][0] == "M"
        assert all(isfinite(n) for _, values in shape.steps for n in values)
    assert rasterised(drawing, 20)


# ------------------------------------------------------------------------------ refusing


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (svg("<text>Thames</text>"), "line 1: <text>: make outlines of it"),
        (svg('<image href="x.png"/>'), "<image>: a picture within it is not drawn"),
        (svg("<style>rect {fill: red}</style>"), "<style>: write the colours on the shapes"),
        (svg("<script>alert(1)</script>"), "<script>: nothing in it may run"),
        (svg("<defs><script>alert(1)</script></defs>"), "<script>: nothing in it may run"),
        (svg('<rect width="5" height="5" onclick="x()"/>'), "nothing in it may run or lead out"),
        (svg("<linearGradient/>"), "<linearGradient> is not drawn"),
        (svg('<rect width="5" height="5" fill="url(#a)"/>'), "fill='url(#a)' is not drawn"),
        (svg('<rect width="5" height="5" fill="rgba(0,0,0,0.5)"/>'), "is not drawn"),
        (svg('<rect width="5" height="5" fill="#00000080"/>'), "can be seen through"),
        (svg('<rect width="5" height="5" opacity="0.5"/>'), "opacity is not drawn"),
        (svg('<rect width="5" height="5" filter="url(#f)"/>'), "filter is not drawn"),
        (svg('<rect width="5%" height="5"/>'), "width='5%' is no length"),
        (svg('<rect width="5" height="5" transform="spin(3)"/>'), "is not understood"),
        (svg('<path d="M0 0 L"/>'), "the path is damaged: a number is missing"),
        (svg('<path d="M0 0 L1e999 0 1 1z"/>'), "a number is too large"),
        (svg('<rect width="5" height="5" transform="scale(1e300)"/>'), "a number is too large"),
        (svg('<rect width="5" height="5"/>', 'viewBox="0 0 1e999 5"'), "it has no size"),
        (svg(""), "it holds no shape"),
        (svg('<rect width="5" height="5"/>', ""), "it has no size that can be drawn"),
        (b"<svg>", "it is damaged"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "it is no SVG file"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<g/>"), "it declares entities"),
    ],
)
def test_what_cannot_be_drawn_is_named(data: bytes, said: str) -> None:
    with pytest.raises(SvgError, match=re.escape(said)):
        read(data)


def test_everything_is_told_at_once_at_its_place_in_the_theme(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(svg("\n<text>a</text>\n<image/>"))
    (tmp_path / "house.yaml").write_text("logo: {alt: Thames, file: logo.svg}\n", "utf-8")
    with pytest.raises(ThemeError) as caught:
        theme.load(tmp_path / "house.yaml")
    assert [fault.what for fault in caught.value.faults] == [
        "logo.svg: line 2: <text>: make outlines of it",
        "logo.svg: line 3: <image>: a picture within it is not drawn",
    ]
    assert {str(f.place).rpartition("house.yaml")[2] for f in caught.value.faults} == {":1:27"}


# -------------------------------------------------------------------------- in each file


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "logo.svg").write_bytes(LOGO.read_bytes())
    (folder / "house.yaml").write_text("logo: {file: logo.svg, alt: Thames Council}\n", "utf-8")
    made = build.write_formats(kitchen_sink(), theme.load(folder / "house.yaml"),
                               ("docx", "pdf", "html"))  # fmt: skip
    return {format_: make() for format_, make in made.items()}


def test_word_holds_the_drawing_and_a_picture_of_it(files: dict[str, bytes]) -> None:
    package = zipfile.ZipFile(io.BytesIO(files["docx"]))
    assert read(package.read("word/media/drawing1.svg")).shapes
    body = package.read("word/document.xml").decode()
    png, vector = re.search(
        r'<a:blip r:embed="(\w+)">.*?<asvg:svgBlip [^>]*r:embed="(\w+)"', body
    ).groups()  # type: ignore[union-attr]
    relations = package.read("word/_rels/document.xml.rels").decode()
    targets = dict(re.findall(r'Id="(\w+)"[^>]*Target="([^"]+)"', relations)) | {
        i: t for t, i in re.findall(r'Target="([^"]+)"[^>]*Id="(\w+)"', relations)
    }
    assert targets[vector] == "media/drawing1.svg" and targets[png].endswith(".png")
    assert 'Extension="svg"' in (types := package.read("[Content_Types].xml").decode()) or (
        'PartName="/word/media/drawing1.svg" ContentType="image/svg+xml"' in types
    )


def test_the_page_holds_the_drawing_alone(files: dict[str, bytes]) -> None:
    found = re.search(rb'<img class="logo" src="data:image/svg\+xml;base64,', files["html"])
    assert found


def test_the_pdf_paints_vectors_and_says_the_words(files: dict[str, bytes]) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(io.BytesIO(files["pdf"])) as made:
        page = made.pages[0]
        content = page.Contents.read_bytes()
        figure = content[content.index(b"/Figure") :]
        figure = figure[: figure.index(b"EMC")]
        assert figure.count(b" rg ") > 5 and b" Do" not in figure
        alts = [str(o.Alt) for o in made.objects
                if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]  # fmt: skip
        assert "Thames Council" in alts
