"""One deal against the authorities' rules of its day, market by market.

A market is tested by the rules of its jurisdiction, a market in a member state also by
those of the European Union. Tests that look at no market (filing, control) are
evaluated once for each step of the deal. What we do not know stays unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from keiretsu.control import READINGS, Reading
from keiretsu.deals.deal import Deal
from keiretsu.deals.parties import given_markets, with_known_parties
from keiretsu.deals.reorganisation import Reorganisation, reorganise
from keiretsu.deals.steps.step import Affected
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold
from keiretsu.rules.assessment import Assessment, Concentration
from keiretsu.rules.evaluate import evaluate
from keiretsu.rules.facts import deal_inputs
from keiretsu.rules.filings import filings
from keiretsu.rules.load import load_jurisdictions, load_rules
from keiretsu.rules.logic import Value
from keiretsu.rules.notes import assessment_notes
from keiretsu.rules.price import Price
from keiretsu.rules.rule import Rule
from keiretsu.rules.sides import names_of, place_of, sides_of, who_acquires
from keiretsu.rules.structure import concentration
from keiretsu.rules.turnovers import Place, turnover_inputs
from keiretsu.rules.verdict import Verdict

Inputs = dict[str, Value | None]


def assess(
    deal: Deal,
    landscape: Landscape,
    markets: Market | Iterable[Market],
    *,
    readings: Sequence[Reading] = READINGS,
    jurisdictions: Iterable[str] | None = None,
    known: Mapping[str, Value] | None = None,
    price: Price | str | None = None,
) -> Assessment:
    """Return concentration and verdicts of a deal.

    Thresholds are held against the plain HHI where the deal gives sole control: the
    rise is then twice the product of the shares. Where it leaves a minority stake, no
    test of concentration is decided, because they are made for mergers; the modified
    HHI under each reading stands beside them as a measure.

    Parameters
    ----------
    deal
        The deal; its day picks the rules. Its parties may be named in any spelling,
        makers of the markets too.
    landscape
        The landscape of that day.
    markets
        Markets to look at, one or several.
    readings
        How minority stakes are read as control.
    jurisdictions
        Codes of the authorities asked; None asks those of the markets, or all where no
        market is given.
    known
        Inputs the landscape does not hold, by variable or by jurisdiction and variable:
        `{"JP.target_turnover_dom": 4e12}`.
    price
        What is paid, where it is known, in words too (`"USD 9 billion"`): tests of
        value look at it in the currency of each jurisdiction. Of a deal of several
        steps it is taken for each of them.

    Raises
    ------
    DataError
        If the landscape is of another day than the deal, a market is none, a price
        gives no amount and currency, or `known` holds an amount below 0 or a share
        above 100 percent.
    UnknownName
        If neither the landscape nor a market knows a party, we hold no rules for a
        jurisdiction that was asked for, or `known` names an input that no rule looks
        at.
    """
    markets = given_markets(markets)
    deal = with_known_parties(deal, landscape, markets)
    markets = tuple(as_sold(market, landscape, deal.brands) for market in markets)
    makers = dict.fromkeys(firm for market in markets for firm in market.firms)
    change = reorganise(deal, landscape, makers)
    asked = _asked(markets, jurisdictions)
    rules = {code: load_rules([code]) for code in (*asked, *_above(asked))}
    known, price = _checked(known or {}), _price(price)
    found = {m.name: _concentrations(change, m, readings) for m in markets}
    every = tuple(entry for entries in found.values() for entry in entries)
    both_sell = any(sum(s > 0 for s in e.parties.values()) > 1 for e in every)
    pairs = who_acquires(change, landscape, markets)
    facts = _facts(change, pairs, both_sell=both_sell)
    case = _Case(deal, change, landscape, markets, found, pairs, facts, known, price)
    verdicts = [one for code in rules for one in _verdicts(code, rules[code], case)]
    filed = filings(verdicts, rules, deal.on)
    rules = {code: rules[code] for code in asked}
    return Assessment(
        deal=deal,
        concentrations=every,
        verdicts=tuple(one for one in verdicts if one.jurisdiction in rules),
        filings=tuple(one for one in filed if one.jurisdiction in rules),
        notes=tuple(assessment_notes(change, landscape, every, rules, pairs, facts)),
        remarks={
            rule.id: rule.notes
            for held in rules.values()
            for rule in held
            if rule.notes and rule.in_force(deal.on)
        },
    )


class _Case(NamedTuple):
    """What every authority is asked about: a deal, what it changes and what is known.

    `found` holds the concentration of each market, `pairs` who acquires whom in each
    step, `facts` what is known of it.
    """

    deal: Deal
    change: Reorganisation
    landscape: Landscape
    markets: tuple[Market, ...]
    found: Mapping[str, tuple[Concentration, ...]]
    pairs: Mapping[int, Affected]
    facts: Mapping[int, Inputs]
    known: Mapping[str, Value]
    price: Price | None


def _verdicts(code: str, rules: Sequence[Rule], case: _Case) -> Iterator[Verdict]:
    """Yield what one authority's rules say of each step, then of each market."""
    change, facts = case.change, case.facts
    given = _given(code, case.known)
    sold = _turnovers(code, rules, case, given)
    places = [m for m in case.markets if code in _tested_by(m)]
    if change.within_one_group:
        places = []
    named = {
        n: names_of(change, case.landscape, n, pair, code)
        for n, pair in case.pairs.items()
    }
    for number, inputs in facts.items():
        yield from evaluate(
            rules,
            inputs | sold[number] | given,
            on=case.deal.on,
            of_market=False if places or change.within_one_group else None,
            names=named[number],
        )
    # A market's tests see the deal as a whole; its first step names the parties.
    first = next(iter(facts), None)
    whole: Inputs = {} if first is None else facts[first] | sold[first]
    names = {} if first is None else named[first]
    for market in places:
        entry = case.found[market.name][0]
        yield from _of_market(rules, whole | given, case.deal, entry, names)


