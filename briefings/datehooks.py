"""How dates are read out of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from briefings.dates import PATTERN, partial_date
from briefings.records import PartialDate

if TYPE_CHECKING:
    from briefings.context import Context, Hook

__all__ = ["DATE_HOOKS"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _partial(value: Any, context: Context) -> Any:
    text = value
    if type(value) is int:
        text = context.file.written(context.at)
    if isinstance(text, str) and (found := partial_date(text)) is not None:
        return found
    return _no_date(text, context, f"write {PATTERN}")


def _whole(value: Any, context: Context) -> Any:
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    return _no_date(value, context, "write year-month-day, such as 2019-12-31")


def _no_date(value: Any, context: Context, remedy: str) -> Any:
    if isinstance(value, str) and _DAY.match(value):
        return context.fault(f"there is no day {value}", remedy=remedy)
    shown = repr(value) if isinstance(value, str) else "this"
    return context.fault(f"{shown} is not a date", remedy=remedy)


DATE_HOOKS: Mapping[Any, Hook] = {PartialDate: _partial, date: _whole}
