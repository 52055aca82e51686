"""The examples, built on a cluster that loses a machine meanwhile."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from briefings import build, dataset
from briefings.build.fingerprint import program
from briefings.executors import Executor, dask, in_process
from tests.executors.clusters import Cluster, vanish

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::DeprecationWarning", "default::ResourceWarning"),
]

SPECS = Path(__file__).parent.parent.parent / "specs"


def built(
    executor: Executor, out: Path, lost: subprocess.Popen[bytes] | None = None
) -> dict[str, bytes]:
    """The files that come out; ``lost`` is a machine that goes when the first is there."""
    data = dataset.load()
    paths = build.find_specs([SPECS, SPECS / "house-style"])
    options = build.Options(executor=lambda jobs: executor)
    for outcome in build.build(build.batch(paths, data), data, out, options):
        assert outcome.faults == ()
        if lost is not None:
            vanish(lost)
    return {path.name: path.read_bytes() for path in out.iterdir() if path.suffix != ".json"}


def test_a_cluster_that_loses_a_machine_writes_the_same_files(
    pair: Cluster, tmp_path: Path
) -> None:
    local = built(in_process(), tmp_path / "local")
    distributed = built(dask(pair.address, program), tmp_path / "distributed", pair.machines[0])
    assert len(local) >= 30
    assert {n for n in {*local, *distributed} if local.get(n) != distributed.get(n)} == set()
