"""Whether docs/schedule.md is true."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from briefings.errors import SpecError
from briefings.pack import structured
from briefings.recurrence import CATCH_UP, DEFAULT_TIME, FORMS, Schedule
from briefings.recurrence.words import times
from briefings.schedule import ATTEMPTS, KINDS
from briefings.schedule.units import EVERY
from briefings.yamlfile import parse
from tests.test_docs import blocks, part, read, rows

PAGE = read("schedule.md")


def test_every_key_is_described() -> None:
    keys = {field.metadata.get("key", field.name) for field in attrs.fields(Schedule)}
    told = re.findall(r"^\| `(\w+)` \|", part(PAGE, "## Keys"), re.M)
    assert set(told) == keys
    assert rows(part(PAGE, "## Missed times")) == list(CATCH_UP)


def test_every_form_of_words_is_told() -> None:
    told = part(PAGE, "## Words")
    assert tuple(re.findall(r"^- `(.*)`$", told, re.M)) == FORMS
    spoken = re.findall(r"`(\d\d:\d\d|\d+am|\d+\.\d+ pm|noon|midnight)`", told)
    assert len(spoken) == 5
    for time in spoken:
        times(f"every day at {time}")
    assert f"without one it is {DEFAULT_TIME}" in told


def test_the_pack_that_is_shown_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "bank-holidays.ics").write_text("DTSTART;VALUE=DATE:20270329\n", "utf-8")
    file = parse(blocks(PAGE, "yaml")[0], str(tmp_path / "monthly.yaml"), SpecError)
    schedule = structured(file).schedule
    assert schedule is not None
    shown = blocks(PAGE, "")[0]
    assert f"when:      {schedule.words()}\n" in shown
    assert f"cron:      {schedule.times.translated}\n" in shown
    assert f"catch up:  latest: {CATCH_UP['latest']}\n" in shown


def test_what_cannot_be_told_apart_is_refused_as_the_page_says() -> None:
    with pytest.raises(ValueError):
        times("every second Monday")


def test_numbers_and_names_are_those_of_the_code() -> None:
    assert ATTEMPTS == 3 and "After three deaths" in PAGE
    exported = re.findall(r"schedule export (\w+)", "".join(blocks(PAGE, "sh")))
    assert exported == list(KINDS)
    page = part(read("commands.md"), "## briefings schedule export")
    assert f"is {', '.join(map(str, EVERY[:-1]))} or {EVERY[-1]}." in page
