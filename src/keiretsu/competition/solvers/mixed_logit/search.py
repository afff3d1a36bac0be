r"""The search for equilibrium prices under mixed logit demand.

The condition's gap is :math:`\zeta(p) - (p - c)`. A step closes it by the inverse
Jacobian of one point, the anchor, and is corrected by what earlier steps of
the same round taught (Anderson mixing over all of them, kept as an orthonormal basis).
Deals on one market share an anchor. A round that ends unsolved makes an anchor of its
own from the best prices it met, after plain passes toward :math:`c + \zeta(p)`, `PACE`
times as far, which is slower but comes near from afar.

The Jacobian only guides, so numbers of 32 bits do for it, and for the gap as long as it
is large; a small one is told by 64. Where 32 bits lead nowhere a round in 64 follows.

References
----------
Morrow & Skerlos (2011), "Fixed-point approaches to computing Bertrand-Nash equilibrium
prices under mixed-logit demand", Operations Research 59(2).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.linalg.lapack import get_lapack_funcs

from keiretsu.competition.solvers.mixed_logit.anderson import Past
from keiretsu.competition.solvers.mixed_logit.market import Market
from keiretsu.extremes import largest_size

TARGET = 2e-11
"""Largest miss of a condition at which the search ends, as a share of the largest
markup; a miss is a gap over what the product's own price does to it."""

ROUGH = 1e-4
"""Relative gap down to which numbers of 32 bits tell it."""

ROUNDS = 12
STEPS = 16
"""Steps in a round: each is remembered."""

PATIENCE = 4
"""Steps without a smaller gap after which a round ends."""

NEAR = 0.3
"""Relative gap from which steps by the Jacobian are trusted."""

PASSES = 60
"""Plain passes, at most, before a round."""

PACE = 1.5
"""How far a plain pass goes, as a multiple of what the conditions ask for.

Prices draw one another up, so that plain passes approach from one side, by a share
each; half as far again saves a third of them.
"""

CLOSE, APPROACH = 5e-3, 4
"""Relative gap at which the Jacobian serves to the end, and passes toward it at most.

A pass in 32 bits costs a third of one in 64, and each tenfold nearer an anchor saves
one of those.
"""

_REFIX = 10
"""Plain passes after which utilities are measured anew."""

_LITTLE = 1e-300

LONGEST = 0.5
"""Longest step, as a share of the largest markup."""


