"""The neighbourhood of a deal, before it and after it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.factories import DAY

from keiretsu.control import direct_holdings, take_stake
from keiretsu.deals import Deal, deal_map
from keiretsu.deals.map import holdings_after as after
from keiretsu.landscape import load_landscape
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, neighbourhood
from keiretsu.landscape.records.stakes_and_links import Stake
from keiretsu.sources import Source
from keiretsu.units import PartialDate

SOURCE = Source(title="made for a test", confidence="assumed")


def stake(holder: str, held: str, share: float) -> Stake:
    return Stake(
        holder=holder,
        held=held,
        share=share,
        votes=None,
        since=PartialDate("2025"),
        note=None,
        source=SOURCE,
    )


def before(
    stakes: tuple[Stake, ...], parties: tuple[str, ...]
) -> tuple[OwnershipEdge, ...]:
    return neighbourhood(replace(load_landscape(DAY), stakes=stakes), parties)


def find(holdings: tuple[OwnershipEdge, ...], owner: str, owned: str) -> OwnershipEdge:
    return next(h for h in holdings if (h.owner, h.owned) == (owner, owned))


STAKES = (
    stake("renault", "nissan", 0.4),
    stake("nissan", "renault", 0.15),
    stake("nissan", "mitsubishi_motors", 0.24),
    stake("toyota", "subaru", 0.2),
    stake("hyundai", "kia", 0.34),
)


def test_the_neighbourhood_leaves_out_companies_that_no_party_touches() -> None:
    near = before(STAKES, ("toyota", "nissan"))
    assert {h.owned for h in near} == {
        "nissan",
        "renault",
        "mitsubishi_motors",
        "subaru",
    }


def test_other_holders_give_way_in_proportion_to_a_new_stake() -> None:
    deal = Deal.stake("toyota", "nissan", 0.25, on=DAY)
    later = after(before(STAKES, deal.parties), deal)
    assert find(later, "toyota", "nissan").share == 0.25
    assert find(later, "renault", "nissan").share == pytest.approx(0.4 * 0.75)
    assert find(later, "nissan", "renault") == find(
        before(STAKES, deal.parties), "nissan", "renault"
    )


def test_a_stake_as_large_as_before_changes_nothing() -> None:
    for deal in (
        Deal.stake("renault", "nissan", 0.4, on=DAY),
        Deal.stake("toyota", "nissan", 0, on=DAY),
    ):
        near = before(STAKES, deal.parties)
        assert after(near, deal) == near


def test_a_sold_stake_is_gone_and_the_others_grow() -> None:
    stakes = (stake("renault", "nissan", 0.4), stake("toyota", "nissan", 0.2))
    deal = Deal.stake("renault", "nissan", 0, on=DAY)
    (left,) = after(before(stakes, deal.parties), deal)
    assert (left.owner, left.was) == ("toyota", 0.2)
    assert left.share == pytest.approx(0.2 / 0.6)


def test_after_a_merger_what_holders_own_of_it_is_unknown() -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    later = after(before(STAKES, deal.parties), deal)
    assert find(later, "renault", "toyota+nissan").share is None
    assert find(later, "toyota+nissan", "subaru").share == 0.2
    assert find(later, "toyota+nissan", "renault").share == 0.15


def test_merged_companies_add_what_both_held_and_forget_each_other() -> None:
    stakes = (
        stake("toyota", "subaru", 0.2),
        stake("nissan", "subaru", 0.05),
        stake("toyota", "nissan", 0.1),
    )
    deal = Deal.merge("toyota", "nissan", on=DAY)
    (only,) = after(before(stakes, deal.parties), deal)
    assert only.share == pytest.approx(0.25)


def test_a_step_after_a_merger_meets_the_merged_company() -> None:
    deal = Deal(
        steps=(
            *Deal.merge("toyota", "nissan", on=DAY).steps,
            *Deal.stake("nissan", "subaru", 0.3, on=DAY).steps,
        ),
        on=Deal.merge("toyota", "nissan", on=DAY).on,
    )
    later = after(before(STAKES, deal.parties), deal)
    assert find(later, "toyota+nissan", "subaru").share == 0.3


def test_the_map_and_the_model_agree_on_who_gives_way() -> None:
    landscape = load_landscape(DAY)
    deal = Deal.stake("toyota", "nissan", 0.25, on=DAY)
    later = after(before(landscape.stakes, deal.parties), deal)
    holdings = direct_holdings(landscape, ["toyota", "nissan", "renault"])
    model = take_stake(holdings, "toyota", "nissan", 0.25, 0.25)
    row, column = model.index["toyota"], model.index["nissan"]
    assert find(later, "toyota", "nissan").share == model.cash[row, column]
    shares = [h.share or 0.0 for h in later if h.owned == "nissan"]
    # The map shows figures as stated; those of Nissan count 0.5 % own shares in.
    counted = float(model.cash[:, column].sum())
    assert sum(shares) == pytest.approx(counted, rel=0.01)
    assert sum(shares) < counted


def test_the_votes_of_others_give_way_to_votes_and_their_shares_to_shares() -> None:
    stakes = (
        replace(stake("renault", "nissan", 0.4), votes=0.6),
        replace(
            stake("honda", "nissan", 0.0), share=None, share_min=0.1, share_max=0.2
        ),
    )
    deal = Deal.stake("toyota", "nissan", 0.5, votes=0.2, on=DAY)
    later = after(before(stakes, deal.parties), deal)
    old = find(later, "renault", "nissan")
    assert old.share == pytest.approx(0.2)
    assert old.votes == pytest.approx(0.48)
    assert not old.alone
    assert find(later, "honda", "nissan").share_span == pytest.approx((0.05, 0.1))


def test_whoever_takes_more_than_half_of_the_votes_decides_alone() -> None:
    deal = Deal.stake("toyota", "nissan", 0.51, on=DAY)
    later = after(before(STAKES, deal.parties), deal)
    assert [h.owner for h in later if h.owned == "nissan" and h.alone] == ["toyota"]


def test_what_merged_companies_hold_together_is_unknown_where_one_part_is() -> None:
    stakes = (
        replace(stake("toyota", "subaru", 0.0), share=None),
        stake("nissan", "subaru", 0.6),
    )
    deal = Deal.merge("toyota", "nissan", on=DAY)
    (only,) = after(before(stakes, deal.parties), deal)
    assert (only.share, only.alone) == (None, True)


def test_the_map_of_a_deal_shows_both_sides_in_picture_and_table() -> None:
    landscape = replace(load_landscape(DAY), stakes=STAKES)
    picture = deal_map(Deal.stake("toyota", "nissan", 0.25, on=DAY), landscape)
    assert "After the deal: Toyota" in picture.svg
    assert "25 % new" in picture.svg
    sides = [row[0] for row in picture.table.rows]
    assert (sides.count("before"), sides.count("after")) == (4, 5)
    assert any(
        row[1:4] == ("Nissan", "Toyota", "25 % new") for row in picture.table.rows
    )
