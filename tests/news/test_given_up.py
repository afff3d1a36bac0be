"""Targets that their own sentence refuses or gives up, and those that it does not."""

import pytest
from tests.news.alone import alone

from keiretsu.news import Claim, read_article, read_claims
from keiretsu.news.claims.doubts import gives_up

REFUSED = [
    ("VW will not close three plants.", 3),
    ("Kia won't cut 1,500 jobs.", 1500),
    ("Toyota scrapped its target of selling 3.5 million electric cars.", 3.5e6),
    ("GM withdrew its goal of 1 million electric vehicles by 2025.", 1e6),
    ("Ford had aimed to build 600,000 cars a year, but dropped that.", 600_000),
    ("Renault plans neither job cuts nor plant closures.", 1),
    ("Ford wird keine 3.000 Stellen streichen.", 3000),
    ("Porsche gab das Ziel auf, 2030 80 Prozent Elektroautos zu verkaufen.", 80),
    ("Stellantis renonce à supprimer 2 500 postes.", 2500),
    ("Seat renuncia a cerrar una planta en 2026.", 1),
    ("Nissan no cerrará siete plantas.", 7),
    ("日産は2工場を閉鎖する計画を取りやめた。", 2),
    ("蔚来放弃了2026年销量达50万辆的目标。", 500_000),
]
MEANT = [
    ("Volkswagen will cut 35,000 jobs but will not close plants.", 35_000),
    ("Nissan had planned to cut 9,000 jobs but will now cut 20,000.", 9000),
    ("Nissan will close seven plants, not five.", 7),
    ("VW will 35.000 Stellen streichen und keine Werke schließen.", 35_000),
    ("Audi will bis 2029 nicht nur 7.500 Stellen streichen.", 7500),
    ("Honda gibt das Werk in Swindon auf und streicht 3.500 Stellen.", 3500),
    ("Stellantis supprimera 2 500 postes mais ne fermera pas d'usine.", 2500),
]


def target(sentence: str, value: float) -> Claim:
    """Return the surest target with a figure of a sentence, however faint."""
    own = alone(sentence, "plan_target", 0.02)
    return next(c for c in own if c.normalised["value"] == value)


@pytest.mark.parametrize(("sentence", "value"), REFUSED)
def test_a_target_that_is_given_up_is_said_not_to_be_so(
    sentence: str, value: float
) -> None:
    claim = target(sentence, value)
    assert claim.polarity == "-"
    assert claim.sentence.startswith("it is not so that")


@pytest.mark.parametrize(("sentence", "value"), MEANT)
def test_a_refusal_reaches_no_further_than_its_clause(
    sentence: str, value: float
) -> None:
    assert target(sentence, value).polarity == "+"


def test_what_is_not_ruled_out_is_neither_refused_nor_planned() -> None:
    claim = target("Ford does not rule out cutting 3,000 jobs.", 3000)
    assert (claim.polarity, claim.modality) == ("+", "hedged")


@pytest.mark.parametrize(
    "sentence",
    [
        "Ford's 12% stake in Rivian was sold in 2023.",
        "La participation de 12 % de Ford dans Rivian a été vendue.",
        "La participación del 12 % de Ford en Rivian fue vendida.",
        "福特持有的马自达12%股份已被出售。",
    ],
)
def test_a_stake_that_was_sold_is_not_held(sentence: str) -> None:
    stakes = alone(sentence, "stake", 0.05)
    assert [c for c in stakes if c.normalised.get("action") == "holds"] == []


def test_no_car_was_recalled() -> None:
    claims = read_claims(read_article(text="GM recalled no vehicles in Brazil."))
    assert claims == ()


@pytest.mark.parametrize("place", [(0, 4), (40, 48)])
def test_only_the_part_round_the_place_counts(place: tuple[int, int]) -> None:
    """Worked by hand: the second part alone refuses."""
    sentence = "Kia will close two plants and will not cut 900 jobs."
    assert gives_up(sentence, *place, "en") is (place[0] > 20)
