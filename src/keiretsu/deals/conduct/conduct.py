"""Conduct by name, as the command line and inputs of a run have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from keiretsu.deals.conduct.plain_logit import Auction, Bargaining, QuantitySetting
from keiretsu.deals.conduct.price_setting import Coordination, PriceSetting
from keiretsu.deals.conduct.solved import Conduct, Solved
from keiretsu.errors import DataError

__all__ = ["CONDUCTS", "Conduct", "Solved", "conduct_named"]

CONDUCTS = ("prices", "coordination=W", "quantities", "bargaining=P", "auction")
"""Conduct by name, W and P from 0 to 1."""

_TERMS = {"bertrand": "prices", "cournot": "quantities", "collusion": "coordination"}
"""What economists call some of them."""


def conduct_named(text: str) -> Conduct:
    """Return the conduct of a name: `prices`, `coordination=0.2`, `bargaining=0.5`.

    Bertrand, Cournot and collusion are understood too, in any case.

    Raises
    ------
    DataError
        If there is no such conduct, or its number is missing or impossible.
    """
    name, given, number = (part.strip() for part in text.partition("="))
    plain: Mapping[str, Callable[[], Conduct]] = {
        "prices": PriceSetting,
        "quantities": QuantitySetting,
        "auction": Auction,
    }
    name = _TERMS.get(name.lower(), name.lower())
    if name in plain:
        if given:
            raise DataError(f"conduct {text!r}: {name} takes no number")
        return plain[name]()
    if name == "coordination":
        return Coordination(weight=_number(name, number))
    if name == "bargaining":
        return Bargaining(power=_number(name, number))
    raise DataError(f"conduct {text!r}", hint=f"use one of: {', '.join(CONDUCTS)}")


def _number(name: str, number: str) -> float:
    try:
        return float(number)
    except ValueError:
        raise DataError(
            f"conduct {name} wants a number, not {number!r:.40}",
            hint=f"write {name}=0.5",
        ) from None
