"""Articles that others have annotated by hand, read and compared with their claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.news.scoring import Score, agree, annotated, score
from training.news.scoring import KEYS

from keiretsu.news import main_deal, read_article, read_claims

EXAMPLE = Path(__file__).parents[2] / "examples" / "toyota-nissan.md"


@pytest.fixture(scope="module")
def articles() -> list[Any]:
    found = annotated()
    assert len(found) >= 20
    return found


@pytest.fixture(scope="module")
def scored(articles: list[Any]) -> Score:
    return score(articles)


def test_two_in_five_claims_are_what_the_annotators_found(scored: Score) -> None:
    """A floor, not an aim: the reader was written on other articles."""
    assert scored.claimed >= 20
    assert scored.precision >= 0.4


def test_few_claims_of_unseen_articles_are_found_so_far(scored: Score) -> None:
    assert scored.recall >= 0.04


def test_every_quote_is_the_text_at_its_place(articles: list[Any]) -> None:
    for article, _ in articles:
        for claim in read_claims(article):
            assert article.text[slice(*claim.span)] == claim.quote


def test_no_claim_is_of_an_unknown_kind(articles: list[Any]) -> None:
    for article, marked in articles:
        assert {claim.kind for claim in read_claims(article)} <= set(KEYS)
        assert {claim["kind"] for claim in marked} <= set(KEYS)


def test_a_claim_agrees_with_itself_and_with_no_other_holder() -> None:
    (claim,) = read_claims(read_article(text="Toyota owns 20% of Subaru."))
    same = claim.to_dict()
    assert agree(claim, same)
    other = same | {"normalised": same["normalised"] | {"holder": "nissan"}}
    assert not agree(claim, other)


def test_the_example_is_about_toyota_and_nissan() -> None:
    deal = main_deal(read_claims(read_article(EXAMPLE)))
    assert deal is not None
    assert (deal.parties, deal.kind) == (("nissan", "toyota"), "alliance")


def test_the_example_read_without_its_date_claims_only_what_it_says() -> None:
    claims = read_claims(read_article(text=EXAMPLE.read_text(encoding="utf-8")))
    stakes = {
        c.normalised.get("held"): c.normalised["percent"]
        for c in claims
        if c.kind == "stake" and "percent" in c.normalised
    }
    assert stakes == {None: 20.0, "mazda": 5.1, "suzuki": 4.9, "isuzu": 5.9}
    assert not any("haye" in str(c.normalised) for c in claims)
