"""Products that leave or join a scenario, with all that is given by product."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from keiretsu.arrays import floats, whole_numbers
from keiretsu.demand import extend, restrict, with_copy
from keiretsu.errors import DataError

if TYPE_CHECKING:
    from keiretsu.competition.counterfactuals.scenario import Scenario
    from keiretsu.competition.counterfactuals.taxes import Taxes


def without_products(scenario: Scenario, products: Any) -> Scenario:
    """Return the scenario when these products, by number, are no longer sold."""
    gone = whole_numbers(products, "products", below=len(scenario.costs))
    stay = np.ones(len(scenario.costs), dtype=bool)
    stay[np.atleast_1d(gone)] = False
    taxes: dict[str, Any] = {
        name: np.asarray(values)[stay]
        for name, values in _by_product(scenario.taxes).items()
    }
    limits = {
        name: values[stay]
        for name, values in (
            ("fixed_prices", scenario.fixed_prices),
            ("capacities", scenario.capacities),
        )
        if values is not None
    }
    return replace(
        scenario,
        demand=restrict(scenario.demand, stay),
        costs=scenario.costs[stay],
        firms=scenario.firms[stay],
        taxes=replace(scenario.taxes, **taxes),
        **limits,
    )


def with_products(
    scenario: Scenario,
    values: Any,
    *,
    costs: Any,
    firms: Any,
    places: Any,
    kappa: Any,
) -> Scenario:
    """Return the scenario with more products, as `Scenario.adding` has it."""
    limits = scenario.fixed_prices, scenario.capacities
    if _by_product(scenario.taxes) or any(one is not None for one in limits):
        raise DataError(
            "taxes, fixed prices or capacities are known for today's products only",
            hint="add the products first, then with_taxes or with_fixed_prices",
        )
    added = floats(costs, "costs", shape=(None,))
    makers = whole_numbers(firms, "firms", shape=added.shape)
    today = len(scenario.kappa)
    count = max(today, int(makers.max(initial=-1)) + 1)
    new = np.arange(today, count)
    if not np.isin(new, makers).all():
        raise DataError(
            f"maker {count - 1} beside {today} makers",
            hint=f"number new makers on from {today}",
        )
    if kappa is None:
        kappa = np.eye(count)
        kappa[:today, :today] = scenario.kappa
    return replace(
        scenario,
        demand=extend(scenario.demand, values, places=places),
        costs=np.concatenate([scenario.costs, added]),
        firms=np.concatenate([scenario.firms, makers]),
        kappa=kappa,
    )


def with_product_like(
    scenario: Scenario, product: int, *, worth: float, cost: float, firm: int | None
) -> Scenario:
    """Return the scenario with one product more, as `Scenario.adding_like` has it."""
    if scenario.fixed_prices is not None or scenario.capacities is not None:
        raise DataError(
            "fixed prices or capacities are known for today's products only",
            hint="add the products first",
        )
    count = len(scenario.kappa)
    kappa = np.eye(count + (firm is None))
    kappa[:count, :count] = scenario.kappa
    taxes: dict[str, Any] = {
        name: np.append(values, values[product])
        for name, values in _by_product(scenario.taxes).items()
    }
    return replace(
        scenario,
        demand=with_copy(scenario.demand, product, worth),
        costs=np.append(scenario.costs, cost),
        firms=np.append(scenario.firms, count if firm is None else firm),
        kappa=kappa,
        taxes=replace(scenario.taxes, **taxes),
    )


def _by_product(taxes: Taxes) -> dict[str, Any]:
    """Return the taxes that are given product by product."""
    named = {
        "unit": taxes.unit,
        "ad_valorem": taxes.ad_valorem,
        "tariff": taxes.tariff,
    }
    return {name: values for name, values in named.items() if np.ndim(values)}
