"""How a schedule is read out of YAML, and what its JSON Schema says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from attrs import fields, frozen

from briefings.context import MISSING, Context, Hook, describe
from briefings.recurrence.cron import Cron, CronFault, cron
from briefings.recurrence.daysoff import days_off
from briefings.recurrence.schedule import DaysOff, Schedule, Times
from briefings.recurrence.words import FORMS, WordsFault, times
from briefings.recurrence.zones import near, zone

__all__ = ["OVERRIDES", "SCHEDULE_HOOKS"]


def _zone(value: Any, context: Context) -> Any:
    example = "write a place, such as Europe/London"
    if not isinstance(value, str) or not value.strip():
        return context.fault(f"{describe(value)} is no time zone", remedy=example)
    found = zone(value)
    if found is None:
        suggested = near(value)
        remedy = f"did you mean {suggested!r}?" if suggested else example
        return context.fault(f"unknown time zone {value!r}", remedy=remedy)
    return found


def _cron(value: Any, context: Context) -> Any:
    if not isinstance(value, str):
        remedy = 'write five fields in quotes, such as "0 7 1 * *"'
        return context.fault(f"{describe(value)} is no cron expression", remedy=remedy)
    try:
        return cron(value)
    except CronFault as fault:
        return context.fault(str(fault), remedy=fault.remedy)


def _when(value: Any, context: Context) -> Any:
    if not isinstance(value, str):
        what = f"{describe(value)} does not say when"
        return context.fault(what, remedy=f"write words, such as {FORMS[1]}", allowed=FORMS)
    try:
        return times(value)
    except WordsFault as fault:
        return context.fault(str(fault), remedy=fault.remedy, allowed=FORMS)


@frozen
class _Written(Schedule):
    """As :class:`Schedule`; read key by key, while its hook sees them together."""


def _schedule(value: Any, context: Context) -> Any:
    """A mapping; what its keys must keep to together is told with what is wrong in each."""
    wrong = _together(value, context) if isinstance(value, dict) else False
    found = context.structure(value, _Written)
    if wrong or not isinstance(found, _Written):
        return MISSING
    if found.start and found.end and found.end < found.start:
        what = f"the end, {found.end}, is before the start, {found.start}"
        return context.fault(what, remedy="change one of them", at=(*context.at, "end"))
    return Schedule(*(getattr(found, each.name) for each in fields(Schedule)))


def _together(value: Mapping[str, Any], context: Context) -> bool:
    given = [key for key in ("cron", "when") if key in value]
    if len(given) == 1:
        return False
    if given:
        at = (*context.at, "when")
        context.fault("both `cron` and `when` are given", remedy="keep one", at=at, key=True)
    else:
        remedy = 'add `when: every weekday at 07:00`, or `cron: "0 7 * * 1-5"`'
        context.fault("nothing says when", remedy=remedy)
    return True


SCHEDULE_HOOKS: Mapping[Any, Hook] = {
    Schedule: _schedule,
    ZoneInfo: _zone,
    Cron: _cron,
    Times: _when,
    DaysOff: days_off,
}

_TEXT = {"type": "string", "minLength": 1}


def _schema(of: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The keys, of which one says when."""
    one = [{"required": ["cron"]}, {"required": ["when"]}]
    return {**of(_Written), "oneOf": one}


# For briefings.jsonschema: the schemas of the types above.
OVERRIDES: Mapping[Any, Any] = {
    Schedule: _schema,
    ZoneInfo: _TEXT,
    Cron: _TEXT,
    Times: {**_TEXT, "examples": list(FORMS)},
    DaysOff: _TEXT,
}
