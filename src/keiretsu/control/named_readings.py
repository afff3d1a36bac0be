"""Readings of a minority stake, because what such a stake buys is not settled.

- `silent`: the holder gets its share of the profit and has no say.
- `fiduciary`: it has a say, but must run the company for the company's own profit:
  the same weights as `silent`.
- `proportional`: every holder has a say in proportion to its votes; holders nobody
  names are taken as one block (`rest_holders=1`), or as that many equal ones.
- `banzhaf`, `shapley`: the same in proportion to voting power; for `shapley` the
  holders nobody names are an ocean of small ones.
- `full`: the sole largest holder decides alone if it has at least `FLOOR` of the votes.
- `one-way`: so it does, and itself does not care what its stake earns.
- `joint`: holders with at least `FLOOR` have the company run for itself and for them.

Studies of alliances should show `READINGS` and report the range. More than half of the
votes is sole control under every reading: such companies are one maker.

References
----------
O'Brien & Salop (2000), "Competitive effects of partial ownership: financial interest
and corporate control"; Bresnahan & Salop (1986), on joint ventures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast, get_args

from keiretsu.errors import DataError
from keiretsu.landscape.groups import ROUNDING
from keiretsu.spelling import among

Reading = Literal[
    "silent",
    "fiduciary",
    "proportional",
    "banzhaf",
    "shapley",
    "full",
    "one-way",
    "joint",
]
"""How stakes become a say."""

READING_WORDS: Mapping[Reading, str] = {
    "silent": "stakes give no say",
    "fiduciary": "a holder has a say, but must serve the company alone",
    "proportional": "each holder has a say in proportion to its stake",
    "banzhaf": "each holder has a say as often as its votes decide, the rest voting "
    "as one",
    "shapley": "each holder has a say as often as its votes decide",
    "full": "the largest holder decides alone",
    "one-way": "the largest holder decides alone, and ignores what its stake earns",
    "joint": "a holder of a fifth or more has the company run for both",
}
"""What each reading takes a stake to give: a clause, to stand alone or after an “if”.

The names are the field's; what a reader meets is the clause.
"""

READINGS: tuple[Reading, ...] = ("silent", "shapley", "joint")
"""The three that reports show: no say, a say by voting power, run for both.

Under each, effects rise with a stake and do not pass those of a merger, once no rival's
profit counts for more than one's own (`Groups.profit_weights` sees to that).
"""

CAUTIONS: Mapping[Reading, str] = {
    "full": "the whole say of the largest holder makes the harm larger the smaller its "
    "stake: a weight of 1 / stake is an incentive to take from the company, not a "
    "finding about listed ones (Backus, Conlon & Sinkinson 2021)",
    "one-way": "the whole say of the largest holder makes the harm larger the smaller "
    "its stake",
    "proportional": "how much a named stake decides hangs on into how many holders the "
    "unnamed rest is split (rest_holders)",
    "banzhaf": "how much a named stake decides hangs on into how many holders the "
    "unnamed rest is split (rest_holders)",
}
"""What must be said beside a reading that reports do not show by themselves."""

FLOOR = 0.20
"""Votes from which a holder counts as large under `joint`, `full` and `one-way`.

From a fifth on, accounting rules presume significant influence (IAS 28); Japan's
authority takes the first holder of more than a fifth, if it is alone so, to act with
the company.
"""


def is_large(votes: float) -> bool:
    """Say whether a part of the votes makes a holder large: `FLOOR` or more.

    >>> is_large(0.2), is_large(0.19), is_large(0.159 * (0.2 / 0.159))
    (True, False, True)
    """
    return votes >= FLOOR - ROUNDING


def reading_named(text: str) -> Reading:
    """Return a reading by its name, in any spelling: `one-way`, `One way`.

    Raises
    ------
    DataError
        If there is no such reading.
    """
    names = get_args(Reading)
    found = among(text, names)
    if found is None:
        raise DataError(f"there is no reading {text!r}", hint=f"use {', '.join(names)}")
    return cast("Reading", found)
