"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 120  # seconds, of which a test needs a fraction on any machine


def until(true: Callable[[], Any]) -> None:
    """Wait for what will come to be; fail when it does not."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)
