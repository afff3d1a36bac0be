r"""Who gets how much of a joint saving: the Shapley value of a table of coalitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import factorial

from keiretsu.arrays import number
from keiretsu.errors import DataError

_MOST = 16


def shapley_shares(worth: Mapping[Iterable[str], float]) -> dict[str, float]:
    r"""Return each member's share of what all save together.

    .. math:: \varphi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}
              \left[v(S \cup i) - v(S)\right]

    Parameters
    ----------
    worth
        What each group of members saves together, every group but the empty one.

    Raises
    ------
    DataError
        If a group is missing, or there are more than 16 members.

    References
    ----------
    Shapley (1953), "A value for n-person games".

    Examples
    --------
    >>> shares = shapley_shares(
    ...     {("a",): 10, ("b",): 6, ("c",): 4, ("a", "b"): 22, ("a", "c"): 18,
    ...      ("b", "c"): 12, ("a", "b", "c"): 32}
    ... )
    >>> {name: round(share, 9) for name, share in shares.items()}
    {'a': 15.0, 'b': 10.0, 'c': 7.0}
    """
    known = {frozenset(group): number(v, "worth") for group, v in worth.items()}
    known[frozenset()] = 0.0
    members = sorted(frozenset().union(*known))
    if not 0 < len(members) <= _MOST:
        raise DataError(
            f"{len(members)} members of a joint saving", hint=f"from 1 to {_MOST}"
        )
    count = len(members)
    shares = {}
    for member in members:
        others = [name for name in members if name != member]
        total = 0.0
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for group in map(frozenset, combinations(others, size)):
                total += weight * (
                    _worth(known, group | {member}) - _worth(known, group)
                )
        shares[member] = total
    return shares


def _worth(known: Mapping[frozenset[str], float], group: frozenset[str]) -> float:
    if group not in known:
        raise DataError(
            f"what {' and '.join(sorted(group))} save together is missing",
            hint="give every group of members",
        )
    return known[group]
