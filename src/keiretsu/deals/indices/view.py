"""What the formulas need of a market: shares, margins, diversion, the two parties."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition import Scenario
from keiretsu.deals.place import Place
from keiretsu.demand import Demand, diversion, market_elasticity


class View:
    """What the formulas need, from the model."""

    def __init__(
        self, place: Place, demand: Demand, today: Scenario, after: Scenario
    ) -> None:
        self.observed = place.observed
        self.prices = self.observed.prices
        self.shares = self.observed.inside
        self.costs = today.costs
        self.margins = (self.prices - self.costs) / self.prices
        self.diversion = diversion(demand, self.prices)
        self.slopes = demand.derivatives(self.prices)
        self.quantities = demand.quantities(self.prices)
        self.elasticity = abs(market_elasticity(demand, self.prices))
        firms = self.observed.firms
        self.before, self.after = (
            one.kappa[np.ix_(firms, firms)] for one in (today, after)
        )
        makers = self.observed.makers
        self.by_head = [
            _sums([heads[f] for f in firms], self.shares)
            for heads in (makers.before, makers.after)
        ]
        self.kappa = today.kappa, after.kappa
        self.unit_shares = np.bincount(
            firms, weights=self.shares, minlength=len(today.kappa)
        )
        self.parties = parties_of(place)

    def mean(
        self, values: Float[np.ndarray, " J"], of: Bool[np.ndarray, " J"]
    ) -> float:
        """Return the average over some products, weighted by what is sold."""
        return float(np.average(values[of], weights=self.quantities[of]))

    def caught(self, lost: Bool[np.ndarray, " J"], by: Bool[np.ndarray, " J"]) -> float:
        """Return the share of one party's lost sales that the other catches."""
        to_other = self.diversion[:, by].sum(axis=1)
        to_own = self.diversion[:, lost].sum(axis=1) + 1
        whole = np.clip(1 - to_own, 1e-12, None)
        return self.mean(to_other / whole, lost)


def parties_of(place: Place) -> dict[str, Bool[np.ndarray, " J"]]:
    """Return the products of each party of the first step that ties two."""
    before = place.change.before
    firms = np.array(place.observed.market.firms)
    for step in place.change.deal.steps:
        affected = step.affected
        if affected is None:
            continue
        other = {affected.target, *before.controlled_by(affected.target)}
        if affected.whole:
            other |= set(before.group_of(affected.target))
        own = {affected.acquirer, *before.group_of(affected.acquirer)} - other
        found = {
            place.change.deal.label(name): np.isin(firms, list(companies))
            for name, companies in (
                (affected.acquirer, own),
                (affected.target, other),
            )
        }
        return {name: rows for name, rows in found.items() if rows.any()}
    return {}


def _sums(names: Sequence[str], values: Float[np.ndarray, " J"]) -> np.ndarray:
    totals: dict[str, float] = {}
    for name, value in zip(names, values, strict=True):
        totals[name] = totals.get(name, 0.0) + float(value)
    return np.array(list(totals.values()))


class Pair:
    """One party and its rival, each counted as one product."""

    def __init__(
        self, view: View, own: Bool[np.ndarray, " J"], rival: Bool[np.ndarray, " J"]
    ) -> None:
        self.out, self.back = view.caught(own, rival), view.caught(rival, own)
        self.price_own = view.mean(view.prices, own)
        self.price_rival = view.mean(view.prices, rival)
        markups = view.prices - view.costs
        self.markup_own, self.markup_rival = (
            view.mean(markups, own),
            view.mean(markups, rival),
        )
        self.margin_own = self.markup_own / self.price_own
        self.margin_rival = self.markup_rival / self.price_rival
        self.sold_own = float(view.quantities[own].sum())
        self.sold_rival = float(view.quantities[rival].sum())
        self.share_own = float(view.shares[own].sum())
        self.share_rival = float(view.shares[rival].sum())
