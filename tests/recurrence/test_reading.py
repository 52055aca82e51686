"""Schedules out of YAML: what is read, and every fault with its place and remedy."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from attrs import field, frozen

from briefings.errors import SpecError
from briefings.jsonschema import schema
from briefings.recurrence import OVERRIDES, SCHEDULE_HOOKS, Schedule
from briefings.structure import structure
from briefings.yamlfile import parse


@frozen
class Holder:
    """A file with a schedule, as a pack is one."""

    schedule: Schedule | None = field(default=None)


def read(text: str, name: str = "pack.yaml") -> Schedule:
    lines = "".join(f"  {line}\n" for line in text.splitlines())
    file = parse(f"schedule:\n{lines}", name, SpecError)
    found = structure(file, Holder, hooks=SCHEDULE_HOOKS).schedule
    assert found is not None
    return found


def told(text: str, name: str = "pack.yaml") -> list[str]:
    with pytest.raises(SpecError) as caught:
        read(text, name)
    return [fault.headline() for fault in caught.value.faults]


GOOD = "timezone: Europe/London\nwhen: every weekday at 07:00"


def test_a_schedule_in_cron() -> None:
    found = read(
        'cron: "0 7 1 * *"\ntimezone: Europe/London\nexcept: [2026-12-25, 2026-12-28]\n'
        "start: 2026-01-01\nend: 2027-03-31\ncatch_up: all"
    )
    assert found.times.cron.text == "0 7 1 * *"
    assert found.zone.key == "Europe/London"
    assert found.days_off == {date(2026, 12, 25), date(2026, 12, 28)}
    assert (found.start, found.end) == (date(2026, 1, 1), date(2027, 3, 31))
    assert found.catch_up == "all"


def test_a_schedule_in_words() -> None:
    found = read(GOOD)
    assert (found.times.cron.text, found.words()) == ("0 7 * * 1-5", "every weekday at 07:00")
    assert found.catch_up == "latest"


def test_every_fault_is_told_at_once() -> None:
    assert told(
        "when: every Mondey at 09:00\ntimezone: Europe/Lundon\nexcept: [2026-02-30, soon]\n"
        "start: tomorrow\ncatch_up: some\nevery: day"
    ) == [
        "pack.yaml:2:9: schedule.when: 'mondey' in 'every Mondey at 09:00' is not known; "
        "did you mean 'Monday'?",
        "pack.yaml:3:13: schedule.timezone: unknown time zone 'Europe/Lundon'; "
        "did you mean 'Europe/London'?",
        "pack.yaml:4:12: schedule.except[0]: there is no day 2026-02-30; write 2026-12-25, "
        "2026-12-24 to 2027-01-01, or a file of dates (.txt, .csv, .ics)",
        "pack.yaml:4:24: schedule.except[1]: 'soon' is no date; write 2026-12-25, "
        "2026-12-24 to 2027-01-01, or a file of dates (.txt, .csv, .ics)",
        "pack.yaml:5:10: schedule.start: 'tomorrow' is not a date; write year-month-day, "
        "such as 2019-12-31",
        "pack.yaml:6:13: schedule.catch_up: unknown catch_up 'some'; choose one that is allowed",
        "pack.yaml:7:3: schedule: unknown key 'every'; choose one that is allowed",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("timezone: Europe/London",
         "pack.yaml:2:3: schedule: nothing says when; add `when: every weekday at 07:00`, or "
         '`cron: "0 7 * * 1-5"`'),
        (f'{GOOD}\ncron: "0 7 * * *"',
         "pack.yaml:3:3: schedule.when: both `cron` and `when` are given; keep one"),
        ("when: every day at 07:00",
         "pack.yaml:2:3: schedule: the key 'timezone' is missing; add it: the place whose clocks "
         "count, such as Europe/London"),
        (f"{GOOD}\nstart: 2027-01-01\nend: 2026-12-31",
         "pack.yaml:5:8: schedule.end: the end, 2026-12-31, is before the start, 2027-01-01; "
         "change one of them"),
        (f"{GOOD}\nexcept: 2027-01-02 to 2026-12-24",
         "pack.yaml:4:11: schedule.except: '2027-01-02 to 2026-12-24' is no span of days; write "
         "the earlier day first, and a year at most"),
        ("timezone: Europe/London\ncron: 7",
         'pack.yaml:3:9: schedule.cron: the number 7 is no cron expression; write five fields in '
         'quotes, such as "0 7 1 * *"'),
    ],
)  # fmt: skip
def test_one_fault(text: str, fault: str) -> None:
    assert told(text) == [fault]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("London", "did you mean 'Europe/London'?"),
        ("europe/london", "did you mean 'Europe/London'?"),
        ("New York", "did you mean 'America/New_York'?"),
        ("BST", "write a place, such as Europe/London"),
        ("Europe", "write a place, such as Europe/London"),
        ("../../etc/passwd", "write a place, such as Europe/London"),
        ("Middle Earth", "write a place, such as Europe/London"),
    ],
)
def test_an_unknown_time_zone_is_told_with_the_nearest(name: str, remedy: str) -> None:
    (fault,) = told(f"when: every day at 07:00\ntimezone: {name}")
    assert fault.endswith(f"unknown time zone {name!r}; {remedy}")


# ------------------------------------------------------------------------------ days off


def test_a_span_of_days() -> None:
    found = read(f"{GOOD}\nexcept: [2026-12-30 to 2027-01-02, 2026-12-25]")
    assert sorted(found.days_off) == [
        date(2026, 12, 25), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1),
        date(2027, 1, 2),
    ]  # fmt: skip


FILES = {
    "days.txt": "# bank holidays\n2026-12-25\n\n2026-12-28  in place of Boxing Day\n",
    "days.csv": '"date","title"\n"2026-12-25","Christmas Day"\n"2026-12-28","Boxing Day"\n',
    "days.ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\n"
    "DTEND;VALUE=DATE:20261226\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
    "DTSTART;VALUE=DATE:20261228\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_days_beside_the_pack(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8", newline="")
    found = read(f"{GOOD}\nexcept: {name}", str(tmp_path / "pack.yaml"))
    assert found.days_off == {date(2026, 12, 25), date(2026, 12, 28)}
    assert found.leave_out[0].file == name


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("days.txt", None, "days.txt: there is no such file; check the path"),
        ("days.txt", "# none yet\n", "days.txt: the file holds no date; write one on each line"),
        ("days.txt", "2026-12-25\nBoxing Day\n",
         "days.txt: line 2 starts with no date; write 2026-12-25 first"),
        ("days.csv", "date\n2026-02-30\n",
         "days.csv: line 2 starts with no date; write 2026-12-25 first"),
        ("days.ics", "BEGIN:VCALENDAR\n",
         "days.ics: the file holds no event; give a calendar with whole days"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_file_of_days(
    name: str, content: str | None, what: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    (fault,) = told(f"{GOOD}\nexcept: [{name}]", str(tmp_path / "pack.yaml"))
    assert fault.endswith(f"schedule.except[0]: {what}")


# -------------------------------------------------------------------------------- schema


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"timezone": "UTC", "when": "every day at 07:00"}, True),
        ({"timezone": "UTC", "cron": "0 7 * * *", "except": ["2026-12-25"]}, True),
        ({"timezone": "UTC", "cron": "0 7 * * *", "except": "days.txt"}, True),
        ({"timezone": "UTC"}, False),
        ({"timezone": "UTC", "cron": "0 7 * * *", "when": "every day"}, False),
        ({"cron": "0 7 * * *"}, False),
        ({"timezone": "UTC", "cron": "0 7 * * *", "catch_up": "some"}, False),
    ],
)
def test_the_schema_says_the_same(value: object, fits: bool) -> None:
    made = schema(Holder, "A file", overrides=OVERRIDES)
    json.dumps(made)
    validator = jsonschema.Draft202012Validator(made)
    assert validator.is_valid({"schedule": value}) is fits
