"""Plain words: each form by its cron expression, each fault by what it says."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.recurrence import DEFAULT_TIME, FORMS
from briefings.recurrence.cron import NICKNAMES, CronFault, cron
from briefings.recurrence.words import DAYS, MONTHS, WordsFault, times

MEANT = {
    "every day at 7:30": ("30 7 * * *", 0),
    "daily at noon": ("0 12 * * *", 0),
    "every weekday at 07:00": ("0 7 * * 1-5", 0),
    "Every working day at 7am": ("0 7 * * 1-5", 0),
    "every Monday at midnight": ("0 0 * * 1", 0),
    "every Thursday and Monday at 09:00": ("0 9 * * 1,4", 0),
    "each Monday, Wednesday, and Friday at 4.15 pm": ("15 16 * * 1,3,5", 0),
    "every sunday at 12am": ("0 0 * * 7", 0),
    "every month on the 1st at 07:00": ("0 7 1 * *", 0),
    "every month on the 15th and 1st at 07:00": ("0 7 1,15 * *", 0),
    "the 2nd of every month at 12:05": ("5 12 2 * *", 0),
    "every quarter on the 3rd at 12pm": ("0 12 3 1,4,7,10 *", 0),
    "every year on 1 April at 09:00": ("0 9 1 4 *", 0),
    "first Monday at 09:00": ("0 9 * * 1#1", 0),
    "the third Tuesday of every month at 09:00": ("0 9 * * 2#3", 0),
    "last Friday of March and September at 16:00": ("0 16 * 3,9 5L", 0),
    "last Friday of the quarter at 16:00": ("0 16 * 3,6,9,12 5L", 0),
    "last working day of the month at 16:00": ("0 16 * * *", -1),
    "first working day of the quarter at 08:00": ("0 8 * 1,4,7,10 *", 1),
    "second working day of January at 08:00": ("0 8 * 1 *", 2),
    "last day of the month at 18:00": ("0 18 L * *", 0),
    "first day of the quarter at 18:00": ("0 18 1 1,4,7,10 *", 0),
}


@pytest.mark.parametrize("text", MEANT)
def test_what_words_mean(text: str) -> None:
    found = times(text)
    assert (found.cron.text, found.working) == MEANT[text]
    cron(found.cron.text)


@pytest.mark.parametrize("text", [*MEANT, *FORMS])
def test_what_is_said_back_means_the_same(text: str) -> None:
    found = times(text)
    assert times(found.said) == found
    assert times(found.said).said == found.said


def test_the_forms_are_said_back_as_they_are_written() -> None:
    assert [times(form).said for form in FORMS] == list(FORMS)


def test_without_a_time_it_is_seven_in_the_morning() -> None:
    assert times("last working day of the month") == times(
        f"last working day of the month at {DEFAULT_TIME}"
    )


def test_a_working_day_is_told_with_the_cron_that_cannot_say_it() -> None:
    told = times("last working day of the month at 16:00").translated
    assert told == "0 16 * * *, only on the last working day of a month"


WRONG = {
    "every Mondey at 09:00": "did you mean 'Monday'?",
    "evry day at 09:00": "did you mean 'every'?",
    "every day at 25:00": "write one from 00:00 to 23:59",
    "every day at 13pm": "write one from 00:00 to 23:59",
    "every day at 7": "write it as 07:00",
    "every day at dawn": "write it as 07:00",
    "every second Monday at 09:00": "write 'second monday' for once a month",
    "every month on the 31st at 07:00": "write 'last day of the month' for the end of it",
    "every month on the 41st at 07:00": "write one from 1 to 31",
    "every year on 29 February at 07:00": "write a day that every year has",
    "every month at 07:00": "did you mean something like 'every month on the 1st at 07:00'?",
    "last weekday of the month at 07:00": "did you mean something like "
    "'last day of the month at 18:00'?",
    "fortnightly": "use one of the forms",
    "": "use one of the forms",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_told_of_words_that_are_not_understood(text: str) -> None:
    with pytest.raises(WordsFault) as caught:
        times(text)
    assert caught.value.remedy == WRONG[text]


@given(st.lists(st.sampled_from([*DAYS, *MONTHS, "every", "the", "first", "last", "working",
                                 "day", "of", "month", "on", "at", "1st", "31", "07:00", "and",
                                 "noon", "99:99", "quarter", ","]), max_size=8))  # fmt: skip
def test_any_words_are_understood_or_told(words: list[str]) -> None:
    with suppress(WordsFault):
        found = times(" ".join(words))
        cron(found.cron.text)
        assert times(found.said) == found


# -------------------------------------------------------------------------------- cron

CRON_WRONG = {
    "0 7 1 *": ("'0 7 1 *' has 4 fields and not five", "write minute, hour"),
    "0 0 7 1 * *": ("'0 0 7 1 * *' has 6 fields and not five", "write minute, hour"),
    "0 25 * * *": ("'25' is no hour", "write 0 to 23"),
    "60 7 * * *": ("'60' is no minute", "write 0 to 59"),
    "0 7 * FOO *": ("'FOO' is no month", "write 1 to 12"),
    "0 7 * * 8": ("'8' is no day of the week", "write 0 to 7"),
    "0 7 32 * *": ("'32' is no day of the month", "write 1 to 31"),
    "0 7 31 4,6 *": ("no month of '4,6' has a day 31", "write L for the last day"),
    "0 7 5-1 * *": ("'5-1' is no day of the month", "write 1 to 31"),
    "@monthly": ("'@monthly' is not read here", "write '0 0 1 * *'"),
}


@pytest.mark.parametrize("text", CRON_WRONG)
def test_what_is_told_of_cron_that_does_not_hold(text: str) -> None:
    with pytest.raises(CronFault) as caught:
        cron(text)
    what, remedy = CRON_WRONG[text]
    assert str(caught.value) == what
    assert caught.value.remedy.startswith(remedy)


@pytest.mark.parametrize("text", [*NICKNAMES.values(), "*/15 8-17 * * MON-FRI", "0 7 LW * *"])
def test_cron_that_holds(text: str) -> None:
    assert cron(text).text == text


def test_cron_is_explained() -> None:
    assert cron("0  7 1 * *").explain() == "At 07:00 on the first day of every month"
