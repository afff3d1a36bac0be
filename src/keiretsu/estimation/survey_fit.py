r"""Mixed logit of the American markets fitted to published second choices.

    python -m keiretsu.estimation.survey_fit us-2022 [probabilities]

prints the file that the package holds (`keiretsu/market/demand`). As many parameters as
moments, least squares; quasi-random types under a fixed seed, so that it is remade.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from keiretsu.demand import MixedLogit
from keiretsu.errors import NoConvergence
from keiretsu.estimation.buyer_tastes import TASTES, BuyerTastes
from keiretsu.estimation.survey_moments import survey_moments
from keiretsu.estimation.survey_targets import Target, targets
from keiretsu.estimation.taste_files import as_toml, bundled_tastes
from keiretsu.market import Market, load_market

POTENTIAL_BUYERS = 131.4e6 / 6
"""American households, of which one in six thinks of a new car in a year."""
TYPES, SEED = 512, 1

_START = dict(
    zip(TASTES, (3.0, 6.8, 9.0, 3.5, 4.5, 2.9, 2.15, 1.95, 1.7, 1.2, 2.1), strict=True)
)


_WEAKER = {"suv": 0.5, "american": 0.4}
"""Spreads from where the other reading is fitted, as shares of those of the first."""
_FAR = 1e3


def fit_tastes(
    market: Market,
    wanted: Mapping[str, Target],
    *,
    start: BuyerTastes | None = None,
    most: int = 12,
) -> BuyerTastes:
    """Return the tastes whose moments are nearest to the targets.

    Parameters
    ----------
    market
        The market.
    wanted
        Targets by name of the moment.
    start
        Where to start; None starts from figures of the literature.
    most
        Most steps of the least squares.
    """
    from scipy.optimize import least_squares  # takes long to load, and few fit

    first = start or BuyerTastes(
        alpha=1.5e-4,
        income_exponent=0.2,
        spreads=_START,
        market_size=POTENTIAL_BUYERS,
        types=TYPES,
        seed=SEED,
    )
    inversion = Inversion(market)

    def at(x: np.ndarray) -> BuyerTastes:
        spreads = dict(zip(TASTES, np.exp(x[2:]).tolist(), strict=True))
        return replace(
            first,
            alpha=float(np.exp(x[0])),
            income_exponent=float(x[1]),
            spreads=spreads,
        )

    def misses(x: np.ndarray) -> Float[np.ndarray, " N"]:
        tastes = at(x)
        try:
            demand = inversion.demand(tastes)
        except NoConvergence:
            return np.full(len(wanted), _FAR)
        found = survey_moments(demand, market, tastes.incomes())
        return np.array(
            [(found[name] - one.value) / one.scale for name, one in wanted.items()]
        )

    begin = [np.log(first.alpha), first.income_exponent]
    begin += [np.log(first.spreads[name]) for name in TASTES]
    found = least_squares(
        misses,
        begin,
        x_scale="jac",
        diff_step=1e-4,
        max_nfev=most,
        xtol=1e-6,
        ftol=1e-6,
    )
    return at(found.x)


class Inversion:
    """Inverts shares again and again nearby, from where the last one ended."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.added: np.ndarray | None = None

    def demand(self, tastes: BuyerTastes) -> MixedLogit:
        """Return the demand of some tastes."""
        if self.added is None:
            return self._afresh(tastes)
        assert self.market.prices is not None
        form, added = tastes.form(self.market), self.added
        wanted = self.market.quantities / tastes.market_size
        for _ in range(60):
            now = replace(form, values=form.values + added[:, None])
            chosen = now.choices(self.market.prices)
            sold = chosen @ now.weights
            gap = np.log(wanted / sold)
            if np.abs(gap).max() < 1e-10:
                self.added = added
                return now
            slopes = np.diag(sold) - (chosen * now.weights) @ chosen.T
            step = np.linalg.solve(slopes / sold[:, None], gap)
            if not np.isfinite(step).all():
                break
            added = added + step / max(1.0, float(np.abs(step).max()))
        return self._afresh(tastes)

    def _afresh(self, tastes: BuyerTastes) -> MixedLogit:
        exact = tastes.demand(self.market)
        self.added = exact.values[:, 0] - tastes.form(self.market).values[:, 0]
        return exact


def main(arguments: list[str]) -> int:
    """Print the file of a market's tastes."""
    name, figures = (*arguments, *("us-2022", "correlations")[len(arguments) :])[:2]
    market = load_market(name)
    if figures == "correlations":
        wanted, start = targets(name), None
    else:
        wanted, known = targets(name, "probabilities"), bundled_tastes(name)
        spreads = {
            taste: max(_WEAKER.get(taste, 0.85) * spread, 0.3)
            for taste, spread in known.spreads.items()
        }
        start = replace(known, spreads=spreads)
    tastes = fit_tastes(market, wanted, start=start, most=20 if start else 12)
    sys.stdout.write(as_toml(market, tastes, wanted))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
