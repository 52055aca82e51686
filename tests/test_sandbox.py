"""Jinja in texts: what may be said, and that everything ends."""

from __future__ import annotations

import time
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from briefings.sandbox import LONGEST, render
from briefings.textcheck import check
from briefings.textfaults import TextError, TextFault


@frozen
class Person:
    name: str
    _secret: str = "secret"

    def told(self, word: str = "") -> str:
        if word == "no":
            raise TextError(TextFault("no such word", word="no"))
        return f"told {word}"


VALUES: dict[str, Any] = {
    "one": Person("Ann"),
    "all": [Person("Ann"), Person("Bo*b")],
    "number": 3,
}


def fault(source: str) -> TextFault:
    with pytest.raises(TextError) as caught:
        render(source, VALUES)
    (found,) = caught.value.faults
    return found


def test_words_without_jinja_are_left_alone() -> None:
    assert render("100 % of {a} #1\n", VALUES) == "100 % of {a} #1\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ one.name }}", "Ann"),
        ("{{ one.told('it') }}", "told it"),
        ("{% for p in all %}{{ p.name }}{{ ', ' if not loop.last }}{% endfor %}", "Ann, Bo*b"),
        ("{{ all | map(attribute='name') | join(' and ') }}", "Ann and Bo*b"),
        ("{{ all | length + number }}", "5"),
        ("{{ number * 2 ** 3 }} {{ 7 % 4 }} {{ 7 // 2 }}", "24 3 3"),
        ("{{ 'a' ~ number ~ 'b' }}", "a3b"),
        ("{% set x = 'y' %}{{ x.upper() }}", "Y"),
        ("{% if one.name == 'Ann' %}yes{% else %}no{% endif %}", "yes"),
        ("{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice('ab') }}", "abab"),
        ("{{ range(3) | list | join }}", "012"),
        ("{# not said #}said", "said"),
        ("line\n", "line\n"),
    ],
)
def test_what_texts_may_say(source: str, said: str) -> None:
    assert render(source, VALUES) == said


def test_values_in_markdown_are_words() -> None:
    assert render("*{{ all[1].name }}*", VALUES, markdown=True) == "*Bo\\*b*"
    assert render("*{{ all[1].name }}*", VALUES) == "*Bo*b*"


@pytest.mark.parametrize(
    "source",
    [
        "{{ one._secret }}",
        "{{ one['_secret'] }}",
        "{{ one.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ [].append(1) }}",
        "{{ one.told.__globals__ }}",
        "{{ one.told.__func__ }}",
        "{{ range.__self__ }}",
        "{{ 'x'.format(1) }}",
        "{{ 'x'.format_map({}) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x'.encode() }}",
        "{{ 'a\tb'.expandtabs(1000000000) }}",
        "{{ one | attr('_secret') }}",
        "{{ [one] | map(attribute='_secret') | join }}",
        "{{ [one] | map('attr', '_secret') | join }}",
        "{{ cycler }}",
        "{{ lipsum(1000) }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{{ nothing }}",
        "{{ one.nothing }}",
        "{{ all[7] }}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
        "{{ one() }}",
        "{{ one.told(1, 2, 3) }}",
        "{{ number | nothing }}",
        "{{ 'abc' | replace('', 'x' * 9) }}",
        "{{",
        "{% for %}",
        "{% endfor %}",
        "{{ all }}",
        "{{ number ~ all }}",
        "{{ range(3) }}",
    ],
)
def test_what_texts_may_not_say(source: str) -> None:
    with pytest.raises(TextError):
        render(source, VALUES)


