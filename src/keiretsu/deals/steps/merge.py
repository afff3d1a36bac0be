"""A merger: two makers become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import (
    Affected,
    Label,
    Step,
    node_of,
    two_companies,
)
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge
from keiretsu.landscape.groups import decides_alone


@dataclass(frozen=True, kw_only=True)
class Merge(Step):
    """Two makers become one: one owner decides all prices and keeps all profit.

    Attributes
    ----------
    first, second
        Companies; the order does not matter to prices.
    """

    first: str
    second: str
    kind = "merge"

    def __post_init__(self) -> None:
        two_companies(self.first, self.second, "a deal merges {} with itself")

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `first` and `second`."""
        return cls(first=fields.name("first"), second=fields.name("second"))

    @property
    def parties(self) -> tuple[str, str]:
        """Who takes part."""
        return (self.first, self.second)

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step between identified companies."""
        first, second = (names.get(party, party) for party in self.parties)
        return replace(self, first=first, second=second)

    def sentence(self, label: Label) -> str:
        """Return `Toyota and Nissan merge`."""
        return f"{label(self.first)} and {label(self.second)} merge"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"kind": self.kind, "first": self.first, "second": self.second}

    def reorganise(self, ownership: Ownership) -> Ownership:
        """Return who owns whom once the two are one company."""
        return ownership.merge(self.first, self.second)

    def redraw(self, holdings: Sequence[OwnershipEdge]) -> tuple[OwnershipEdge, ...]:
        """Return a neighbourhood in which the two are one node, named `first+second`.

        What their holders get of it depends on terms that nobody has stated, and is
        unknown.
        """
        first, second = (node_of(holdings, party) for party in self.parties)
        return _joined(holdings, first, second)

    @property
    def affected(self) -> Affected:
        """The second company is taken whole."""
        return Affected(acquirer=self.first, target=self.second, whole=True)


def _joined(
    holdings: Sequence[OwnershipEdge], first: str, second: str
) -> tuple[OwnershipEdge, ...]:
    pair, merged = {first, second}, f"{first}+{second}"
    joined: dict[tuple[str, str], OwnershipEdge] = {}
    for holding in holdings:
        owner = merged if holding.owner in pair else holding.owner
        owned = merged if holding.owned in pair else holding.owned
        if owner == owned:
            continue
        moved = replace(holding, owner=owner, owned=owned)
        known = joined.get((owner, owned))
        if owned == merged:
            moved = _unknown(moved)
        elif known is not None:
            moved = _added(known, moved)
        joined[owner, owned] = moved
    return tuple(joined.values())


def _unknown(holding: OwnershipEdge) -> OwnershipEdge:
    """Return a holding whose figures depend on terms that nobody has stated."""
    nothing = replace(holding, share=None, share_span=None, votes=None, votes_span=None)
    return replace(nothing, alone=False, changed=True)


def _added(one: OwnershipEdge, other: OwnershipEdge) -> OwnershipEdge:
    """Return what two merged companies hold together of a third."""
    alone = one.alone or other.alone
    if one.share is None or other.share is None:
        return replace(_unknown(one), alone=alone)
    share = one.share + other.share
    whole = replace(_unknown(one), share=share, was=one.share)
    return replace(whole, alone=alone or decides_alone(share))