class Anchor(NamedTuple):
    """A point, what the market shows and asks there, and its factored Jacobian.

    `residual_scale` times a gap is the miss of the condition.
    """

    prices: Float[np.ndarray, " J"]
    table: Any
    kappa: Any
    zeta: Any
    residual_scale: Any
    factors: Any
    order: Any
    solve: Any

    def step(self, gap: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return the step that closes a gap."""
        return self.solve(self.factors, self.order, gap)[0].astype(float)


class Iterate(NamedTuple):
    """The best prices met: gap as a share of the largest markup, steps until there.

    `seen` is what the market showed at these prices, if it has not looked elsewhere
    since, else None.
    """

    prices: Float[np.ndarray, " J"]
    gap: float
    steps: int
    seen: Any = None


class Search:
    """One market's search."""

    def __init__(self, market: Market) -> None:
        self.market, self.costs = market, market.costs

    def anchored(
        self,
        kappa: Float[np.ndarray, "P P"],
        start: Any,
        target: float,
        most: int,
        *,
        brief: bool = False,
        close: bool = False,
    ) -> tuple[Anchor, int]:
        """Return the anchor where plain passes lead from `start`, and their number.

        They stop at a relative gap of `target`, or after `most`. Those down to a large
        gap are made in 32 bits; unless `brief` 64 have the last word. Where one deal
        alone needs the anchor it is brought `close` to the root.
        """
        exact = self.market
        first = exact.brief if brief or ROUGH < target < np.inf else exact
        near = self.pass_plainly(kappa, start, target, most, first)
        if close:
            near = self.approach(kappa, near, first)
        passes = near.steps
        if first is not exact and not (brief and ROUGH < near.gap < np.inf):
            there = near.prices if near.gap < np.inf else start
            near = self.pass_plainly(kappa, there, target, most - passes, exact)
            passes += near.steps
        table, found = near.seen
        table, short = exact.rounded(table), exact.rounded(found)
        slope = exact.brief.jacobian(table, kappa, short)
        residual_scale = exact.brief.residual_scale(table, short).astype(float)
        residual_scale = np.where(np.isfinite(residual_scale), residual_scale, 1.0)
        factor, solve = get_lapack_funcs(("getrf", "getrs"), (slope,))
        factors, order, _ = factor(slope, overwrite_a=True)
        anchor = Anchor(
            prices=near.prices,
            table=_kept(table),
            kappa=kappa,
            zeta=found.zeta,
            residual_scale=residual_scale,
            factors=factors,
            order=order,
            solve=solve,
        )
        return anchor, passes

    def pass_plainly(
        self,
        kappa: Float[np.ndarray, "P P"],
        start: Any,
        target: float,
        most: int,
        market: Market,
    ) -> Iterate:
        """Follow a market's map until the gap is below `target` or `most` are used."""
        prices = start
        market.fix(prices)
        for steps in range(most + 1):
            table = market.choices(prices)
            found = market.best_markups(table, kappa)
            scale = largest_size(table.markups)
            gap = relative(table.markups - found.zeta, scale)
            if gap <= target or not np.isfinite(gap) or steps == most:
                break
            prices = prices + PACE * (found.zeta - table.markups)
            if steps % _REFIX == _REFIX - 1:
                market.fix(prices)
        return Iterate(prices, gap, steps, (table, found))

    def approach(
        self, kappa: Float[np.ndarray, "P P"], near: Iterate, market: Market
    ) -> Iterate:
        """Return prices closer to a root, by passes that learn from one another."""
        best, prices, steps = near, near.prices, near.steps
        table, found = near.seen
        step = PACE * (found.zeta - table.markups)
        past = Past(len(prices), STEPS)
        for _ in range(APPROACH):
            if best.gap <= CLOSE or not best.gap <= NEAR:
                break
            move = past.corrected(step)
            prices, steps = prices + move, steps + 1
            table = market.choices(prices)
            found = market.best_markups(table, kappa)
            gap = found.zeta - table.markups
            size = relative(gap, largest_size(table.markups))
            if not size < best.gap:
                table = market.choices(best.prices)
                found = market.best_markups(table, kappa)
                return best._replace(seen=(table, found), steps=steps)
            best = Iterate(prices, size, steps, (table, found))
            past.remember(move, PACE * gap - step)
            step = PACE * gap
        return best

    def seek(
        self, kappa: Float[np.ndarray, "P P"], anchor: Anchor, *, brief: bool = False
    ) -> Iterate:
        """Search from the anchor until the gap is small or rounds run out.

        The first round may begin in 32 bits. A round starts afresh from the best prices
        met; after one that hardly helped, plain passes lead elsewhere first.
        """
        first = self.market.brief if brief else self.market
        best = self.iterate(kappa, anchor, first)
        target = np.inf if best.gap <= ROUGH else min(NEAR, best.gap / 10)
        for _ in range(ROUNDS - 1):
            if best.gap <= TARGET:
                break
            own, passes = self.anchored(kappa, best.prices, target, PASSES)
            here = self.iterate(kappa, own, self.market)
            target = np.inf if here.gap < best.gap / 10 else min(NEAR, here.gap / 10)
            steps = best.steps + passes + here.steps
            best = min(here, best, key=lambda iterate: iterate.gap)._replace(
                steps=steps
            )
        return best

    def iterate(
        self, kappa: Float[np.ndarray, "P P"], anchor: Anchor, market: Market
    ) -> Iterate:
        """Return the best prices of one round of corrected steps from the anchor.

        `market` is asked first; the one in 64 bits takes over where the gap is small.
        """
        prices, exact = anchor.prices, self.market
        zeta = anchor.zeta
        if kappa is not anchor.kappa:
            zeta = exact.brief.best_markups(anchor.table, kappa).zeta
        gap = zeta - anchor.table.markups
        scale = largest_size(anchor.table.markups)
        if relative(gap, scale) <= ROUGH:
            market = exact
        market.fix(prices)
        step = anchor.step(gap)
        best, past, told = Iterate(prices, np.inf, 0), Past(len(prices), STEPS), True
        for done in range(1, STEPS + 1):
            move = past.corrected(step)
            if best.gap > NEAR / 10:
                longest = max(largest_size(move), _LITTLE)
                move *= min(1.0, LONGEST * scale / longest)
            prices = prices + move
            table = market.choices(prices)
            found = market.best_markups(table, kappa)
            gap = found.zeta - table.markups
            size, new = relative(gap * anchor.residual_scale, scale), anchor.step(gap)
            if size < best.gap:
                best = Iterate(prices, size, done, (table, found))
            else:
                best = best._replace(seen=None)
            stuck = done >= best.steps + PATIENCE or not size <= 10 * best.gap
            if stuck or (size <= TARGET and market is exact):
                break
            if told:
                past.remember(move, new - step)
            step, told = new, True
            if market is not exact and size <= ROUGH:
                market, best, told = exact, best._replace(gap=ROUGH, seen=None), False
                market.fix(anchor.prices)
        if market is not exact:
            best = best._replace(seen=None)
        return best._replace(steps=done)


def relative(gap: Float[np.ndarray, " J"], scale: float) -> float:
    """Return the largest gap as a share of a scale, or infinity."""
    size = largest_size(gap)
    return size / scale if math.isfinite(size) and scale > 0 else np.inf


def _kept(table: Any) -> Any:
    """Return the table with tables of its own: the market's change with every look."""
    return type(table)(*map(np.array, table))
