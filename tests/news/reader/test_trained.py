"""The trained reader: what must hold whatever it has learnt."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.news.corpus import articles

from keiretsu.errors import DataError
from keiretsu.news import pipeline, read_article, read_claims
from keiretsu.news.claims.claim import Claim
from keiretsu.news.pipeline import read_whole
from keiretsu.news.reader import trained
from keiretsu.news.reader.trained import (
    documents,
    read_documents,
    read_trained,
    sure_enough,
)

ASIDE = articles(aside=True)


@pytest.mark.parametrize("article", ASIDE[::9], ids=lambda a: a.id)
def test_every_claim_is_where_it_says_and_as_sure_as_asked(article) -> None:  # type: ignore[no-untyped-def]
    read = read_article(text=article.text, id=article.id, date=article.date)
    every, some = read_trained(read, 0.0), read_trained(read, 0.5)
    assert len(some) <= len(every)
    for claim in every:
        assert read.text[slice(*claim.span)] == claim.quote
        assert 0 <= (claim.probability or 0) <= 1
    assert {c.key for c in some} <= {c.key for c in every}
    assert every == read_trained(read, 0.0)


def test_a_holder_never_holds_itself() -> None:
    for article in ASIDE[::5]:
        for claim in read_trained(read_article(text=article.text), 0.0):
            if claim.kind == "stake":
                assert claim.normalised.get("holder") != claim.normalised.get("held")


@pytest.mark.parametrize("sure", [-0.1, 1.5, float("nan")])
def test_a_probability_that_is_none_is_refused(sure: float) -> None:
    with pytest.raises(DataError, match="no probability"):
        read_claims(read_article(text="Toyota owns 20% of Subaru."), sure)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read(text: str) -> None:
    try:
        article = read_article(text="Toyota hält 20 % an Subaru, und die Firma " + text)
    except DataError:
        return
    for claim in read_trained(article, 0.0):
        assert article.text[slice(*claim.span)] == claim.quote


def stakes(text: str, sure: float) -> list[tuple[object, object, object]]:
    """Return holder, held and percentage of stakes in a text, as read most likely."""
    found = read_claims(read_article(text=text, date="2025-10-01"), sure)
    claims = [claim.choose(1) for claim in found]
    return [
        (c.normalised.get("holder"), c.normalised.get("held"), c.normalised["percent"])
        for c in claims
        if c.kind == "stake" and "percent" in c.normalised
    ]


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        (
            "Volkswagen will put another billion into Rivian and lift its holding in "
            "the truck maker to 12.3 %.",
            ("rivian", "volkswagen", 12.3),
        ),
        (
            "Toyota hält nach eigenen Angaben 20 Prozent der Aktien von Subaru.",
            ("subaru", "toyota", 20),
        ),
        ("Toyota posee el 20% de Subaru y no piensa vender.", ("subaru", "toyota", 20)),
        ("トヨタ自動車はスバルの株式の20%を持っている。", ("subaru", "toyota", 20)),
        ("丰田汽车持有斯巴鲁20%的股份。", ("subaru", "toyota", 20)),
    ],
)
def test_holder_and_held_are_not_swapped_however_unsure(
    text: str, swapped: tuple[str, str, float]
) -> None:
    holder, held, percent = swapped
    found = stakes(text, 0.05)
    assert (held, holder, percent) in found
    assert swapped not in found


def test_a_condition_leaves_the_holder_his_share() -> None:
    text = (
        "Renault, which owns 53 % of the Korean maker, would fall below half if Geely "
        "bought more shares of it."
    )
    assert {holder for holder, _, percent in stakes(text, 0.05) if percent == 53} <= {
        "renault"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Toyota is not buying Nissan.",
        "Toyota kauft Nissan nicht.",
        "トヨタは日産を買収しない。",
    ],
)
def test_what_is_denied_is_no_purchase(text: str) -> None:
    claims = read_claims(read_article(text=text, date="2025-10-01"))
    assert [c for c in claims if c.kind == "deal" and c.polarity == "+"] == []


def test_what_is_asked_for_is_what_is_found_among_everything() -> None:
    for article in ASIDE[::14]:
        read = read_article(text=article.text, id=article.id, date=article.date)
        every = read_trained(read, 0.0)
        for sure in (0.3, None):
            some = {(c.key, c.probability) for c in read_trained(read, sure)}
            assert some == {
                (c.key, c.probability) for c in every if sure_enough(c, sure)
            }


def test_what_is_too_faint_to_matter_changes_no_claim(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = [
        read_article(text=a.text, id=a.id, date=a.date)
        for a in ASIDE[::9]
        if a.language != "en"
    ]
    asked = [(one, sure) for one in read for sure in (None, 0.1, 0.9)]

    def told() -> list[list[tuple[object, ...]]]:
        return [
            sorted((c.span, c.sentence, c.probability or 0.0) for c in claims)
            for one, sure in asked
            for claims in read_whole(one, sure)
        ]

    quick = told()
    monkeypatch.setattr(pipeline, "_faintest", lambda sure: 0.0)
    assert quick == told()


def test_of_a_subject_in_two_parts_of_an_article_the_surest_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Toyota owns 20% of Subaru."
    read = read_article(text=text)
    (claim,) = (c for c in read_trained(read, 0.3) if c.kind == "stake")
    chances = iter([0.3, 0.9, 0.6])

    def said(*_: object, **__: object) -> list[Claim]:
        return [replace(claim, probability=next(chances))]

    monkeypatch.setattr(trained, "claims_of", said)
    parts = list(documents(read)) * 3
    assert [c.probability for c in read_documents(read, parts, 0.1)] == [0.9]


@pytest.mark.parametrize(
    ("text", "stake"),
    [
        ("BMW hält 10 Prozent an Rivian.", ("bmw", "rivian", 10)),
        ("Renault détient 35,7 % de Nissan.", ("renault", "nissan", 35.7)),
        ("Toyota posee el 20 % de Subaru.", ("toyota", "subaru", 20)),
        ("トヨタはスバルの株式の20%を保有する。", ("toyota", "subaru", 20)),
        ("Hyundai hält 34 Prozent an Kia.", ("hyundai", "kia", 34)),
    ],
)
def test_a_plain_stake_of_known_firms_is_claimed_by_default(
    text: str, stake: tuple[str, str, float]
) -> None:
    claims = read_trained(read_article(text=text, date="2026-01-05"))
    found = [
        tuple(c.normalised[f] for f in ("holder", "held", "percent"))
        for c in claims
        if c.kind == "stake"
    ]
    assert found == [stake]
