"""What Welsh grammar asks of words that only meet when a briefing is composed.

The forms of a noun after a numeral are chosen here and written in ``languages/cy.yaml``.
"""

from __future__ import annotations

__all__ = ["joined", "plural"]

_FORMS = {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}
_VOWELS = frozenset("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü")
_ASPIRATE = {"c": "ch", "p": "ph", "t": "th"}
_VOWEL_NUMBERS = frozenset({"1", "8", "11"})  # un, wyth, un ar ddeg


def plural(count: int) -> str:
    """The form of a noun after ``count``, as Unicode's CLDR names the six of Welsh."""
    return _FORMS.get(count, "other")


def joined(word: str, *, foreign: bool) -> str:
    """``word`` with the "and" before it: ``ac Essex``, ``a Llundain``, ``a chynllunio``.

    "A" aspirates c, p and t, but in ``foreign`` names and in acronyms nothing is mutated.
    """
    first = word[:1].casefold()
    number = word.split(" ")[0].rstrip(",.;:")
    if first in _VOWELS or number in _VOWEL_NUMBERS:
        return f"ac {word}"
    mutated = _ASPIRATE.get(first)
    if foreign or mutated is None or word[1:2] in ("h", "H") or word[1:2].isupper():
        return f"a {word}"
    return f"a {mutated.capitalize() if word[0].isupper() else mutated}{word[1:]}"
