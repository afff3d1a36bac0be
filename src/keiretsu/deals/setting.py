"""One market made ready: who decides what, and the demand that explains today.

Markets without usable prices are indexed, every price 100 today; then only relative
changes mean something, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import (
    FirmNests,
    alpha_from_margins,
    firm_nests_of,
    unit_margins,
)
from keiretsu.demand import NestedLogit, invert_nested_logit
from keiretsu.demand.nested_logit_inversion import (
    alpha_from_elasticity,
    outside_from_market_elasticity,
)
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market

Form = Literal["nested logit", "logit"]
"""Demand forms that a deal can be run with."""

FORMS: tuple[Form, ...] = ("nested logit", "logit")

INDEX = 100.0
"""Every price in a market without usable prices."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A market as the models see it.

    Attributes
    ----------
    market
        The market.
    groups
        Heads of the F groups that decide prices.
    firms
        Group of each product, an index into `groups`, shape `(J,)`.
    nests
        Nest of each product, shape `(J,)`.
    prices
        Currency units, or all `INDEX`, shape `(J,)`.
    """

    market: Market
    groups: tuple[str, ...]
    firms: Int[np.ndarray, " J"]
    nests: Int[np.ndarray, " J"]
    prices: Float[np.ndarray, " J"]

    @property
    def inside(self) -> Float[np.ndarray, " J"]:
        """Shares of the cars sold, shape `(J,)`."""
        return self.market.inside_shares

    @cached_property
    def pairs(self) -> FirmNests:
        """Maker-nest pairs, the unknowns of the equilibrium."""
        return firm_nests_of(self.firms, self.nests)

    def sigma(self, nesting: float) -> Float[np.ndarray, " G"]:
        """Return one nesting parameter for every nest, shape `(G,)`."""
        return np.full(int(self.nests.max()) + 1, nesting)

    def outside(
        self, *, own_elasticity: float, market_elasticity: float, nesting: float
    ) -> float:
        """Return the market's own outside share, or what the elasticities imply."""
        if self.market.outside_share is not None:
            return self.market.outside_share
        return outside_from_market_elasticity(
            self.inside,
            self.prices,
            own_elasticity=own_elasticity,
            market_elasticity=market_elasticity,
            nesting=self.sigma(nesting),
            nests=self.nests,
        )

    def alpha_by_elasticity(
        self, outside: float, *, own_elasticity: float, nesting: float
    ) -> float:
        """Return the price coefficient that gives the mean own-price elasticity."""
        return alpha_from_elasticity(
            self.inside * (1 - outside),
            self.prices,
            elasticity=own_elasticity,
            nesting=self.sigma(nesting),
            nests=self.nests,
        )

    def alpha_by_margin(
        self,
        outside: float,
        *,
        margin: float,
        nesting: float,
        kappa: Float[np.ndarray, "F F"],
    ) -> float:
        """Return the price coefficient that gives the sales-weighted mean margin."""
        unit = unit_margins(
            self.inside * (1 - outside),
            self.prices,
            firms=self.firms,
            kappa=kappa,
            nesting=self.sigma(nesting),
            nests=self.nests,
        )
        return float(np.average(unit, weights=self.inside) / margin)

    def alpha_by_margins(
        self,
        outside: float,
        *,
        margins: Float[np.ndarray, " J"],
        nesting: float,
        kappa: Float[np.ndarray, "F F"],
    ) -> float:
        """Return the price coefficient nearest to known margins (NaN: not known)."""
        return alpha_from_margins(
            self.inside * (1 - outside),
            self.prices,
            margins,
            firms=self.firms,
            kappa=kappa,
            nesting=self.sigma(nesting),
            nests=self.nests,
        )

    def demand(self, outside: float, *, alpha: float, nesting: float) -> NestedLogit:
        """Return the demand under which today's sales are what they are."""
        return invert_nested_logit(
            self.inside * (1 - outside),
            self.prices,
            alpha=alpha,
            nesting=self.sigma(nesting),
            nests=self.nests,
        )


def set_up(market: Market, landscape: Landscape, *, form: Form) -> Setting:
    """Return a market ready for the models.

    Raises
    ------
    DataError
        If the demand form is not known.
    """
    if form not in FORMS:
        raise DataError(f"demand {form!r}", hint=f"use one of: {', '.join(FORMS)}")
    heads = [landscape.group_of(firm) for firm in market.firms]
    groups, firms = _numbered(heads)
    nests = market.nests if form == "nested logit" else (None,) * len(heads)
    _, nest_of = _numbered([nest or "not classed" for nest in nests])
    prices = market.prices
    if prices is None:
        prices = np.full(len(heads), INDEX)
    return Setting(
        market=market, groups=groups, firms=firms, nests=nest_of, prices=prices
    )


def _numbered(labels: Sequence[str]) -> tuple[tuple[str, ...], Int[np.ndarray, " J"]]:
    order = tuple(dict.fromkeys(labels))
    index = {label: number for number, label in enumerate(order)}
    return order, np.array([index[label] for label in labels])
