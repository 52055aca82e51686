"""What every test of a build works with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.works import PROFILE, Works


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """A working folder of its own, with one spec in it."""
    monkeypatch.chdir(tmp_path)
    made = Works.new()
    made.write("profile.yaml", PROFILE)
    return made