def _turnovers(
    code: str, rules: Sequence[Rule], case: _Case, given: Inputs
) -> dict[int, Inputs]:
    """Return what is known of turnovers and of the price, by the number of a step."""
    place = place_of(code, rules, case.deal)
    if place is None:
        return {number: {} for number in case.facts}
    return {
        number: turnover_inputs(
            *sides_of(case.change, number, case.pairs[number]),
            place,
            case.landscape,
            case.markets,
            given,
        )
        | _paid(case.price, place, inputs)
        for number, inputs in case.facts.items()
    }


def _asked(
    markets: Sequence[Market], jurisdictions: Iterable[str] | None
) -> tuple[str, ...]:
    if isinstance(jurisdictions, str):
        jurisdictions = jurisdictions.split(",")
    if jurisdictions is not None:
        return tuple(dict.fromkeys(code.strip().upper() for code in jurisdictions))
    if not markets:
        return tuple(load_jurisdictions())
    return tuple(dict.fromkeys(code for m in markets for code in _tested_by(m)))


def _above(codes: Collection[str]) -> tuple[str, ...]:
    """Return the union whose authority members of it give way to, where not asked."""
    places = load_jurisdictions().values()
    return tuple(
        place.code
        for place in places
        if place.code not in codes and set(place.members) & set(codes)
    )


def _tested_by(market: Market) -> tuple[str, ...]:
    """Return the jurisdictions whose rules a market is tested by."""
    return tuple(
        code
        for code, place in load_jurisdictions().items()
        if market.jurisdiction in (code, *place.members)
    )


def _concentrations(
    change: Reorganisation, market: Market, readings: Sequence[Reading]
) -> tuple[Concentration, ...]:
    return tuple(concentration(change, market, reading) for reading in readings)


def _facts(
    change: Reorganisation, pairs: Mapping[int, Affected], *, both_sell: bool
) -> dict[int, Inputs]:
    """Return what is known of each step that moves shares, by its number."""
    return {
        number: deal_inputs(
            pair,
            change.stages[number],
            change.stages[number + 1],
            both_sell=both_sell,
        )
        for number, pair in pairs.items()
    }


def _market_inputs(entry: Concentration) -> Inputs:
    """Return what tests of concentration look at, where the parties become one.

    Thresholds are made for mergers: of a minority stake that leaves two makers they say
    nothing, whatever it is read to give, unless an authority finds control.
    """
    one = entry.measure == "HHI"
    gap = entry.gap_to_rank2
    known: Inputs = {
        "hhi_post": round(entry.hhi_after, 9),
        "hhi_delta": round(entry.hhi_delta, 9),
        "share_combined": round(100 * entry.share_combined, 9),
        "share_pre_one": round(100 * max(entry.parties.values(), default=0.0), 9),
        "cr3_post": round(100 * entry.cr3_post, 9),
        "cr5_post": round(100 * entry.cr5_post, 9),
        "is_rank1_post": entry.rank_post == 1,
        "rank_post": entry.rank_post,
        "gap_to_rank2_pct_of_combined": None if gap is None else round(100 * gap, 9),
        "share_increment_positive": sum(s > 0 for s in entry.parties.values()) > 1,
    }
    return known if one else dict.fromkeys(known)


def _of_market(
    rules: Iterable[Rule],
    inputs: Inputs,
    deal: Deal,
    entry: Concentration,
    names: Mapping[str, str],
) -> Iterable[Verdict]:
    """Yield the verdicts of one market."""
    return evaluate(
        rules,
        inputs | _market_inputs(entry),
        on=deal.on,
        market=entry.market,
        of_market=True,
        names=names,
    )


def _checked(known: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the user's inputs once each is one that some rule looks at, and can be."""
    rules = load_rules()
    variables = {var for rule in rules for var in rule.variables}
    codes = {rule.jurisdiction for rule in rules}
    for name, value in known.items():
        code, _, variable = name.rpartition(".")
        if variable not in variables:
            raise UnknownName("input", name, variables)
        if code and code not in codes:
            raise UnknownName("jurisdiction", code, codes)
        if isinstance(value, int | float):
            _see_extent(name, variable, value)
    return known


def _see_extent(name: str, variable: str, value: float) -> None:
    """Refuse an amount below nothing, and a part of more than the whole."""
    most = 100.0 if variable.startswith(("share_", "stake_", "cr3_", "cr5_")) else None
    if value < 0 and variable != "hhi_delta":
        raise DataError(f"the input {name!r} is {value:g}", hint="give 0 or more")
    if most is not None and value > most:
        raise DataError(
            f"the input {name!r} is {value:g}", hint=f"give percent, up to {most:g}"
        )


def _price(price: Price | str | None) -> Price | None:
    """Return a price, which may come in words."""
    if price is None or isinstance(price, Price):
        return price
    if isinstance(price, str):
        return Price.read(price)
    raise DataError(
        f"{price!r:.80} is no price", hint='say its currency: price="USD 9 billion"'
    )


def _paid(price: Price | None, place: Place, facts: Inputs) -> Inputs:
    """Return what the price says of one step in one jurisdiction."""
    if price is None:
        return {}
    return price.inputs(place.currency, had=facts.get("stake_before") != 0)


def _given(code: str, known: Mapping[str, Value]) -> Inputs:
    """Return the user's inputs for one jurisdiction; the more specific one wins."""
    general = {name: value for name, value in known.items() if "." not in name}
    prefix = f"{code}."
    own = {n.removeprefix(prefix): v for n, v in known.items() if n.startswith(prefix)}
    return {**general, **own}
