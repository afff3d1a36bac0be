"""Who decides alone over whom: the groups of a day.

A company belongs to whoever holds more than half of its votes, as
`keiretsu.landscape.records.share_counts` counts them (of its shares, where the votes
are unknown), and so on upward. Four readings of the record go with this:

- a subsidiary in which no stake of its parent is recorded at any time belongs to it,
  with all that nobody else is recorded to hold;
- votes that several companies of one group hold count together: Polestar is of Geely's
  group through Geely, Volvo Cars and a company of Li Shufu, who owns Geely;
- a company whose parent is the name of a group that itself holds no stake (Hyundai
  Motor Group, tied by a ring of minority stakes) belongs to that group: from the first
  figure on record of a stake that another of its companies has in it, if there is one;
- a holding, fund, family or state that controls only one company, other holdings of its
  own left out, is not a group: Volkswagen stays Volkswagen, whoever stands behind it.

A company held at exactly 50 % belongs to itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from keiretsu.landscape.records.companies import Company
from keiretsu.landscape.records.share_counts import Capital, votes_part
from keiretsu.landscape.records.stakes_and_links import Stake

SOLE_CONTROL = 0.5
"""Part of the votes above which a holder decides alone; exactly half is not enough."""
ROUNDING = 1e-9
"""How far a sum of votes may lie from the part that is meant."""


def decides_alone(votes: float) -> bool:
    """Say whether a part of the votes decides alone: more than half.

    >>> decides_alone(0.51), decides_alone(0.5), decides_alone(0.5 + 1e-12)
    (True, False, False)
    """
    return votes > SOLE_CONTROL + ROUNDING


_OWNERS_ONLY = {"holding", "investor", "trust", "person", "state"}


def groups(
    companies: Mapping[str, Company],
    in_force: Iterable[Stake],
    ever: Iterable[Stake],
    capital: Mapping[str, Capital] = MappingProxyType({}),
    *,
    on: dt.date,
) -> dict[str, str]:
    """Return the head of the group of every company.

    Parameters
    ----------
    companies
        All companies, by identifier.
    in_force
        Stakes of the day.
    ever
        Every dated figure, to see where no stake is recorded at all.
    capital
        Shares of companies that day, to free votes of a company's own shares.
    on
        The day.
    """
    names, parents = implied_owners(companies, ever, on)
    owner = names | parents
    votes = [(s.holder, s.held, votes_part(s, capital).value) for s in in_force]
    for holder, held, part in votes:
        if decides_alone(part):
            owner[held] = holder
    return heads(with_joint_votes(owner, votes, companies), companies)


def with_joint_votes(
    owner: Mapping[str, str],
    votes: Iterable[tuple[str, str, float]],
    companies: Mapping[str, Company],
) -> dict[str, str]:
    """Return the sole controllers, with those that decide through several companies.

    Parameters
    ----------
    owner
        The sole controller of each company that has one.
    votes
        Holder, company held, and the part of its votes.
    companies
        All companies, by identifier.
    """
    found, stakes = dict(owner), tuple(votes)
    while True:
        head = heads(found, companies)
        joint: dict[tuple[str, str], float] = {}
        for holder, held, part in stakes:
            pair = (head.get(holder, holder), held)
            joint[pair] = joint.get(pair, 0.0) + part
        added = {
            held: group
            for (group, held), part in joint.items()
            if decides_alone(part)
            and held not in found
            and head.get(held, held) != group
        }
        if not added:
            return found
        found |= added


def heads(owner: Mapping[str, str], companies: Mapping[str, Company]) -> dict[str, str]:
    """Return the head of the group of every company, given who decides alone over it.

    Parameters
    ----------
    owner
        The sole controller of each company that has one.
    companies
        All companies, by identifier; a name that is not there belongs to itself.
    """
    owned: dict[str, list[str]] = {}
    for held, holder in owner.items():
        owned.setdefault(holder, []).append(held)
    return {
        company: _without_lone_owner(_top(company, owner), owned, companies)
        for company in dict.fromkeys((*companies, *owner))
    }


def implied_owners(
    companies: Mapping[str, Company], ever: Iterable[Stake], on: dt.date
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the owners that follow from the register rather than from a stake.

    Returns
    -------
    names
        Company -> the name of its group, where that name itself holds no stake.
    parents
        Subsidiary -> its parent, where no stake of it is recorded at any time and the
        parent was there by the day.
    """
    rows = tuple(ever)
    pairs, holders = {(s.holder, s.held) for s in rows}, {s.holder for s in rows}
    names, parents = {}, {}
    for company in companies.values():
        if company.parent is None:
            continue
        if company.kind == "subsidiary":
            parent = companies.get(company.parent)
            there = parent is None or not parent.is_to_come(on)
            if there and (company.parent, company.id) not in pairs:
                parents[company.id] = company.parent
        elif company.parent not in holders:
            names[company.id] = company.parent
    tied = _first_ties(names, rows)
    names = {c: name for c, name in names.items() if tied.get(c, on) <= on}
    return names, parents


def _first_ties(names: Mapping[str, str], rows: Iterable[Stake]) -> dict[str, dt.date]:
    """Return from when a company of the same group is known to hold a part of each."""
    first: dict[str, dt.date] = {}
    for stake in rows:
        name = names.get(stake.held)
        if name is not None and names.get(stake.holder) == name:
            day = first.setdefault(stake.held, stake.since.first)
            first[stake.held] = min(day, stake.since.first)
    return first


def _top(company: str, owner: Mapping[str, str]) -> str:
    seen = {company}
    while company in owner and owner[company] not in seen:
        company = owner[company]
        seen.add(company)
    return company


def _without_lone_owner(
    head: str, owned: Mapping[str, list[str]], companies: Mapping[str, Company]
) -> str:
    seen = {head}
    while head in companies and companies[head].kind in _OWNERS_ONLY:
        below = owned.get(head, ())
        makers = [c for c in below if not _only_owns(c, companies)] or below
        if len(makers) != 1 or makers[0] in seen:
            break
        head = makers[0]
        seen.add(head)
    return head


def _only_owns(company: str, companies: Mapping[str, Company]) -> bool:
    return company in companies and companies[company].kind in _OWNERS_ONLY
