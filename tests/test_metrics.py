"""What a briefing can show of a provider, and why it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from attrs import evolve

from briefings import metrics, wording
from briefings.dataset import load
from briefings.document import Align, Badge, Symbol, Text, Tone
from briefings.finder import Selector
from briefings.framework import Band, Framework, Standard
from briefings.metrics import FAMILIES, FIXED, Metric, expand
from briefings.records import Basis, Dataset, Inspection, Polarity, Rating, Score
from briefings.select import Choice, select
from briefings.standing import Standing
from briefings.values import absence, rating_badge, rating_counts
from tests import tiny

LATE = date(2025, 12, 31)
BUNDLED = load()


def standing(name: str, dataset: Dataset | None = None, *, round_: str = "",
             as_at: date = LATE) -> Standing:  # fmt: skip
    choice = Choice(subject=Selector(name), as_at=as_at, round=round_)
    found = select(dataset or tiny.dataset(), choice).subject
    assert found is not None
    return found


def metric(name: str, of: Standing) -> Metric:
    found = expand(name, of.dataset, [of.framework] if of.framework else [])
    assert found is not None, name
    assert len(found) == 1, name
    return found[0]


def said(name: str, of: Standing) -> str:
    return metric(name, of).value(of).text


def with_inspection(inspection: Inspection) -> Dataset:
    """The tiny dataset in which Dogwood was inspected."""
    whole = tiny.dataset()
    dogwood = evolve(whole.providers["dogwood"], inspections=(inspection,))
    return evolve(whole, providers={**whole.providers, "dogwood": dogwood})


def inspected(ratings: Mapping[str, str], **more: object) -> Standing:
    rated = {number: Rating(word, "lib-report") for number, word in ratings.items()}
    made = Inspection("d", "lib-2024", "dogwood", standards=rated, **more)  # type: ignore[arg-type]
    return standing("dogwood", with_inspection(made))


ALL = {"A1": "Superb", "A2": "Strong", "B1": "Shut", "B2": "Shut"}

# -------------------------------------------------------------------------- fixed metrics


@pytest.mark.parametrize(
    ("provider", "name", "text"),
    [
        ("ash", "overall", "Strong"),
        ("ash", "previous-overall", "no earlier inspection"),
        ("north", "previous-overall", "Inadequate"),
        ("ash", "profile", "1 Superb, 2 Strong, 1 Steady"),
        ("cedar", "profile", "1 Steady (the others not published)"),
        ("ash", "score", "12 of 16"),
        ("north", "score", "3 of 12"),
        ("cedar", "score", "not every rating published"),
        ("north", "owner", "Green Works"),
        ("cedar", "owner", wording.NOT_PUBLISHED),
        ("ash", "fieldwork", "March 2024"),
        ("beech", "fieldwork", wording.NOT_PUBLISHED),
        ("ash", "published", "10 April 2024"),
        ("beech", "published", "May 2024"),
        ("ash", "recommendation-count", "2"),
        ("beech", "recommendation-count", wording.NOT_PUBLISHED),
    ],
)
def test_fixed_metrics(provider: str, name: str, text: str) -> None:
    assert said(name, standing(provider)) == text


def test_every_fixed_metric_has_a_value_or_a_reason_for_everyone() -> None:
    for name in tiny.dataset().providers:
        found = standing(name)
        for fixed in FIXED.values():
            value = fixed.value(found)
            assert value.text.strip(), (name, fixed.id)
            assert (value.absent == value.text) or value.sources, (name, fixed.id)


def test_a_rating_is_a_badge_in_the_tone_of_its_scale() -> None:
    value = FIXED["overall"].value(standing("ash"))
    assert value.inlines == (Badge("Strong", Tone.GOOD, Symbol.CIRCLE),)
    assert (value.number, value.sources, value.absent) == (3, ("lib-report",), "")


def test_a_narrow_badge_says_its_whole_word_to_whoever_hears_it() -> None:
    scale = tiny.dataset().scales["four-words"]
    worst = scale.find("Requires improvement")
    assert worst is not None
    assert rating_badge(worst, initial=True) == Badge(
        "RI", Tone.POOR, Symbol.TRIANGLE, "Requires improvement"
    )


def test_a_score_is_derived_and_names_every_source() -> None:
    value = FIXED["score"].value(standing("north"))
    assert value.basis is Basis.DERIVED
    assert value.sources == ("north-2019",)
    assert value.number == pytest.approx(3 / 12)


def test_a_printed_score_goes_before_one_worked_out() -> None:
    found = inspected(ALL, score=Score(8, 16, "lib-rules"))
    value = FIXED["score"].value(found)
    assert (value.text, value.sources, value.basis) == ("8 of 16", ("lib-rules",), Basis.STATED)


def test_a_printed_score_of_nothing_is_a_score() -> None:
    value = FIXED["score"].value(inspected({}, score=Score(0, 16, "lib-rules")))
    assert (value.text, value.absent) == ("0 of 16", "")


# ------------------------------------------------------------------------ three absences


def without_scale() -> Standing:
    whole = with_inspection(Inspection("d", "narrative", "dogwood"))
    library = whole.frameworks["lib-2024"]
    narrative = evolve(library, id="narrative", scale=None, standards=(), overall_bands=())
    frameworks = {**whole.frameworks, "narrative": narrative}
    return standing("dogwood", evolve(whole, frameworks=frameworks))


def test_the_three_absences_are_never_mixed_up() -> None:
    assert absence(standing("dogwood")) == wording.NOT_INSPECTED
    assert absence(inspected({}, rated=False)) == wording.NOT_RATED
    assert absence(without_scale()) == wording.NOT_RATED
    assert absence(inspected({})) == wording.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("overall", ("not inspected", "not rated", "not published in the sources")),
        ("profile", ("not inspected", "not rated", "not published in the sources")),
        ("score", ("not inspected", "not rated", "not every rating published")),
        ("A1", ("not inspected", "not rated", "not published in the sources")),
        ("domain-A", ("not inspected", "not rated", "not published in the sources")),
        ("count-strong", ("not inspected", "not rated", "not published in the sources")),
    ],
)
def test_each_metric_says_which_absence_it_is(name: str, texts: tuple[str, ...]) -> None:
    library = tiny.dataset().frameworks["lib-2024"]
    family = "counts" if name.startswith("count-") else name
    found = {m.id: m for m in expand(family, tiny.dataset(), [library]) or ()}
    for of, text in zip(
        (standing("dogwood"), inspected({}, rated=False), inspected({})), texts, strict=True
    ):
        value = found[name].value(of)
        assert (value.text, value.absent) == (text, text)
        assert value.number is None
        assert value.inlines == (Badge(text, Tone.ABSENT),)


def test_a_provider_never_inspected_has_no_dates_and_no_recommendations() -> None:
    dogwood = standing("dogwood")
    for name in ("fieldwork", "published", "recommendation-count"):
        assert said(name, dogwood) == wording.NOT_INSPECTED


def test_not_inspected_in_a_round_is_not_the_same_as_not_published() -> None:
    assert said("overall", standing("cedar", round_="spring-2024")) == wording.NOT_INSPECTED


# ------------------------------------------------------------------------------ families


def ids(name: str, *frameworks: str) -> list[str] | None:
    whole = tiny.dataset()
    found = expand(name, whole, [whole.frameworks[f] for f in frameworks])
    return None if found is None else [m.id for m in found]


def test_standards_are_those_of_the_frameworks_shown() -> None:
    assert ids("standards", "lib-2024") == ["A1", "A2", "B1", "B2"]
    assert ids("standards", "crc-tiny") == ["1.1", "1.2", "2.1", "2.2"]
    assert ids("standards", "crc-tiny", "lib-2024") == [
        "1.1", "1.2", "2.1", "2.2", "A1", "A2", "B1", "B2",
    ]  # fmt: skip


def test_counts_are_one_a_word_of_the_scale() -> None:
    assert ids("counts", "crc-tiny") == [
        "count-outstanding", "count-good", "count-requires-improvement", "count-inadequate",
    ]  # fmt: skip
    found = expand("counts", tiny.dataset(), [tiny.dataset().frameworks["lib-2024"]]) or ()
    assert [m.value(standing("ash")).text for m in found] == ["1", "2", "1", "0", "0"]


def test_a_count_that_is_not_of_every_standard_is_at_least() -> None:
    found = expand("counts", tiny.dataset(), [tiny.dataset().frameworks["lib-2024"]]) or ()
    steady = next(m for m in found if m.id == "count-steady").value(standing("cedar"))
    assert (steady.text, steady.approximate) == ("at least 1", True)


def test_a_published_split_is_counted_where_it_tells_more() -> None:
    found = inspected({"A1": "Superb"}, split={"Superb": 1, "Shaky": 3}, split_source="lib-rules")
    counts, sources, whole = rating_counts(found)
    assert (dict(counts), sources, whole) == ({"Superb": 1, "Shaky": 3}, ("lib-rules",), True)
    assert said("profile", found) == "1 Superb, 3 Shaky"


def test_a_smaller_split_leaves_the_named_standards() -> None:
    found = inspected(ALL, split={"Superb": 1}, split_source="lib-rules")
    assert rating_counts(found)[0] == {"Superb": 1, "Strong": 1, "Shut": 2}


def test_domains_count_their_own_standards() -> None:
    ash, cedar = standing("ash"), standing("cedar")
    assert ids("domains", "lib-2024") == ["domain-A", "domain-B"]
    assert said("domain-A", ash) == "1 Superb, 1 Strong"
    assert said("domain-B", ash) == "1 Strong, 1 Steady"
    assert said("domain-A", cedar) == "1 Steady, 1 not published"
    assert said("domain-B", cedar) == wording.NOT_PUBLISHED


def test_a_standard_of_another_framework_is_known_and_gives_no_column() -> None:
    assert ids("A1", "crc-tiny") == []
    assert ids("1.1", "crc-tiny") == ["1.1"]


@pytest.mark.parametrize("name", ["", "9.9", "nonsense", "Overall", "domain-Z", "count-good"])
def test_what_means_nothing_is_unknown(name: str) -> None:
    assert ids(name, "crc-tiny", "lib-2024") is None


def test_every_name_that_is_listed_can_be_used() -> None:
    for dataset in (tiny.dataset(), BUNDLED):
        named = metrics.names(dataset)
        assert FAMILIES.keys() | FIXED.keys() <= named.keys()
        for name, words in named.items():
            assert words.strip(), name
            assert expand(name, dataset, list(dataset.frameworks.values())) is not None, name


# ------------------------------------------------------------------------------ measures


def test_a_measure_keeps_its_qualifier_and_says_that_it_is_approximate() -> None:
    value = metric("loans", standing("beech")).value(standing("beech"))
    assert (value.text, value.number, value.approximate) == ("nearly 41,000", 41000, True)
    exact = metric("loans", standing("ash")).value(standing("ash"))
    assert (exact.text, exact.approximate) == ("120,500", False)


def test_a_measure_that_nobody_published() -> None:
    assert said("loans", standing("cedar")) == wording.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("name", "polarity"),
    [("loans", Polarity.HIGHER), ("late", Polarity.LOWER), ("caseload", Polarity.NONE)],
)
def test_polarity_is_that_of_the_measure(name: str, polarity: Polarity) -> None:
    found = metric(name, standing("ash"))
    assert found.polarity is polarity
    assert found.align is Align.RIGHT


@pytest.mark.parametrize("name", ["SL8", "SL 8", "sl 8", "SL008R", "CRC Service Level 8",
                                  "orders-completed", "Orders-Completed"])  # fmt: skip
def test_a_measure_goes_by_its_codes(name: str) -> None:
    (found,) = expand(name, BUNDLED, ()) or ()
    assert (found.id, found.label, found.unit) == (
        "orders-completed", "Orders successfully completed", "%",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "measure"),
    [("SL10", "unpaid-work-completed"), ("SL 10", "unpaid-work-completed"),
     ("AM J", "licence-compliance"), ("AMJ", "licence-compliance")],
)  # fmt: skip
def test_codes_are_not_confused(name: str, measure: str) -> None:
    assert [m.id for m in expand(name, BUNDLED, ()) or ()] == [measure]


# ------------------------------------------------------------------------ real providers


def test_cheshire_and_greater_manchester_scores_ten_of_thirty() -> None:
    cgm = standing("CGM CRC", BUNDLED, round_="2018/19")
    assert said("score", cgm) == "10 of 30"
    assert said("profile", cgm) == "3 Good, 4 Requires improvement, 3 Inadequate"
    assert said("domain-1", cgm) == "2 Good, 2 Requires improvement"
    assert said("previous-overall", cgm) == wording.NOT_RATED
    assert said("recommendation-count", cgm) == "8"
    assert said("fieldwork", cgm) == "December 2018"
    assert said("caseload", cgm) == "11,856"


def test_a_split_alone_makes_no_score() -> None:
    """Five Good and five Requires improvement: fifteen points, and no source names them."""
    london = standing("London CRC", BUNDLED, round_="2018/19")
    assert said("score", london) == "not every rating published"
    assert said("profile", london) == "5 Good, 5 Requires improvement"
    assert said("2.1", london) == wording.NOT_PUBLISHED
    assert said("caseload", london) == "nearly 29,000"


def test_a_part_inspection_without_ratings_is_not_rated() -> None:
    hiow = standing("Hampshire & Isle of Wight CRC", BUNDLED, round_="2019/20")
    assert said("overall", hiow) == wording.NOT_RATED
    assert said("previous-overall", hiow) == "Good"


def test_a_printed_score_of_a_delivery_unit() -> None:
    stoke = standing("staffordshire-and-stoke-pdu", BUNDLED)
    assert said("score", stoke) == "2 of 27"
    assert said("1.1", stoke) == wording.NOT_PUBLISHED


# ------------------------------------------------- frameworks with other numbers of standards

CRC = BUNDLED.frameworks["crc-2018"]


def resized(standards: int) -> Framework:
    """The bundled framework of CRCs with another number of standards."""
    made = tuple(Standard(f"1.{n}", f"Standard {n}", "1") for n in range(1, standards + 1))
    return evolve(CRC, standards=made)


@pytest.mark.parametrize(
    ("standards", "ends"),
    [
        (7, (3, 10, 17, 21)),
        (8, (4, 12, 20, 24)),
        (9, (4, 13, 22, 27)),
        (10, (5, 15, 25, 30)),
        (12, (6, 18, 30, 36)),
    ],
)
def test_the_bands_of_a_total(standards: int, ends: tuple[int, ...]) -> None:
    """The last total of each band, from worst to best; every total falls in one."""
    framework = resized(standards)
    assert framework.maximum == ends[-1]
    implied = [framework.implied_overall(total) for total in range(ends[-1] + 1)]
    words = [band.rating for band in CRC.overall_bands]
    lengths = [end - start for start, end in zip((-1, *ends), ends, strict=False)]
    assert implied == [w for w, n in zip(words, lengths, strict=True) for _ in range(n)]


def test_fifteen_of_thirty_is_not_yet_good() -> None:
    assert CRC.implied_overall(15) == "Requires improvement"
    assert CRC.implied_overall(16) == "Good"


@pytest.mark.parametrize(
    ("framework", "standards", "maximum"),
    [("crc-2018", 10, 30), ("pdu-2021", 9, 27), ("pdu-2023", 7, 21)],
)
def test_the_bundled_frameworks_differ_in_size(
    framework: str, standards: int, maximum: int
) -> None:
    found = BUNDLED.frameworks[framework]
    assert (len(found.scored), found.maximum) == (standards, maximum)


@pytest.mark.parametrize(
    ("per_cent", "rating"),
    [
        (49, "Inadequate"),
        (50, "Requires improvement"),
        (64, "Requires improvement"),
        (65, "Good"),
        (79, "Good"),
        (80, "Outstanding"),
    ],
)
def test_the_bands_of_cases(per_cent: float, rating: str) -> None:
    assert CRC.implied_by_cases(per_cent) == rating


def test_a_framework_of_five_words_and_four_standards_adds_up_by_its_own_rules() -> None:
    library = tiny.dataset().frameworks["lib-2024"]
    value = FIXED["score"].value(inspected(ALL))
    assert value.inlines == (Text("7 of 16"),)
    assert library.implied_overall(7) == "Steady"
    assert [library.implied_overall(t) for t in (2, 3, 6, 10, 14, 15)] == [
        "Shut", "Shaky", "Shaky", "Steady", "Strong", "Superb",
    ]  # fmt: skip
    assert library.overall_bands[0] == Band("Shut", 0.5)


def test_a_figure_for_a_later_date_is_not_called_unpublished() -> None:
    data = tiny.dataset()
    (first,) = (o for o in data.observations if (o.provider, o.measure) == ("south", "completed"))
    own = evolve(first, provider="south", measure="caseload", inspection="", value=5000.0)
    known = evolve(data, observations=(*data.observations, own))
    before, after = date(2018, 5, 31), date(2019, 12, 31)
    assert (
        metric("caseload", now := standing("south", known, as_at=after)).value(now).text == "5,000"
    )
    then = standing("south", known, as_at=before)
    assert metric("caseload", then).value(then).absent == wording.LATER
    none = standing("south", data, as_at=before)
    assert metric("caseload", none).value(none).absent in (
        wording.NOT_PUBLISHED,
        wording.NOT_INSPECTED,
    )
