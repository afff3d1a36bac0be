"""The bundled tastes of American buyers: what they meet, and that they are remade."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals.demand_models.second_choices import fitted_demand
from keiretsu.demand import diversion, second_choices
from keiretsu.errors import DataError, UnknownName
from keiretsu.estimation.buyer_tastes import BuyerTastes
from keiretsu.estimation.survey_fit import fit_tastes
from keiretsu.estimation.survey_moments import choice_pairs, survey_moments
from keiretsu.estimation.survey_targets import targets
from keiretsu.estimation.taste_files import BUNDLED, bundled_tastes, read_tastes
from keiretsu.market import Market

DEMAND = Path(__file__).parents[2] / "docs" / "demand.md"


@pytest.fixture(scope="module")
def us() -> Market:
    return load_market("us-2022")


def moments(tastes: BuyerTastes, market: Market) -> dict[str, float]:
    return survey_moments(tastes.demand(market), market, tastes.incomes())


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_tastes_meet_the_published_moments(name: str) -> None:
    found = moments(bundled_tastes(name), load_market(name))
    wanted = targets(name)
    kept = {row["name"]: row for row in read_tastes(name)["moments"]}
    assert found.keys() >= wanted.keys() == kept.keys()
    for moment, target in wanted.items():
        assert found[moment] == pytest.approx(kept[moment]["fitted"], rel=2e-3)
        assert kept[moment]["given"] == pytest.approx(target.value, rel=1e-5)
        if target.scale < 0.02:
            assert found[moment] == pytest.approx(target.value, abs=0.005)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_other_reading_is_fitted_but_for_what_leaves_no_persistence(
    name: str,
) -> None:
    tastes = bundled_tastes(name, "probabilities")
    found = moments(tastes, load_market(name))
    for row in read_tastes(name, "probabilities")["moments"]:
        moment = row["name"]
        assert found[moment] == pytest.approx(row["fitted"], rel=2e-3)
        if moment == "probability: american":
            # Below what sales alone give: no spread of a taste can reach it.
            assert row["fitted"] > row["given"]
            assert tastes.spreads["american"] < 0.05
        elif row["given"] > 0 and row["given"] < 1:
            assert row["fitted"] == pytest.approx(row["given"], abs=0.05)


def test_the_page_shows_every_moment_given_and_fitted() -> None:
    text = DEMAND.read_text("utf-8")
    for row in read_tastes("us-2022")["moments"]:
        shown = [f"{row[key]:.3f}" for key in ("given", "fitted", "many_types")]
        if abs(row["given"]) > 100:
            shown = [f"{row[key]:,.0f}" for key in ("given", "fitted", "many_types")]
        assert f"| {row['name']} | {' | '.join(shown)} |" in text


def test_tastes_are_remade_from_their_targets(us: Market) -> None:
    known = bundled_tastes("us-2022")
    off = {name: value * 1.02 for name, value in known.spreads.items()}
    start = replace(known, alpha=known.alpha * 0.98, spreads=off)
    found = fit_tastes(us, targets("us-2022"), start=start, most=4)
    assert found.alpha == pytest.approx(known.alpha, rel=1e-3)
    for name, value in known.spreads.items():
        assert found.spreads[name] == pytest.approx(value, rel=5e-3)


def test_pairs_are_the_second_choices_of_those_who_have_one(us: Market) -> None:
    assert us.prices is not None
    few = np.argsort(-us.quantities)[:6]
    small = us.replace(
        **{
            name: tuple(np.array(getattr(us, name), dtype=object)[few])
            for name in ("products", "firms", "brands", "nests", "powertrains")
        },
        quantities=us.quantities[few],
        prices=us.prices[few],
        competing=us.competing[few],
        characteristics={k: v[few] for k, v in us.characteristics.items()},
    )
    form = replace(bundled_tastes("us-2022"), types=64).form(us)
    demand = replace(form, values=form.values[few])
    assert small.prices is not None
    asked = second_choices(demand, small.prices)
    np.fill_diagonal(asked, 0.0)
    asked = demand.quantities(small.prices)[:, None] * asked
    pairs = choice_pairs(demand, small.prices)
    assert pairs == pytest.approx(asked / asked.sum(), abs=1e-12)


def test_a_deal_runs_on_second_choices(us: Market) -> None:
    deal = Deal.merge("Toyota", "Nissan", on="2025-06-01")
    landscape = load_landscape(deal.on)
    effects = run(deal, landscape, us, demand="second choices", control=["silent"])
    one = effects.markets[0]
    assert "second choices" in one.demand
    weights = us.quantities[one.parties]
    rise = float(np.average(one.price_change[one.parties], weights=weights))
    assert 0.02 < rise < 0.031  # independent models of the same market
    japan = load_market("jp-2024")
    (other,) = run(
        deal, landscape, japan, demand="second choices", control=["silent"], draws=3
    ).markets
    assert "no second choices are known for this market: nested logit" in other.demand
    (nested,) = run(deal, landscape, japan, control=["silent"]).markets
    assert np.array_equal(other.prices_after, nested.prices_after)


def test_a_market_without_a_survey_has_no_bundled_tastes() -> None:
    with pytest.raises(UnknownName, match="jp-2024"):
        bundled_tastes("jp-2024")
    with pytest.raises(DataError, match="jp-2024"):
        targets("jp-2024")


def test_figures_that_were_not_fitted_stand_on_the_page_as_they_are(us: Market) -> None:
    assert us.prices is not None
    text = DEMAND.read_text("utf-8")
    demand = fitted_demand(us)
    caught = diversion(demand, us.prices)
    np.fill_diagonal(caught, 0.0)
    leave = 1 - caught.sum(axis=1)
    at = {name: us.products.index(name) for name in us.products}
    pairs = {
        0.292: ("Ford F-Series ICE", "Chevrolet Silverado ICE"),
        0.058: ("Honda Civic ICE", "Toyota Corolla ICE"),
        0.146: ("Tesla Model 3 BEV", "Tesla Model Y BEV"),
    }
    found = {said: caught[at[a], at[b]] for said, (a, b) in pairs.items()}
    found |= {
        0.068: leave[at["Ford F-Series ICE"]],
        0.382: leave[at["Tesla Model 3 BEV"]],
    }
    found[0.193] = np.average(leave, weights=us.quantities)
    pairs_asked = choice_pairs(demand, us.prices)
    bodies = np.column_stack([us.characteristics[k] for k in ("van", "truck", "suv")])
    same = (bodies[:, None] == bodies[None, :]).all(axis=2)
    electric = us.characteristics["electric"]
    asked = electric @ pairs_asked.sum(axis=1)
    found[0.33] = electric @ (pairs_asked * same) @ electric / asked
    for said, ours in found.items():
        assert f"| {said:g} | {ours:.3f} |" in text
        assert ours == pytest.approx(said, abs=0.11)


def test_many_more_types_hardly_move_the_answer(us: Market) -> None:
    deal = Deal.merge("Toyota", "Nissan", on="2025-06-01")
    landscape = load_landscape(deal.on)
    known = bundled_tastes("us-2022")
    rises = []
    for types in (512, 2048):
        demand = replace(known, types=types).demand(us)
        (one,) = run(deal, landscape, us, demand=demand, control=["silent"]).markets
        weights = us.quantities[one.parties]
        rises.append(np.average(one.price_change[one.parties], weights=weights))
    assert abs(rises[1] - rises[0]) < 0.0015
