r"""Integrated and ultimate ownership: what is held through others, rings included.

With direct holdings A (rows own columns), :math:`L = (I - A)^{-1}` counts every path,
and the outside owners' direct holdings E become :math:`U = E L`, whose columns sum to
one.

References: Brioschi, Buzzacchi & Colombo (1989), J. Banking & Finance 13; Baldone,
Brioschi & Paleari (1998); Ellerman (1991).
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError, ShapeError


def leontief(holdings: Float[np.ndarray, "F F"]) -> Float[np.ndarray, "F F"]:
    """Return the Leontief inverse of direct holdings, shape `(F, F)`.

    Entry (i, j) is the share of j's profit that runs to i and to those behind it, per
    unit that stays with i; the diagonal exceeds 1 where a ring leads back to i.

    Raises
    ------
    ShapeError
        If the table is not square.
    DataError
        If a share is impossible, or a ring of companies has no owner outside.

    Examples
    --------
    >>> leontief(np.array([[0.0, 0.434], [0.15, 0.0]])).round(4)
    array([[1.0696, 0.4642],
           [0.1604, 1.0696]])
    """
    if holdings.ndim != 2 or holdings.shape[0] != holdings.shape[1]:
        raise ShapeError(f"holdings of shape {holdings.shape} are not square")
    if not (np.isfinite(holdings).all() and (holdings >= 0).all()):
        raise DataError("a holding is negative or not a number")
    columns = holdings.sum(axis=0)
    if (columns > 1 + 1e-9).any():
        worst = int(np.argmax(columns))
        raise DataError(
            f"holdings in company {worst} sum to {columns[worst]:.1%}",
            hint="shares of one company sum to at most 100 %",
        )
    if np.max(np.abs(np.linalg.eigvals(holdings)), initial=0) >= 1 - 1e-12:
        raise DataError(
            "a ring of companies owns itself entirely",
            hint="some company of every ring needs an owner outside it",
        )
    return np.linalg.inv(np.eye(len(holdings)) - holdings)


def ultimate_ownership(
    outside: Float[np.ndarray, "H F"], holdings: Float[np.ndarray, "F F"]
) -> Float[np.ndarray, "H F"]:
    """Return the share of each company that each outside owner has in the end.

    Parameters
    ----------
    outside
        Direct shares of H outside owners, shape `(H, F)`.
    holdings
        Direct shares between the F companies, shape `(F, F)`, rows own columns.

    Returns
    -------
    array
        Shape `(H, F)`; columns sum to 1 where direct shares do.
    """
    return outside @ leontief(holdings)
