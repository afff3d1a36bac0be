r"""From an ownership table of products to makers and profit weights.

Two conventions are common. Packages in the manner of R's `antitrust` give
:math:`O_{jk}`, the weight of product k's profit in the decision for product j, *not*
normalised: the holder's row carries its stake in others, the target's own row what is
left of itself, and over the makers' rows every column sums to at most one. Tables in
the manner of PyBLP give :math:`H_{jk} = \kappa_{f(j) f(k)}` with ones on the
diagonal. The first
becomes the second by dividing each row by its diagonal.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, refuse_large_table, whole_numbers
from keiretsu.errors import DataError, ShapeError
from keiretsu.extremes import largest

_ROUNDING = 1e-9

OWN = 1e-8
"""How far a maker's weight on its own profit may be from 1: rounding."""


def check_makers(
    firms: Any, kappa: Any
) -> tuple[Int[np.ndarray, " J"], Float[np.ndarray, "F F"]]:
    """Return makers and profit weights as arrays, or say why they do not fit.

    Raises
    ------
    ShapeError
        If `kappa` is not square or does not hold every maker.
    DataError
        If a weight is not finite or negative, a maker does not weigh its own profit by
        1, or a maker is no whole number from 0.
    """
    makers = whole_numbers(firms, "firms", shape=(None,))
    return makers, weights_for(makers, kappa)


def weights_for(makers: Int[np.ndarray, " J"], kappa: Any) -> Float[np.ndarray, "F F"]:
    """Return profit weights of makers that are checked, or say why they do not fit."""
    weights = floats(kappa, "kappa")
    count = largest(makers) + 1 if makers.size else 0
    rows = len(weights) if weights.ndim else 0
    if weights.shape != (rows, rows) or rows < count:
        raise ShapeError(f"profit weights of shape {weights.shape} for {count} makers")
    check_weights(weights)
    return weights


def check_weights(weights: Float[np.ndarray, "*D F F"]) -> None:
    """Raise if a weight is negative or a maker does not weigh its own profit by 1."""
    if weights.size and weights.item(weights.argmin()) < -OWN:
        place = np.argwhere(weights < -OWN)[0]
        raise DataError(
            f"kappa{[int(n) for n in place]} is {weights.min():g}",
            hint="a profit weight is 0 or more",
        )
    own = weights.diagonal(axis1=-2, axis2=-1)
    off = np.abs(own - 1)
    if off.size and not largest(off) <= OWN:
        place = np.unravel_index(int(np.argmax(off)), off.shape)
        raise DataError(
            f"maker {place[-1]} weighs its own profit by {own[place]:g}",
            hint="divide each row of kappa by its diagonal; "
            "ownership_to_weights does it for tables of products",
        )


def ownership_to_weights(
    matrix: Float[np.ndarray, "J J"],
    *,
    convention: Literal["antitrust", "pyblp"],
) -> tuple[Int[np.ndarray, " J"], Float[np.ndarray, "F F"]]:
    """Return the maker of each product, `(J,)`, and profit weights, `(F, F)`.

    Products that nobody tells apart, neither as decider nor as source of profit, are
    one maker's; makers are numbered in the order of their first product.

    Parameters
    ----------
    matrix
        Ownership table of products, shape `(J, J)`.
    convention
        `antitrust` for rows that are not normalised, `pyblp` for a unit diagonal.

    Raises
    ------
    ShapeError
        If the table is not square.
    DataError
        If it holds what the convention cannot mean: a negative or infinite weight, a
        zero on the diagonal, a column of more than 1 over the makers (`antitrust`), a
        diagonal that is not 1 (`pyblp`).

    References
    ----------
    O'Brien & Salop (2000), "Competitive effects of partial ownership".

    Examples
    --------
    Maker 0 holds a silent 30 % of maker 1.

    >>> firms, kappa = ownership_to_weights(
    ...     np.array([[1.0, 0.3], [0.0, 0.7]]), convention="antitrust"
    ... )
    >>> firms, kappa
    (array([0, 1]), array([[1. , 0.3],
           [0. , 1. ]]))
    """
    table = floats(matrix, "ownership", shape=(None, None))
    if table.shape[0] != table.shape[1]:
        raise ShapeError(f"an ownership table of shape {table.shape} is not square")
    _refuse_impossible(table)
    own = np.diagonal(table)
    if convention == "pyblp":
        if not np.allclose(own, 1, rtol=0, atol=_ROUNDING):
            worst = int(np.argmax(np.abs(own - 1)))
            raise DataError(
                f"product {worst} weighs its own profit by {own[worst]:g}",
                hint='divide each row by its diagonal, or say convention="antitrust"',
            )
    elif convention == "antitrust":
        _refuse_too_much(table)
    else:
        raise DataError(
            f"ownership convention {convention!r}", hint="use antitrust or pyblp"
        )
    weights = table / own[:, None]
    firms = _makers(weights)
    first = np.unique(firms, return_index=True)[1]
    return firms, weights[np.ix_(first, first)]


