"""Which inspection in a provider's file a row speaks of, and new ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefings.ingest.facts import Moment
from briefings.records import PartialDate

__all__ = ["find_inspection", "new_inspection", "set_dates"]


def find_inspection(known: Sequence[dict[str, Any]], moment: Moment) -> list[dict[str, Any]]:
    """The inspections that ``moment`` can mean: by id, by dates, else all of its framework."""
    if moment.id:
        return [inspection for inspection in known if inspection["id"] == moment.id]
    found = [inspection for inspection in known if inspection["framework"] == moment.framework]
    if moment.round and not moment.dated:
        return [inspection for inspection in found if inspection.get("round") == moment.round]
    if moment.published:
        found = [i for i in found if _agree(i.get("published"), moment.published)]
    elif moment.fieldwork:
        found = [i for i in found if _agree(i.get("fieldwork"), moment.fieldwork)]
    return found


def _agree(written: object, when: PartialDate) -> bool:
    """Whether one of two dates is the other, less precise."""
    text = "" if written is None else str(written)
    return bool(text) and (text.startswith(when.text) or when.text.startswith(text))


def set_dates(inspection: dict[str, Any], moment: Moment) -> None:
    """Add the dates and the round that the inspection lacks, or knows less precisely."""
    for key, when in (("published", moment.published), ("fieldwork", moment.fieldwork)):
        if when is not None and _says_more(when, inspection.get(key)):
            inspection[key] = when.text
    if moment.round:
        inspection["round"] = moment.round


def _says_more(when: PartialDate, written: object) -> bool:
    """A date is kept where it agrees and is as precise."""
    return written is None or not str(written).startswith(when.text)


def new_inspection(provider: str, moment: Moment, taken: set[str], source: str) -> dict[str, Any]:
    """An inspection with what ``moment`` says of it."""
    data: dict[str, Any] = {"id": _id(provider, moment, taken), "framework": moment.framework}
    if moment.round:
        data["round"] = moment.round
    if moment.published:
        data["published"] = moment.published.text
    if moment.fieldwork:
        data["fieldwork"] = moment.fieldwork.text
    if moment.dated:
        data["source"] = source
    return data


def _id(provider: str, moment: Moment, taken: set[str]) -> str:
    """``merseyside-2019``; with the month or a number where that is taken."""
    if moment.id:
        return moment.id
    when = moment.published or moment.fieldwork
    year = str(when.first.year) if when and when.first else moment.framework
    full = when.text if when and when.first and when.text[:4].isdigit() else year
    wanted = [f"{provider}-{year}", f"{provider}-{full}"]
    wanted += [f"{provider}-{full}-{n}" for n in range(2, 1000)]
    return next(id for id in wanted if id not in taken)
