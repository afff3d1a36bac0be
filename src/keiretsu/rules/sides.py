"""The two sides of a step: who acquires, whose accounts count, what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from keiretsu.countries import in_sentence
from keiretsu.deals.deal import Deal
from keiretsu.deals.reorganisation import Reorganisation
from keiretsu.deals.steps.step import Affected
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.rules.load import load_jurisdictions
from keiretsu.rules.rule import Rule
from keiretsu.rules.turnovers import Place, Side, is_larger


def who_acquires(
    change: Reorganisation, landscape: Landscape, markets: Sequence[Market]
) -> dict[int, Affected]:
    """Return who acquires whom in each step that moves shares, by its number.

    Who takes over whom in a merger is not stated, so the order in which its parties are
    named says nothing: the larger counts as the acquirer, else the first by name.
    """
    found = {}
    for number, step in enumerate(change.deal.steps):
        pair = step.affected
        if pair is not None and pair.whole:
            sides = sides_of(change, number, pair)
            first = is_larger(*sides, landscape, markets)
            if first is None:
                first = pair.acquirer < pair.target
            if not first:
                pair = replace(pair, acquirer=pair.target, target=pair.acquirer)
        if pair is not None:
            found[number] = pair
    return found


def sides_of(
    change: Reorganisation, number: int, affected: Affected
) -> tuple[Side, Side]:
    """Return the companies of the acquirer's group and those of the target."""
    before = change.stages[number]
    head, target = before.head(affected.acquirer), affected.target
    ours = dict.fromkeys((head, *sorted(before.group_of(head))))
    if affected.whole:
        target = before.head(target)
        theirs = dict.fromkeys((target, *sorted(before.group_of(target))))
    else:
        theirs = dict.fromkeys((target, *sorted(before.controlled_by(target))))
    rest = [company for company in ours if company not in theirs]
    return Side(tuple(rest) or (head,)), Side(tuple(theirs))


def names_of(
    change: Reorganisation,
    landscape: Landscape,
    number: int,
    affected: Affected,
    code: str,
) -> dict[str, str]:
    """Return what people call the two sides of a step and a jurisdiction."""
    head = change.stages[number].head(affected.acquirer)
    acquirer = landscape.label(head)
    is_named_so = acquirer.lower().endswith("group")
    return {
        "acquirer": acquirer,
        "acquirer_group": acquirer if is_named_so else f"{acquirer} group",
        "target": change.deal.label(affected.target)
        if affected.target not in landscape.companies
        else landscape.label(affected.target),
        "place": in_sentence(load_jurisdictions()[code].name),
    }


def place_of(code: str, rules: Iterable[Rule], deal: Deal) -> Place | None:
    """Return what a jurisdiction's turnovers are counted in; None without a rule."""
    members = load_jurisdictions()[code].members
    for rule in rules:
        if rule.kind == "notification" and rule.in_force(deal.on) and rule.currency:
            return Place(code=code, members=members, currency=rule.currency)
    return None
