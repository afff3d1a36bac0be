"""What the landscape knows of a deal's inputs to filing and control tests.

Turnovers, values and contracts are not in the landscape: they stay unknown. A stake
that is recorded nowhere is taken as none; a rank counts the holders on record.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.control import Holdings, direct_holdings, take_stake
from keiretsu.deals import Merge, TakeStake
from keiretsu.deals.deal import Step
from keiretsu.landscape import Landscape, decides_alone
from keiretsu.rules.logic import Value

_MAKERS = {"group", "subsidiary", "affiliate", "jv", "supplier", "holding"}


def deal_inputs(
    step: Step, landscape: Landscape, *, both_sell: bool
) -> dict[str, Value | None]:
    """Return what is known of one step; percent for stakes, None where unknown.

    Parameters
    ----------
    step
        The step; of a merger, the second company counts as the target.
    landscape
        The landscape that the step is laid over.
    both_sell
        Whether acquirer and target both sell in a market looked at. If they do, they
        compete; if not, they may still trade with one another, which is unknown.
    """
    head = landscape.group_of(step.parties[0])
    before, after = _votes(step, landscape)
    company = landscape.companies.get(step.parties[0])
    maker = company is not None and company.kind in _MAKERS
    return {
        "stake_before": _percent(before.get(head, 0.0)),
        "stake_after": _percent(after.get(head, 0.0)),
        "holder_rank": _rank(head, after),
        "sole_largest": _sole_largest(head, after),
        "becomes_largest": _becomes_largest(head, before, after),
        "decisive_influence": _decisive(before.get(head, 0.0), after.get(head, 0.0)),
        "target_listed": _listed(step, landscape),
        "competitor_or_vertical": True if both_sell else None,
        "passive": False if decides_alone(after.get(head, 0.0)) else None,
        "acquirer_is_listed_institution": False if maker else None,
    }


def _votes(
    step: Step, landscape: Landscape
) -> tuple[dict[str, float], dict[str, float]]:
    """Return each holder's votes in the target before and after the step."""
    holder, held = (landscape.group_of(party) for party in step.parties)
    if holder == held:
        return {holder: 1.0}, {holder: 1.0}
    holdings = direct_holdings(landscape, [holder, held])
    before = _column(holdings, held)
    if isinstance(step, Merge):
        return before, {holder: 1.0}
    votes = step.share if step.votes is None else step.votes
    return before, _column(take_stake(holdings, holder, held, step.share, votes), held)


def _column(holdings: Holdings, held: str) -> dict[str, float]:
    votes = holdings.votes[:, holdings.index[held]]
    return {name: float(votes[i]) for name, i in holdings.index.items() if votes[i] > 0}


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
    if decides_alone(before):
        return False
    return True if decides_alone(after) else None


def _listed(step: Step, landscape: Landscape) -> bool | None:
    """Return whether the target is listed; either party of a merger may be it."""
    parties = (step.held,) if isinstance(step, TakeStake) else step.parties
    known = [landscape.companies.get(party) for party in parties]
    listed = {company.listed if company else None for company in known}
    return listed.pop() if len(listed) == 1 else None


def _percent(fraction: float) -> float:
    return round(100 * fraction, 9)
