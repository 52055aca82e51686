"""What facts differ between two states of the data, in words.

Both are compared in the shape in which data is exported, so that a folder can be held
against a file that was exported long ago.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

__all__ = ["Difference", "differences"]


_HOW = ("source", "basis", "note")  # how a fact is known, which goes without saying of a new one


@frozen
class Said:
    """One fact: what it is called, what it says, and how that is known."""

    label: str
    value: str
    details: Mapping[str, str] = field(factory=dict)


@frozen
class Difference:
    """A fact that is new (``+``), gone (``-``) or says something else (``~``)."""

    sign: str
    label: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        match self.sign:
            case "+":
                return f"+ {self.label}: {self.after}"
            case "-":
                return f"- {self.label}: {self.before}"
            case _:
                return f"~ {self.label}: {self.before or 'nothing'} -> {self.after or 'nothing'}"

    def as_json(self) -> dict[str, str]:
        kinds = {"+": "added", "-": "removed", "~": "changed"}
        return {
            "change": kinds[self.sign],
            "fact": self.label,
            "before": self.before,
            "after": self.after,
        }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What ``after`` says differently; both are exported data."""
    old, new = dict(_facts(before)), dict(_facts(after))
    found: list[Difference] = []
    for key in [*new, *(key for key in old if key not in new)]:
        found += _difference(old.get(key), new.get(key))
    return found


def _difference(old: Said | None, new: Said | None) -> Iterator[Difference]:
    if new is None:
        assert old is not None
        yield Difference("-", old.label, old.value)
    elif old is None:
        yield Difference("+", new.label, after=new.value)
    else:
        if old.value != new.value:
            yield Difference("~", new.label, old.value, new.value)
        for name in {**old.details, **new.details}:
            was, now = old.details.get(name, ""), new.details.get(name, "")
            if was != now and not (name in _HOW and old.value != new.value):
                yield Difference("~", f"{name} of {new.label}", was, now)


# ---------------------------------------------------------------------------------- facts

_HELD = ("owner", "start", "end")
_SEEN = ("provider", "measure", "value", "qualifier", "period", "as_of")
_Facts = Iterator[tuple[tuple[str, ...], Said]]


def _facts(data: Mapping[str, Any]) -> _Facts:
    """Every fact of exported data, by a key that stays when it changes."""
    names = {provider["id"]: provider["name"] for provider in data["providers"]}
    for provider in data["providers"]:
        yield from _provider(provider, data)
    measures = {measure["id"]: measure for measure in data["measures"]}
    for seen in data["observations"]:
        yield _observation(seen, names, measures)
    for table in ("measures", "sources", "rounds", "groups", "scales", "frameworks"):
        for entry in data[table]:
            yield from _entry(table, entry)


def _provider(provider: Mapping[str, Any], data: Mapping[str, Any]) -> _Facts:
    name, id = provider["name"], provider["id"]
    yield ("provider", id), Said(f"provider {id}", f"{name} ({provider['kind']})")
    for key in ("short", "region", "aliases", "predecessors", "notes"):
        if provider[key]:
            yield ("provider", id, key), Said(f"{key} of {name}", _plain(provider[key]))
    for held in provider["ownership"]:
        words = " ".join(
            f"{word} {held[key]}" for key, word in (("start", "from"), ("end", "to")) if held[key]
        )
        yield (
            ("provider", id, "owner", held["owner"], str(held["start"])),
            Said(f"owner of {name}: {held['owner']}", words or "no dates", _more(held, _HELD)),
        )
    frameworks = {framework["id"]: framework for framework in data["frameworks"]}
    years = [_year(inspection) for inspection in provider["inspections"]]
    for inspection, year in zip(provider["inspections"], years, strict=True):
        alone = year and years.count(year) == 1
        of = f"{name}, {year}" if alone else f"{name} ({inspection['id']})"
        yield from _inspection(inspection, of, frameworks[inspection["framework"]])


def _year(inspection: Mapping[str, Any]) -> str:
    """The year by which an inspection is known."""
    when = str(inspection["published"] or inspection["fieldwork"] or "")
    return next((word for word in when.replace("-", " ").split() if len(word) == 4), "")


