"""Roles that a plain sentence ends or refuses, and those that it leaves alone."""

import pytest
from tests.news.alone import alone

from keiretsu.news import Claim


def role(sentence: str) -> Claim:
    """Return the surest role of a sentence, however faint."""
    return alone(sentence, "role", 0.1)[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Carlos Tavares is no longer chief executive of Stellantis.",
        "Herbert Diess ist nicht mehr Chef von Volkswagen.",
        "Carlos Ghosn n'est plus le patron de Renault.",
        "Luca de Meo ya no es presidente de Renault.",
        "内田誠氏は日産の社長を退任した。",
        "李书福不再担任沃尔沃董事长。",
    ],
)
def test_who_is_so_no_longer_was_so(sentence: str) -> None:
    claim = role(sentence)
    assert (claim.normalised["status"], claim.polarity) == ("former", "+")


@pytest.mark.parametrize(
    "sentence",
    [
        "Akio Toyoda will not become chairman of Mazda.",
        "Oliver Blume wird nicht Chef von Porsche.",
        "内田誠氏は日産の社長ではない。",
    ],
)
def test_who_is_not_so_is_said_not_to_be(sentence: str) -> None:
    assert role(sentence).polarity == "-"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ford chief executive Jim Farley will not sell the plant.",
        "Oliver Blume bleibt bis 2030 Vorstandschef von Volkswagen.",
        "Renault-Chef François Provost plant keine Fusion.",
        "日産の社長エスピノーサ氏は工場を売却しない。",
    ],
)
def test_what_else_is_refused_leaves_a_role_alone(sentence: str) -> None:
    claim = role(sentence)
    assert (claim.normalised["status"], claim.polarity) == ("current", "+")
