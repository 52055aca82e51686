"""Specs: from YAML to a frozen spec, or to faults and never to a traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from briefings.errors import SpecError
from briefings.finder import Selector
from briefings.sections import KINDS
from briefings.spec import FORMATS, Spec, draft, load, loads
from briefings.yamlfile import parse

WHOLE = """\
briefing: two-libraries
title: "{{ subject.name }}"
as_at: 2024-12-31
providers:
  subject: Ash
  compare: [Beech, {kind: LIB, region: Marsh}]
  benchmark: all
  except: Dogwood Library
metrics: [overall, A1, 2.10]
sections:
  - rating-summary
  - comparison: {order: name}
  - change:
  - text: |
      Words.
  - text: {title: More, body: Words.}
formats: [html]
"""


def with_line(line: str) -> str:
    return WHOLE + line + "\n"


def headlines(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        loads(text)
    return [fault.headline() for fault in caught.value.faults]


def test_a_whole_spec() -> None:
    spec = loads(WHOLE)
    assert spec.briefing == "two-libraries"
    assert spec.as_at == date(2024, 12, 31)
    assert spec.providers.subject == Selector(name="Ash")
    assert spec.providers.compare == (Selector(name="Beech"), Selector(kind="LIB", region="Marsh"))
    assert spec.providers.benchmark == (Selector(name="all"),)
    assert spec.providers.leave_out == (Selector(name="Dogwood Library"),)
    assert spec.metrics == ("overall", "A1", "2.10")
    kinds = [section.kind for section in spec.sections]
    assert kinds == ["rating-summary", "comparison", "change", "text", "text"]
    assert spec.formats == ("html",)


def test_what_is_left_out_has_its_default() -> None:
    spec = loads("briefing: a\ntitle: A\nproviders: {compare: all}\nsections: [sources]\n")
    assert spec.formats == FORMATS
    assert spec.metrics == ("overall", "standards")
    assert spec.language == "en-GB"
    assert spec.as_at is None


def test_a_text_may_stand_alone_or_among_options() -> None:
    short, long = loads(WHOLE).sections[3:]
    assert short.options.body == "Words.\n"  # type: ignore[attr-defined]
    assert long.options.body == "Words."  # type: ignore[attr-defined]
    assert long.options.title == "More"


def test_every_kind_of_section_can_stand_by_its_name() -> None:
    for kind in KINDS.keys() - {"text"}:
        spec = loads(f"briefing: a\ntitle: A\nproviders: {{subject: x}}\nsections: [{kind}]\n")
        assert spec.sections[0].kind == kind


def test_an_equal_file_gives_an_equal_spec() -> None:
    assert loads(WHOLE) == loads("# a comment\n\n" + WHOLE, "elsewhere.yaml")


def test_a_spec_knows_where_its_values_stand() -> None:
    spec = loads(WHOLE)
    assert str(spec.place("providers", "subject")) == "spec.yaml:5:12"
    assert spec.providers.compare[1].at("region")[1] == "providers.compare[1].region"
    assert str(spec.providers.compare[1].at("region")[0]) == "spec.yaml:6:40"


def test_a_choice_takes_the_given_date_before_its_own() -> None:
    assert loads(WHOLE).choice().as_at == date(2024, 12, 31)
    assert loads(WHOLE).choice(date(2020, 1, 1)).as_at == date(2020, 1, 1)


@pytest.mark.parametrize(
    "name",
    ["..", ".", "a/b", "a\\\\b", "/a", "A", "a b", "a.b", "-a", "a-", "a--b", "é", "nul", "com1"],
)
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    (told,) = headlines(WHOLE.replace("two-libraries", f'"{name}"'))
    assert told.startswith("spec.yaml:1:11: briefing: ")


@pytest.mark.parametrize("name", ["a", "a-b", "2019", "west-yorkshire-2019", "console", "a" * 100])
def test_other_names_are_good(name: str) -> None:
    assert loads(WHOLE.replace("two-libraries", f'"{name}"')).briefing == name


@pytest.mark.parametrize("tag", ["en", "en-GB", "en-IE", "cy", "cy-GB"])
def test_language_tags(tag: str) -> None:
    assert loads(with_line(f"language: {tag}")).language == tag


@pytest.mark.parametrize("tag", ["english", "EN", "en_GB", "en-gb", "''"])
def test_what_is_no_language_tag(tag: str) -> None:
    (told,) = headlines(with_line(f"language: {tag}"))
    assert "is no language tag" in told


def test_a_language_that_the_sections_do_not_speak() -> None:
    (told,) = headlines(with_line("language: fr"))
    assert "the words of sections are in English ('en') or Welsh ('cy'), not in 'fr'" in told
    assert "write 'en-GB' or 'cy'" in told


def test_a_subject_that_is_not_given_is_not_known_to_texts() -> None:
    text = WHOLE.replace("  subject: Ash\n", "")
    (told,) = headlines(text)
    assert told.startswith("spec.yaml:2:12: title: nothing is called 'subject' here")


def test_faults_of_texts_are_told_with_all_others() -> None:
    text = WHOLE.replace("Words.\n", "{{ subjet.name }} and {{ subject.nam }}\n")
    told = headlines(text.replace("order: name", "order: nam"))
    assert [line.split("; ")[1] for line in told] == [
        "did you mean 'name'?",
        "did you mean 'subject'?",
        "did you mean 'name'?",
    ]


def test_a_draft_names_what_can_be_read() -> None:
    broken = WHOLE.replace("title:", "titel:").replace("subject: Ash", "subject: [Ash]")
    found = draft(parse(broken, "spec.yaml", SpecError))
    assert found.choice.subject == Selector(name="Ash")
    assert found.choice.compare[0] == Selector(name="Beech")
    assert found.metrics == (("overall", ("metrics", 0)), ("A1", ("metrics", 1)))


def test_a_file_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text("titel: A\n", encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load(Path("broken.yaml"))
    assert {fault.place.file for fault in caught.value.faults if fault.place} == {"broken.yaml"}


# ------------------------------------------------------------------------- any file at all

KEYS = ["briefing", "title", "providers", "sections", "subject", "compare", "owner", "metrics"]
KEYS += ["formats", "as_at", "text", "body", "comparison", "language", "theme", "order"]
WORDS = [
    "a-briefing",
    "{{ subject.name }}",
    "{% for p in providers %}",
    "all",
    "text",
    "2019-02-30",
]
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS + list(KINDS)) | st.text(), inner, max_size=6)
    ),
    max_leaves=25,
)
specs = st.dictionaries(st.sampled_from(KEYS), values, max_size=10)


def load_or_refuse(text: str) -> None:
    faults = []
    try:
        found = loads(text)
    except SpecError as error:
        faults = list(error.faults)
    else:
        assert isinstance(found, Spec)
        return
    assert faults
    for fault in faults:
        assert fault.what and "\n" not in fault.headline()
        assert fault.place and fault.place.file == "spec.yaml"


@given(values | specs)
@example({"sections": [{"text": {"body": "{{"}}], "metrics": {"text": "x"}})
@example({"providers": {"compare": [{"": None}], "": 1}})
def test_any_values_are_a_spec_or_faults(value: Any) -> None:
    load_or_refuse(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


@given(st.text())
def test_any_text_is_a_spec_or_faults(text: str) -> None:
    load_or_refuse(text)


@given(st.integers(0, len(WHOLE)), st.text(max_size=3), st.integers(0, 8))
def test_a_slip_anywhere_is_a_spec_or_faults(at: int, put: str, taken: int) -> None:
    load_or_refuse(WHOLE[:at] + put + WHOLE[at + taken :])


@given(specs)
def test_a_draft_of_anything(value: Any) -> None:
    try:
        file = parse(yaml.safe_dump(value, allow_unicode=True), "spec.yaml", SpecError)
    except SpecError:
        return
    assert draft(file).file is file
