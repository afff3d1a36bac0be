"""Where the search for an equilibrium starts when nobody says where."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy.special import wrightomega

from keiretsu.competition.firm_nests import FirmNests


def guesses(
    pairs: FirmNests,
    log_a: Float[np.ndarray, " P"],
    *,
    alpha: float,
    nesting: Float[np.ndarray, " G"],
) -> tuple[Float[np.ndarray, " P"], ...]:
    """Return markups to start from, best first, each of shape `(P,)`.

    Makers without a rival come near the truth where shares are large, makers with
    vanishing shares where they are small; between them no market tried went unsolved.
    """
    small = (1 - nesting)[pairs.nest] / alpha
    return _alone(pairs, log_a, nesting) / alpha, small


def _alone(
    pairs: FirmNests, log_a: Float[np.ndarray, " P"], nesting: Float[np.ndarray, " G"]
) -> Float[np.ndarray, " P"]:
    r"""Return each maker's markup times alpha if it were the only one, `(P,)`.

    A lone maker's markup m is the same everywhere and solves m (1 - S(m)) = 1/alpha, so
    :math:`\alpha m = 1 + W(e^{I - 1})` with Lambert's W and its inclusive value I.
    """
    value = (1 - nesting)[pairs.nest] * log_a
    top = np.full(int(pairs.firm.max()) + 1, -np.inf)
    np.maximum.at(top, pairs.firm, value)
    worth = np.bincount(pairs.firm, weights=np.exp(value - top[pairs.firm]))
    inclusive = (top + np.log(np.where(worth > 0, worth, 1)))[pairs.firm]
    return 1 + wrightomega(inclusive - 1)
