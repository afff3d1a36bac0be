r"""Which of several uncertain inputs an answer owes its spread to: Sobol indices.

With independent inputs the variance of an answer splits into what each input explains
alone, :math:`S_k = V(E[y \mid x_k])/V(y)`, and what it explains with all others,
:math:`S^T_k = 1 - V(E[y \mid x_{-k}])/V(y)`. The two differ by interactions.

References
----------
Sobol (2001), "Global sensitivity indices for nonlinear mathematical models",
Mathematics and Computers in Simulation 55. Saltelli et al. (2010), Computer Physics
Communications 181.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import whole_numbers
from keiretsu.errors import DataError

Answer = Callable[[Float[np.ndarray, "K N"]], Float[np.ndarray, " N"]]
"""From N points of K inputs, shape `(K, N)`, to N answers."""


class Indices(NamedTuple):
    """What an input explains of an answer's variance.

    Attributes
    ----------
    alone, together
        First-order and total index; neither is clipped to 0 and 1, so that the error of
        the estimate shows.
    """

    alone: float
    together: float


def sobol_indices(
    answer: Answer, inputs: Mapping[str, Any], *, count: int = 256, seed: int = 0
) -> dict[str, Indices]:
    """Return the indices of each input, the largest total first.

    Parameters
    ----------
    answer
        Takes many points at once.
    inputs
        Name -> distribution with a quantile function `ppf`, as `scipy.stats` has them.
    count
        Points; a power of two. `count` times the number of inputs plus two are asked.
    seed
        Of the points.

    Raises
    ------
    DataError
        If there is no input, the count is no power of two, or an answer is not finite.

    Examples
    --------
    Of 3 x + y over the unit square nine tenths are due to x.

    >>> from scipy.stats import uniform
    >>> found = sobol_indices(
    ...     lambda x: 3 * x[0] + x[1], {"x": uniform(), "y": uniform()}, count=1024
    ... )
    >>> [(name, round(one.alone, 1)) for name, one in found.items()]
    [('x', 0.9), ('y', 0.1)]
    """
    if not inputs:
        raise DataError("no inputs", hint="name at least one that varies")
    if count < 2 or count & (count - 1):
        raise DataError(f"{count} points", hint="give a power of two")
    from scipy import stats  # takes long to load

    def checked(points: Float[np.ndarray, "K N"]) -> Float[np.ndarray, "1 N"]:
        told = np.asarray(answer(points), dtype=float)
        if not np.isfinite(told).all():
            raise DataError(
                "an answer is not finite", hint="narrow the ranges of the inputs"
            )
        return told[None, :]

    found = stats.sobol_indices(
        func=checked,
        n=count,
        dists=list(inputs.values()),
        rng=np.random.default_rng(int(whole_numbers(seed, "the seed"))),
    )
    rows = {
        name: Indices(float(alone), float(together))
        for name, alone, together in zip(
            inputs,
            np.ravel(found.first_order),
            np.ravel(found.total_order),
            strict=True,
        )
    }
    return dict(sorted(rows.items(), key=lambda row: -row[1].together))
