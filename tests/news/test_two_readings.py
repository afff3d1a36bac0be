"""A stake that may be read both ways is one claim that nobody takes before a choice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.errors import DataError
from keiretsu.news import Claim, contradictions, deals_to_choose, main_deal, pipeline
from keiretsu.news.articles.article import read_article
from keiretsu.news.claims.claim import one_of_two
from keiretsu.news.claims.two_readings import close_pairs, doubted


def stake(holder: str, held: str, sure: float | None = None, **more: Any) -> Claim:
    said = {"holder": holder, "held": held, "percent": 15.0, "action": "acquires"}
    fields: dict[str, Any] = {
        "id": "a-c01",
        "article": "a",
        "kind": "stake",
        "quote": "a 15 % stake",
        "span": (0, 12),
        "normalised": said,
        "probability": sure,
    }
    return Claim(**(fields | more))


def both() -> Claim:
    return one_of_two(stake("geely", "renault", 0.45), stake("renault", "geely", 0.3))


def test_what_the_readings_share_is_said_and_what_they_do_not_is_open() -> None:
    claim = both()
    assert dict(claim.normalised) == {"percent": 15.0, "action": "acquires"}
    assert [dict(one) for one in claim.readings] == [
        {"holder": "geely", "held": "renault"},
        {"holder": "renault", "held": "geely"},
    ]
    assert claim.probability == 0.75  # they exclude each other: .45 + .30
    assert claim.sentence == (
        "Geely takes 15 % of Renault, or Renault takes 15 % of Geely"
    )


def test_json_holds_both_and_gives_them_back() -> None:
    plain = json.loads(json.dumps(both().to_dict()))
    assert plain["readings"][1] == {"holder": "renault", "held": "geely"}
    assert Claim.from_dict(plain) == both()
    assert Claim.from_dict(plain).key == both().key != stake("geely", "renault").key


def test_choosing_makes_an_ordinary_claim() -> None:
    chosen = both().choose(2)
    assert chosen.readings == ()
    assert (chosen.normalised["holder"], chosen.normalised["held"]) == (
        "renault",
        "geely",
    )
    with pytest.raises(DataError, match="no reading 3"):
        both().choose(3)


@pytest.mark.parametrize(
    "readings",
    [
        ({"holder": "geely"},),
        ({"holder": "geely"}, {"holder": "geely"}),
        ({"percent": 5.0}, {"percent": 6.0}),
        ({"owner": "geely"}, {"holder": "geely"}),
        ({"action": "eats"}, {"action": "holds"}),
    ],
)
def test_readings_that_are_none_are_refused(readings: tuple[Any, ...]) -> None:
    with pytest.raises(DataError, match="a-c01"):
        Claim(
            id="a-c01",
            article="a",
            kind="stake",
            quote="",
            span=(0, 0),
            normalised={"percent": 15.0},
            readings=readings,
        )


def test_no_deal_or_contradiction_takes_either_before_a_choice() -> None:
    assert main_deal([both()]) is None
    assert contradictions([both(), stake("geely", "renault")]) == ()
    asked = deals_to_choose([both()])
    assert [deal.parties for deal in asked] == [
        ("geely", "renault"),
        ("renault", "geely"),
    ]
    assert main_deal([both().choose(1)]) == asked[0]


def test_every_reading_is_offered_where_one_is_a_deal_to_come() -> None:
    holds = stake("volkswagen", "rivian", 0.49)
    holds = replace(holds, normalised=dict(holds.normalised) | {"action": "holds"})
    claim = one_of_two(holds, stake("rivian", "volkswagen"))
    assert [deal.parties for deal in deals_to_choose([claim])] == [
        ("volkswagen", "rivian"),
        ("rivian", "volkswagen"),
    ]
    turned = {**holds.normalised, "holder": "rivian", "held": "volkswagen"}
    only_held = one_of_two(holds, replace(holds, normalised=turned))
    assert deals_to_choose([only_held]) == ()


def test_a_deal_of_others_stands_before_the_readings() -> None:
    settled = stake("honda", "isuzu")
    first, *rest = deals_to_choose([both(), settled])
    assert first.parties == ("honda", "isuzu")
    assert len(rest) == 2


def test_a_pattern_that_is_seen_swapped_is_kept_with_both_readings() -> None:
    written = [stake("geely", "renault")]
    (kept,) = doubted(written, [stake("renault", "geely", 0.7)])
    assert [one["holder"] for one in kept.readings] == ["renault", "geely"]
    assert kept.probability == 0.7


@pytest.mark.parametrize(
    "judged",
    [
        [],
        [stake("renault", "geely", 0.39)],
        [stake("renault", "geely", 0.5), stake("geely", "renault", 0.6)],
        [stake("geely", "renault", 0.9)],
    ],
)
def test_a_pattern_that_is_not_doubted_stays(judged: list[Claim]) -> None:
    written = [stake("geely", "renault")]
    assert doubted(written, judged) == written


def test_companies_that_hold_each_other_are_two_claims() -> None:
    written = [stake("nissan", "renault"), stake("renault", "nissan")]
    assert doubted(written, [stake("renault", "nissan", 0.9)]) == written
    sure = [stake("nissan", "renault", 0.8), stake("renault", "nissan", 0.7)]
    assert list(close_pairs(sure, 0.6)) == []


@pytest.mark.parametrize(
    ("one", "other", "is_open"),
    [
        (0.35, 0.30, True),  # together .65
        (0.30, 0.25, False),  # together .55: nothing is claimed
        (0.80, 0.40, True),
        (0.80, 0.39, False),  # less than half as likely
        (0.61, 0.60, False),  # each is claimed by itself
    ],
)
def test_two_directions_are_open_where_they_are_close_and_one_is_sure(
    one: float, other: float, is_open: bool
) -> None:
    pair = [stake("geely", "renault", one), stake("renault", "geely", other)]
    assert bool(list(close_pairs(pair, 0.6))) is is_open


def test_stakes_in_other_words_are_no_readings_of_one() -> None:
    apart = stake("renault", "geely", 0.35, span=(40, 50))
    assert list(close_pairs([stake("geely", "renault", 0.35), apart], 0.6)) == []


def test_the_reader_claims_both_once_and_the_swapped_one_never(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = read_article(text="Toyota owns 20% of Subaru and makes cars.")
    said = {"holder": "subaru", "held": "toyota", "percent": 20.0}

    def swapped(*_: object) -> tuple[Claim, ...]:
        return (stake("x", "y", 0.9, normalised=said, span=(0, 40)),)

    def stakes() -> list[Claim]:
        return [c for c in pipeline.read_claims(article) if c.kind == "stake"]

    (alone,) = stakes()
    assert alone.normalised["holder"] == "toyota"
    monkeypatch.setattr(pipeline, "read_documents", swapped)
    (claim,) = stakes()
    assert {one["holder"] for one in claim.readings} == {"toyota", "subaru"}
    assert main_deal([claim]) is None


sure = st.floats(0, 1).map(lambda p: round(p, 3))


@given(sure, sure, sure)
def test_readings_never_claim_more_than_was_asked_for(
    one: float, other: float, least: float
) -> None:
    pair = [stake("geely", "renault", one), stake("renault", "geely", other)]
    for claim in close_pairs(pair, least):
        assert one + other >= least
        assert len(claim.readings) == 2
        assert claim.probability is not None
        assert claim.probability <= 1
