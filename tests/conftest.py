"""What every test may use."""

from __future__ import annotations

from collections.abc import Callable
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
