"""From the tie of an article to a deal that can be run, and what is said about it."""

from __future__ import annotations

import pytest

from keiretsu.deals import Deal, deal_from_article
from keiretsu.errors import DataError
from keiretsu.news import ReportedDeal

DAY = "2025-05-19"


def tie(kind: str, *parties: str, percent: float | None = None) -> ReportedDeal:
    return ReportedDeal(parties=parties, kind=kind, percent=percent, claims=())


def test_a_stake_with_a_size_is_that_stake() -> None:
    deal, remark = deal_from_article(
        tie("stake", "toyota", "nissan", percent=14.9), on=DAY
    )
    assert deal == Deal.stake("toyota", "nissan", 0.149, on=DAY)
    assert remark is None


@pytest.mark.parametrize("kind", ["merger", "acquisition"])
def test_a_merger_is_itself(kind: str) -> None:
    deal, remark = deal_from_article(tie(kind, "honda", "nissan"), on=DAY)
    assert deal == Deal.merge("honda", "nissan", on=DAY)
    assert remark is None


@pytest.mark.parametrize("kind", ["alliance", "platform_sharing", "jv", "stake"])
def test_a_tie_without_a_stake_gets_a_ladder(kind: str) -> None:
    deal, remark = deal_from_article(tie(kind, "nissan", "toyota"), on=DAY)
    assert deal == Deal.merge("nissan", "toyota", on=DAY)
    assert remark is not None
    assert "a ladder from talks to a merger" in remark
    assert "_" not in remark


def test_three_parties_become_one_step_by_step() -> None:
    deal, remark = deal_from_article(
        tie("alliance", "honda", "mitsubishi_motors", "nissan"), on=DAY
    )
    assert len(deal.steps) == 2
    assert deal.parties == ("honda", "mitsubishi_motors", "nissan")
    assert remark is not None
    assert "a ladder from talks to a merger" in remark


def test_one_party_alone_is_no_deal() -> None:
    with pytest.raises(DataError, match="fewer than two parties"):
        deal_from_article(tie("alliance", "nissan"), on=DAY)
