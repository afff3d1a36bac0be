"""What ownership says of a deal's inputs to filing and control tests.

Turnovers, values and contracts are not in the landscape: they stay unknown. A stake
that is recorded nowhere is taken as none; a rank counts the holders on record.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.control import Ownership
from keiretsu.deals.steps.step import Affected
from keiretsu.landscape.groups import decides_alone
from keiretsu.rules.logic import Value

_MAKERS = {"group", "subsidiary", "affiliate", "jv", "supplier", "holding"}


def deal_inputs(
    affected: Affected, before: Ownership, after: Ownership, *, both_sell: bool
) -> dict[str, Value | None]:
    """Return what is known of one step; percent for stakes, None where unknown.

    Parameters
    ----------
    affected
        Who acquires what.
    before, after
        Who owns whom before and after the step.
    both_sell
        Whether acquirer and target both sell in a market looked at. If they do, they
        compete; if not, they may still trade with one another, which is unknown.
    """
    head = before.head(affected.acquirer)
    early, late = _votes(affected, before, after)
    company = before.companies.get(affected.acquirer)
    maker = company is not None and company.kind in _MAKERS
    had, has = early.get(head, 0.0), late.get(head, 0.0)
    return {
        "stake_before": _percent(had),
        "stake_after": _percent(has),
        "holder_rank": _rank(head, late),
        "sole_largest": _sole_largest(head, late),
        "becomes_largest": _becomes_largest(head, early, late),
        "decisive_influence": _decisive(had, has),
        "material_influence": False if has <= had else None,
        "plus_factors": False if has <= had else None,
        "target_listed": _listed(affected, before),
        "merger": affected.whole and before.head(affected.target) != head,
        "competitor_or_vertical": True if both_sell else None,
        "passive": False if decides_alone(has) else None,
        "acquirer_is_listed_institution": False if maker else None,
    }


def _votes(
    affected: Affected, before: Ownership, after: Ownership
) -> tuple[dict[str, float], dict[str, float]]:
    """Return each group's votes in the target before and after the step."""
    holder, target = affected.acquirer, affected.target
    head = before.head(holder)
    if affected.whole:
        early = before.votes_in(target)
        inside = before.head(target) == head
        return early, early if inside else {head: 1.0}
    early, late = before.votes_in(target), after.votes_in(target)
    if target == head:
        return early, late
    # the holder's group may have another head once the step is done
    now = after.head(holder)
    if now != head and now in late:
        late[head] = late.pop(now)
    return early, late


def _rank(holder: str, says: Mapping[str, float]) -> int | None:
    """Return the rank among holders on record; None where too few are on record."""
    own = says.get(holder, 0.0)
    others = [say for head, say in says.items() if head != holder]
    unrecorded = 1 - own - sum(others)
    if own <= 0 or (not others and own <= unrecorded):
        return None
    return 1 + sum(say > own for say in others)


def _sole_largest(holder: str, says: Mapping[str, float]) -> bool | None:
    rank = _rank(holder, says)
    if rank is None:
        return None
    tied = [say for say in says.values() if np.isclose(say, says[holder])]
    return rank == 1 and len(tied) == 1


def _becomes_largest(
    holder: str, before: Mapping[str, float], after: Mapping[str, float]
) -> bool | None:
    rank = _rank(holder, after)
    if rank is None or before.get(holder, 0.0) == 0:
        return None if rank is None else rank == 1
    earlier = _rank(holder, before)
    return None if earlier is None else rank == 1 and earlier != 1


def _decisive(before: float, after: float) -> bool | None:
    """Return whether sole control passes; contracts can give it with fewer votes."""
    if decides_alone(before) or after <= before:
        return False
    return True if decides_alone(after) else None


def _listed(affected: Affected, ownership: Ownership) -> bool | None:
    """Return whether the target is listed; either party of a merger may be it."""
    parties = {affected.target} | ({affected.acquirer} if affected.whole else set())
    known = [ownership.companies.get(party) for party in parties]
    listed = {company.listed if company else None for company in known}
    return listed.pop() if len(listed) == 1 else None


def _percent(fraction: float) -> float:
    return round(100 * fraction, 9)
