"""What an assessment took for granted, left out or could not say, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from keiretsu.countries import country_name
from keiretsu.deals import Deal
from keiretsu.deals.caveats import not_known_to_exist
from keiretsu.deals.leaving_groups import leaving_groups
from keiretsu.deals.reorganisation import Reorganisation
from keiretsu.deals.steps.step import Affected
from keiretsu.landscape import Landscape
from keiretsu.rules.assessment import Concentration
from keiretsu.rules.load import Jurisdiction, load_jurisdictions
from keiretsu.rules.logic import Inputs
from keiretsu.rules.rule import Rule
from keiretsu.units import percent

_SIGNIFICANT = 0.05
"""Stakes from which the note on cross-holdings names them."""


def assessment_notes(
    change: Reorganisation,
    landscape: Landscape,
    entries: Sequence[Concentration],
    rules: Mapping[str, tuple[Rule, ...]],
    pairs: Mapping[int, Affected],
    facts: Mapping[int, Inputs],
) -> Iterable[str]:
    """Yield what a reader of an assessment must know."""
    deal = change.deal
    if change.within_one_group:
        yield (
            "the companies are one group before the deal and after it: tests of "
            "shares and concentration are not asked"
        )
    yield from not_known_to_exist(deal, landscape)
    yield from leaving_groups(deal, landscape)
    for number, inputs in facts.items():
        acquirer, target = (
            deal.label(party)
            for party in (pairs[number].acquirer, pairs[number].target)
        )
        if pairs[number].whole:
            yield (
                "who takes over whom is not stated; in what follows "
                f"{acquirer} counts as the acquirer"
            )
        if inputs["stake_before"] == inputs["stake_after"]:
            sentence = deal.sentences[number]
            yield f"{sentence}: the votes are so already, nothing changes"
        elif inputs["stake_before"] == 0:
            yield f"no stake of {acquirer} in {target} is on record: taken as none"
    yield from _market_notes(entries)
    for code, held in rules.items():
        place = load_jurisdictions()[code]
        yield from _rule_notes(place, held, deal)
        territory = {place.code, *place.members}
        if entries and not any(entry.jurisdiction in territory for entry in entries):
            yield (
                f"{place.name}: no market of it was looked at, so what its authority's "
                "tests say of shares and concentration is unknown"
            )
        if any(rule.cross_holdings and rule.in_force(deal.on) for rule in held):
            yield from _cross_holdings(landscape, entries)


def _market_notes(entries: Sequence[Concentration]) -> Iterable[str]:
    held = {
        code for j in load_jurisdictions().values() for code in (j.code, *j.members)
    }
    for entry in {entry.market: entry for entry in entries}.values():
        if entry.others > 0.0005:
            yield (
                f"{entry.title}: other makers, {percent(entry.others)} of sales, "
                "count as many small sellers and add nothing to the HHI"
            )
        if entry.parties and entry.share_combined == 0:
            yield f"{entry.title}: no party sells there"
        if not entry.jurisdiction:
            yield f"{entry.title}: the market does not say whose rules apply to it"
        elif entry.jurisdiction not in held:
            country = country_name(entry.jurisdiction)
            yield f"{entry.title}: we hold no rules of {country}"
        if entry.jurisdiction == "EU":
            yield f"{entry.title}: stands for the European Economic Area"
    if any(entry.measure == "MHHI" for entry in entries):
        yield (
            "a minority stake leaves two makers: a party holds a part of another after "
            "the deal, and each sets its prices. Thresholds made for mergers say "
            "nothing of that unless an authority finds control, so such tests are "
            "unknown; the modified HHI under each reading is a measure, not a test"
        )


def _rule_notes(
    place: Jurisdiction, rules: Sequence[Rule], deal: Deal
) -> Iterable[str]:
    kinds = {rule.kind for rule in rules if rule.in_force(deal.on)}
    for kind, words in (
        ("concentration", "test of concentration"),
        ("notification", "filing amount"),
    ):
        if kind not in kinds:
            why = place.absent.get(kind)
            yield (
                f"{place.name}: we hold no {words} in force on {deal.on}"
                f"{f' ({why})' if why else ''}"
            )
    for rule in rules:
        if rule.draft:
            yield f"{rule.id}: a draft, not applied"


def _cross_holdings(
    landscape: Landscape, entries: Sequence[Concentration]
) -> Iterable[str]:
    """Name the stakes that take the comfort out of low HHI levels, if any."""
    parties = {party for entry in entries for party in entry.parties}
    label = landscape.label
    ties = [
        f"{label(stake.holder)} {stake.share_words} of {label(stake.held)}"
        for stake in landscape.stakes
        if landscape.cash_of(stake).value >= _SIGNIFICANT
        and landscape.group_of(stake.holder) != landscape.group_of(stake.held)
        and parties & {landscape.group_of(stake.holder), landscape.group_of(stake.held)}
        and all(
            company in landscape.companies
            and landscape.companies[company].kind == "group"
            for company in (stake.holder, stake.held)
        )
    ]
    if ties:
        yield (
            "European Union: low HHI levels give no comfort where makers hold "
            f"significant stakes in one another, as here: {'; '.join(ties)}"
        )
