"""Three readings of a minority stake, because what such a stake buys is not settled.

- `silent`: the holder gets its share of the profit and has no say.
- `proportional`: every holder has a say in proportion to its votes; holders nobody
  names are taken as one block (`rest_holders=1`), or as that many equal ones.
- `full`: the sole largest holder decides alone if it has at least `FLOOR` of the votes.

Studies of alliances should show all three and report the range. More than half of the
votes is sole control under every reading: such companies are one maker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from jaxtyping import Float

from keiretsu.control.holdings import Holdings
from keiretsu.control.ultimate import leontief
from keiretsu.control.weights import profit_weights
from keiretsu.errors import DataError

Reading = Literal["silent", "proportional", "full"]
"""How stakes become a say: none, in proportion, or the largest holder decides alone."""

READINGS: tuple[Reading, ...] = ("silent", "proportional", "full")

FLOOR = 0.20
"""Votes from which the sole largest holder decides alone under `full`.

At a fifth, Japan's authority takes the sole largest holder and the company to act
together, and accounting rules presume influence.
"""


def weights_under(
    reading: Reading, holdings: Holdings, *, rest_holders: float = 1
) -> Float[np.ndarray, "N N"]:
    """Return the profit weights of the N nodes under one reading, shape `(N, N)`.

    Parameters
    ----------
    reading
        How stakes are read as a say.
    holdings
        Who holds whom directly.
    rest_holders
        Into how many equal holders the unnamed rest of each company is split, for
        `proportional`; the more, the more a named stake decides.

    Raises
    ------
    DataError
        If the reading is not known or `rest_holders` is below 1.
    """
    if rest_holders < 1:
        raise DataError(f"{rest_holders:g} holders of the rest", hint="at least 1")
    cash = leontief(holdings.cash)
    names = _names(holdings)
    if reading == "silent":
        return profit_weights(np.eye(len(cash)), cash, firms=names)
    if reading == "proportional":
        control = np.vstack(
            [holdings.votes, np.diag(holdings.rest_votes / rest_holders)]
        )
        owned = np.vstack([cash, holdings.rest_cash[:, None] * cash])
        return profit_weights(control, owned, firms=names)
    if reading == "full":
        return profit_weights(_deciders(holdings.votes), cash, firms=names)
    raise DataError(f"there is no reading {reading!r}", hint=f"use {READINGS}")


def _deciders(votes: Float[np.ndarray, "N N"]) -> Float[np.ndarray, "N N"]:
    """Return 1 for who decides over each node: itself, or its sole largest holder."""
    control = np.eye(len(votes))
    for node in range(len(votes)):
        order = np.argsort(votes[:, node])[::-1]
        largest, second = votes[order[0], node], votes[order[1:2], node].sum()
        if largest >= FLOOR and largest > second:
            control[:, node] = 0
            control[order[0], node] = 1
    return control


def _names(holdings: Holdings) -> Sequence[str]:
    return list(holdings.index)
