"""Making a report: from a deal or an article to everything that the page says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from keiretsu.deals import Deal, Effects, run
from keiretsu.deals.caveats import caveats
from keiretsu.deals.ladder import Rung, ladder
from keiretsu.deals.parties import who_is_meant
from keiretsu.deals.required import required_saving
from keiretsu.deals.shocks import shocks_in
from keiretsu.deals.where import markets_to_price, markets_to_screen
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, of_another_time, sold_then
from keiretsu.news import Article
from keiretsu.report.key_numbers import leading
from keiretsu.report.report import Report
from keiretsu.report.reported import deal_reported, read_as_given, the_main_deal
from keiretsu.report.standing import Standing, standing_of
from keiretsu.rules import assess
from keiretsu.rules.logic import Value
from keiretsu.rules.price import Price
from keiretsu.units import written


def make_report(
    deal: Deal | None = None,
    *,
    article: Article | str | Path | None = None,
    sure: float | None = None,
    landscape: Landscape | None = None,
    markets: Market | Iterable[Market] | None = None,
    on: str | dt.date | None = None,
    jurisdictions: Iterable[str] | None = None,
    known: Mapping[str, Value] | None = None,
    price: Price | None = None,
    draws: int = 32,
    seed: int = 0,
    effects: Effects | None = None,
    **options: Any,
) -> Report:
    """Return a report of a deal, or of the deal that an article is about.

    Parameters
    ----------
    deal
        The deal; None takes the one that the article is mainly about.
    article
        An article, or a path to one; its claims stand in the report.
    sure
        Least probability of its claims, 0 to 1; None takes that of each kind.
    landscape
        Who owns whom on the deal's day; None loads the bundled facts of that day.
    markets
        Where prices and concentration are looked at; None takes the bundled markets
        where the parties meet: see `keiretsu.deals.where`.
    on
        The day of a deal that an article is about; None takes the article's own day.
    jurisdictions, known, price
        Whose rules, and what their tests need beside the facts: see `keiretsu.assess`.
    draws, seed, options
        As for `keiretsu.run`: `demand`, `conduct`, `control`, ...
    effects
        What `keiretsu.run` returned for the deal with these very markets and options,
        where it was asked before; None computes them.

    Raises
    ------
    DataError
        If neither a deal nor an article that is about one is given, or an option is
        impossible.
    UnknownName
        If a party, market or jurisdiction is not known.
    NoConvergence
        If a market has no equilibrium under the deal.

    Examples
    --------
    >>> import keiretsu as kt
    >>> deal = kt.Deal.stake("Toyota", "Nissan", 0.25, on="2025-05-19")
    >>> report = kt.make_report(
    ...     deal, markets=kt.load_market("is-2024-brands"), draws=0, control=["silent"]
    ... )
    >>> report.deal.sentence
    'Toyota holds 25 % of Nissan'
    """
    read, claims = read_as_given(article, sure)
    remarks: tuple[str, ...] = ()
    named_by_article, unsized, kind = deal is None, False, ""
    stands: Standing = "reported"
    if deal is None:
        reported = the_main_deal(read, claims)
        deal, remarks, unsized = deal_reported(reported, read, on, landscape)
        kind, stands = reported.kind, standing_of(reported)
    held = landscape or load_landscape(deal.on)
    priced = _markets(markets, deal, held)

    def run_one(one: Deal) -> Effects:
        return run(one, held, priced, draws=draws, seed=seed, **options)

    rungs: tuple[Rung, ...] = ()
    if unsized:
        rungs = ladder(deal.parties, held, run_one)
    if effects is None or rungs:
        effects = rungs[-1].effects if rungs else run_one(deal)
    assert effects is not None
    led = leading(effects)
    assessment = assess(
        effects.deal,
        held,
        _screened(() if markets is None else priced, effects.deal, held),
        jurisdictions=jurisdictions,
        known=known,
        price=price,
    )
    return Report(
        deal=effects.deal,
        effects=effects,
        assessment=assessment,
        landscape=held,
        claims=claims,
        article=read,
        remarks=(*remarks, *_remarks(deal, effects.deal, priced, held)),
        from_article=named_by_article,
        reported_kind=kind,
        stands=stands,
        ladder=rungs,
        places=() if markets is None else tuple(one.name for one in priced),
        shocks=() if led is None else shocks_in(led.market, held),
        required=None
        if led is None
        else required_saving(effects.deal, held, led.market, **_as_run(options)),
    )


def _screened(
    given: Iterable[Market], deal: Deal, landscape: Landscape
) -> tuple[Market, ...]:
    """Return the markets where a deal is screened, and those given beside them."""
    found = markets_to_screen(deal, landscape)
    named = {market.name for market in found}
    return (*found, *(market for market in given if market.name not in named))


def _remarks(
    asked: Deal, run: Deal, markets: Iterable[Market], landscape: Landscape
) -> Iterator[str]:
    """Yield what must be said of a deal as it was asked, and as it was run."""
    yield from _ahead(landscape)
    yield from who_is_meant(asked, landscape)
    yield from caveats(run, landscape)
    for market in markets:
        yield from of_another_time(market, landscape.on)
    for market in markets:
        yield from sold_then(market, landscape)


def _as_run(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a run that the saving which it needs is asked under."""
    known = ("assumptions", "margins", "conduct", "rest_holders")
    told = {name: options[name] for name in known if name in options}
    demand = options.get("demand", "side by side")
    return told if demand == "side by side" else told | {"demand": demand}


def _ahead(landscape: Landscape) -> Iterator[str]:
    """Yield what must be said of a day that has not come yet."""
    today = dt.date.today()
    if landscape.on > today:
        yield (
            f"{written(landscape.on)} has not come yet: the deal is laid over what is "
            f"known on {written(today)}"
        )


def _markets(
    given: Market | Iterable[Market] | None, deal: Deal, landscape: Landscape
) -> tuple[Market, ...]:
    if given is None:
        return markets_to_price(deal, landscape)
    return (given,) if isinstance(given, Market) else tuple(given)
