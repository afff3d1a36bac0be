r"""How partners share what they gain together.

Three answers: Nash's bargain of two, the bargains of one buyer with several suppliers
each taking the others' as given, and Shapley's average over the orders in which
partners might have joined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError

MOST_PARTNERS = 16
"""Partners up to which every coalition is valued one by one."""


def nash_bargaining(
    pie: float, disagreement: tuple[float, float] = (0.0, 0.0), *, power: float = 0.5
) -> tuple[float, float]:
    """Return what two sides get of a pie under Nash bargaining.

    Parameters
    ----------
    pie
        What they have together if they agree.
    disagreement
        What each has if they do not.
    power
        Bargaining power of the first side, from 0 to 1.

    Raises
    ------
    DataError
        If agreeing gains nothing, or the power is impossible.

    References
    ----------
    Nash (1950), "The bargaining problem".

    Examples
    --------
    >>> nash_bargaining(100.0, (20.0, 10.0))
    (55.0, 45.0)
    """
    _check_power(power)
    gain = pie - sum(disagreement)
    if gain < 0:
        raise DataError(
            f"a pie of {pie:g} for sides that have {sum(disagreement):g} without it",
            hint="they would not agree",
        )
    return disagreement[0] + power * gain, disagreement[1] + (1 - power) * gain


def nash_in_nash(
    value: Callable[[frozenset[int]], float],
    groups: Sequence[Sequence[int]],
    *,
    power: float = 0.5,
) -> Float[np.ndarray, " G"]:
    """Return what each group of suppliers gets from one buyer, shape `(G,)`.

    Each group bargains for what it adds to all the others; if it disagrees, the others'
    bargains stand.

    Parameters
    ----------
    value
        What the buyer makes with a set of suppliers, before it pays them.
    groups
        Which suppliers bargain as one; merged suppliers share a group.
    power
        Bargaining power of suppliers, from 0 to 1.

    Raises
    ------
    DataError
        If a supplier is in two groups, a group adds less than nothing, or the power is
        impossible.

    References
    ----------
    Horn & Wolinsky (1988), RAND 19; Collard-Wexler, Gowrisankaran & Lee (2019),
    "'Nash-in-Nash' bargaining: a microfoundation for applied work", JPE 127.

    Examples
    --------
    Either of two suppliers alone is nearly as good as both: merged they get more.

    >>> def worth(suppliers):
    ...     return {0: 0.0, 1: 100.0, 2: 150.0}[len(suppliers)]
    >>> nash_in_nash(worth, [[0], [1]]), nash_in_nash(worth, [[0, 1]])
    (array([25., 25.]), array([75.]))
    """
    _check_power(power)
    everyone = frozenset(member for group in groups for member in group)
    if len(everyone) != sum(len(group) for group in groups):
        raise DataError("a supplier bargains in two groups", hint="name each once")
    added = np.array([value(everyone) - value(everyone - set(g)) for g in groups])
    if not (added >= 0).all():
        worst = int(np.argmin(added))
        raise DataError(
            f"group {worst} adds {added[worst]:g}", hint="nobody would buy from it"
        )
    return power * added


def shapley_value(
    value: Mapping[frozenset[int], float] | Callable[[frozenset[int]], float],
    partners: int,
) -> Float[np.ndarray, " P"]:
    """Return each partner's share of what all gain together, shape `(P,)`.

    A partner gets what it adds, averaged over all orders of joining; the shares sum to
    the value of all.

    Parameters
    ----------
    value
        What each set of partners, numbered from 0, gains; the empty one gains nothing.
    partners
        How many partners there are.

    Raises
    ------
    DataError
        If there are too many partners or a set has no value.

    References
    ----------
    Shapley (1953), "A value for n-person games".

    Examples
    --------
    >>> gains = {(0,): 10, (1,): 6, (2,): 4, (0, 1): 22, (0, 2): 18, (1, 2): 12}
    >>> gains[0, 1, 2] = 32
    >>> shapley_value({frozenset(k): v for k, v in gains.items()}, 3)
    array([15., 10.,  7.])
    """
    if not 0 < partners <= MOST_PARTNERS:
        raise DataError(
            f"{partners} partners", hint=f"give 1 to {MOST_PARTNERS}; join the smallest"
        )
    worth = _all_values(value, partners)
    shares = np.zeros(partners)
    for partner in range(partners):
        others = [other for other in range(partners) if other != partner]
        for size in range(partners):
            orders = factorial(size) * factorial(partners - 1 - size)
            for joined in combinations(others, size):
                before = frozenset(joined)
                shares[partner] += orders * (worth[before | {partner}] - worth[before])
    return shares / factorial(partners)


def _all_values(
    value: Mapping[frozenset[int], float] | Callable[[frozenset[int]], float],
    partners: int,
) -> dict[frozenset[int], float]:
    worth = {frozenset[int](): 0.0}
    for size in range(1, partners + 1):
        for chosen in combinations(range(partners), size):
            key = frozenset(chosen)
            if isinstance(value, Mapping):
                if key not in value:
                    raise DataError(
                        f"no value for the partners {list(chosen)} together",
                        hint="give one for every set of partners",
                    )
                worth[key] = float(value[key])
            else:
                worth[key] = float(value(key))
    return worth


def _check_power(power: float) -> None:
    if not 0 <= power <= 1:
        raise DataError(f"a bargaining power of {power:g}", hint="it lies from 0 to 1")
