"""Which providers a briefing is about, and which of their inspections count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from briefings.dataset import load
from briefings.dates import partial_date
from briefings.errors import Place, SpecError
from briefings.finder import Finder, Selector, fold
from briefings.records import Dataset, Inspection, PartialDate
from briefings.select import Choice, Selection, newest, select
from briefings.standing import Standing
from tests import tiny

LATE = date(2024, 12, 31)


def chosen(dataset: Dataset | None = None, **keys: Any) -> Selection:
    """A selection from the tiny dataset; a list of selectors for each key but ``subject``."""
    given = {"as_at": LATE, **keys}
    return select(dataset or tiny.dataset(), Choice(**given))


def ids(standings: Iterable[Standing]) -> list[str]:
    return [s.provider.id for s in standings]


def compared(*selectors: Selector, **keys: Any) -> list[str]:
    return ids(chosen(compare=selectors, **keys).compare)


def inspected(standing: Standing | None) -> str | None:
    assert standing is not None
    return standing.inspection.id if standing.inspection else None


# ---------------------------------------------------------------------------------- names


@pytest.mark.parametrize("name", ["ash", "Ash Library", "the ash", "ASH  &  ELM", "Ash and Elm."])
def test_a_provider_goes_by_id_name_and_alias(name: str) -> None:
    subject = chosen(subject=Selector(name)).subject
    assert subject is not None
    assert subject.provider.id == "ash"


def test_folding_forgets_case_punctuation_and_the_ampersand() -> None:
    assert fold(" Ash & Elm. ") == fold("ash AND elm") == "ash and elm"
    assert fold("North CRC") != fold("South CRC")


def test_a_name_is_never_matched_in_part() -> None:
    with pytest.raises(SpecError, match="unknown provider 'Librar'"):
        chosen(subject=Selector("Librar"))


def test_an_ambiguous_name_is_told_with_every_id() -> None:
    whole = tiny.dataset()
    beech = evolve(whole.providers["beech"], aliases=("The Ash",))
    finder = Finder(evolve(whole, providers={**whole.providers, "beech": beech}))
    assert finder.named("the ash") is None
    (fault,) = finder.faults
    assert fault.what == "'the ash' is the name of 2 providers"
    assert fault.allowed == ("ash", "beech")


# ----------------------------------------------------------------------------- conditions


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        (Selector("all"), ["ash", "beech", "cedar", "dogwood", "north", "south"]),
        (Selector(kind="lib"), ["ash", "beech", "cedar", "dogwood"]),
        (Selector(kind="CRC"), ["north", "south"]),
        (Selector(region="marsh"), ["cedar", "dogwood"]),
        (Selector(owner="Woodland Council"), ["ash", "beech"]),
        (Selector(owner="purple works"), ["north", "south"]),
        (Selector(owner="Green Works"), ["north"]),
        (Selector(group="woodland"), ["ash", "beech"]),
        (Selector("woodland"), ["ash", "beech"]),
        (Selector("Both companies"), ["north", "south"]),
        (Selector(succeeds="Ash Library"), ["cedar"]),
        (Selector(kind="LIB", region="Woodland"), ["ash", "beech"]),
        (Selector("woodland", owner="Woodland Council", kind="LIB"), ["ash", "beech"]),
        (Selector(rating="Strong"), ["ash"]),
        (Selector(rating="good"), ["south"]),
        (Selector(round="spring-2024"), ["ash", "beech"]),
    ],
)
def test_conditions(selector: Selector, found: list[str]) -> None:
    assert compared(selector) == found


def test_all_conditions_must_hold() -> None:
    with pytest.raises(SpecError, match="no provider meets this"):
        compared(Selector(kind="CRC", region="Woodland"))


def test_a_condition_on_rating_speaks_of_the_inspection_that_counts() -> None:
    """South was Good in both; North was Inadequate and then Requires improvement."""
    inadequate = Selector(rating="Inadequate")
    assert compared(inadequate, as_at=date(2018, 12, 31)) == ["north"]
    assert compared(Selector(rating="Requires improvement")) == ["north"]
    with pytest.raises(SpecError, match="no provider meets this"):
        compared(inadequate, Selector("south"))


def test_providers_keep_the_order_of_the_spec_and_stand_once() -> None:
    assert compared(Selector("south"), Selector("all"), Selector("ash")) == [
        "south", "ash", "beech", "cedar", "dogwood", "north",
    ]  # fmt: skip


def test_what_is_left_out_leaves_the_others_and_not_the_subject() -> None:
    selection = chosen(
        subject=Selector("ash"),
        compare=(Selector("woodland"),),
        benchmark=(Selector(kind="LIB"),),
        leave_out=(Selector("Ash Library"), Selector("dogwood")),
    )
    assert selection.subject is not None
    assert ids(selection.compare) == ["beech"]
    assert ids(selection.benchmark) == ["beech", "cedar"]


# ------------------------------------------------------------ subject, compare, benchmark


def test_subject_compared_and_benchmark_are_kept_apart() -> None:
    selection = chosen(
        subject=Selector("ash"),
        compare=(Selector("beech"), Selector("ash")),
        benchmark=(Selector(kind="LIB"),),
    )
    assert ids(selection.compare) == ["beech", "ash"]
    assert ids(selection.shown) == ["ash", "beech"]
    assert ids(selection.benchmark) == ["ash", "beech", "cedar", "dogwood"]
    assert [selection.is_subject(s) for s in selection.shown] == [True, False]


def test_the_benchmark_is_not_shown() -> None:
    selection = chosen(subject=Selector("north"), benchmark=(Selector(kind="LIB"),))
    assert ids(selection.shown) == ["north"]
    assert [f.id for f in selection.frameworks] == ["crc-tiny"]


def test_without_a_subject_no_one_is_it() -> None:
    selection = chosen(compare=(Selector("woodland"),))
    assert selection.subject is None
    assert not any(selection.is_subject(s) for s in selection.shown)


def test_frameworks_come_in_order_of_their_years() -> None:
    selection = chosen(compare=(Selector("ash"), Selector("north"), Selector("dogwood")))
    assert [f.id for f in selection.frameworks] == ["crc-tiny", "lib-2024"]


# ---------------------------------------------------------------------- date and round


@pytest.mark.parametrize(
    ("as_at", "current", "previous"),
    [
        (date(2018, 4, 30), None, None),
        (date(2018, 5, 1), "north-2018", None),
        (date(2019, 6, 11), "north-2018", None),
        (date(2019, 6, 12), "north-2019", "north-2018"),
    ],
)
def test_what_was_known_on_a_day(as_at: date, current: str | None, previous: str | None) -> None:
    """An inspection counts from the day it is published, however early its fieldwork."""
    subject = chosen(subject=Selector("north"), as_at=as_at).subject
    assert inspected(subject) == current
    assert subject is not None
    assert (subject.previous.id if subject.previous else None) == previous


def test_a_round_takes_its_own_inspection_and_the_one_before_it() -> None:
    first = chosen(subject=Selector("north"), round="2017/18").subject
    second = chosen(subject=Selector("north"), round="2018/19").subject
    assert (inspected(first), inspected(second)) == ("north-2018", "north-2019")
    assert first is not None
    assert first.previous is None
    assert second is not None
    assert second.previous is not None
    assert second.previous.id == "north-2018"


def test_whoever_was_not_in_the_round_was_not_inspected() -> None:
    selection = chosen(compare=(Selector("woodland"), Selector("cedar")), round="spring-2024")
    assert [inspected(s) for s in selection.compare] == ["ash-2024", "beech-2024", None]


def when(text: str | None) -> PartialDate | None:
    return partial_date(text) if text else None


def with_inspections(*dated: tuple[str, str | None, str | None]) -> Dataset:
    """The tiny dataset with other inspections of Cedar: id, fieldwork, publication."""
    made = tuple(
        Inspection(id, "lib-2024", "cedar", fieldwork=when(fieldwork), published=when(published))
        for id, fieldwork, published in dated
    )
    whole = tiny.dataset()
    cedar = evolve(whole.providers["cedar"], inspections=made)
    return evolve(whole, providers={**whole.providers, "cedar": cedar})


@pytest.mark.parametrize("turned", [False, True])
def test_the_latest_is_by_start_of_fieldwork_not_by_publication(turned: bool) -> None:
    """The report on the earlier visit came out last."""
    visits = [("early", "2023-01", "2024-06-01"), ("late", "2023-09", "2024-02-01")]
    dataset = with_inspections(*(reversed(visits) if turned else visits))
    cedar = chosen(dataset, subject=Selector("cedar")).subject
    assert inspected(cedar) == "late"
    assert cedar is not None
    assert cedar.previous is not None
    assert cedar.previous.id == "early"


def test_publication_orders_where_fieldwork_is_not_known() -> None:
    dataset = with_inspections(("a", None, "2024-03-01"), ("b", "2023-06", "2024-01-01"))
    assert inspected(chosen(dataset, subject=Selector("cedar")).subject) == "a"


def test_an_inspection_without_any_date_is_the_oldest() -> None:
    dataset = with_inspections(("dated", None, "2012"), ("undated", None, None))
    cedar = chosen(dataset, subject=Selector("cedar")).subject
    assert inspected(cedar) == "dated"
    assert cedar is not None
    assert cedar.previous is not None
    assert cedar.previous.id == "undated"


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2019-04-04", date(2019, 4, 4)),
        ("2019-04", date(2019, 4, 30)),
        ("2019-12", date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 29)),
        ("2019", date(2019, 12, 31)),
    ],
)
def test_the_newest_day_is_the_last_that_a_date_can_be(published: str, day: date) -> None:
    assert newest([Inspection("i", "f", published=when(published))]) == day


def test_without_a_date_the_newest_inspection_of_the_selection_sets_it() -> None:
    """Not of the whole dataset: libraries were inspected years after the companies."""
    assert chosen(subject=Selector("north"), as_at=None).as_at == date(2019, 6, 12)
    assert chosen(compare=(Selector("all"),), as_at=None).as_at == date(2024, 12, 31)
    earlier = chosen(compare=(Selector(kind="CRC"),), as_at=None, round="2017/18")
    assert earlier.as_at == date(2018, 9, 30)


# ----------------------------------------------------------------- owners and measures


@pytest.mark.parametrize(
    ("provider", "as_at", "owner"),
    [
        ("north", date(2018, 12, 31), "Purple Works"),
        ("north", LATE, "Green Works"),  # inspected in February 2019
        ("south", LATE, "Purple Works"),
        ("ash", LATE, "Woodland Council"),
        ("cedar", LATE, None),
    ],
)
def test_the_owner_is_that_of_the_inspection(provider: str, as_at: date, owner: str | None) -> None:
    subject = chosen(subject=Selector(provider), as_at=as_at).subject
    assert subject is not None
    assert (subject.ownership.owner if subject.ownership else None) == owner


def test_an_inspection_keeps_its_owner_after_a_sale() -> None:
    """North was sold on 1 January 2019; its inspection of 2018 was under the former owner."""
    subject = chosen(subject=Selector("north"), round="2017/18").subject
    assert subject is not None
    assert subject.ownership is not None
    assert subject.ownership.owner == "Purple Works"


def test_a_measure_is_that_of_the_inspection_that_counts() -> None:
    before = chosen(subject=Selector("north"), as_at=date(2018, 12, 31)).subject
    now = chosen(subject=Selector("north")).subject
    assert before is not None
    assert now is not None
    first, second = before.observation("caseload"), now.observation("caseload")
    assert first is not None
    assert second is not None
    assert (first.qualifier, first.value) == ("more than", 7000)
    assert (second.qualifier, second.value) == ("", 6500)
    assert now.observation("loans") is None


def test_a_measure_of_a_later_inspection_is_not_known_yet() -> None:
    south = chosen(subject=Selector("south"), as_at=date(2018, 12, 31)).subject
    assert inspected(south) == "south-2018"
    assert south is not None
    assert south.observation("completed") is None


# --------------------------------------------------------------------------------- faults


def test_every_fault_is_told_at_once_each_with_its_place() -> None:
    def at(line: int) -> Place:
        return Place("spec.yaml", line, 1)

    with pytest.raises(SpecError) as caught:
        chosen(
            subject=Selector("Ash Libary", place=at(1), where="providers.subject"),
            compare=(
                Selector(owner="Woodland Concil", place=at(2)),
                Selector(kind="PDU", region="Desert", place=at(3)),
                Selector(kind="LIB", rating="Splendid", place=at(4)),
            ),
            benchmark=(Selector(group="woods", place=at(5)), Selector(succeeds="Elm", place=at(6))),
            leave_out=(Selector("Nobody at all", place=at(7)),),
            round="spring-2042",
        )
    told = {(f.what, f.place.line if f.place else None) for f in caught.value.faults}
    assert told == {
        ("unknown provider 'Ash Libary'", 1),
        ("unknown owner 'Woodland Concil'", 2),
        ("unknown kind 'PDU'", 3),
        ("unknown region 'Desert'", 3),
        ("unknown group 'woods'", 5),
        ("unknown provider 'Elm'", 6),
        ("unknown rating 'Splendid'", 4),
        ("unknown provider 'Nobody at all'", 7),
        ("unknown round 'spring-2042'", None),
    }
    first = next(f for f in caught.value.faults if "Libary" in f.what)
    assert first.remedy.startswith("did you mean 'Ash Library'")
    assert first.where == "providers.subject"


def test_what_is_allowed_is_told() -> None:
    with pytest.raises(SpecError) as caught:
        compared(Selector(kind="PDU"))
    assert caught.value.faults[0].allowed == ("CRC", "LIB")


def test_the_subject_is_one_provider() -> None:
    with pytest.raises(SpecError, match="the subject must be one provider, and this is 2"):
        chosen(subject=Selector("woodland"))


def test_nobody_left_is_a_fault_and_not_an_empty_briefing() -> None:
    with pytest.raises(SpecError, match="no provider meets this; loosen a condition"):
        compared(Selector("ash"), leave_out=(Selector("ash"),))


@pytest.mark.parametrize(
    "selector", [Selector(kind="LIB", rating="Superb"), Selector(kind="LIB", round="2017/18")]
)
def test_a_rating_or_round_that_nobody_has_is_a_fault_too(selector: Selector) -> None:
    with pytest.raises(SpecError, match="no provider meets this"):
        compared(selector)


@pytest.mark.parametrize(
    ("left_out", "found"),
    [(Selector(rating="Strong"), ["beech", "cedar", "dogwood"]),
     (Selector(round="spring-2024"), ["cedar", "dogwood"])],
)  # fmt: skip
def test_providers_are_left_out_by_rating_and_by_round(
    left_out: Selector, found: list[str]
) -> None:
    assert compared(Selector(kind="LIB"), leave_out=(left_out,)) == found


def test_an_inspection_without_dates_is_not_known_before_its_framework_began() -> None:
    whole = load()
    (undated,) = [i for i in whole.providers["thames-valley"].inspections if not i.published]
    assert whole.frameworks[undated.framework].years == "2018-2020"
    choice = Choice(compare=(Selector("thames-valley"),), round="2018/19")
    before = select(whole, evolve(choice, as_at=date(2017, 12, 31))).shown[0]
    since = select(whole, evolve(choice, as_at=date(2018, 1, 1))).shown[0]
    assert before.inspection is None
    assert since.inspection == undated
