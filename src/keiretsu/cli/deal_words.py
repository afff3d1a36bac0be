"""What is said of a deal's effects: doubts, notes, and the tables of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from keiretsu.cli.deal_classes import By, class_tables
from keiretsu.cli.output import say, say_next, show, table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Effects, Landscape, Market
    from keiretsu.deals import MarketEffects


def tell(effects: Effects) -> None:
    """Say what makes the effects doubtful, and if there are none."""
    from keiretsu.report.key_numbers import changes_nothing

    if changes_nothing(effects):
        say("note: as computed, this deal changes no price")
    from keiretsu.report.key_numbers import by_market
    from keiretsu.report.sections.prices import warnings

    for name, readings in by_market(effects).items():
        for under, warning in warnings(readings):
            where = f"{name}, {under}" if under else name
            say(f"warning: {where}: {warning}")


def notes(
    effects: Effects, landscape: Landscape, markets: Sequence[Market]
) -> Iterator[str]:
    """Yield what a reader should know of a deal and its markets."""
    from keiretsu.deals.caveats import caveats
    from keiretsu.market import of_another_time, sold_then

    for name in _met_by_one(effects, landscape):
        yield (
            f"{name}: at most one side sells there, as far as makers are named; "
            "anything else is among other makers"
        )
    yield from caveats(effects.deal, landscape)
    for one in markets:
        yield from of_another_time(one, landscape.on)
    for one in markets:
        yield from sold_then(one, landscape)


def show_effects(
    effects: Effects, landscape: Landscape, by: By, chargers: float | None
) -> None:
    """Print the sentence of a deal, its tables, and what else is to be said."""
    from keiretsu.deals.jumps import jumps
    from keiretsu.report import Report
    from keiretsu.report.background import unsteady
    from keiretsu.report.headline import headline

    report = Report(deal=effects.deal, effects=effects, landscape=landscape)
    show(f"{headline(report).sentence}.", _answers(effects))
    for beside in models_beside(effects):
        show(beside)
    for classes in class_tables(effects, by) if by else ():
        show(classes)
    for one in effects.markets:
        if not one.solution.converged:
            say(f"warning: {one.market.name}, {one.reading}: {one.solution.status}")
    for words in (*_coming_and_going(effects), *_idle(effects)):
        say(words)
    if chargers is not None:
        for words in _electric(effects, chargers):
            show(words)
    for words in jumps(effects.deal):
        say(f"note: {words}")
    electric = any("BEV" in getattr(s, "powertrains", ()) for s in effects.deal.steps)
    if electric and (words := unsteady(one.market for one in effects.markets)):
        say(f"note: {words}")
    say("Estimates, not predictions: --json gives every product and parameter.")
    say_next("keiretsu screen, keiretsu report: the same options")


def _met_by_one(effects: Effects, landscape: Landscape) -> Iterator[str]:
    """Yield the markets in which fewer than two parties that are apart today sell."""
    from keiretsu.deals.reorganisation import reorganise
    from keiretsu.deals.where import party_shares

    for market in {one.market.name: one.market for one in effects.markets}.values():
        change = reorganise(effects.deal, landscape, dict.fromkeys(market.firms))
        shares = party_shares(change, market)
        if len(shares) > 1 and sum(share > 0 for share in shares) < 2:
            yield market.name


def _electric(effects: Effects, sensitivity: float) -> Iterator[str]:
    """Yield the share of electric cars in each market, with chargers that answer."""
    from keiretsu.deals.electric_share import electric_share
    from keiretsu.report.headline import place
    from keiretsu.report.key_numbers import by_market, central

    for one in map(central, by_market(effects).values()):
        found = electric_share(one, sensitivity=sensitivity)
        if found is None:
            yield f"In {place(one)} no car is told to be electric."
            continue
        shares = (found.today, found.after, found.answered)
        today, after, answered = (f"{100 * share:.3g} %" for share in shares)
        yield (
            f"Cars told to be electric in {place(one)}: {today} of sales today, "
            f"{after} after the deal, {answered} once chargers and cars answer one "
            f"another (sensitivity {sensitivity:g}; the literature has 0.15 to 0.8)."
        )


def _coming_and_going(effects: Effects) -> Iterator[str]:
    """Yield what is sold after the deal and not before, or before and not after."""
    from keiretsu.deals.figures import money

    seen: set[str] = set()
    for one in effects.markets:
        market = one.market
        if market.name in seen:
            continue
        seen.add(market.name)
        size = float(market.quantities.sum() / one.shares_before.sum())
        for car in one.launched:
            told = f"{market.name}: {car.name}, like {car.like}"
            if not one.relative:
                told += f", at {money(car.price, market.currency)}"
            if not market.per_buyer:
                told += f", some {car.share * size:,.0f} sold"
            yield told
        gone = [
            product
            for product, is_gone in zip(
                market.products, one.withdrawn.tolist(), strict=True
            )
            if is_gone
        ]
        if gone:
            yield f"{market.name}: no longer sold: {', '.join(gone)}"


def _idle(effects: Effects) -> Iterator[str]:
    """Yield the steps that name models or brands which a market does not sell."""
    from keiretsu.market import rows_of_models

    for market in {one.market.name: one.market for one in effects.markets}.values():
        for number, step in enumerate(effects.deal.steps, 1):
            named = step.models_named
            missing = [m for m in named if not rows_of_models(market, [m]).any()]
            missing += [
                effects.deal.label(brand)
                for brand in step.by_name
                if brand in effects.deal.brands and brand not in market.firms
            ]
            if missing:
                yield (
                    f"note: {market.name}: step {number} finds no "
                    f"{' and no '.join(missing)} there"
                )


def _answers(effects: Effects) -> RenderableType:
    from keiretsu.deals.answers import average_change

    changes = (average_change(one, "parties") for one in effects.markets)
    ranged = any(change.low is not None for change in changes)
    columns = ("market", "control", "parties", "range", "all", "buyers")
    hidden = {"" if ranged else "range", "" if effects.deal.parties else "parties"}
    shown = [name for name in columns if name not in hidden]
    answers = (dict(zip(columns, _answer(one), strict=True)) for one in effects.markets)
    return table(
        f"Change of prices, and what buyers gain, on {effects.deal.on}",
        shown,
        ([answer[name] for name in shown] for answer in answers),
        numbers=("parties", "all"),
        whole=("market", "control"),
    )


def models_beside(effects: Effects) -> Iterator[RenderableType]:
    """Yield a table a market: what each model makes of the deal."""
    from keiretsu.report.models import models_table

    for one in effects.markets:
        told = models_table(one)
        if told is not None:
            rows = ([*row[:2], row[-1]] for row in told.rows)
            yield table(
                told.caption,
                ["model", "parties (band)", "in the range"],
                rows,
                whole=("parties (band)", "in the range"),
            )


def _answer(one: MarketEffects) -> list[str]:
    """Return a cell for each column; where one number stands alone, it has no range."""
    from keiretsu.deals.answers import any_stay, average_change, buyers
    from keiretsu.deals.figures import band, money, signed

    parties = average_change(one, "parties")
    everybody = average_change(one, "all")
    told = buyers(one)
    gain = None if told is None else told.point
    return [
        one.market.name + (",\nrelative" if one.relative else ""),
        one.reading,
        signed(parties.point) if any_stay(one) else "–",
        "not drawn"
        if parties.low is None or parties.high is None
        else band(parties.low, parties.high),
        signed(everybody.point),
        "not defined"
        if gain is None
        else f"{signed(gain)} of spending"
        if one.relative
        else f"{money(gain, one.market.currency)}"
        f"{' per buyer' if one.market.per_buyer else ''}",
    ]
