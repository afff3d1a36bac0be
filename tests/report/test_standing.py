"""A tie that an article denies, or says is off or done, is not told as reported."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from tests.report.factories import DAY, report

from keiretsu.deals import Deal
from keiretsu.deals.ladder import Rung
from keiretsu.news import Claim
from keiretsu.news.claims.main_deal import ReportedDeal
from keiretsu.report.headline import headline
from keiretsu.report.standing import REMARKS, VERBS, Standing, standing_of


def deal(status: str, **changes: Any) -> Claim:
    said = {"parties": ("ford", "renault"), "deal_type": "merger", "status": status}
    return claim("deal", said, **changes)


def stake(modality: str) -> Claim:
    said = {"holder": "ford", "held": "renault", "action": "acquires"}
    return claim("stake", said, modality=modality)


def claim(kind: str, said: dict[str, Any], **changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": "a-c01",
        "article": "a",
        "kind": kind,
        "quote": "Ford",
        "span": (0, 4),
        "normalised": said,
    }
    return Claim(**(fields | changes))


@pytest.mark.parametrize(
    ("claims", "stands"),
    [
        ([deal("in_talks")], "reported"),
        ([deal("agreed"), stake("plan")], "reported"),
        ([stake("denied")], "denied"),
        ([deal("denied")], "denied"),
        ([deal("in_talks", polarity="-"), stake("denied")], "denied"),
        ([deal("in_talks"), stake("denied")], "disputed"),
        ([deal("in_talks"), deal("denied")], "disputed"),
        ([deal("rumoured"), deal("agreed", polarity="-")], "open"),
        ([deal("agreed", polarity="-")], "denied"),
        ([deal("rumoured"), deal("agreed", polarity="-"), stake("denied")], "disputed"),
        ([deal("in_talks"), deal("agreed", polarity="-", modality="plan")], "disputed"),
        ([deal("terminated")], "off"),
        ([deal("agreed"), deal("terminated")], "off"),
        ([deal("completed")], "done"),
        ([stake("fact"), deal("completed")], "done"),
        ([deal("completed"), stake("plan")], "reported"),
    ],
)
def test_a_deal_stands_as_its_claims_do(claims: list[Claim], stands: Standing) -> None:
    told = ReportedDeal(
        parties=("ford", "renault"), kind="merger", percent=None, claims=tuple(claims)
    )
    assert standing_of(told) == stands


@pytest.mark.parametrize(
    "stands", ["reported", "denied", "disputed", "open", "off", "done"]
)
@pytest.mark.parametrize("kind", ["stake", "alliance"])
def test_the_headline_says_how_it_stands(stands: Standing, kind: str) -> None:
    rung = Rung(
        label="Ford and Renault merge",
        deal=Deal.merge("ford", "renault", on=DAY),
        effects=None,
        note="",
    )
    told = headline(
        dataclasses.replace(report(), ladder=(rung,), reported_kind=kind, stands=stands)
    )
    assert VERBS[stands] in told.sentence
    assert (stands in REMARKS) == (stands not in {"reported", "open"})
    no_deal = "without a deal or a stake" in told.sentence
    assert no_deal == (stands == "open" and kind == "alliance")


def test_a_kind_of_tie_is_told_in_words() -> None:
    rung = Rung(label="x", deal=Deal.merge("ford", "renault"), effects=None, note="")
    told = [
        headline(
            dataclasses.replace(report(), ladder=(rung,), reported_kind=kind)
        ).sentence
        for kind in ("jv", "co_development", "alliance")
    ]
    kinds = [sentence.partition("(")[2].partition(")")[0] for sentence in told]
    assert kinds == ["joint venture", "joint development", "alliance"]
