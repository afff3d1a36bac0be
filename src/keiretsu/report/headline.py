"""The sentence a journalist could print: what happens to prices, with its range.

It is computed from the effects and says nothing that they do not. Where the answer is
that nothing happens, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.control import READING_WORDS
from keiretsu.countries import in_sentence
from keiretsu.deals.answers import Side, any_stay, average_change, buyers
from keiretsu.deals.deal import Deal
from keiretsu.deals.effects import Effects
from keiretsu.deals.figures import amount_words, percent, signed, span_words
from keiretsu.deals.jumps import jumps
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.market import Market
from keiretsu.news.claims.wording import DEAL_NOUNS
from keiretsu.report.amounts import from_to, most_believed
from keiretsu.report.apart import apart_words, seen_apart, through_others
from keiretsu.report.background import background
from keiretsu.report.key_numbers import (
    NOTHING,
    by_market,
    central,
    changes_nothing,
    leading,
)
from keiretsu.report.models import what_it_hangs_on, what_the_range_holds
from keiretsu.report.report import Report
from keiretsu.report.sections.ladder import rung_words
from keiretsu.report.severity import in_short
from keiretsu.report.spans import BY_SAY, amount_span, cost_span, is_wide, over_readings
from keiretsu.report.standing import VERBS, Standing
from keiretsu.units import joined

NO_POINTS = 0.05
"""A change of an index, in points, below which nothing moves."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What stands at the top.

    Attributes
    ----------
    sentence
        The finding, with its range.
    support
        Sentences under it: buyers, readings, tests.
    callout
        Set where the deal changes nothing: says so.
    caveat
        Set where only relative effects are given: says so.
    """

    sentence: str
    support: tuple[str, ...]
    callout: str | None
    caveat: str | None


def headline(report: Report) -> Headline:
    """Return the headline of a report."""
    deal, effects = report.deal, report.effects
    one = leading(effects)
    if report.ladder:
        return _of_the_ladder(report, one)
    if changes_nothing(effects) and _moves_no_index(report):
        return Headline(
            sentence=f"If {deal.sentence}, {_still(report)}",
            support=in_short(report),
            callout=_callout(effects, unseen=bool(report.unseen or report.unnamed)),
            caveat=None,
        )
    if one is None:
        return Headline(
            sentence=f"If {deal.sentence}: no market was computed",
            support=in_short(report),
            callout=None,
            caveat=None,
        )
    if seen_apart(report):
        return _of_those_apart(report)
    support = (
        report.unseen_said,
        _buyers(effects, one),
        _readings(deal, effects, one),
        *map(_capital, jumps(deal)),
        what_the_range_holds(one),
        *(what_it_hangs_on(e, place(e)) for e in _centres(effects)),
        background(report.shocks, one),
        *in_short(report),
    )
    return Headline(
        sentence=_sentence(deal, effects, one),
        support=tuple(s for s in support if s),
        callout=None,
        caveat=_caveat(effects),
    )


def _of_those_apart(report: Report) -> Headline:
    """Return that the parties meet nowhere, and what is computed all the same."""
    readings = [list(own.values()) for own in by_market(report.effects).values()]
    where = [place(own[0]) for own in readings]
    support = (through_others(readings, where), *in_short(report))
    return Headline(
        sentence=f"If {report.deal.sentence}, {apart_words(report)}",
        support=tuple(s for s in support if s),
        callout=None,
        caveat=_caveat(report.effects),
    )


def _still(report: Report) -> str:
    """Return that nothing changes, and why where the companies are one group anyway."""
    if report.within_one_group:
        return "no price changes: they are one group before it and after it"
    if any(step.fixed_savings for step in report.deal.steps):
        return "no price changes: what is saved is profit"
    if report.unseen:
        return (
            f"no change is computed; they may meet unseen in {report.unseen[0].words}"
        )
    if report.unnamed:
        products = report.effects.words.products
        return (
            f"no change is computed: {products} of {joined(report.unnamed)} are not "
            "told apart in the markets looked at"
        )
    if seen_apart(report):
        return f"no change is computed: {apart_words(report)}"
    return "nothing changes"


def _of_the_ladder(report: Report, one: MarketEffects | None) -> Headline:
    """Return what was reported and its steps, without a merger that nobody proposed."""
    who = joined(map(report.deal.label, report.deal.parties))
    support, more = "", tuple[str, ...]()
    if seen_apart(report):
        support = _capital(apart_words(report))
    elif one is not None:
        more = (
            *(
                what_it_hangs_on(e, place(e), "the last step")
                for e in _centres(report.effects)
            ),
            background(report.shocks, one, "the last step"),
        )
        steps = (
            f"{rung.label}: {rung_words(rung, one.market.name)}"
            for rung in report.ladder
            if rung.effects is not None
        )
        products = report.effects.words.products
        support = (
            f"What a stake would do to the prices of their {products} in {place(one)}, "
            f"as stakes are read: {'; '.join(steps)}."
        )
    return Headline(
        sentence=_said(who, report.reported_kind, report.stands),
        support=tuple(s for s in (support, *more) if s),
        callout=None,
        caveat=_caveat(report.effects),
    )


def _said(who: str, kind: str, stands: Standing) -> str:
    """Return what the article says of the tie, without a size that it does not say."""
    verb = VERBS[stands]
    if kind == "stake":
        return f"A stake between {who} {verb}; how large it would be was not read"
    noun = DEAL_NOUNS.get(kind, kind).removeprefix("an ").removeprefix("a ")
    words = f" ({noun})" if noun else ""
    missing = "a deal or a stake" if stands == "open" else "a stake"
    return (
        f"A tie of {who} {verb}{words}, without {missing}; as it stands, it gives "
        "nobody a reason to price otherwise"
    )


def _moves_no_index(report: Report) -> bool:
    """Return whether concentration stays as it is wherever it was looked at."""
    if report.assessment is None:
        return True
    return all(
        abs(rise) < NO_POINTS
        for entry in report.assessment.concentrations
        for rise in (entry.hhi_delta, entry.mhhi_delta)
    )


def _sentence(deal: Deal, effects: Effects, one: MarketEffects) -> str:
    gone = one.withdrawn.any() and not any_stay(one)
    whose: Side = "all" if gone else "parties"
    changes = [average_change(e, whose) for e in _readings_of(effects, one)]
    products = one.market.words.products
    if deal.parties:
        products = f"{'the other' if gone else 'their'} {products}"
    if all(abs(change.point) < NOTHING for change in changes):
        return (
            f"If {deal.sentence}, the prices of {products} do not move in {place(one)}"
        )
    return (
        f"If {deal.sentence}, {products} would cost "
        f"{cost_span(changes, place(one), most_believed(one))}"
    )


def _readings_of(effects: Effects, one: MarketEffects) -> tuple[MarketEffects, ...]:
    """Return the effects of a market under each reading, the one shown first."""
    readings = by_market(effects)[one.market.name].values()
    return one, *(e for e in readings if e is not one)


def place(one: MarketEffects) -> str:
    """Name a market as it stands inside a sentence: `the United States, 2024`."""
    return place_of(one.market)


def place_of(market: Market) -> str:
    """Name a market as it stands inside a sentence."""
    return in_sentence(
        market.title.removesuffix(", by model").removesuffix(", by brand")
    )


def _centres(effects: Effects) -> Iterator[MarketEffects]:
    """Yield the effects of each market under the reading that is shown."""
    return (central(readings) for readings in by_market(effects).values())


def _buyers(effects: Effects, one: MarketEffects) -> str:
    told = [buyers(e) for e in _readings_of(effects, one)]
    gains = [gain for gain in told if gain is not None]
    if not gains or abs(gains[0].point) < NOTHING:
        return ""
    gain = over_readings(gains)
    verb = "lose" if gain.point < 0 else "gain"
    plain = amount_span(gains, lambda size: amount_words(size, one).lstrip("+"))
    if plain == amount_words(0.0, one).lstrip("+"):
        return (
            "Buyers there would hardly notice: what they spend stays within rounding."
        )
    span = ""
    if gain.low is not None and gain.high is not None:
        ends = sorted((abs(gain.low), abs(gain.high)))
        low, high = (amount_words(e, one).lstrip("+") for e in ends)
        whole = from_to(low, high)
        span = "" if whole == plain else f" (range: {whole})"
        if gain.low < 0 < gain.high:
            loss, got = (
                amount_words(abs(e), one).lstrip("+") for e in (gain.low, gain.high)
            )
            span = f" (range: from a loss of {loss} to a gain of {got})"
    by = f", {BY_SAY}" if is_wide(gains) else ""
    return f"Buyers there would {verb} {plain} {span_words(one)}{by}{span}."


def _readings(deal: Deal, effects: Effects, one: MarketEffects) -> str:
    """Say how far the estimate hangs on how a stake is read as a say."""
    readings = by_market(effects)[one.market.name]
    points = {name: average_change(e, "parties").point for name, e in readings.items()}
    low, high = min(points.values()), max(points.values())
    if percent(low) == percent(high):
        return ""
    lowest = min(points, key=lambda r: points[r])
    highest = max(points, key=lambda r: points[r])
    return (
        f"Span by how a stake is read as a say: {signed(low)} if "
        f"{READING_WORDS[lowest]}, {signed(high)} if {READING_WORDS[highest]}."
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _callout(effects: Effects, *, unseen: bool) -> str:
    several = len({e.reading for e in effects.markets}) > 1
    however = ", however much say a stake is taken to give" if several else ""
    return (
        f"{'Nothing is seen to change: no' if unseen else 'No'} price moves in any "
        f"market that was computed{however}."
    )


def _caveat(effects: Effects) -> str | None:
    relative = [e.market.title for e in effects.markets if e.relative]
    if not relative:
        return None
    where = joined(list(dict.fromkeys(relative)))
    return (
        f"For {where} there are no usable prices: only relative effects are given, in "
        "percent of today's prices and of what buyers spend."
    )
