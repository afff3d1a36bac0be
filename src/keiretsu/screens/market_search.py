r"""The smallest market: products that a sole seller of them would make dearer.

The hypothetical monopolist test starts from the parties' products and adds the closest
substitutes, product by product or nest by nest, until a sole seller of all of them
would raise the price of one of the parties' products by the usual rise, all other
prices staying. How much it would raise prices comes from a simulation
(`keiretsu.competition.monopolist_rises`) or from slopes at today's prices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, number, whole_numbers
from keiretsu.errors import DataError, ShapeError
from keiretsu.values import Value

Rises = Callable[[Int[np.ndarray, " K"]], Float[np.ndarray, " K"]]
"""From the numbers of a market's products to their relative price rises."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CandidateMarket(Value):
    """A set of products put to the test.

    Attributes
    ----------
    products
        Their numbers in order, shape `(K,)`.
    rises
        Relative price rises that their sole seller would choose, shape `(K,)`.
    passed
        Whether one of the parties' products rises by enough.
    """

    products: Int[np.ndarray, " K"]
    rises: Float[np.ndarray, " K"]
    passed: bool


def search_market(
    parties: Sequence[int],
    diversions: Float[np.ndarray, "J J"],
    rises: Rises,
    *,
    nests: Int[np.ndarray, " J"] | None = None,
    rise: float = 0.05,
) -> tuple[CandidateMarket, ...]:
    """Return the candidate markets tried, the last of which passes or holds all.

    Parameters
    ----------
    parties
        Numbers of the products to start from.
    diversions
        Share of product j's lost sales that k catches, `(J, J)`; diagonal unused.
    rises
        What a sole seller of given products would do.
    nests
        Nest of each product, `(J,)`, to add whole nests, first those of the parties;
        None adds one product at a time.
    rise
        Rise of a party's price at which a market is one.

    Raises
    ------
    ShapeError
        If `diversions` and `nests` do not fit.
    DataError
        If there is no product to start from, or `rise` is not positive.

    References
    ----------
    US Department of Justice & Federal Trade Commission (2023), "Merger guidelines",
    section 4.3; Ivaldi & Lorincz (2011), "Implementing relevant market tests in
    antitrust policy: application to computer servers".

    Examples
    --------
    >>> caught = np.array([[-1, 0.5, 0.1], [0.5, -1, 0.1], [0.1, 0.1, -1]])
    >>> tried = search_market(
    ...     [0], caught, lambda products: np.full(len(products), 0.03 * len(products))
    ... )
    >>> [list(map(int, one.products)) for one in tried], tried[-1].passed
    ([[0], [0, 1]], True)
    """
    diversions = floats(diversions, "diversions", shape=(None, None))
    count = len(diversions)
    groups = np.arange(count) if nests is None else nests
    groups = whole_numbers(groups, "nests", shape=(None,))
    if diversions.shape != (count, count) or groups.shape != (count,):
        raise ShapeError(f"diversions {diversions.shape} for nests {groups.shape}")
    if not len(parties) or np.min(parties) < 0 or np.max(parties) >= count:
        raise DataError(
            f"parties' products {list(parties)} of {count}",
            hint="name at least one, by numbers from 0",
        )
    start = np.unique(whole_numbers(parties, "parties"))
    if not number(rise, "rise") > 0:
        raise DataError(f"a rise of {rise:g}", hint="the usual one is 0.05")
    tried, inside = [], np.isin(groups, groups[start])
    while True:
        products = np.flatnonzero(inside)
        moved = rises(products)
        passed = bool(moved[np.isin(products, start)].max() >= rise)
        tried.append(CandidateMarket(products=products, rises=moved, passed=passed))
        if passed or inside.all():
            return tuple(tried)
        caught = np.where(inside, 0.0, diversions[inside].sum(axis=0))
        of_group = np.bincount(groups, weights=caught)
        outside = np.bincount(groups, weights=~inside) > 0
        closest = int(np.argmax(np.where(outside, of_group, -np.inf)))
        inside = inside | (groups == closest)


def linear_rises(
    quantities: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
    markups: Float[np.ndarray, " J"],
    slopes: Float[np.ndarray, "J J"],
) -> Rises:
    r"""Return what a sole seller would do if demand were linear from today on.

    With slopes B among its products, :math:`(B + B')\, \Delta = -(q + B' m)`.

    Parameters
    ----------
    quantities, prices, markups
        Of today, shape `(J,)`.
    slopes
        Change of quantity j per unit of price k, shape `(J, J)`.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.

    Examples
    --------
    Two symmetric products, q = 10 - p + p'/2 at a cost of 1: 22/3 each, together 10.5.

    >>> price = np.full(2, 22 / 3)
    >>> slopes = np.array([[-1.0, 0.5], [0.5, -1.0]])
    >>> rises = linear_rises(10 + slopes @ price, price, price - 1, slopes)
    >>> rises(np.array([0, 1])).round(4)
    array([0.4318, 0.4318])
    """
    quantities = floats(quantities, "quantities", shape=(None,))
    prices = floats(prices, "prices", shape=(None,), above=0)
    markups = floats(markups, "markups", shape=(None,))
    slopes = floats(slopes, "slopes", shape=(None, None))
    shapes = {quantities.shape, prices.shape, markups.shape, slopes.shape[:1]}
    if len(shapes) > 1 or slopes.shape[0] != slopes.shape[-1]:
        raise ShapeError(f"slopes {slopes.shape} for {quantities.shape[0]} products")

    def rises(products: Int[np.ndarray, " K"]) -> Float[np.ndarray, " K"]:
        among = slopes[np.ix_(products, products)]
        gain = quantities[products] + among.T @ markups[products]
        return np.linalg.solve(among + among.T, -gain) / prices[products]

    return rises
