"""Who owns whom after a deal: a stake in a subsidiary is not one in its parent."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.control import READINGS
from keiretsu.deals import Deal, reorganise, run, with_known_parties
from keiretsu.deals.reorganisation import Makers
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def us() -> Market:
    return load_market("us-2022")


def stake(holder: str, held: str, percent: float) -> Deal:
    return Deal.stake(holder, held, percent / 100, on=DAY)


def test_a_stake_in_a_subsidiary_leaves_its_parents_cars_alone(
    landscape: Landscape, us: Market
) -> None:
    in_the_parent, in_the_subsidiary = (
        run(stake("volvo_cars", held, 45), landscape, us, control=["silent"]).markets[0]
        for held in ("subaru", "polestar")
    )
    assert in_the_parent.price_change.max() > 0
    brands = np.array(in_the_subsidiary.market.firms)
    assert not in_the_subsidiary.parties[brands == "subaru"].any()


def test_selling_the_majority_of_a_subsidiary_splits_the_group(
    landscape: Landscape,
) -> None:
    japan = load_market("jp-2024-brands")
    change = reorganise(stake("toyota", "daihatsu", 40), landscape, japan.firms)
    assert change.before.head("daihatsu") == "toyota"
    assert change.after.head("daihatsu") == "daihatsu"
    assert change.after.votes_in("daihatsu") == {"toyota": pytest.approx(0.4)}
    before, after = (
        Makers.of(japan, change).weights(own, "silent")
        for own in (change.before, change.after)
    )
    makers = Makers.of(japan, change).companies
    toyota, daihatsu = makers.index("toyota"), makers.index("daihatsu")
    assert before[daihatsu, toyota] == before[toyota, daihatsu] == 1
    assert after[daihatsu, toyota] == 0
    assert after[toyota, daihatsu] == pytest.approx(0.4)


def test_a_parent_that_is_outvoted_loses_its_subsidiary(landscape: Landscape) -> None:
    change = reorganise(stake("geely", "renault_korea", 45), landscape)
    assert change.before.head("renault_korea") == "renault"
    assert change.after.head("renault_korea") == "renault_korea"
    assert change.after.part("geely", "renault_korea") == pytest.approx((0.45, 0.45))
    assert change.after.head("renault") == "renault"


def test_a_merger_exchanges_shares_at_the_companies_sizes(landscape: Landscape) -> None:
    change = reorganise(Deal.merge("honda", "nissan", on=DAY), landscape)
    sizes = [change.before.size(name) for name in ("honda", "nissan")]
    assert None not in sizes
    part = sizes[1] / sum(s for s in sizes if s)  # type: ignore[operator]
    before, _ = change.before.part("renault", "nissan")
    after, _ = change.after.part("renault", "honda")
    assert after == pytest.approx(before * part)
    assert change.after.head("nissan") == "honda"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("stellantis", "hyundai"),
        ("stellantis", "kia"),
        ("volkswagen", "hyundai_group"),
        ("nissan", "mitsubishi_motors"),
        ("honda", "daihatsu"),
        ("renault", "volvo_cars"),
    ],
)
def test_the_order_of_a_merger_changes_no_group_and_no_weight(
    landscape: Landscape, first: str, second: str
) -> None:
    makers = load_market("de-2025").firms
    one, other = (
        reorganise(Deal.merge(*pair, on=DAY), landscape, makers).after
        for pair in ((first, second), (second, first))
    )
    assert one.head(first) == one.head(second)
    sellers = tuple(dict.fromkeys((*makers, first, second)))
    groups = [
        {frozenset(n for n in sellers if own.head(n) == own.head(m)) for m in sellers}
        for own in (one, other)
    ]
    assert groups[0] == groups[1]
    for reading in READINGS:
        np.testing.assert_allclose(
            one.groups.profit_weights(sellers, reading),
            other.groups.profit_weights(sellers, reading),
            atol=1e-12,
        )


def test_who_merges_with_a_member_joins_its_whole_group(landscape: Landscape) -> None:
    for member in ("hyundai", "kia", "hyundai_group"):
        change = reorganise(
            Deal.merge("stellantis", member, on=DAY), landscape, ("hyundai", "kia")
        )
        heads = {change.after.head(name) for name in ("stellantis", "hyundai", "kia")}
        assert len(heads) == 1, member


def test_a_merger_within_a_group_changes_nobodys_part(landscape: Landscape) -> None:
    change = reorganise(Deal.merge("toyota", "daihatsu", on=DAY), landscape)
    for name in ("toyota_industries", "denso"):
        before = change.before.part(name, "toyota")
        assert change.after.part(name, "toyota") == pytest.approx(before)


def test_every_stake_in_force_set_to_what_it_is_changes_no_ownership(
    landscape: Landscape,
) -> None:
    for held in landscape.stakes:
        if held.share is None or held.holder == held.held:
            continue
        deal = stake(held.holder, held.held, 100 * held.share)
        change = reorganise(deal, landscape)
        assert change.after is change.before, held


def test_a_deal_equal_to_today_changes_no_digit(
    landscape: Landscape, us: Market
) -> None:
    held = landscape.stake("toyota", "subaru")
    assert held is not None
    assert held.share is not None
    same = stake("toyota", "subaru", round(100 * held.share, 8))
    for one in run(same, landscape, us).markets:
        np.testing.assert_array_equal(one.prices_after, one.prices_before)
        np.testing.assert_array_equal(one.shares_after, one.shares_before)
        assert one.surplus_change == 0
    assert len(READINGS) > 1


@pytest.mark.parametrize("spelling", ["Toyota", "TOYOTA", "トヨタ", "toyota motor"])
def test_a_party_is_found_in_any_spelling(landscape: Landscape, spelling: str) -> None:
    deal = with_known_parties(Deal.merge(spelling, "Nissan", on=DAY), landscape)
    assert deal.parties == ("toyota", "nissan")
    assert deal.sentence == "Toyota and Nissan merge"


def test_a_party_that_nobody_knows_is_refused(landscape: Landscape) -> None:
    with pytest.raises(UnknownName, match="toyata"):
        with_known_parties(Deal.merge("toyata", "nissan", on=DAY), landscape)


def test_makers_of_a_market_can_be_named(landscape: Landscape) -> None:
    with pytest.raises(UnknownName):
        with_known_parties(Deal.merge("H&R Block", "TaxACT", on=DAY), landscape)


def test_a_landscape_of_another_day_is_refused() -> None:
    with pytest.raises(DataError, match="a landscape of"):
        with_known_parties(
            Deal.merge("toyota", "nissan", on=DAY), load_landscape("2020-01-01")
        )


def test_an_outside_part_of_a_subsidiary_is_weighed_by_its_size(
    landscape: Landscape, us: Market
) -> None:
    """Volvo Cars is Geely's: who holds 30 % of it earns 30 % of its profit."""
    change = reorganise(stake("ford", "volvo_cars", 30), landscape, us.firms)
    companies = ("ford", "volvo_cars", "subaru")
    before, after = (
        one.groups.profit_weights(companies, "silent")
        for one in (change.before, change.after)
    )
    assert before[0, 1] == 0
    assert after[0, 1] == pytest.approx(0.3)
    assert after[1, 0] == 0
    assert change.after.head("volvo_cars") == "geely"


