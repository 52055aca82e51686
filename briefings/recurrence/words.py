"""Plain words for when something is due, and the cron expression that means the same.

The words are few on purpose: each form says one thing, and what was understood is said back
in one settled way (``Times.said``), which can itself be read again.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from attrs import frozen

from briefings.recurrence.cron import Cron
from briefings.recurrence.schedule import Times

__all__ = ["DEFAULT_TIME", "FORMS", "WordsFault", "times"]

DEFAULT_TIME = "07:00"

FORMS = (
    "every day at 07:00",
    "every weekday at 07:00",
    "every Monday at 09:00",
    "every Monday and Thursday at 09:00",
    "every month on the 1st at 07:00",
    "every month on the 1st and 15th at 07:00",
    "every quarter on the 1st at 07:00",
    "every year on 1 April at 09:00",
    "first Monday of the month at 09:00",
    "last Friday of March and September at 16:00",
    "first working day of the month at 08:00",
    "last working day of the quarter at 16:00",
    "last day of the month at 18:00",
)

DAYS = {name.casefold(): number for number, name in enumerate(day_name, start=1)}
MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_SMALL = ("every", "each", "on", "the", "at", "of", "and", "day", "weekday", "working", "month")
_WORDS = (*_SMALL, "daily", "quarter", "year", "noon", "midnight", *ORDINALS, *DAYS, *MONTHS)

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = rf"(?:{'|'.join(DAYS)})"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_LISTED = r"{0}(?:(?:,| and|, and) {0})*"
_MONTH_LIST, _DAY_LIST, _NUMBER_LIST = (_LISTED.format(w) for w in (_MONTH, _DAY, _NUMBER))
_PERIOD = rf"(?: of (?P<period>(?:every )?(?:month|quarter)|{_MONTH_LIST}))"
_ORDINAL = rf"(?P<ordinal>{'|'.join(ORDINALS)})"
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm)?|(?P<word>noon|midnight)"
)


class WordsFault(ValueError):
    """Words that are not understood; ``remedy`` names what is near to them."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


@frozen
class _Days:
    """The last three fields of a cron expression, which working day, and how it is said."""

    fields: str
    said: str
    working: int = 0


_Found: TypeAlias = Mapping[str, str | None]


def times(text: str) -> Times:
    """What ``text`` means.  Raises WordsFault."""
    days_text, _, time_text = _plain(text).partition(" at ")
    hour, minute = _time(time_text or DEFAULT_TIME, text)
    days = _days(days_text, text)
    expression = f"{minute} {hour} {days.fields}"
    said = f"{days.said} at {hour:02}:{minute:02}"
    return Times(Cron(expression), days.working, said)


def _plain(text: str) -> str:
    """``text`` without what makes no difference: case, blanks, articles."""
    plain = re.sub(r"\s+", " ", text.casefold().strip().rstrip("."))
    plain = re.sub(r"\beach\b", "every", plain)
    return re.sub(r"\bthe ", "", plain)


def _time(text: str, whole: str) -> tuple[int, int]:
    found = _TIME.fullmatch(text)
    if found is None:
        raise WordsFault(f"{text!r} in {whole!r} is no time", "write it as 07:00")
    if found["word"]:
        return (12 if found["word"] == "noon" else 0), 0
    if found["minute"] is None and found["half"] is None:
        raise WordsFault(f"{text!r} in {whole!r} is no time", f"write it as {int(text):02}:00")
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise WordsFault(f"there is no time {text}", "write one from 00:00 to 23:59")
    return hour, minute


def _days(text: str, whole: str) -> _Days:
    for pattern, meaning in _PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None:
            return meaning(found.groupdict())
    raise _unknown(text, whole)


def _unknown(text: str, whole: str) -> WordsFault:
    """The first word that is not known, or else the nearest of the forms."""
    for word in re.findall(r"[a-z]+", re.sub(r"\d+(?:st|nd|rd|th)", "", text)):
        near = get_close_matches(word, _WORDS, n=1, cutoff=0.75)
        if word not in _WORDS and near:
            shown = near[0].capitalize() if near[0] in {**DAYS, **MONTHS} else near[0]
            return WordsFault(f"{word!r} in {whole!r} is not known", f"did you mean {shown!r}?")
    if re.match(r"every (second|third|fourth) ", text):
        what = f"{whole!r} may mean every other week, or once a month"
        return WordsFault(what, f"write {text.removeprefix('every ')!r} for once a month")
    forms = {form.casefold().partition(" at ")[0]: form for form in FORMS}
    begun = [days for days in forms if text and days.startswith(text)]
    near = begun or get_close_matches(text, list(forms), n=1, cutoff=0.5)
    remedy = f"did you mean something like {forms[near[0]]!r}?" if near else "use one of the forms"
    return WordsFault(f"{whole!r} is not understood", remedy)


