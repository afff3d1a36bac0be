"""Who holds what around a stake curve: today's stake, others' parts, who is left."""

from __future__ import annotations

from keiretsu.control import Ownership
from keiretsu.deals import Deal, Reorganisation
from keiretsu.landscape import Landscape, Stake
from keiretsu.market import Market
from keiretsu.units import percent


def other_sellers(
    held: str, whole: Deal, landscape: Landscape, base: Ownership, sold: Market
) -> tuple[str, ...]:
    """Return who but the other party has a part of one and sells in the market.

    Its own parent may be among them: it loses the say to who buys enough.
    """
    if held not in landscape.companies:
        return ()
    selling = {base.head(firm) for firm in sold.firms}
    out = {base.head(party) for party in whole.parties if party != held} | {held}
    heads = (base.head(stake.holder) for stake in landscape.holders_of(held))
    found = (head for head in heads if head in selling and head not in out)
    return tuple(dict.fromkeys(map(base.label, found)))


def parted(change: Reorganisation, held: str, sold: Market) -> tuple[str, ...]:
    """Return who sells, was in one group with a company and then is not."""
    before, after = change.before, change.after
    return tuple(
        before.label(name)
        for name in before.group_of(held)
        if name in sold.firms and after.head(name) != after.head(held)
    )


def not_bought(
    bought: Reorganisation, merging: Reorganisation, sold: Market
) -> tuple[str, ...]:
    """Return who sells and joins the holder in a merger, but not when all is bought."""
    first = merging.deal.parties[0]

    def joined_by(change: Reorganisation) -> set[str]:
        head = change.after.head(first)
        return {name for name in sold.firms if change.after.head(name) == head}

    more = joined_by(merging) - joined_by(bought)
    return tuple(dict.fromkeys(map(merging.before.label, sorted(more))))


def left_out(merging: Reorganisation, sold: Market) -> tuple[str, ...]:
    """Return who of a party's group a merger leaves outside: sellers, or any."""
    before, after = merging.before, merging.after
    pair = merging.deal.parties
    left = [
        name
        for party in pair
        for name in before.group_of(party)
        if after.head(name) != after.head(pair[0])
    ]
    selling = [name for name in left if name in sold.firms]
    return tuple(dict.fromkeys(map(before.label, selling or left)))


def held_today(
    holder: str, held: str, landscape: Landscape, labels: dict[str, str]
) -> str:
    """Say what the one holds of the other on the day, itself and by a trust."""
    if not {holder, held} <= landscape.companies.keys():
        return f"no stake of {labels[holder]} in {labels[held]} is on record"
    found: list[str] = []
    stakes = [stake for stake in landscape.stakes if stake.held == held]
    for stake in sorted(stakes, key=lambda one: one.holder != holder):
        if holder not in (stake.holder, _behind(stake, landscape)):
            continue
        words = landscape.sentence(stake)
        if stake.holder != holder:
            words += f" for {labels[holder]}"
        if stake.votes is not None and stake.votes != stake.share:
            words += (
                f", with {percent(stake.votes, 2)} of the votes, which follow the "
                "share here"
            )
        found.append(words)
    nothing = f"no stake of {labels[holder]} in {labels[held]} is on record"
    return "; ".join(found) or nothing


def _behind(stake: Stake, landscape: Landscape) -> str | None:
    """Return for whom a trust holds a stake."""
    holder = landscape.companies[stake.holder]
    return holder.parent if holder.kind == "trust" else None
