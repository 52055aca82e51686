"""Clusters for the tests that ask for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.executors.clusters import Cluster


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    with ExitStack() as stack:
        yield Cluster(folder, stack)


@pytest.fixture
def pair(cluster: Cluster) -> Cluster:
    """A cluster of two machines."""
    cluster.join()
    cluster.join()
    cluster.await_workers(2)
    return cluster