# ------------------------------------------------------------------------------ the forms


def _every_day(found: _Found) -> _Days:
    return _Days("* * *", "every day")


def _weekdays(found: _Found) -> _Days:
    return _Days("* * 1-5", "every weekday")


def _named_days(found: _Found) -> _Days:
    numbers = sorted({DAYS[name] for name in _split(found["days"])})
    return _Days(f"* * {_listed(numbers)}", f"every {_and([day_name[n - 1] for n in numbers])}")


def _dates(found: _Found) -> _Days:
    """``every month on the 1st and 15th``, ``every quarter on the 1st``."""
    numbers = sorted({_date(text) for text in _split(found["dates"])})
    if numbers[-1] > 28:
        what = f"not every month has a day {numbers[-1]}"
        raise WordsFault(what, "write 'last day of the month' for the end of it")
    months, step = ("1,4,7,10", "quarter") if found["step"] == "quarter" else ("*", "month")
    said = f"every {step} on the {_and([_nth(n) for n in numbers])}"
    return _Days(f"{_listed(numbers)} {months} *", said)


def _yearly(found: _Found) -> _Days:
    number, month = _date(found["date"] or ""), MONTHS[found["month"] or ""]
    if number > (28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        said = f"{number} {month_name[month]}"
        raise WordsFault(f"not every year has a {said}", "write a day that every year has")
    return _Days(f"{number} {month} *", f"every year on {number} {month_name[month]}")


def _nth_day(found: _Found) -> _Days:
    """``first Monday of the month``; a last Monday is ``1L`` in cron, a first ``1#1``."""
    ordinal, day = found["ordinal"] or "", DAYS[found["day"] or ""]
    months, period = _period(found["period"], last=ordinal == "last")
    which = f"{day}L" if ordinal == "last" else f"{day}#{ORDINALS[ordinal]}"
    return _Days(f"* {months} {which}", f"{ordinal} {day_name[day - 1]} of {period}")


def _nth_working_day(found: _Found) -> _Days:
    ordinal = found["ordinal"] or ""
    months, period = _period(found["period"], last=ordinal == "last")
    said = f"{ordinal} working day of {period}"
    return _Days(f"* {months} *", said, ORDINALS[ordinal])


def _end_day(found: _Found) -> _Days:
    """``first day of the quarter``, ``last day of the month``."""
    ordinal = found["ordinal"] or ""
    months, period = _period(found["period"], last=ordinal == "last")
    return _Days(f"{'L' if ordinal == 'last' else 1} {months} *", f"{ordinal} day of {period}")


def _period(text: str | None, *, last: bool) -> tuple[str, str]:
    """The months' field, and the period as it is said back."""
    plain = (text or "month").removeprefix("every ")
    if plain == "month":
        return "*", "the month"
    if plain == "quarter":
        return ("3,6,9,12" if last else "1,4,7,10"), "the quarter"
    numbers = sorted({MONTHS[name] for name in _split(plain)})
    return _listed(numbers), _and([month_name[n] for n in numbers])


def _split(text: str | None) -> list[str]:
    return re.split(r", and |, | and ", text or "")


def _date(text: str) -> int:
    number = int(re.sub(r"\D", "", text))
    if not 1 <= number <= 31:
        raise WordsFault(f"no month has a day {number}", "write one from 1 to 31")
    return number


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _nth(number: int) -> str:
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_TABLE: tuple[tuple[str, Callable[[_Found], _Days]], ...] = (
    (r"every day|daily", _every_day),
    (r"every (?:weekday|working day)", _weekdays),
    (rf"every (?P<days>{_DAY_LIST})", _named_days),
    (rf"(?:every )?(?P<step>month|quarter) on (?P<dates>{_NUMBER_LIST})", _dates),
    (rf"(?P<dates>{_NUMBER_LIST}) of (?:every )?(?P<step>month|quarter)", _dates),
    (rf"every year on (?P<date>{_NUMBER}) (?P<month>{_MONTH})", _yearly),
    (rf"{_ORDINAL} (?P<day>{_DAY}){_PERIOD}?", _nth_day),
    (rf"{_ORDINAL} working day{_PERIOD}?", _nth_working_day),
    (rf"(?P<ordinal>first|last) day{_PERIOD}?", _end_day),
)
_PATTERNS = tuple((re.compile(pattern), meaning) for pattern, meaning in _TABLE)
