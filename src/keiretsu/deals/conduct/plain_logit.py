"""Conduct that the engine solves for plain logit: quantities, bargains, auctions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition import (
    Scenario,
    auction_margins,
    recover_cournot_costs,
    solve_auctions,
    solve_bargaining,
    solve_logit_cournot,
    unit_bargaining_markups,
)
from keiretsu.competition.conduct.bargaining import refuse_power
from keiretsu.deals.conduct.solved import Solved, as_observed
from keiretsu.deals.observed import Observed
from keiretsu.demand import Demand, Logit, simplest
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True)
class QuantitySetting:
    """All makers decide how much to build, and prices clear the market (Cournot)."""

    name: str = "quantities"

    def today(self, demand: Demand, observed: Observed) -> Scenario:
        """Return the scenario whose costs explain today's quantities."""
        plain = _plain(demand, self.name)
        costs = recover_cournot_costs(
            plain, observed.prices, firms=observed.firms, kappa=observed.kappa
        )
        return _scenario(plain, costs, observed)

    def before(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return today's prices and sales."""
        return as_observed(scenario, observed)

    def after(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return the prices at which no maker wants to build more or fewer."""
        found = solve_logit_cournot(
            _plain(scenario.demand, self.name),
            _costs(scenario, self.name),
            firms=scenario.firms,
            kappa=scenario.kappa,
        )
        return _priced(found, scenario, observed)


@dataclass(frozen=True, kw_only=True)
class Bargaining:
    """Every price is the Nash bargain of a maker and its buyers, as fleets or dealers.

    Attributes
    ----------
    power
        Bargaining power of buyers, from 0, where makers set prices, to below 1.
    """

    power: float
    name: str = "bargaining"

    def __post_init__(self) -> None:
        refuse_power(np.array([self.power]))

    def today(self, demand: Demand, observed: Observed) -> Scenario:
        """Return the scenario whose costs explain today's bargains."""
        plain = _plain(demand, self.name)
        unit = unit_bargaining_markups(
            plain.shares(observed.prices),
            power=self.power,
            firms=observed.firms,
            kappa=observed.kappa,
        )
        return _scenario(plain, observed.prices - unit / plain.alpha, observed)

    def before(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return today's prices and sales."""
        return as_observed(scenario, observed)

    def after(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return the prices at which every bargain is struck."""
        found = solve_bargaining(
            _plain(scenario.demand, self.name),
            _costs(scenario, self.name),
            power=self.power,
            firms=scenario.firms,
            kappa=scenario.kappa,
            start=observed.prices,
        )
        return _priced(found, scenario, observed)


@dataclass(frozen=True, kw_only=True)
class Auction:
    """Each buyer lets makers bid for its order (a second-score auction)."""

    name: str = "auction"

    def today(self, demand: Demand, observed: Observed) -> Scenario:
        """Return the scenario whose costs explain today's mean winning prices.

        Shares are logit at cost here, so utilities are found anew from today's shares.
        """
        plain = _plain(demand, self.name)
        shares = plain.shares(observed.prices)
        margins = auction_margins(
            shares, alpha=plain.alpha, firms=observed.firms, kappa=observed.kappa
        )
        costs = observed.prices - margins
        delta = np.log(shares / (1 - shares.sum())) + plain.alpha * costs
        return _scenario(Logit(alpha=plain.alpha, delta=delta), costs, observed)

    def before(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return what winners are paid on average today."""
        return self.after(scenario, observed)

    def after(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return what winners are paid on average."""
        found = solve_auctions(
            _plain(scenario.demand, self.name),
            _costs(scenario, self.name),
            firms=scenario.firms,
            kappa=scenario.kappa,
        ).check()
        return Solved(
            prices=found.prices,
            quantities=found.shares,
            surplus=found.surplus,
            converged=found.converged,
            residual=found.residual,
            status=found.status,
        )


def _plain(demand: Demand, conduct: str) -> Logit:
    found = simplest(demand)
    if not isinstance(found, Logit):
        raise DataError(
            f"conduct {conduct!r} under {type(found).__name__} demand",
            hint="it is solved for the plain logit: give --demand logit",
        )
    return found


def _scenario(
    demand: Demand, costs: Float[np.ndarray, " J"], observed: Observed
) -> Scenario:
    return Scenario(
        demand=demand, costs=costs, firms=observed.firms, kappa=observed.kappa
    )


def _costs(scenario: Scenario, conduct: str) -> Float[np.ndarray, " J"]:
    """Return what makers pay for a car; a tariff on cost is part of it."""
    taxes = scenario.taxes
    if np.any(taxes.unit) or np.any(taxes.ad_valorem):
        raise DataError(
            f"taxes on prices under conduct {conduct!r}",
            hint="they are solved where makers set prices",
        )
    return taxes.paid(scenario.costs)


def _priced(found: Any, scenario: Scenario, observed: Observed) -> Solved:
    """Return an equilibrium of prices, once it is one."""
    market = observed.market
    found.check(market=market.name, products=market.products)
    return Solved(
        prices=found.prices,
        quantities=found.shares,
        surplus=scenario.at(found.prices).surplus,
        converged=found.converged,
        residual=found.residual,
        status=found.status,
    )
