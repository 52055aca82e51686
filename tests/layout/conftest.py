"""The default theme and its house, read once."""

from __future__ import annotations

import pytest

from briefings import theme as themes
from briefings.layout.house import House
from briefings.theme import Theme


@pytest.fixture(scope="session")
def theme() -> Theme:
    return themes.load()


@pytest.fixture
def house(theme: Theme) -> House:
    return House(theme)
