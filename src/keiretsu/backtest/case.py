"""One thing that keiretsu would have said of a past deal, beside what happened.

Three things are scored apart. A *decision* is what an authority made of it, against
our screens. *Prices* are sign and size of what moved, against our models. *Conduct* is
which cars were stopped and who builds them, against a rule of thumb.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from keiretsu.plain import to_json
from keiretsu.sources import Source

Kind = Literal["decision", "prices", "conduct"]
Score = Literal["hit", "miss", "cannot tell"]
KINDS: tuple[Kind, ...] = ("decision", "prices", "conduct")
SCORES: tuple[Score, ...] = ("hit", "miss", "cannot tell")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One prediction about one deal, and what happened.

    Attributes
    ----------
    deal, field
        The deal with its year, and the market or question looked at.
    kind
        What is scored.
    predicted
        What keiretsu says, computed from the data of before.
    happened
        What was decided or seen.
    score
        Whether the two agree; `cannot tell` where either says too little.
    note
        What a reader must know of the comparison.
    sources
        Where data and outcome were read.
    """

    deal: str
    field: str
    kind: Kind
    predicted: str
    happened: str
    score: Score
    note: str = ""
    sources: tuple[Source, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain fields, ready for JSON."""
        return {
            name: to_json(getattr(self, name))
            for name in (
                *("deal", "field", "kind", "predicted", "happened", "score"),
                *("note", "sources"),
            )
        }


def counts(cases: Iterable[Case]) -> dict[Kind, dict[Score, int]]:
    """Return how many of each kind were hit, missed, or cannot be told."""
    every = tuple(cases)
    return {
        kind: {
            score: sum(c.kind == kind and c.score == score for c in every)
            for score in SCORES
        }
        for kind in KINDS
    }
