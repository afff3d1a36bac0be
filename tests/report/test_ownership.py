"""The neighbourhood of a deal, before it and after it."""

from __future__ import annotations

import pytest
from tests.report.factories import DAY

from keiretsu.control import direct_holdings, take_stake
from keiretsu.deals.deal import Deal
from keiretsu.landscape import load_landscape
from keiretsu.landscape.ties import Stake
from keiretsu.report.ownership import Holding, after, before, sentence
from keiretsu.report.pictures.ownership_map import ownership_map, text_width, ties
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


def find(holdings: tuple[Holding, ...], owner: str, owned: str) -> Holding:
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


def test_two_that_hold_each_other_share_one_line_and_the_larger_points_down() -> None:
    joined = [t for t in ties(before(STAKES, ("nissan",))) if t.up is not None]
    assert [(t.down.owner, t.down.owned) for t in joined] == [("renault", "nissan")]
    assert joined[0].label == "⇄ ↓40 % ↑15 %"


def test_the_map_says_everything_in_its_table_too() -> None:
    near = before(STAKES, ("toyota", "nissan"))
    picture = ownership_map(near, ("toyota", "nissan"), name="m", title="Who owns what")
    assert len(picture.table.rows) == len(near)
    assert 'role="img"' in picture.svg
    assert "Mitsubishi Motors" in picture.svg
    assert text_width("日産", 10) > text_width("ab", 10)


def test_a_holding_in_words_says_what_is_unknown() -> None:
    known = Holding(owner="toyota", owned="subaru", share=0.2, since="May 2025")
    assert sentence(known) == "Toyota holds 20 % of Subaru (May 2025)"
    unknown = Holding(owner="renault", owned="toyota+nissan", share=None)
    assert sentence(unknown) == "Renault holds an unknown part of Toyota + Nissan"
