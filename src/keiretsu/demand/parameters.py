r"""Parameters of demand forms, checked in one place.

Conventions differ between packages, and a parameter of another one looks like a typing
error: PyBLP and R's `antitrust` write the price coefficient with a negative sign, PyBLP
calls the nesting parameter rho, and `antitrust` gives one minus it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, number, whole_numbers
from keiretsu.errors import DataError

_ALPHA = (
    "alpha is the utility that a currency unit costs a buyer, above 0; PyBLP and R's "
    "antitrust write the same number with a minus"
)
_NESTING = (
    "it lies from 0 (nests do not matter) to below 1; PyBLP calls it rho, and R's "
    "antitrust gives one minus it"
)


def price_coefficient(alpha: Any) -> float:
    """Return alpha, one positive number."""
    try:
        return number(alpha, "alpha", above=0)
    except DataError as error:
        raise DataError(
            f"a price coefficient of {alpha} ({error.args[0]})", hint=_ALPHA
        ) from None


def price_coefficients(alpha: Any, count: int) -> Float[np.ndarray, " I"]:
    """Return alpha of each buyer type, positive, shape `(I,)`."""
    found = floats(alpha, "alpha", shape=(count,))
    if not (found > 0).all():
        worst = int(np.argmin(found))
        raise DataError(
            f"a price coefficient of {found[worst]:g} (type {worst})",
            hint=f"every type must lose utility when a price rises: {_ALPHA}",
        )
    return found


def nesting_parameters(
    nesting: Any, count: int, name: str = "nesting"
) -> Float[np.ndarray, " G"]:
    """Return one nesting parameter for each of `count` nests, from 0 to below 1.

    One number stands for all nests.
    """
    given = floats(nesting, name)
    if given.ndim == 0:
        given = floats(np.full(count, given), name)
    found = floats(given, name, shape=(count,))
    wrong = np.flatnonzero(~((found >= 0) & (found < 1)))
    if wrong.size:
        raise DataError(
            f"a nesting parameter of {found[wrong[0]]:g} ({name}[{wrong[0]}])",
            hint=_NESTING,
        )
    return found


def nests_of(
    nests: Any, count: int, nesting: Any
) -> tuple[Int[np.ndarray, " J"], Float[np.ndarray, " G"]]:
    """Return the nest of each of `count` products, and every nest's parameter."""
    found = whole_numbers(nests, "nests", shape=(count,))
    groups = int(found.max(initial=-1)) + 1
    if np.ndim(nesting) == 0:
        return found, nesting_parameters(nesting, max(groups, 1))
    parameters = nesting_parameters(nesting, len(nesting))
    if groups > len(parameters):
        raise DataError(
            f"nest {groups - 1} with {len(parameters)} nesting parameters",
            hint="number the nests from 0, one parameter each",
        )
    return found, parameters


def mean_utilities(delta: Any) -> Float[np.ndarray, " J"]:
    """Return mean utilities at a price of zero, shape `(J,)`."""
    return floats(delta, "delta", shape=(None,))
