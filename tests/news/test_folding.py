"""Letters that a form takes for others: no reader stops at them."""

from __future__ import annotations

import random

import pytest

from keiretsu.news import read_article, read_claims
from keiretsu.news.reader.figures import find_figures

ODD = (
    str.maketrans({"i": "ı", "s": "ſ", "k": "\u212a"}),
    str.maketrans({"i": "İ", "I": "ı", "S": "ſ", "K": "\u212a"}),
)
TEXTS = (
    "Nissan will cut two thirds of five million jobs this year, by April 15, 2026. "
    "Sales rose by two million reais in the first half of the fiscal year, INR 3.",
    "Die Hälfte, ein Drittel und dreißig Prozent der Anteile gehen im April an Škoda. "
    "Volkswagen verkaufte zwei Millionen Fahrzeuge für dreiunddreißig Milliarden.",
    "Renault cède deux tiers, l'intégralité, la moitié, cinq millions, en février.",
    "Seat vendió dos millones, la mitad, diez mil coches el 3 de septiembre próximo.",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("letters", ODD)
def test_letters_of_other_alphabets_stop_no_reader(
    text: str, letters: dict[int, str]
) -> None:
    odd = text.translate(letters)
    shuffled = odd.split(" ")
    random.Random(0).shuffle(shuffled)
    for one in (odd, " ".join(shuffled), text.upper()):
        article = read_article(text=one, date="2026-05-19")
        for claim in read_claims(article, sure=0.0):
            assert article.text[slice(*claim.span)] == claim.quote


def test_numbers_are_read_in_both_spellings() -> None:
    for word in ("dreißig", "dreissig", "DREISSIG", "Dreißig"):
        (figure,) = find_figures(f"{word} Prozent davon.", "de")
        assert (figure.measure, figure.value) == ("percent", 30)
    (figure,) = find_figures("İki: 3 mıllıon", "en")[-1:]
    assert figure.value == 3e6
