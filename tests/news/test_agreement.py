"""Two readers of one article: what names they share, and how sure patterns are."""

from __future__ import annotations

import math
from typing import Any

import pytest

from keiretsu.news import read_article, read_claims
from keiretsu.news.claims.claim import Claim
from keiretsu.news.reader.agreement import CLUES, clues, weighed
from keiretsu.news.reader.document import Document
from keiretsu.news.reader.trained import documents


def made(text: str) -> list[Document]:
    return list(documents(read_article(text=text)))


def claim(
    text: str, words: str, kind: str, p: float | None = None, **said: Any
) -> Claim:
    start = text.index(words)
    return Claim(
        id="a-c01",
        article="a",
        kind=kind,
        quote=words,
        span=(start, start + len(words)),
        normalised=said,
        probability=p,
    )


@pytest.mark.parametrize(
    ("text", "company", "value"),
    [
        ("Chery makes cars. Maserati sold 11,300 cars in 2024.", "maserati", 11_300),
        ("Isuzu rose. SML Isuzu sold 13,600 vehicles in FY25.", "sml_mahindra", 13_600),
        ("Ford fell. Cupra sold 328,800 cars in 2025.", "cupra", 328_800),
        ("Geely said so. Lotus Cars sold 6,500 cars in 2025.", "lotus", 6_500),
    ],
)
def test_what_a_firm_sold_is_not_what_the_one_before_it_sold(
    text: str, company: str, value: float
) -> None:
    found = [c.normalised for c in read_claims(read_article(text=text))]
    sold = {c["company"]: c["value"] for c in found if "metric" in c}
    assert set(sold) <= {company}
    assert sold.get(company, value) == value


NAMES_ANOTHER = "Ford was silent. Last year Maserati sold 11,300 cars."
FORDS = claim(
    NAMES_ANOTHER, "sold 11,300 cars", "sales", company="ford", value=11_300.0
)


def seen_of(own: Claim, judged: list[Claim], text: str) -> dict[str, float]:
    (found,) = clues([own], judged, made(text))
    return dict(zip(CLUES, found, strict=True))


def test_what_the_trained_reader_sees_of_a_claim() -> None:
    alone = seen_of(FORDS, [], NAMES_ANOTHER)
    assert alone["seen"] == pytest.approx(math.log(0.01 / 0.99))
    assert (alone["of others"], alone["sales"], alone["quote"]) == (1, 1, 0)
    seen = claim(NAMES_ANOTHER, "11,300", "sales", 0.2, company="ford", value=11_300.0)
    both = seen_of(FORDS, [seen], NAMES_ANOTHER)
    assert both["seen"] == pytest.approx(math.log(0.2 / 0.8))
    assert both | {"seen": alone["seen"]} == alone


def test_a_sentence_that_names_nobody_else_may_speak_of_the_one_before() -> None:
    text = "Ford was silent. Last year 11,300 cars were sold."
    carried = claim(text, "11,300 cars", "sales", company="ford", value=11_300.0)
    assert seen_of(carried, [], text)["of others"] == 0


def test_what_is_seen_beside_speaks_for_the_rest_of_a_list() -> None:
    text = "Toyota has 5.1% of Mazda, 4.9% of Suzuki. Ford has 3% of Kia."
    names = (("5.1% of Mazda", "mazda", 5.1), ("4.9% of Suzuki", "suzuki", 4.9))
    own = [
        claim(text, words, "stake", holder="toyota", held=held, percent=percent)
        for words, held, percent in names
    ]
    own.append(claim(text, "3% of Kia", "stake", holder="ford", held="kia", percent=3))
    seen = claim(
        text, "5.1% of Mazda", "stake", 0.8, holder="toyota", held="mazda", percent=5.1
    )
    found = [dict(zip(CLUES, c, strict=True)) for c in clues(own, [seen], made(text))]
    faint, sure = math.log(0.01 / 0.99), math.log(0.8 / 0.2)
    assert [c["seen"] for c in found] == pytest.approx([sure, faint, faint])
    assert [c["seen beside"] for c in found] == pytest.approx([faint, sure, faint])


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        ({"holder": "renault", "held": "nissan", "percent": 15.0}, 0.6),
        ({"holder": "renault", "held": "mitsubishi_motors", "percent": 9.0}, 0.0),
        ({"holder": "ford", "held": "mazda", "percent": 15.0}, 0.0),
    ],
)
def test_one_figure_is_not_of_two_pairs(said: dict[str, Any], otherwise: float) -> None:
    text = "Ford has 15 % of Mazda, as Renault has of Nissan and Mitsubishi Motors."
    own = claim(
        text, "15 % of Mazda", "stake", holder="ford", held="mazda", percent=15.0
    )
    other = claim(text, "15 % of Mazda", "stake", 0.6, **said)
    assert seen_of(own, [other], text)["seen otherwise"] == otherwise


def test_a_claim_is_the_more_probable_the_more_surely_both_see_it() -> None:
    chances = []
    for p in (0.05, 0.2, 0.5, 0.9):
        seen = claim(
            NAMES_ANOTHER, "11,300", "sales", p, company="ford", value=11_300.0
        )
        (one,) = weighed([FORDS], [seen], made(NAMES_ANOTHER))
        assert one.normalised == FORDS.normalised
        chances.append(one.probability or 0.0)
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] < 1


def test_what_is_less_probable_than_asked_is_not_claimed() -> None:
    article = read_article(text=NAMES_ANOTHER)
    every = read_claims(article, 0.0)
    assert all(c.probability is not None for c in every)
    for sure in (0.2, 0.5, 0.9):
        assert [c.probability for c in read_claims(article, sure)] == [
            c.probability for c in every if (c.probability or 0) >= sure
        ]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("executive vice president", "executive_vice_president"),
        ("senior vice president", "senior_vice_president"),
        ("vice president", "vice_president"),
        ("executive chairman", "executive_chairman"),
        ("honorary chairman", "honorary_chairman"),
        ("chairman", "chairman"),
    ],
)
def test_a_title_is_kept_whole(written: str, title: str) -> None:
    article = read_article(
        text=f"Ann Example, {written} of Mazda, left the room early."
    )
    (role,) = [c for c in read_claims(article, 0.0) if c.kind == "role"][:1]
    assert role.normalised["title"] == title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SML Isuzu sold 13,600 vehicles in FY25.", "SML Mahindra"),
        ("DPCA sold 50,000 cars in 2024.", "DPCA"),
        ("BYD sold 4.6 million cars in 2025.", "BYD"),
    ],
)
def test_a_firm_is_called_as_the_register_calls_it(text: str, name: str) -> None:
    (sold,) = [c for c in read_claims(read_article(text=text)) if c.kind == "sales"]
    assert sold.sentence.startswith(f"{name} sold ")


@pytest.mark.parametrize(
    ("text", "holder", "held"),
    [
        (
            "SEOUL, Oct 2 - Hyundai Motor is considering buying about 10% of Chinese "
            "EV maker Leapmotor from Stellantis, which owns 20% of the company.",
            "hyundai",
            "leapmotor",
        ),
        (
            "Renault is considering buying about 8% of Japanese SUV maker Mitsubishi "
            "Motors from Nissan, two people said.",
            "renault",
            "mitsubishi_motors",
        ),
    ],
)
def test_a_people_and_a_kind_of_car_are_no_firm(
    text: str, holder: str, held: str
) -> None:
    found = [c.normalised for c in read_claims(read_article(text=text))]
    bought = [(c["holder"], c["held"]) for c in found if c.get("action") == "acquires"]
    assert bought == [(holder, held)]
