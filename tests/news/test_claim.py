"""The claim itself, the example article, its tie and its contradictions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from keiretsu.errors import DataError
from keiretsu.news import (
    Claim,
    contradictions,
    main_deal,
    read_article,
    read_claims,
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "toyota-nissan.md"


def claim(**changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": "a-c01",
        "article": "a",
        "kind": "stake",
        "quote": "20% of",
        "span": (0, 6),
        "normalised": {"holder": "toyota", "held": None, "percent": 20.0},
    }
    return Claim(**(fields | changes))


def test_what_is_not_said_is_absent() -> None:
    assert dict(claim().normalised) == {"holder": "toyota", "percent": 20.0}
    assert claim().sentence == "Toyota holds 20 % of [not said]"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "rumour"}, "'rumour'"),
        ({"modality": "sure"}, "'sure'"),
        ({"polarity": "?"}, "'\\?'"),
        ({"normalised": {"owner": "toyota"}}, "'owner'"),
        ({"normalised": {"holder": "toyota", "action": "eats"}}, "'eats'"),
    ],
)
def test_a_claim_of_no_known_shape_is_refused(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(DataError, match=says):
        claim(**changes)


def test_plain_data_that_is_no_claim_is_refused() -> None:
    with pytest.raises(DataError, match="this is no claim"):
        Claim.from_dict({"kind": "stake"})


def test_a_claim_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        claim().normalised["percent"] = 5.0  # type: ignore[index]


def test_the_example_says_what_it_is_meant_to_say() -> None:
    claims = read_claims(read_article(EXAMPLE))
    told = {c.sentence for c in claims}
    assert told >= {
        "an alliance between Nissan and Toyota is reported to be in sight",
        "a merger between Honda and Nissan is off (2025-02)",
        "Toyota holds 20 % of [not said]",
        "Toyota holds 5.1 % of Mazda",
        "Nissan plans to cut 20 000 jobs (Re:Nissan)",
        "Nissan plans to close 7 plants (Re:Nissan)",
        "Nissan sold 3 300 000 vehicles in 2024-04/2025-03",
        "Nissan plans to sell 8 000 000 vehicles",
        "Akio Toyoda is chairman of Toyota",
        "Carlos Ghosn was CEO of Nissan",
    }
    assert not any("haye" in str(c.normalised) for c in claims)


def test_the_example_is_about_an_alliance_of_toyota_and_nissan() -> None:
    tie = main_deal(read_claims(read_article(EXAMPLE)))
    assert tie is not None
    assert (tie.parties, tie.kind, tie.percent) == (
        ("nissan", "toyota"),
        "alliance",
        None,
    )
    assert all(set(tie.parties) <= set(c.normalised["parties"]) for c in tie.claims)


def test_a_planned_stake_is_a_tie_with_a_holder_a_held_and_a_size() -> None:
    text = "Honda plans to buy a 12% stake in Isuzu. Honda and GM ended their alliance."
    tie = main_deal(read_claims(read_article(text=text)))
    assert tie is not None
    assert (tie.parties, tie.kind, tie.percent) == (("honda", "isuzu"), "stake", 12.0)


def test_an_article_without_a_tie_has_none() -> None:
    text = "Toyota owns 20% of Subaru. Kia sold 2.9 million vehicles in 2024."
    assert main_deal(read_claims(read_article(text=text))) is None


def test_what_was_agreed_years_ago_is_background() -> None:
    def said(kind: str, modality: str, **fields: Any) -> Claim:
        return Claim(
            id=f"a-{kind}",
            article="a",
            kind=kind,
            quote="said",
            span=(0, 4),
            modality=modality,
            normalised=fields,
        )

    agreed = {"parties": ["ford", "mazda"], "status": "agreed", "date": "2021"}
    bought = {"holder": "honda", "held": "isuzu", "action": "acquires"}
    claims = [said("deal", "fact", **agreed), said("stake", "denied", **bought)]

    def pair(year: int | None) -> set[str]:
        deal = main_deal(claims, year)
        assert deal is not None
        return set(deal.parties)

    assert pair(None) == pair(2021) == pair(2022) == {"ford", "mazda"}
    assert pair(2023) == pair(2026) == {"honda", "isuzu"}


def test_two_figures_for_one_thing_contradict_each_other() -> None:
    text = "Kia sold 2.9 million vehicles in 2024. Kia sold 3.1 million cars in 2024."
    (found,) = contradictions(read_claims(read_article(text=text)))
    assert found.field == "value"
    assert "but also" in found.sentence


def test_a_target_does_not_contradict_what_was_sold() -> None:
    text = "Kia sold 2.9 million vehicles in 2024, short of a goal of 3.2 million."
    assert contradictions(read_claims(read_article(text=text))) == ()
