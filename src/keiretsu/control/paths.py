r"""Every path of stakes at once: (I - A) x = b, for ten companies or very many.

A table of stakes is a NumPy array or a SciPy sparse one. A sparse one is never turned
into its inverse: :math:`x = b + A b + A^2 b + \dots` follows the stakes one step up at
a time, ends exactly where no ring is left, and shrinks by what outside owners hold
where one is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.sparse import csr_array, issparse
from scipy.sparse.csgraph import connected_components

from keiretsu.errors import DataError, NoConvergence, ShapeError

_SMALL = 1e-14
"""Share of the answer below which further steps add rounding only."""

_STEPS = 20_000

_WHOLE = 1 - 1e-12


def solve(
    stakes: Float[np.ndarray, "N N"], right: Float[np.ndarray, "N K"]
) -> Float[np.ndarray, "N K"]:
    """Return x with (I - A) x = b.

    Parameters
    ----------
    stakes
        A, rows hold columns, shape `(N, N)`, dense or sparse; see `check`.
    right
        b, shape `(N, K)`.

    Raises
    ------
    NoConvergence
        If a ring leaves so little to outside owners that the steps do not end.
    """
    if not issparse(stakes):
        return np.linalg.solve(np.eye(len(stakes)) - stakes, right)
    held = csr_array(stakes)
    total = term = np.array(right, dtype=float)
    for _ in range(_STEPS):
        term = held @ term
        total = total + term
        if np.abs(term).max(initial=0) <= _SMALL * np.abs(total).max(initial=0):
            return total
    raise NoConvergence(
        "chains of stakes do not end: rings of companies own nearly all of themselves",
        hint="look for rings whose members hold more than 99.9 % of one another",
    )


def check(stakes: Any) -> None:
    """Refuse a table of stakes that cannot be.

    Raises
    ------
    ShapeError
        If the table is not square.
    DataError
        If a share is negative or no number, shares of a company exceed 100 %, or a ring
        of companies has no owner outside.
    """
    if stakes.ndim != 2 or stakes.shape[0] != stakes.shape[1]:
        raise ShapeError(f"holdings of shape {stakes.shape} are not square")
    held = csr_array(stakes)
    if not (np.isfinite(held.data).all() and (held.data >= 0).all()):
        raise DataError("a holding is negative or not a number")
    columns = held.sum(axis=0)
    if (columns > 1 + 1e-9).any():
        worst = int(np.argmax(columns))
        raise DataError(
            f"holdings in company {worst} sum to {columns[worst]:.1%}",
            hint="shares of one company sum to at most 100 %",
        )
    _refuse_closed_rings(held)


def _refuse_closed_rings(held: Any) -> None:
    """Refuse rings whose every member is held whole by members."""
    count, ring = connected_components(held, connection="strong")
    cells = held.tocoo()
    holder, company = cells.coords
    inside = ring[holder] == ring[company]
    kept = np.bincount(company[inside], cells.data[inside], minlength=len(ring))
    least = np.full(count, np.inf)
    np.minimum.at(least, ring, kept)
    closed = np.flatnonzero(least >= _WHOLE)
    if closed.size:
        members = np.flatnonzero(ring == closed[0])
        raise DataError(
            "a ring of companies owns itself entirely: "
            + ", ".join(map(str, members[:5])),
            hint="some company of every ring needs an owner outside it",
        )
