r"""Integrated and ultimate ownership: what is held through others, rings included.

With direct holdings A (rows own columns), :math:`L = (I - A)^{-1}` counts every path,
and the outside owners' direct holdings E become :math:`U = E L`, whose columns sum to
one. A ring makes :math:`L_{ii}` exceed one: value that runs through i and back. The
holdings may be dense or sparse; for a few companies only their columns are made.

References: Brioschi, Buzzacchi & Colombo (1989), J. Banking & Finance 13; Baldone,
Brioschi & Paleari (1998); Ellerman (1991).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from keiretsu.control import paths


def leontief(
    holdings: Float[np.ndarray, "N N"], *, of: Sequence[int] | None = None
) -> Float[np.ndarray, "N K"]:
    """Return the Leontief inverse of direct holdings, shape `(N, K)`.

    Entry (i, j) is the share of j's profit that runs to i and to those behind it, per
    unit that stays with i; the diagonal exceeds 1 where a ring leads back to i.

    Parameters
    ----------
    holdings
        Shares, rows hold columns, shape `(N, N)`, dense or sparse.
    of
        The K companies whose columns are wanted; None for all.

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
    paths.check(holdings)
    count = holdings.shape[0]
    chosen = np.arange(count) if of is None else np.asarray(of)
    right = np.zeros((count, len(chosen)))
    right[chosen, np.arange(len(chosen))] = 1
    return paths.solve(holdings, right)


def ultimate_ownership(
    outside: Float[np.ndarray, "H N"],
    holdings: Float[np.ndarray, "N N"],
    *,
    of: Sequence[int] | None = None,
) -> Float[np.ndarray, "H K"]:
    """Return the share of each company that each outside owner has in the end.

    Parameters
    ----------
    outside
        Direct shares of H outside owners, shape `(H, N)`, dense or sparse.
    holdings, of
        As for `leontief`.

    Returns
    -------
    array
        Shape `(H, K)`; columns sum to 1 where direct shares do.
    """
    return outside @ leontief(holdings, of=of)


def integrated_ownership(
    holdings: Float[np.ndarray, "N N"], *, of: Sequence[int] | None = None
) -> Float[np.ndarray, "N K"]:
    """Return the share of j that i holds directly and through others, `(N, K)`.

    Value that returns through i itself is not counted again; where i and j are the same
    it is what a company holds of itself around a ring.

    Parameters
    ----------
    holdings, of
        As for `leontief`. Every company's own ring counts, so all columns are made.

    Examples
    --------
    A chain: 60 % of a company that has 50 % of another.

    >>> chain = np.array([[0, 0.6, 0], [0, 0, 0.5], [0, 0, 0]])
    >>> integrated_ownership(chain)[0]
    array([0. , 0.6, 0.3])
    """
    inverse = leontief(holdings)
    around = np.diagonal(inverse)
    share = (inverse - np.eye(len(inverse))) / around[:, None]
    return share if of is None else share[:, list(of)]
