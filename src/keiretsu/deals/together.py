"""Many changes of owners in one market, solved together from arrays.

Where a deal changes who owns whom and nothing else, its makers are units under other
profit weights: deals whose units are the same under the same weights today are one
batch of equilibria. What is told of each is its averages; `run` tells everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition import recover_costs, solve_deals
from keiretsu.control import Reading
from keiretsu.deals.demand_models import DemandSource
from keiretsu.deals.observed import Observed
from keiretsu.deals.reorganisation import Makers, Reorganisation
from keiretsu.demand.surplus import surplus_or_none
from keiretsu.market import Market


class Case(NamedTuple):
    """One change of owners under one reading of control.

    Attributes
    ----------
    makers
        The F units that set prices.
    before, after
        Profit weights, shape `(F, F)`.
    own
        Which products are the parties', shape `(J,)`.
    """

    makers: Makers
    before: Float[np.ndarray, "F F"]
    after: Float[np.ndarray, "F F"]
    own: Bool[np.ndarray, " J"]

    @classmethod
    def each(
        cls, market: Market, change: Reorganisation, readings: Iterable[Reading]
    ) -> tuple[Case, ...]:
        """Return the cases of a reorganisation in a market, one a reading."""
        makers = Makers.of(market, change)
        own = makers.of_parties(market, change)
        return tuple(
            cls(
                makers,
                makers.weights(change.before, reading),
                makers.weights(change.after, reading),
                own,
            )
            for reading in readings
        )


class Outcome(NamedTuple):
    """What one case does.

    Attributes
    ----------
    parties, everybody
        Mean relative change of price, weighted by what is sold; 0 where nothing is.
    buyers
        Change of buyers' surplus, in the market's currency over its period; where it is
        relative, as a fraction of what buyers spend; None where demand has no surplus.
    converged
        Whether an equilibrium was found.
    """

    parties: float
    everybody: float
    buyers: float | None
    converged: bool


def solved_together(
    market: Market, source: DemandSource, cases: Sequence[Case]
) -> tuple[str, list[Outcome]]:
    """Return how buyers react, in words, and the outcome of each case, in order."""
    batches: dict[tuple[bytes, bytes], list[int]] = {}
    for number, case in enumerate(cases):
        key = (case.makers.firms.tobytes(), case.before.tobytes())
        batches.setdefault(key, []).append(number)
    words, found = "", dict[int, Outcome]()
    for numbers in batches.values():
        batch = [cases[number] for number in numbers]
        first = batch[0]
        model = source.model(
            Observed(market=market, makers=first.makers, kappa=first.before)
        )
        words = model.words
        found |= zip(numbers, _solved(market, model.demand, batch), strict=True)
    return words, [found[number] for number in range(len(cases))]


def _solved(market: Market, demand: Any, batch: Sequence[Case]) -> list[Outcome]:
    """Return the outcomes of cases with the same units under the same weights."""
    first = batch[0]
    observed = Observed(market=market, makers=first.makers, kappa=first.before)
    prices, firms = observed.prices, observed.firms
    costs = recover_costs(demand, prices, firms=firms, kappa=observed.kappa)
    moved = [not np.array_equal(case.after, case.before) for case in batch]
    answers = None
    if any(moved):
        kappas = np.array([c.after for c, m in zip(batch, moved, strict=True) if m])
        answers = solve_deals(demand, costs, firms=firms, kappas=kappas, start=prices)
    sold = market.quantities
    scale = float(sold.sum() / demand.quantities(prices).sum())
    unit = scale / (float(prices @ sold) if market.prices is None else 1.0)
    today = surplus_or_none(demand, prices)
    still = Outcome(0.0, 0.0, None if today is None else 0.0, converged=True)

    def outcome(case: Case, number: int) -> Outcome:
        assert answers is not None
        change = answers.prices[number] / prices - 1
        after = surplus_or_none(demand, answers.prices[number])
        known = today is not None and after is not None
        return Outcome(
            parties=_mean(change, np.where(case.own, sold, 0.0)),
            everybody=_mean(change, np.where(market.competing, sold, 0.0)),
            buyers=float((after - today) * unit) if known else None,  # type: ignore[operator]
            converged=bool(answers.converged[number]),
        )

    place = np.cumsum(moved) - 1
    return [
        outcome(case, int(place[n])) if moved[n] else still
        for n, case in enumerate(batch)
    ]


def _mean(change: Float[np.ndarray, " J"], weights: Float[np.ndarray, " J"]) -> float:
    return float(change @ (weights / weights.sum())) if weights.any() else 0.0
