"""The sender killed at every step of a mail: the mailbox and the ledger agree."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.mail.killed import STEPS, UNSURE, agree, killed
from tests.mail.servers import mailbox

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_lost_or_sent_twice(tmp_path: Path, step: str) -> None:
    number = 1 if step in ("planned", "claimed") else 2
    with mailbox() as box:
        states = killed(tmp_path, box, step, number)
        agree(box, states)
    unsure = [address for address, state in states.items() if state == "uncertain"]
    assert len(unsure) == (step in UNSURE)
    if step == "answered":
        assert box.to(unsure[0])  # the server has it, and only a person can know