def _inspection(inspection: Mapping[str, Any], of: str, framework: Mapping[str, Any]) -> _Facts:
    key = ("inspection", inspection["id"])
    details = {"source": str(inspection["source"] or "")}
    yield key, Said(f"inspection of {of}", framework["name"], details)
    for part, label in (("published", "publication"), ("fieldwork", "fieldwork"),
                        ("round", "round"), ("area", "area inspected")):  # fmt: skip
        if inspection[part]:
            yield (*key, part), Said(f"{label} of the inspection of {of}", str(inspection[part]))
    rated = "" if inspection["rated"] else "not rated"
    if rated:
        yield (*key, "rated"), Said(f"ratings of {of}", rated)
    if inspection["overall"]:
        yield (*key, "overall"), _rating(f"overall rating of {of}", inspection["overall"])
    titles = {s["number"]: f"{s['number']} {s['name']}" for s in framework["standards"]}
    for standard, rating in inspection["standards"].items():
        label = f"{titles.get(standard, standard)} of {of}"
        yield (*key, "standard", standard), _rating(label, rating)
    yield from _reported(key, inspection, of)


def _rating(label: str, rating: Mapping[str, Any]) -> Said:
    return Said(label, rating["rating"], _more(rating, ("rating",)))


def _reported(key: tuple[str, ...], inspection: Mapping[str, Any], of: str) -> _Facts:
    """What else the report of an inspection says."""
    if inspection["split"]:
        split = inspection["split"]
        details = _more(split, ("ratings",))
        label = f"split of the ratings of {of}"
        yield (*key, "split"), Said(label, _plain(split["ratings"]), details)
    if inspection["score"]:
        score = inspection["score"]
        words = f"{score['value']} of {score['out_of']}"
        details = _more(score, ("value", "out_of"))
        yield (*key, "score"), Said(f"printed score of {of}", words, details)
    for part, label in (("recommendation_count", "number of recommendations"),
                        ("lead_inspector", "lead inspector")):  # fmt: skip
        if inspection[part]:
            fact = inspection[part]
            details = _more(fact, ("value", "number"))
            yield (*key, part), Said(f"{label} of {of}", fact["value"], details)
    for entry in inspection["recommendations"]:
        label = f"recommendation {entry['number']} of {of}"
        details = _more(entry, ("number", "text"))
        yield (*key, "recommendation", str(entry["number"])), Said(label, entry["text"], details)
    for entry in inspection["findings"]:
        yield (
            (*key, "finding", entry["text"]),
            Said(f"finding of {of}", entry["text"], _more(entry, ("text",))),
        )
    for note in inspection["notes"]:
        yield (*key, "note", note), Said(f"note on {of}", note)


def _observation(
    seen: Mapping[str, Any], names: Mapping[str, str], measures: Mapping[str, Any]
) -> tuple[tuple[str, ...], Said]:
    measure = measures.get(seen["measure"], {"name": seen["measure"], "unit": ""})
    when = seen["period"] or seen["as_of"] or ""
    label = f"{measure['name']} of {names.get(seen['provider'], seen['provider'])}"
    value = _digits(seen["value"]) + ("%" if measure["unit"] == "%" else "")
    if seen["qualifier"]:
        value = f"{seen['qualifier']} {value}"
    key = ("value", seen["provider"], seen["measure"], seen["period"], str(seen["as_of"] or ""))
    return key, Said(f"{label}, {when}" if when else label, value, _more(seen, _SEEN))


def _entry(table: str, entry: Mapping[str, Any]) -> _Facts:
    """An entry of a table: that it is there, and each thing that it says."""
    label = f"{table.removesuffix('s')} {entry['id']}"
    named = next((key for key in ("name", "title", "framework") if entry.get(key)), "id")
    title = "" if named == "id" else str(entry[named])
    details = {key: _plain(value) for key, value in entry.items() if key not in ("id", named)}
    yield (table, entry["id"]), Said(label, title, details)


def _more(fact: Mapping[str, Any], said: Sequence[str]) -> dict[str, str]:
    """What else a fact holds than what is ``said`` of it already."""
    rest = ((key, _plain(value)) for key, value in fact.items() if key not in said)
    return {key.replace("_", " "): words for key, words in rest if words}


def _plain(value: Any) -> str:
    """A value of any shape as words."""
    match value:
        case None:
            return ""
        case dict():
            inner = ((key, _plain(v)) for key, v in value.items())
            return ", ".join(f"{key} {words}" for key, words in inner if words)
        case list():
            return "; ".join(_plain(entry) for entry in value)
        case bool():
            return str(value).lower()
        case int() | float():
            return _digits(value)
        case _:
            return str(value)


def _digits(value: float) -> str:
    """A number in full: rounding would hide a difference."""
    return f"{value:,.15g}"
