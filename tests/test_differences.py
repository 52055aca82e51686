"""What changed for the reader, from what two states of a briefing show."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from briefings.changes import How, Kind
from briefings.differences import differences
from briefings.provenance import Evidence, Passage, Provenance, SourceRecord, StandingRecord

REPORT = SourceRecord("report", 14, "HM Inspectorate of Probation, An inspection of Merseyside")
PAPER = SourceRecord("paper", 3, "The Echo, What inspectors found")


def fact(metric: str = "2.2", value: str = "Inadequate", **more: Any) -> Evidence:
    label = {"2.2": "2.2 Planning", "overall": "Overall rating"}.get(metric, metric.capitalize())
    given = {"provider": "mersey", "name": "Merseyside CRC", "label": label, "basis": "stated",
             "sources": ("report",), "inspection": "mersey-2019",
             "shown": ("Ratings",)}  # fmt: skip
    return Evidence(metric=metric, value=value, **(given | more))


def kept(*facts: Evidence, inspection: str = "mersey-2019", **more: Any) -> Provenance:
    standing = StandingRecord("mersey", "Merseyside CRC", inspection, f"in {inspection[-4:]}")
    given: dict[str, Any] = {"sources": (REPORT, PAPER), "standings": (standing,)}
    return Provenance(facts, **(given | more))


def said(old: Provenance, new: Provenance) -> list[str]:
    return differences(old, new).words()


# -------------------------------------------------------------------------------- values


def test_the_same_is_no_change() -> None:
    changes = differences(kept(fact()), kept(fact()))
    assert not changes
    assert list(changes) == []


def test_a_changed_rating_names_who_what_and_the_new_source() -> None:
    changes = differences(kept(fact()), kept(fact(value="Requires improvement")))
    assert changes.words() == [
        "2.2 Planning of Merseyside CRC: Inadequate -> Requires improvement, source 14"
    ]
    (change,) = changes.ratings()
    assert change.before and change.before.value == "Inadequate"
    assert change.after and change.after.value == "Requires improvement"


def test_a_rating_can_come_and_go() -> None:
    assert said(kept(), kept(fact())) == [
        "2.2 Planning of Merseyside CRC: now given: Inadequate, source 14"
    ]
    assert said(kept(fact()), kept()) == [
        "2.2 Planning of Merseyside CRC: no longer given (was Inadequate)"
    ]


def test_a_figure_names_its_period_and_is_no_rating() -> None:
    old = kept(fact("orders", "79%", period="2018-19"))
    changes = differences(old, kept(fact("orders", "81%", period="2018-19")))
    assert changes.words() == ["Orders of Merseyside CRC, 2018-19: 79% -> 81%, source 14"]
    assert changes.ratings() == ()


def test_the_figure_of_a_later_period_takes_the_place_of_the_former() -> None:
    old = kept(fact("orders", "79%", period="2018-19"))
    assert said(old, kept(fact("orders", "81%", period="2019-20"))) == [
        "Orders of Merseyside CRC, 2019-20: 79%, 2018-19 -> 81%, source 14"
    ]


def test_several_periods_are_held_each_against_its_own() -> None:
    old = kept(fact("orders", "79%", period="2018"), fact("orders", "80%", period="2019"))
    new = kept(
        fact("orders", "79%", period="2018"),
        fact("orders", "82%", period="2019"),
        fact("orders", "85%", period="2020"),
    )
    assert said(old, new) == [
        "Orders of Merseyside CRC, 2019: 80% -> 82%, source 14",
        "Orders of Merseyside CRC, 2020: now given: 85%, source 14",
    ]


def test_another_basis_and_another_source_are_told_and_change_no_rating() -> None:
    basis = differences(kept(fact()), kept(fact(basis="worded")))
    assert basis.words() == [
        "2.2 Planning of Merseyside CRC: Inadequate, now worded (was stated), source 14"
    ]
    source = differences(kept(fact()), kept(fact(sources=("paper",))))
    assert [c.how for c in source] == [How.CITED]
    assert "now from The Echo, What inspectors found (was HM Inspectorate" in source.words()[0]
    assert basis.ratings() == source.ratings() == ()


def test_numbers_of_sources_may_move() -> None:
    moved = (evolve(REPORT, number=2), PAPER)
    assert not differences(kept(fact()), kept(fact(), sources=moved))


# --------------------------------------------------------------------------- inspections


def test_a_newer_inspection_takes_the_place_of_the_former() -> None:
    """And the former one, shown as the one before, is no change of itself."""
    first, second, third = "mersey-2018", "mersey-2019", "mersey-2020"
    old = kept(
        fact("overall", "Good", inspection=second),
        fact("overall", "Inadequate", inspection=first),
        fact("2.2", "Good", inspection=second),
        inspection=second,
    )
    new = kept(
        fact("overall", "Outstanding", inspection=third, sources=("paper",)),
        fact("overall", "Good", inspection=second),
        fact("2.2", "Good", inspection=third, sources=("paper",), basis="worded"),
        inspection=third,
    )
    assert said(old, new) == [
        "Merseyside CRC: another inspection counts: in 2019 -> in 2020",
        "Overall rating of Merseyside CRC: Good -> Outstanding, source 3",
    ]


def test_the_dates_of_an_inspection_are_told_with_it_and_no_more() -> None:
    old = kept(
        fact("published", "May 2018", inspection="mersey-2018"),
        fact("owner", "Purple Futures", inspection="mersey-2018"),
        inspection="mersey-2018",
    )
    new = kept(fact("published", "June 2019"), fact("owner", "Green Futures"))
    assert said(old, new)[1:] == [
        "Owner of Merseyside CRC: Purple Futures -> Green Futures, source 14"
    ]
    first = kept(inspection="")
    assert said(first, new) == ["Merseyside CRC: now inspected (in 2019)"]
    corrected = kept(fact("published", "July 2019"), fact("owner", "Green Futures"))
    assert said(new, corrected) == [
        "Published of Merseyside CRC: June 2019 -> July 2019, source 14"
    ]


def test_where_facts_are_shown_must_be_known_to_explain_other_words() -> None:
    """A manifest does not keep it."""
    old = kept(fact(shown=()), passages=(Passage("Ratings", "aa"),))
    new = kept(fact(value="Good", shown=()), passages=(Passage("Ratings", "bb"),))
    assert not differences(old, new).of(Kind.WORDS)
    assert differences(old, evolve(new, facts=old.facts)).of(Kind.WORDS)


def test_a_correction_of_an_earlier_inspection_names_it() -> None:
    old = kept(fact("overall", "Good"), fact("overall", "Good", inspection="mersey-2018"))
    new = kept(fact("overall", "Good"), fact("overall", "Inadequate", inspection="mersey-2018"))
    assert said(old, new) == [
        "Overall rating of Merseyside CRC (inspection mersey-2018): Good -> Inadequate, source 14"
    ]


def test_the_same_number_under_another_framework_is_another_rating() -> None:
    old = kept(fact("2.2", "Good", inspection="mersey-2018"), inspection="mersey-2018")
    new = kept(fact("2.2", "Good", label="2.2 Assessment"))
    assert said(old, new)[1:] == [
        "2.2 Assessment of Merseyside CRC: now given: Good, source 14",
        "2.2 Planning of Merseyside CRC: no longer given (was Good)",
    ]


def test_of_a_provider_that_came_or_went_only_that_is_told() -> None:
    other = StandingRecord("wales", "Wales CRC", "wales-2019")
    more = kept(fact(), fact(provider="wales", name="Wales CRC", inspection="wales-2019"))
    both = evolve(more, standings=(*more.standings, other))
    assert said(kept(fact()), both) == ["Wales CRC: now in the briefing"]
    assert said(both, kept(fact())) == ["Wales CRC: no longer in the briefing"]


def test_files_that_kept_no_standings_are_held_by_their_first_facts() -> None:
    old = evolve(kept(fact(inspection="mersey-2018")), standings=())
    new = evolve(kept(fact(value="Good"), fact(inspection="mersey-2018")), standings=())
    assert said(old, new) == [
        "Merseyside CRC: another inspection counts: mersey-2018 -> mersey-2019",
        "2.2 Planning of Merseyside CRC: Inadequate -> Good, source 14",
    ]


# ----------------------------------------------------------------------- recommendations


def made(number: int, text: str, **more: Any) -> Evidence:
    return fact(f"recommendation-{number}", text, label=f"Recommendation {number}", **more)


TRAIN, HIRE = "Train all staff in assessing risk of harm.", "Recruit more officers."


def test_recommendations_are_new_dropped_and_reworded() -> None:
    assert said(kept(made(1, TRAIN)), kept(made(1, TRAIN), made(2, HIRE))) == [
        f"Recommendation 2 of Merseyside CRC: new: {HIRE} (source 14)"
    ]
    assert said(kept(made(1, TRAIN)), kept()) == [
        f"Recommendation 1 of Merseyside CRC: dropped: {TRAIN}"
    ]
    assert said(kept(made(1, TRAIN)), kept(made(1, HIRE))) == [
        f"Recommendation 1 of Merseyside CRC: reworded: {TRAIN} -> {HIRE} (source 14)"
    ]


def test_another_number_of_the_same_words_is_no_change() -> None:
    """One is put before it: that one is new, and the others are as they were."""
    changes = differences(kept(made(1, TRAIN)), kept(made(1, HIRE), made(2, TRAIN)))
    assert [(c.how, c.new) for c in changes] == [(How.NEW, HIRE)]


def test_a_text_without_a_number_is_known_by_words_that_are_alike() -> None:
    old = fact("finding-aa", "Workloads are high.", label="Finding (strength)")
    new = fact("finding-bb", "Workloads are very high.", label="Finding (strength)")
    assert [c.how for c in differences(kept(old), kept(new))] == [How.CHANGED]
    far = fact("finding-cc", "Staff are proud of their work.", label="Finding (strength)")
    assert [c.how for c in differences(kept(old), kept(far))] == [How.NEW, How.GONE]


def test_what_differs_after_the_first_words_is_told_as_well() -> None:
    old, new = fact("finding-aa", "Long …", whole="1"), fact("finding-bb", "Long …", whole="2")
    assert [c.kind for c in differences(kept(old), kept(new))] == [Kind.FINDING]


def test_the_recommendations_of_another_inspection_are_others() -> None:
    old = kept(made(1, TRAIN, inspection="mersey-2018"), inspection="mersey-2018")
    assert [c.how for c in differences(old, kept(made(1, HIRE)))][1:] == [How.NEW, How.GONE]


# -------------------------------------------------------------------- sources and words


def test_sources_come_go_and_are_corrected() -> None:
    new = (evolve(REPORT, words="An inspection"), SourceRecord("other", 4, "Another"))
    assert said(kept(), kept(sources=new)) == [
        f"source 14: {REPORT.words} -> An inspection",
        "source 4: new: Another",
        f"source 3 before: no longer cited: {PAPER.words}",
    ]


def test_a_source_behind_a_fact_that_is_not_listed_is_not_told() -> None:
    unlisted = (REPORT, PAPER, SourceRecord("behind", 0, "Behind"))
    assert not differences(kept(), kept(sources=unlisted))


@pytest.mark.parametrize(("value", "told"), [("Inadequate", True), ("Good", False)])
def test_other_words_are_told_where_no_fact_explains_them(value: str, told: bool) -> None:
    old = kept(fact(), passages=(Passage("Ratings", "aa"),))
    changes = differences(old, kept(fact(value=value), passages=(Passage("Ratings", "bb"),)))
    assert [c.words() for c in changes.of(Kind.WORDS)] == (["Ratings: other words"] * told)


def test_headings_come_and_go() -> None:
    old, new = kept(passages=(Passage("A", "1"),)), kept(passages=(Passage("B", "1"),))
    assert said(old, new) == ["B: a new part", "A: no longer a part"]
    assert not differences(kept(), new)  # a file of an earlier version kept no digests


def test_changes_stand_in_the_order_of_the_new_document() -> None:
    names = ("4.1", "2.2", "overall", "1.1")
    old = kept(*(fact(n, "Good", label=f"{n} x") for n in names))
    new = kept(*(fact(n, "Inadequate", label=f"{n} x") for n in names[::-1]))
    assert [c.label for c in differences(old, new)] == ["1.1 x", "overall x", "2.2 x", "4.1 x"]


def test_for_programs() -> None:
    (change,) = differences(kept(fact()), kept(fact(value="Good")))
    assert change.as_json() == {
        "kind": "rating",
        "change": "changed",
        "provider": "Merseyside CRC",
        "label": "2.2 Planning",
        "old": "Inadequate",
        "new": "Good",
        "sources": [14],
        "words": "2.2 Planning of Merseyside CRC: Inadequate -> Good, source 14",
    }
