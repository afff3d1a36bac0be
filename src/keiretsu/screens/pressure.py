r"""Price pressure: what a tie between two products' makers does to their incentives.

Margins are fractions of price, diversion the share of one product's lost sales that the
other catches. `weight` is the profit weight that the first product's maker puts on the
second's: 1 in a merger, the stake where it is silent, `1/stake` under sole control.
Everything is elementwise, so arrays of pairs work as well as numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, number, refuse_large_table
from keiretsu.errors import DataError
from keiretsu.labels import aligned


def upp(
    diversion: Any,
    rival_markup: Any,
    cost: Any,
    *,
    efficiency: Any = 0.10,
    weight: Any = 1.0,
) -> Any:
    r"""Return upward pricing pressure, currency units per car.

    :math:`\kappa D_{12} (p_2 - c_2) - E c_1`.

    Parameters
    ----------
    diversion
        From the first product to the second, a fraction.
    rival_markup
        Price less marginal cost of the second, currency units.
    cost
        Marginal cost of the first, currency units.
    efficiency
        Credited saving as a share of `cost`; 10 % is the usual default.
    weight
        Profit weight on the second product.

    References
    ----------
    Farrell & Shapiro (2010), "Antitrust evaluation of horizontal mergers".

    Examples
    --------
    >>> upp(0.15, 7500.0, 15000.0)
    -375.0
    """
    diversion, rival_markup, cost, efficiency, weight = _elementwise(
        diversion=diversion,
        rival_markup=rival_markup,
        cost=cost,
        efficiency=efficiency,
        weight=weight,
    )
    return _plain(weight * diversion * rival_markup - efficiency * cost)


def guppi(
    diversion: Any,
    rival_margin: Any,
    price: Any,
    rival_price: Any,
    *,
    weight: Any = 1.0,
) -> Any:
    r"""Return the gross upward pricing pressure index, a fraction of the first's price.

    :math:`\kappa D_{12} m_2 p_2 / p_1`. Below 5 % is quiet, above 10 % worrying, as a
    rule of thumb.

    Examples
    --------
    >>> round(guppi(0.15, 0.30, 20000.0, 25000.0), 5)
    0.05625
    """
    diversion, rival_margin, weight = _elementwise(
        diversion=diversion, rival_margin=rival_margin, weight=weight
    )
    price, rival_price = _prices(price, rival_price)
    return _plain(weight * diversion * rival_margin * rival_price / price)


def cmcr(
    margin: Any,
    rival_margin: Any,
    diversion: Any,
    back: Any,
    price: Any,
    rival_price: Any,
) -> Any:
    r"""Return the cost saving that would undo a merger's pressure, a share of cost.

    :math:`(m_1 D_{12} D_{21} + m_2 D_{12} p_2/p_1) / ((1-m_1)(1 - D_{12} D_{21}))`,
    the compensating marginal cost reduction of the first product.

    Parameters
    ----------
    margin, rival_margin
        Of the first and second product, fractions of price.
    diversion, back
        From first to second, and from second to first.
    price, rival_price
        Currency units.

    Raises
    ------
    DataError
        If a margin is 1 or more, or the two catch all of each other's lost sales.

    References
    ----------
    Werden (1996), "A robust test for consumer welfare enhancing mergers", JIE 44.

    Examples
    --------
    >>> round(cmcr(0.25, 0.30, 0.15, 0.10, 20000.0, 25000.0), 6)
    0.081218
    """
    margin, rival_margin, diversion, back = _elementwise(
        margin=margin, rival_margin=rival_margin, diversion=diversion, back=back
    )
    price, rival_price = _prices(price, rival_price)
    loop = diversion * back
    if np.any(margin >= 1) or np.any(loop >= 1):
        raise DataError(
            f"margin {np.max(margin):g} and diversion product {np.max(loop):g}",
            hint="both must be below 1",
        )
    gain = margin * loop + rival_margin * diversion * rival_price / price
    return _plain(gain / ((1 - margin) * (1 - loop)))


def diversion_by_shares(shares: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
    """Return diversion in proportion to shares, shape `(J, J)`, diagonal -1.

    Parameters
    ----------
    shares
        Of all potential buyers, shape `(J,)`; what a row lacks to zero buys none.

    Raises
    ------
    DataError
        If a share is negative, one product has all, or they sum to more than 1.

    References
    ----------
    Willig (1991), "Merger analysis, industrial organization theory, and merger
    guidelines".

    Examples
    --------
    >>> diversion_by_shares(np.array([0.15, 0.10, 0.20])).round(4)[0]
    array([-1.    ,  0.1176,  0.2353])
    """
    shares = floats(shares, "shares", shape=(None,))
    refuse_large_table(len(shares))
    if not ((shares >= 0).all() and (shares < 1).all() and shares.sum() <= 1 + 1e-9):
        raise DataError(
            f"shares from {shares.min():g} to {shares.max():g}, sum {shares.sum():g}",
            hint="shares are fractions of one market, each below 1",
        )
    table = shares[None, :] / (1 - shares)[:, None]
    np.fill_diagonal(table, -1.0)
    return table


def price_rise_symmetric(margin: Any, diversion: Any, *, demand: str) -> Any:
    r"""Return the rise after a merger of two equal products, a fraction of price.

    Linear demand: :math:`m D / (2 (1 - D))`; constant elasticity:
    :math:`m D / (1 - m - D)`.

    Raises
    ------
    DataError
        If the demand form is not `linear` or `isoelastic`.

    References
    ----------
    Shapiro (1996), "Mergers with differentiated products", Antitrust 10.

    Examples
    --------
    >>> round(price_rise_symmetric(0.25, 0.15, demand="linear"), 6)
    0.022059
    """
    margin, diversion = _elementwise(margin=margin, diversion=diversion)
    if demand not in ("linear", "isoelastic"):
        raise DataError(f"demand {demand!r}", hint="use linear or isoelastic")
    room = 1 - diversion if demand == "linear" else 1 - margin - diversion
    if not np.all(room > 0):
        raise DataError(
            f"margin {np.max(margin):g} and diversion {np.max(diversion):g}",
            hint="together below 1 under constant elasticity; diversion below 1",
        )
    if demand == "linear":
        return _plain(margin * diversion / (2 * room))
    return _plain(margin * diversion / room)


def price_rise_linear(
    quantities: Float[np.ndarray, " 2"],
    markups: Float[np.ndarray, " 2"],
    diversion: tuple[float, float],
) -> Float[np.ndarray, " 2"]:
    """Return both price rises, currency units, after a merger under linear demand.

    Parameters
    ----------
    quantities
        Sold before, shape `(2,)`.
    markups
        Price less marginal cost before, currency units, shape `(2,)`.
    diversion
        From first to second and from second to first.

    Examples
    --------
    >>> price_rise_linear(
    ...     np.array([100e3, 80e3]), np.array([5000.0, 7500.0]), (0.15, 0.10)
    ... ).round(2)
    array([599.54, 364.29])
    """
    quantities = floats(quantities, "quantities", shape=(2,), above=0)
    markups = floats(markups, "markups", shape=(2,), above=0)
    caught = floats(diversion, "diversion", shape=(2,), least=0, most=1)
    diversion = float(caught[0]), float(caught[1])
    own = quantities / markups
    to_second, to_first = diversion[0] * own[0], diversion[1] * own[1]
    cross = to_second + to_first
    slopes = np.array([[2 * own[0], -cross], [-cross, 2 * own[1]]])
    gain = np.array([to_second * markups[1], to_first * markups[0]])
    if not 4 * own[0] * own[1] > cross**2:
        raise DataError(
            f"diversion of {diversion[0]:g} and {diversion[1]:g}",
            hint="two products that catch all of each other's sales have no best price",
        )
    return np.linalg.solve(slopes, gain)


def supply_pressure(
    diversion: float, transfer_price: float, unit_cost: float, price: float
) -> float:
    r"""Return the pressure on a maker that also builds its rival's car, a fraction.

    If B builds A's car at unit cost c and sells it to A at w, B recoups w - c on every
    buyer it loses to A: :math:`D_{BA} (w - c)/p_B`. It works like a silent stake.

    Parameters
    ----------
    diversion
        From B's product to A's.
    transfer_price, unit_cost
        w and c, currency units.
    price
        Price of B's own product.

    References
    ----------
    Moresi & Salop (2013), "vGUPPI: scoring unilateral pricing incentives in vertical
    mergers", Antitrust L.J. 79.

    Examples
    --------
    >>> supply_pressure(0.10, 16500.0, 15000.0, 20000.0)
    0.0075
    """
    diversion, transfer_price, unit_cost = (
        number(value, name)
        for value, name in (
            (diversion, "diversion"),
            (transfer_price, "transfer_price"),
            (unit_cost, "unit_cost"),
        )
    )
    price = number(price, "price", above=0)
    return diversion * (transfer_price - unit_cost) / price


def _elementwise(**named: Any) -> list[Any]:
    """Return numbers or arrays of pairs, each taken in."""
    taken, _ = aligned(named)
    return [floats(values, name) for name, values in taken.items()]


def _prices(price: Any, rival_price: Any) -> list[Any]:
    taken, _ = aligned({"price": price, "rival_price": rival_price})
    return [floats(values, name, above=0) for name, values in taken.items()]


def _plain(answer: Any) -> Any:
    """Return one number as a number."""
    return float(answer) if np.ndim(answer) == 0 else answer