GROWING = [
    "{{ 'x' * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ [1] * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 2 ** 1000000 }}",
    "{% set x = 'xxxxxxxxxx' %}" + "{% set x = x ~ x %}" * 40,
    "{% set x = 'xxxxxxxxxx' %}" + "{% set x = x + x %}" * 40,
    "{% set x = [1, 2] %}" + "{% set x = x + x %}" * 40 + "{{ x | length }}",
    "{% set x = 'xx' %}" + "{% set x = x | replace('x', 'xxxxxx') %}" * 20,
    "{% set x = 'xx' %}" + "{% set x = [x, x] | join(x) %}" * 20,
    "{% set x = 9 %}" + "{% set x = x * x %}" * 40,
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% set b = range(99999) | list | length %}{% endfor %}",
    "{% for a in range(99999) %}{% set b = range(99999) | sum %}{% endfor %}",
    "{% for a in range(99999) %}{% set b = range(99999) | map('string') | join | length %}"
    "{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% set x %}" + "x" * 1000 + "{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 20,
    "{% filter upper %}{% for a in range(99999) %}xxxxxxxxxx{% endfor %}{% endfilter %}",
    "{{ range(99999) | list }}{{ range(99999) | list }}{{ range(99999) | list }}",
    "{{ '" + "x" * LONGEST + "' }}",
    "{{ range(1000000000) | list }}",
    "{{ 1.5 | round(999999999, 'ceil') }}",
    "{% set b = range(20000) | list %}{{ [" + "b, " * 9000 + "] | sum(start=[]) | length }}",
    "{% set b = range(20000) | list %}{{ [" + "b, " * 9000 + "] | upper }}",
    "{% set b = range(20000) | list %}{{ [" + "b, " * 9000 + "] }}",
    "{% set r = range(9000) %}{% for a in r %}{% set b = r | sum %}{% endfor %}",
    "{% set x = 'xxxxx'.split('') %}",
    "{% for a in range(9999) %}{% set b = ('x' ~ '" + "x" * 90000 + "').count('y') %}{% endfor %}",
]


@pytest.mark.parametrize("source", GROWING)
def test_every_text_ends(source: str) -> None:
    start = time.process_time()
    with pytest.raises(TextError) as caught:
        render(source, VALUES)
    assert time.process_time() - start < 3
    assert len(str(caught.value)) < 300


def test_a_fault_knows_its_line() -> None:
    assert fault("a\n\n{{ one.nothing }}").line == 3
    assert fault("a\n{{ 'x' * 9 }}").line == 2
    assert fault("a\n{{ one.told('no') }}").line == 2
    assert fault("a\n{% if %}").line == 2
    assert (
        fault(
            "a\n{% for a in range(99999) %}{% for b in range(99) %}x\n{% endfor %}{% endfor %}"
        ).line
        == 2
    )


def test_a_fault_knows_what_to_point_at() -> None:
    assert fault("{{ one.told('no') }}").word == "no"
    assert fault("{{ ''.format(1) }}").word == "format"
    assert fault("{% include 'x' %}").word == "include"


def test_an_unclosed_block_is_named() -> None:
    found = fault("{% for p in all %}{{ p.name }}")
    assert (found.what, found.remedy) == ("{% for %} is not closed", "write {% endfor %} after it")


# ------------------------------------------------------------ before any value is known


def checked(source: str) -> list[str]:
    names = {"one": "one", "all": "many", "number": ""}
    return [f"{f.line}: {f.what}; {f.remedy}" for f in check(source, names, ["name", "told"])]


def test_every_unknown_word_is_found_at_once() -> None:
    assert checked("{{ oen }}\n{{ one.nam }}\n{{ one | uper }}\n{{ 1 is evn }}") == [
        "1: nothing is called 'oen' here; did you mean 'one'?",
        "2: 'one' has no 'nam'; did you mean 'name'?",
        "3: there is no filter 'uper'; did you mean 'upper'?",
        "4: there is no test 'evn'; did you mean 'even'?",
    ]


def test_members_are_known_in_loops() -> None:
    assert checked("{% for p in all %}{{ p.name }}{% endfor %}") == []
    assert checked("{% for p in all %}{{ p.size }}{% endfor %}") == [
        "1: 'p' has no 'size'; choose one that is allowed"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{% set x = 1 %}{{ x }}",
        "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ m(1) }}",
        "{% for a in range(3) %}{{ loop.index }}{% endfor %}",
        "{% for a, b in [(1, 2)] %}{{ a }}{{ b }}{% endfor %}",
        "{{ 1 is even and number is defined }}",
    ],
)
def test_what_a_text_names_itself_is_known(source: str) -> None:
    assert checked(source) == []


PIECES = ["{{", "}}", "{%", "%}", "one", "all", ".name", "|join", "for p in all", "endfor", "if"]
PIECES += ["endif", "set x = ", "x", "~", "*", "**", "(", ")", "'", "range(9999)", "macro m()"]
PIECES += ["endmacro", "m()", " ", "\n", "{#", "#}", "[", "]", "_secret", "99999999", "%", "+"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text())
def test_any_text_is_said_or_refused(source: str) -> None:
    for fault in check(source, {"one": "one"}, ["name"]):
        assert fault.what and fault.remedy
    try:
        said = render(source, VALUES)
    except TextError as error:
        said = str(error)
    assert len(said) <= LONGEST