def test_a_brand_that_is_held_is_a_unit_of_its_own(
    landscape: Landscape, us: Market
) -> None:
    same, sold = (
        run(stake("stellantis", "Maserati", p), landscape, us, control=["silent"])
        for p in (100, 20)
    )
    (one,) = same.markets
    np.testing.assert_array_equal(one.prices_after, one.prices_before)
    (other,) = sold.markets
    assert sold.deal.sentence == "Stellantis holds 20 % of Maserati"
    brands = np.array(other.market.brands)
    own = np.array(other.groups_after)[brands == "Maserati"]
    assert set(own) == {"stellantis:maserati"}
    assert other.price_change[brands == "Maserati"].max() < 0


@pytest.mark.parametrize(
    ("held", "unit"),
    [
        ("Nissan", "nissan"),
        ("Infiniti", "nissan:infiniti"),
        ("lexus", "toyota:lexus"),
        ("Volvo", "volvo_cars"),
        ("Dacia", "dacia"),
        ("Toyota Motor Corporation", "toyota"),
    ],
)
def test_a_held_name_is_a_company_or_a_brand(
    landscape: Landscape, held: str, unit: str
) -> None:
    deal = with_known_parties(stake("ford", held, 20), landscape)
    assert deal.parties == ("ford", unit)


def test_effects_rise_with_the_stake_in_a_subsidiary(
    landscape: Landscape, us: Market
) -> None:
    changes = [
        run(stake("ford", "volvo_cars", p), landscape, us, control=["silent"])
        .markets[0]
        .surplus_change
        for p in (0, 5, 10, 20, 30)  # beyond, its parent no longer decides alone
    ]
    assert all(one is not None for one in changes)
    assert changes[0] == 0
    assert changes == sorted(changes, reverse=True)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("geely", "volvo_cars"),
        ("volvo_cars", "geely"),
        ("toyota", "daihatsu"),
        ("toyota", "hino"),
        ("hyundai", "kia"),
        ("renault", "dacia"),
    ],
)
def test_a_merger_inside_one_group_leaves_who_decides_as_it_is(
    first: str, second: str
) -> None:
    landscape = load_landscape("2025-05-19")
    firms = dict.fromkeys(load_market("se-2025-brands").firms)
    change = reorganise(
        Deal.merge(first, second, on="2025-05-19"), landscape, (*firms, first, second)
    )
    assert change.before.head(first) == change.before.head(second)
    assert [change.after.head(firm) for firm in firms] == [
        change.before.head(firm) for firm in firms
    ]
