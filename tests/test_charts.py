"""Where the bars, lines and words of a chart stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from attrs import evolve

from briefings import charts, theme
from briefings.charts import Anchor, Bar, Drawing, Line, Words
from briefings.document import Chart, ReferenceLine, Series, Tone
from briefings.themecheck import contrast
from tests.kitchen import bars_chart, change_chart, profile_chart

WIDTH = 470.0
THEME = theme.load()


def measure(text: str, strong: bool) -> float:
    return len(text) * (5.5 if strong else 5.0)


def drawn(chart: Chart, width: float = WIDTH) -> Drawing:
    return charts.draw(chart, THEME, width, measure)


def bars(drawing: Drawing) -> list[Bar]:
    """What is drawn, without the paper behind labels."""
    paper = THEME.colours.paper
    found = [s for s in drawing.shapes if isinstance(s, Bar)]
    return [bar for bar in found if bar.fill != paper or bar.outline]


def words(drawing: Drawing) -> dict[str, Words]:
    return {s.text: s for s in drawing.shapes if isinstance(s, Words)}


def with_values(*values: float | None, lines: tuple[ReferenceLine, ...] = ()) -> Chart:
    labels = tuple("none" if value is None else f"{value:g}" for value in values)
    names = tuple(f"Row {n}" for n in range(len(values)))
    series = (Series("Figure", values, labels),)
    return evolve(bars_chart(), categories=names, series=series, lines=lines, subject=None, unit="")


def test_bars_start_together_and_are_as_long_as_their_values() -> None:
    ash, beech, cedar = bars(drawn(bars_chart()))
    assert ash.x == beech.x == cedar.x
    assert ash.width / cedar.width == pytest.approx(79 / 60)
    assert beech.width / cedar.width == pytest.approx(80.5 / 60)


def test_the_parts_of_a_long_chart_are_drawn_on_one_scale() -> None:
    """A bar of one length means one value on every page, and only the subject is set off."""
    whole = with_values(90, 88, 45, 30)
    whole = evolve(whole, categories=("A name far longer than the others", "B", "C", "D"))
    (one,) = whole.series
    first, second = (
        evolve(
            whole,
            categories=whole.categories[at : at + 2],
            series=(evolve(one, values=one.values[at : at + 2], labels=one.labels[at : at + 2]),),
            subject=subject,
            whole=evolve(whole, subject=0),
        )
        for at, subject in ((0, 0), (2, None))
    )
    (a, b), (c, d) = bars(drawn(first)), bars(drawn(second))
    assert {bar.x for bar in (a, b, c, d)} == {a.x}
    assert c.width / a.width == pytest.approx(45 / 90)
    assert drawn(first).ticks == drawn(second).ticks
    assert a.fill == THEME.colours.accent
    assert {b.fill, c.fill, d.fill} == {b.fill} != {a.fill}


def test_the_subject_is_in_the_accent_and_the_others_lighter() -> None:
    ash, beech, cedar = bars(drawn(bars_chart()))
    assert beech.fill == THEME.colours.accent
    assert ash.fill == cedar.fill != beech.fill
    assert words(drawn(bars_chart()))["Beech"].strong
    assert not words(drawn(bars_chart()))["Ash"].strong


def test_lighter_bars_stand_out_from_the_paper_and_from_the_accent() -> None:
    colours = THEME.colours
    lighter = charts.lighter(colours.accent, colours.paper)
    assert contrast(lighter, colours.paper) >= 3
    assert contrast(lighter, colours.accent) >= 3


@pytest.mark.parametrize("chart", [profile_chart(), bars_chart(), change_chart()])
@pytest.mark.parametrize("width", [300.0, WIDTH, 700.0])
def test_everything_is_within_the_drawing(chart: Chart, width: float) -> None:
    drawing = drawn(chart, width)
    before = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
    for shape in drawing.shapes:
        assert 0 <= shape.y <= drawing.height
        if isinstance(shape, Bar):
            assert shape.x >= 0
            assert shape.x + shape.width <= width + 0.01
            assert shape.y + shape.height <= drawing.height
        elif isinstance(shape, Words):
            long = measure(shape.text, shape.strong)
            start = shape.x - long * before[shape.anchor]
            assert start >= -0.01
            assert start + long <= width + 0.01


def test_every_label_is_shown() -> None:
    for chart in (profile_chart(), bars_chart(), change_chart()):
        labels = {label for s in chart.series for label in s.labels if label}
        assert labels <= words(drawn(chart)).keys()


def test_what_is_not_known_has_words_and_no_bar() -> None:
    drawing = drawn(change_chart())
    assert len(bars(drawing)) == 3
    label = words(drawing)["2018: not published"]
    assert label.colour == THEME.colours.muted


def test_nought_is_a_value() -> None:
    nought, one = bars(drawn(with_values(0.0, 1.0)))
    assert nought.width == 0
    assert one.width > 0
    assert bars(drawn(with_values(0.0, 0.0)))[0].width == 0


def test_values_below_nought_go_to_the_left_of_it() -> None:
    below, above = bars(drawn(with_values(-5.0, 10.0)))
    assert below.x + below.width == pytest.approx(above.x)
    assert above.width == pytest.approx(2 * below.width)


def test_the_parts_of_a_row_follow_each_other_with_white_between() -> None:
    row = bars(drawn(profile_chart()))[:2]
    assert [bar.fill for bar in row] == [THEME.tones[t].fill for t in (Tone.GOOD, Tone.WORST)]
    first, second = row
    assert 1 <= second.x - (first.x + first.width) <= 2


def test_a_part_too_narrow_for_its_label_keeps_its_number() -> None:
    one = evolve(profile_chart().series[0], values=(1.0, 99.0), labels=("1 Good", "99 Good"))
    chart = evolve(profile_chart(), series=(one,))
    assert {"1", "99 Good"} <= words(drawn(chart)).keys()


def test_a_long_name_goes_over_several_lines_and_none_is_cut() -> None:
    drawing = drawn(profile_chart())
    name = profile_chart().categories[1]
    start = [w.text for w in words(drawing).values() if w.text in name and len(w.text) > 4]
    assert " ".join(start) == name
    assert len(start) > 1


def test_reference_lines_stand_at_their_value_and_none_runs_through_a_label() -> None:
    chart = with_values(
        70.0, 80.0, lines=(ReferenceLine("Target", 60, "60"), ReferenceLine("All", 61, "61"))
    )
    for lines in (chart.lines, chart.lines[::-1]):
        drawing = drawn(evolve(chart, lines=lines))
        dashed = [s for s in drawing.shapes if isinstance(s, Line) and s.dashed]
        bar = bars(drawing)[0]
        assert sorted(d.x for d in dashed)[0] == pytest.approx(bar.x + bar.width * 60 / 70)
        for text in ("Target: 60", "All: 61"):
            label = words(drawing)[text]
            size = measure(text, True) * (1 if label.anchor is Anchor.START else -1)
            low, high = sorted((label.x, label.x + size))
            through = [d for d in dashed if low < d.x < high and d.y < label.y]
            assert through == []


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0, 7), (0, 29_000), (0, 0.3), (-5, 10), (0, 99), (-3, 0)]
)
def test_the_scale_has_a_few_round_steps(low: float, high: float) -> None:
    drawing = drawn(with_values(float(low), float(high)))
    assert 3 <= len(drawing.ticks) <= 6
    assert 0.0 in drawing.ticks
    steps = {round(b - a, 9) for a, b in pairwise(drawing.ticks)}
    assert len(steps) == 1
    assert f"{steps.pop():.1e}"[:3] in ("1.0", "2.0", "2.5", "5.0")


def test_a_chart_without_a_scale_has_no_numbers_below() -> None:
    shown = {w.text for w in words(drawn(change_chart())).values()}
    said = {label for s in change_chart().series for label in s.labels}
    assert shown == said | set(change_chart().categories)
