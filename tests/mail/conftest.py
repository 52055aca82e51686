"""What the tests of mail share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.desk import Desk, desk
from tests.mail.servers import Mailbox, mailbox


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose pack has one route to three, and one file built."""
    with desk(tmp_path) as made:
        made.build("north.pdf", b"%PDF " + bytes(range(256)) * 20)
        yield made


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box
