"""Claims of one article, or of several, that cannot both be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from keiretsu.news.claims.claim import Claim

_SAME = {
    "stake": (("holder", "held", "action", "stake_kind", "as_of"), "percent"),
    "sales": (("company", "metric", "period", "market", "model"), "value"),
    "plan_target": (("company", "metric", "deadline", "market", "plan"), "value"),
    "role": (("person", "company", "title"), "status"),
}


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Two claims that give one thing different values.

    Attributes
    ----------
    field
        The field that differs.
    first, second
        The claims.
    """

    field: str
    first: Claim
    second: Claim

    @property
    def sentence(self) -> str:
        """The contradiction in plain words."""
        return f"{self.first.sentence}, but also: {self.second.sentence}"


def contradictions(claims: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """Return the pairs of claims that agree on what they speak of but not on its value.

    Claims of different firmness are compared only where both are facts or reported: a
    plan that differs from a fact is no contradiction.
    """
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind not in _SAME or claim.modality not in {"fact", "reported"}:
            continue
        same, field = _SAME[claim.kind]
        if claim.normalised.get(field) is None or claim.normalised.get(same[0]) is None:
            continue
        groups[(claim.kind, *(claim.normalised.get(f) for f in same))].append(claim)
    return tuple(
        Contradiction(field=field, first=one, second=other)
        for key, group in groups.items()
        for field in (_SAME[str(key[0])][1],)
        for one, other in combinations(group, 2)
        if one.normalised[field] != other.normalised[field]
    )
