r"""Concentration: how much of a market is in how few hands.

Indices are in points, from 0 to 10 000. With profit weights kappa the index counts what
makers' managers care for: :math:`MHHI = 10^4 \sum_f \sum_g \kappa_{fg} s_f s_g`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, whole_numbers
from keiretsu.errors import DataError, ShapeError


def hhi(shares: Float[np.ndarray, " F"]) -> float:
    """Return the Herfindahl-Hirschman index, in points.

    Parameters
    ----------
    shares
        Shares of independent makers, fractions, shape `(F,)`. They may sum to less than
        1: makers left out count as too small to matter.

    Raises
    ------
    DataError
        If a share is negative or they sum to more than 1.

    References
    ----------
    Rhoades (1993), "The Herfindahl-Hirschman index", Federal Reserve Bulletin.

    Examples
    --------
    >>> round(hhi(np.array([0.30, 0.20, 0.25, 0.15, 0.10])))
    2250
    """
    shares = _checked(shares)
    return float(1e4 * np.sum(shares**2))


def merger_delta(shares: Float[np.ndarray, " F"], parties: Sequence[int]) -> float:
    """Return the rise of the index, in points, if the parties become one maker.

    >>> round(merger_delta(np.array([0.30, 0.20, 0.25, 0.15, 0.10]), [0, 1]))
    1200
    """
    shares = _checked(shares)
    own = shares[whole_numbers(list(parties), "parties", below=len(shares))]
    return float(1e4 * (own.sum() ** 2 - np.sum(own**2)))


def mhhi(shares: Float[np.ndarray, " F"], kappa: Float[np.ndarray, "F F"]) -> float:
    """Return the modified index under profit weights, in points.

    Parameters
    ----------
    shares
        As for `hhi`.
    kappa
        Weight that maker f puts on the profit of maker g, shape `(F, F)`.

    Raises
    ------
    ShapeError
        If `kappa` does not fit the shares.

    References
    ----------
    Bresnahan & Salop (1986), IJIO 4; O'Brien & Salop (2000), Antitrust L.J. 67:559.

    Examples
    --------
    Two makers with half the market each; one holds 30 % of the other without a say.

    >>> mhhi(np.array([0.5, 0.5]), np.array([[1.0, 0.3], [0.0, 1.0]]))
    5750.0
    """
    shares = _checked(shares)
    kappa = floats(kappa, "kappa", least=0)
    if kappa.shape != (len(shares), len(shares)):
        raise ShapeError(f"profit weights {kappa.shape} for {len(shares)} makers")
    return float(1e4 * shares @ kappa @ shares)


def _checked(shares: Any) -> Float[np.ndarray, " F"]:
    """Return shares of one market as fractions."""
    shares = floats(
        shares, "shares", shape=(None,), least=0, hint="a share is not negative"
    )
    if shares.sum() > 1 + 1e-9:
        raise DataError(
            f"shares sum to {shares.sum():.4g}",
            hint="shares are fractions of one market: 15 % is 0.15",
        )
    return shares
