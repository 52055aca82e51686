"""Whether the page on mail is true of the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from briefings.errors import SpecError
from briefings.mail.accounts import VARIABLES, Account
from briefings.mail.delivery import BACKOFF
from briefings.mail.letters import NAMES
from briefings.mail.posting import mail_of
from briefings.mail.tables import TABLES
from briefings.pack import structured
from briefings.routes import Attach, Mail, Route
from briefings.yamlfile import parse
from tests.test_docs import DOCS, FENCE, blocks, keys, part, read, rows

PAGE = read("mail.md")


def first_table(text: str) -> list[str]:
    return rows(text.split("\n\n**")[0])


@pytest.mark.parametrize(
    ("heading", "cls"), [("## The mail part", Mail), ("## The account", Account)]
)
def test_every_key_is_described_and_no_other(heading: str, cls: type) -> None:
    assert set(first_table(part(PAGE, heading))) == keys(cls)


def test_every_key_of_a_route_and_of_what_it_attaches_is_described() -> None:
    assert set(rows(part(PAGE, "## Routes"))) == keys(Route) | keys(Attach)


def test_every_word_of_a_text_is_described() -> None:
    assert rows(part(PAGE, "## Texts")) == list(NAMES)


def test_every_variable_is_described() -> None:
    assert set(re.findall(r"`(BRIEFINGS_\w+)`", PAGE)) == set(VARIABLES)


def test_every_state_is_described() -> None:
    told = rows(part(PAGE, "## What holds whatever happens"))
    states = re.findall(r"'(\w+)'", TABLES[0].partition("CHECK")[2])
    assert told == ["planned", "claimed", "sent", "failed", "refused", "uncertain"]
    assert set(states) == set(told)


def test_the_waits_are_those_told() -> None:
    minutes = [str(int(wait.total_seconds() // 60)) for wait in BACKOFF]
    assert f"after {', '.join(minutes[:-1])} and {minutes[-1]} minutes" in " ".join(PAGE.split())


@pytest.mark.parametrize("page", ["mail.md", "schedule.md", "walk.md"])
def test_packs_that_are_shown_are_what_the_schema_for_editors_takes(page: str) -> None:
    schema = json.loads((DOCS.parent / "specs" / "pack.schema.json").read_text("utf-8"))
    shown = [text for _, text in FENCE.findall(read(page)) if text.startswith("pack:")]
    for text in shown:
        data = parse(text, page, SpecError).data
        assert not list(Draft202012Validator(schema).iter_errors(data))
        wrong = {**data, "schedule": {"cron": "0 7 1 * *"}}  # in no time zone
        assert list(Draft202012Validator(schema).iter_errors(wrong))
        wrong = {**data, "mail": {"from": "a@example.org", "routes": [{"route": "x"}]}}
        assert list(Draft202012Validator(schema).iter_errors(wrong))
    assert shown


def test_the_pack_shown_can_be_read() -> None:
    text = next(text for text in blocks(PAGE, "") if text.startswith("pack:"))
    pack = structured(parse(text, "pack.yaml", SpecError))
    assert mail_of(pack).routes[0].attach[0].own == "provider"
    assert (Path(__file__).parent.parent.parent / "docs" / "mail.md").exists()
