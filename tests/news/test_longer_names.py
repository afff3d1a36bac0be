"""A name that goes on where that of a known company ends is another company's."""

from __future__ import annotations

import pytest

from keiretsu.news import read_article, read_claims


def stake(sentence: str) -> tuple[str, str, float]:
    (claim,) = (
        c for c in read_claims(read_article(text=sentence), 0.35) if c.kind == "stake"
    )
    said = claim.normalised
    return said["holder"], said["held"], said["percent"]


@pytest.mark.parametrize(
    ("sentence", "holder", "held"),
    [
        ("Nissan owns 50 % of Nissan Shatai.", "nissan", "nissan_shatai"),
        ("Toyota owns 24 % of Toyota Boshoku.", "toyota", "toyota_boshoku"),
        ("Mazda bought 5 % of Subaru Tecnica.", "mazda", "subaru_tecnica"),
        ("Hyundai owns 20 % of Kia Motors Slovakia.", "hyundai", "kia_motors_slovakia"),
        ("Renault Korea holds 3 % of Mazda.", "renault_korea", "mazda"),
        ("Honda holds 30 % of Honda Cars India.", "honda", "honda_cars_india"),
        ("Toyota Motor Corp owns 20 % of Subaru Corp.", "toyota", "subaru"),
        ("Renault Group holds 17 % of Nissan Motor Co.", "renault", "nissan"),
        ("Toyota Industries owns 8 % of Toyota.", "toyota_industries", "toyota"),
        ("Toyota Buys 5 % Stake In Isuzu.", "toyota", "isuzu"),
        ("Hyundai Mobis holds 21.64 % of Hyundai Motor.", "hyundai_mobis", "hyundai"),
    ],
)
def test_a_subsidiary_is_not_its_parent(sentence: str, holder: str, held: str) -> None:
    found = stake(sentence)
    assert found[:2] == (holder, held)


@pytest.mark.parametrize(
    "sentence",
    [
        "Honda Cars India sold 60,000 vehicles in 2025.",
        "Volkswagen China sold 2.9 million vehicles in 2024.",
    ],
)
def test_what_a_unit_sold_is_not_what_its_owner_did(sentence: str) -> None:
    claims = [c for c in read_claims(read_article(text=sentence)) if c.kind == "sales"]
    assert len(claims) == 1
    assert claims[0].normalised["company"] not in ("honda", "volkswagen")
