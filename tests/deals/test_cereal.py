"""Cereal: every step that makes sense there runs; the others say why they do not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from keiretsu.deals import (
    BuyTogether,
    ClosePlant,
    Coordinate,
    CutParts,
    Deal,
    Divest,
    ImportTariff,
    JointVenture,
    Launch,
    MarketEffects,
    Merge,
    PoolCO2,
    PriceSetting,
    Rebadge,
    Remedy,
    Reposition,
    SaveCost,
    SaveFixedCost,
    SharePlatform,
    SharePowertrain,
    Step,
    Subsidy,
    Supply,
    SupplyRival,
    TakeStake,
    Tariff,
    Tax,
    VolumeCosts,
    Withdraw,
    run,
)
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.compute import moved
from keiretsu.deals.demand_models.assumed import AssumedNestedLogit
from keiretsu.deals.draws import draw_effects
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.place import Place
from keiretsu.deals.reorganisation import Makers, reorganise
from keiretsu.deals.steps import KINDS
from keiretsu.errors import DataError
from keiretsu.landscape import load_landscape
from keiretsu.market import Market, markets_from_frame

pyblp = pytest.importorskip("pyblp")
DAY = dt.date(2025, 5, 19)
BOTH = ("1", "2")


@pytest.fixture(scope="module")
def cereal() -> Market:
    import pandas as pd

    table = pd.read_csv(pyblp.data.NEVO_PRODUCTS_LOCATION)
    city = table[table["market_ids"] == "C01Q1"]
    columns = {
        "market_ids": city["market_ids"].tolist(),
        "product_ids": city["product_ids"].tolist(),
        "firm_ids": [str(firm) for firm in city["firm_ids"]],
        "shares": city["shares"].tolist(),
        "prices": city["prices"].tolist(),
    }
    return markets_from_frame(columns, currency="USD")[0]


def sold_by(market: Market, firm: str, rank: int = 0) -> str:
    names = [p for p, f in zip(market.products, market.firms, strict=True) if f == firm]
    return names[rank]


def ran(market: Market, *steps: Step) -> MarketEffects:
    deal = Deal(steps=steps, on=DAY)
    found = run(deal, load_landscape(DAY), market, control=["silent"], demand="logit")
    return found.markets[0]


def sensible(market: Market) -> tuple[Step, ...]:
    first, other, third = (sold_by(market, firm) for firm in ("1", "2", "3"))
    return (
        Merge(first="1", second="2"),
        TakeStake(holder="1", held="2", share=0.2),
        JointVenture(name="x", parents=BOTH, shares=(0.5, 0.5), models=(first,)),
        Divest(seller="1", buyer="2", models=(first,)),
        Remedy(seller="1", models=(first,)),
        SupplyRival(supplier="1", rival="3", models=(third,), share=0.05),
        Coordinate(makers=BOTH, weight=0.3),
        SaveCost(makers=("1",), share=0.05),
        SharePlatform(makers=BOTH, share=0.1, part=0.3),
        BuyTogether(makers=BOTH, component="sugar", share=0.1, part=0.2),
        CutParts(makers=("1",), share=0.1, part=0.3),
        VolumeCosts(makers=("1",), elasticity=0.1),
        Supply(supplier="1", seller="2", models=(other,), transfer=0.6, cost=0.5),
        Rebadge(supplier="1", seller="2", models=(other,), transfer=0.6, cost=0.5),
        Launch(maker="1", model="new", like=other),
        Withdraw(maker="1", models=(first,)),
        Reposition(maker="1", models=(first,), worth=0.1),
        SaveFixedCost(maker="1", amount=5.0, currency="USD"),
        ClosePlant(maker="1", plant="mill", amount=5.0, currency="USD"),
        Tariff(makers=("1",), rate=0.1),
        Tax(rate=0.1),
    )


REFUSED: tuple[tuple[Step, str], ...] = (
    (
        SharePowertrain(makers=BOTH, share=0.1, part=0.2, powertrains=("BEV",)),
        "nothing that market .* sells has a powertrain",
    ),
    (
        SharePlatform(makers=BOTH, share=0.1, part=0.2, powertrains=("BEV",)),
        "does not say what drives",
    ),
    (
        PoolCO2(
            makers=BOTH, emissions=(1.0, 2.0), targets=(1.0, 1.0), units=(1.0, 1.0)
        ),
        "CO2 pool of makers",
    ),
    (ImportTariff(country="JP", rate=0.1), "does not say what is made in Japan"),
    (Subsidy(powertrains=("BEV",), amount=-1.0), "has no priced BEV"),
    (Tax(amount=1.0, powertrains=("BEV",)), "has no priced BEV"),
    (Divest(seller="1", brand="Infiniti"), "Infiniti is a brand of Nissan"),
    (Divest(seller="1", models=("no such flakes",)), "there is no model"),
    (Launch(maker="1", model="x", like="no such flakes"), "there is no model"),
)


def test_every_kind_is_tried_on_cereal(cereal: Market) -> None:
    tried = {type(step) for step in sensible(cereal)}
    tried |= {type(step) for step, _ in REFUSED}
    assert tried == set(KINDS.values())


def test_what_makes_sense_runs_and_adds_up(cereal: Market) -> None:
    for step in sensible(cereal):
        one = ran(cereal, step)
        assert one.solution.converged, step.kind
        assert np.isfinite(one.prices_after).all()
        still = step.kind in ("save_fixed_cost", "close_plant", "volume_costs")
        assert (np.abs(one.price_change).max() < 1e-12) == still, step.kind


def test_the_draws_of_every_step_are_those_of_one_at_a_time(cereal: Market) -> None:
    """Under nested logit all are solved at once: the weights that steps set, too."""
    source, day = AssumedNestedLogit(assumed=default_assumptions()), load_landscape(DAY)
    for step in sensible(cereal):
        deal = with_known_parties(Deal(steps=(step,), on=DAY), day, [cereal])
        change = reorganise(deal, day, cereal.firms)
        near, makers = PriceSetting(look_afar=False), Makers.of(cereal, change)
        place = Place.of(cereal, makers, change, "silent", near)
        found = draw_effects(place, source, count=3, seed=0)
        models = [m for _, m in source.draws(place.observed, 0, 3) if m is not None]
        alone = np.array([moved(place, model).price_change for model in models])
        np.testing.assert_allclose(
            found.price_change, alone, atol=1e-9, err_msg=step.kind
        )


@pytest.mark.parametrize(("step", "why"), REFUSED, ids=lambda one: str(one)[:20])
def test_what_makes_no_sense_is_refused_with_the_reason(
    step: Step, why: str, cereal: Market
) -> None:
    with pytest.raises(DataError, match=why):
        ran(cereal, step)


def test_makers_may_be_called_anything(cereal: Market) -> None:
    names: dict[str, str] = {f: f"mill {f}" for f in dict.fromkeys(cereal.firms)}
    other = cereal.replace(firms=tuple(names[f] for f in cereal.firms))
    one = ran(cereal, Merge(first="1", second="2"))
    same = ran(other, Merge(first="mill 1", second="mill 2"))
    np.testing.assert_allclose(one.prices_after, same.prices_after, rtol=1e-12)
