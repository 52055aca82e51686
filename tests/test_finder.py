"""From names to providers: exact, or a fault with the nearest."""

from __future__ import annotations

from typing import Any

import pytest

from briefings.dataset import load
from briefings.errors import Fault
from briefings.finder import Finder, Selector, fold
from tests import tiny


def found(**conditions: Any) -> list[str]:
    finder = Finder(tiny.dataset())
    providers = [p.id for p in finder.find(Selector(**conditions))]
    assert finder.faults == []
    return providers


def fault(**conditions: Any) -> Fault:
    finder = Finder(tiny.dataset())
    finder.find(Selector(**conditions))
    (told,) = finder.faults
    return told


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ash & Elm", "ash and elm"),
        ("ASH AND ELM.", "ash and elm"),
        ("Warwickshire-West Mercia", "warwickshire west mercia"),
        ("  CGM\tCRC ", "cgm crc"),
        ("", ""),
    ],
)
def test_names_are_compared_without_their_dress(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    "name", ["ash", "Ash", "Ash Library", "ash library.", "The Ash", "Ash & Elm", "ash and elm"]
)
def test_a_provider_by_any_of_its_names(name: str) -> None:
    assert found(name=name) == ["ash"]


def test_groups_and_all() -> None:
    assert found(name="woodland") == ["ash", "beech"]
    assert found(name="Both companies") == ["north", "south"]
    assert found(group="companies") == ["north", "south"]
    assert len(found(name="all")) == 6


def test_conditions_all_hold() -> None:
    assert found(kind="lib", region="woodland") == ["ash", "beech"]
    assert found(owner="Purple Works") == ["north", "south"]
    assert found(succeeds="The Ash") == ["cedar"]
    assert found(kind="CRC", region="Marsh") == []


@pytest.mark.parametrize(
    ("conditions", "what", "remedy"),
    [
        ({"name": "Ash Libary"}, "unknown provider 'Ash Libary'", "did you mean 'Ash Library'?"),
        ({"name": "NCRCs"}, "unknown provider 'NCRCs'", "did you mean 'NCRC'?"),
        ({"name": "Rehabilitation"}, "unknown provider 'Rehabilitation'",
         "did you mean 'North Community Rehabilitation Company' or "
         "'South Community Rehabilitation Company'?"),
        ({"name": "Atlantis"}, "unknown provider 'Atlantis'",
         "`briefings list providers` tells all their names"),
        ({"name": "purple works"}, "unknown provider 'purple works'",
         "write {owner: Purple Works} for all of them"),
        ({"name": "LIB"}, "unknown provider 'LIB'", "write {kind: LIB} for all of them"),
        ({"kind": "LBI"}, "unknown kind 'LBI'", "did you mean 'LIB'?"),
        ({"owner": "Purple Wroks"}, "unknown owner 'Purple Wroks'", "did you mean 'Purple Works'?"),
        ({"region": "Desert"}, "unknown region 'Desert'", "choose one that is allowed"),
        ({"rating": "Stron"}, "unknown rating 'Stron'", "did you mean 'Strong'?"),
        ({"round": "2018/91"}, "unknown round '2018/91'", "did you mean '2018/19'?"),
        ({"group": "woodlands"}, "unknown group 'woodlands'", "did you mean 'woodland'?"),
    ],
)  # fmt: skip
def test_what_is_unknown_is_told_with_the_nearest(
    conditions: dict[str, str], what: str, remedy: str
) -> None:
    told = fault(**conditions)
    assert (told.what, told.remedy) == (what, remedy)
    assert told.allowed


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("merseysde", "merseyside"),
        ("CGM CRCs", "CGM CRC"),
        ("Cheshire and Manchester CRC", "Cheshire and Greater Manchester CRC"),
        ("Staffordshire & West Midland CRC", "Staffordshire & West Midlands CRC"),
        ("West Yorks", "west-yorkshire"),
    ],
)
def test_slips_in_true_names(slip: str, meant: str) -> None:
    finder = Finder(load())
    assert finder.named(slip) is None
    assert fold(meant) in fold(finder.faults[0].remedy)