def weights_to_ownership(
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    *,
    convention: Literal["antitrust", "pyblp"],
) -> Float[np.ndarray, "J J"]:
    r"""Return the ownership table of products that means these weights, `(J, J)`.

    The way back from `ownership_to_weights`. Rows in the manner of `antitrust` are
    scaled so that all of each product's profit belongs to somebody: the scales d solve
    :math:`\sum_f d_f \kappa_{fg} = 1`.

    Parameters
    ----------
    firms, kappa
        Makers, `(J,)`, and profit weights, `(F, F)`, diagonal 1.
    convention
        As for `ownership_to_weights`.

    Raises
    ------
    ShapeError, DataError
        If makers and weights do not fit, or no stakes give these weights.

    Examples
    --------
    >>> weights_to_ownership(
    ...     np.arange(2), np.array([[1.0, 0.3], [0.0, 1.0]]), convention="antitrust"
    ... )
    array([[1. , 0.3],
           [0. , 0.7]])
    """
    firms, kappa = check_makers(firms, kappa)
    refuse_large_table(len(firms))
    table = kappa[np.ix_(firms, firms)]
    if convention == "pyblp":
        return table
    if convention != "antitrust":
        raise DataError(
            f"ownership convention {convention!r}", hint="use antitrust or pyblp"
        )
    # Merged makers decide as one: they get one row, and no stake in each other.
    makers = _makers(table)
    first = np.unique(makers, return_index=True)[1]
    try:
        scales = np.linalg.solve(table[np.ix_(first, first)].T, np.ones(len(first)))
    except np.linalg.LinAlgError:
        scales = np.full(len(first), np.nan)
    if not (np.isfinite(scales).all() and (scales > 0).all()):
        raise DataError(
            "no stakes give these profit weights",
            hint='say convention="pyblp", which takes any weights',
        )
    owned = scales[makers][:, None] * table
    _refuse_impossible(owned)
    return owned


def _makers(weights: Float[np.ndarray, "J J"]) -> Int[np.ndarray, " J"]:
    """Return one number for products with the same row and the same column."""
    both = np.round(np.concatenate([weights, weights.T], axis=1), 9) + 0.0
    _, first, found = np.unique(both, axis=0, return_index=True, return_inverse=True)
    order = np.empty(len(first), dtype=int)
    order[np.argsort(first)] = np.arange(len(first))
    return order[found.reshape(-1)]


def _refuse_impossible(table: Float[np.ndarray, "J J"]) -> None:
    wrong = np.argwhere(~(np.isfinite(table) & (table >= 0)))
    if len(wrong):
        row, column = wrong[0]
        raise DataError(
            f"product {row} weighs the profit of product {column} by "
            f"{table[row, column]:g}",
            hint="weights are finite and not negative",
        )
    empty = np.flatnonzero(np.diagonal(table) == 0)
    if empty.size:
        raise DataError(
            f"product {empty[0]} does not weigh its own profit",
            hint="whoever decides on a product must earn something from it",
        )


def _refuse_too_much(table: Float[np.ndarray, "J J"]) -> None:
    """Raise if the makers together hold more than all of a product's profit."""
    rows = np.unique(np.round(table, 9), axis=0)
    held = rows.sum(axis=0)
    worst = int(np.argmax(held))
    if held[worst] > 1 + 1e-6:
        raise DataError(
            f"makers together hold {held[worst]:.0%} of the profit of product {worst}",
            hint="lower the target's own block by the stake, or say "
            'convention="pyblp" if rows are divided by their diagonal',
        )
