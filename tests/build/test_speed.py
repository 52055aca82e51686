"""A build that has nothing to do is quick, and imports nothing that makes files."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.works import PROFILE, Works

CODE = """\
import json, sys
from click.testing import CliRunner
from briefings.cli import main
told = CliRunner().invoke(main, ["build", "monthly.yaml", "--data", "tiny", "--data-only"])
print(json.dumps([told.exit_code, told.output.split()[-3:], sorted(sys.modules)]))
"""
MAKERS = {"briefings.layout", "briefings.writers", "briefings.compose", "briefings.combine",
          "briefings.packindex", "reportlab", "docx", "lxml", "PIL", "markdown_it", "sqlite3",
          "multiprocessing.spawn", "distributed"}  # fmt: skip
LIMIT = 2.5  # seconds of one processor; a quiet machine takes half of one


@pytest.fixture
def big(works: Works) -> Works:
    """21 briefings in three formats, and all that a pack makes of them."""
    works.write("people.csv", "id\n" + "".join(f"p{n}\n" for n in range(21)))
    works.write("profile.yaml", PROFILE.replace("formats: [html]\n", ""))
    works.pack("  - {spec: profile.yaml, for_each: {rows: people.csv}}\n",
               "combined: true\nindex: true\nzip: true\n")  # fmt: skip
    assert {o.state for o in works.build()} == {"built"}
    return works


def test_nothing_to_do_is_done_quickly_and_imports_little(big: Works) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    code, words, modules = json.loads(done.stdout)
    assert (code, words) == (0, ["up", "to", "date"]) or "67" in words, done.stdout
    assert not MAKERS & set(modules)
    assert after.ru_utime - before.ru_utime < LIMIT
    assert Path("output/monthly.zip").exists()
