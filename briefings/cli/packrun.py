"""A run of a pack: build it with the data as it is now, then send its mail."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from briefings.cli import mailed
from briefings.cli.build import origin
from briefings.cli.mailing import account_option
from briefings.cli.options import data_options, load_data
from briefings.errors import Fault

__all__ = ["PackRun", "run_options"]

_PATIENCE = 600.0  # seconds to wait while somebody else builds in the folder
_FEW = 3  # faults that a ledger needs to say what went wrong


def run_options(command: Any) -> Any:
    """What a run needs: the data, and the account to send through."""
    return data_options(account_option(command))


@frozen
class PackRun:
    """Runs a pack for one of its occurrences.

    It can be called again for the same one: what is up to date is not built again, and the
    outbox holds what was sent.
    """

    out: Path
    folders: tuple[Path, ...]
    data_only: bool
    account: Path | None

    def __call__(self, pack: Any, occurrence: Any) -> Any:
        from briefings.schedule import Result

        try:
            outcomes = self._built(pack)
            sent, unsent = mailed.mailed(pack, self.out, occurrence, outcomes, self.account)
        except Exception:
            mailed.overtaken(pack, self.out, occurrence)  # nobody gets last month's file instead
            raise
        words = "; ".join(filter(None, [_words(outcomes), sent]))
        return Result(words, failed=unsent or any(outcome.failed for outcome in outcomes))

    def _built(self, pack: Any) -> list[Any]:
        from briefings import build as builder
        from briefings import executors

        dataset = load_data(self.folders, self.data_only)
        batch = builder.batch([Path(pack.file.name)], dataset)
        options = builder.Options(
            executor=lambda tasks: executors.choose(tasks, os.cpu_count() or 1),
            wait=_PATIENCE,
            origin=origin(self.folders, self.data_only, None, None),
        )
        outcomes = list(builder.build(batch, dataset, self.out, options))
        if bug := next((o for o in outcomes if o.bug), None):
            raise RuntimeError(_listed(bug.faults))
        return outcomes

    def retried(self, packs: Iterable[Any]) -> tuple[str, bool]:
        """Send what is due to be tried again; what came of it, and if it failed."""
        if not any(one.pack.mail for one in packs):
            return "", False
        return mailed.retried(self.out, self.account)


def _words(outcomes: Sequence[Any]) -> str:
    """``3 built, 60 up to date``, and what failed."""
    counts = Counter(outcome.state for outcome in outcomes)
    words = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    faults = [fault for outcome in outcomes if outcome.failed for fault in outcome.faults]
    return f"{words}: {_listed(faults)}" if faults else words


def _listed(faults: Iterable[Fault]) -> str:
    lines = list(dict.fromkeys(fault.headline() for fault in faults))
    more = [f"and {len(lines) - _FEW} more"] if len(lines) > _FEW else []
    return "; ".join([*lines[:_FEW], *more])
