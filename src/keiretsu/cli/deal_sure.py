"""`keiretsu deal sure`: what a deal's price effect hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from keiretsu.cli.deal_words import models_beside
from keiretsu.cli.facts import InStore
from keiretsu.cli.model import DRAWS, Demand, Seed, the_demand
from keiretsu.cli.naming import (
    DealFile,
    Markets,
    Merge,
    On,
    Stake,
    the_assumptions,
    the_deal,
    the_markets,
    where_priced,
)
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working

if TYPE_CHECKING:
    from keiretsu import Market
    from keiretsu.deals.how_sure import HowSure

WORDS = {
    "own_elasticity": "own-price elasticity",
    "market_elasticity": "elasticity of the market",
    "nesting": "how close two of one segment are",
    "realised": "part of the saving that comes",
}


def show_sure(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    on: On = None,
    market: Markets = None,
    demand: Demand = "side by side",
    seed: Seed = 0,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Rank the assumptions by what they explain, with the grade of their source.

    Example: keiretsu deal sure --merge toyota nissan --market jp-2024 --on 2025-05-19
    """
    how = form(json)
    deal, landscape = the_deal(file, merge, stake, on, store)
    from keiretsu.deals import run
    from keiretsu.deals.how_sure import how_sure
    from keiretsu.plain import to_json

    assumed = the_assumptions(store)
    markets = the_markets(market, lambda: where_priced(deal, landscape), store=store)
    found, form_of = [], the_demand(demand)
    for one in markets:
        with working(f"asking what it hangs on: {one.name}"):
            sure = how_sure(
                deal, landscape, one, assumptions=assumed, demand=form_of, seed=seed
            )
            found.append(sure)
    if how == "json":
        print_json([to_json(each) for each in found])
        return
    for one, each in zip(markets, found, strict=True):
        show(_bands(each), _shown(each))
        if form_of == "side by side":
            with working(f"other models: {one.name}"):
                beside = run(
                    *(deal, landscape, one),
                    assumptions=assumed,
                    control=each.reading,
                    draws=DRAWS,
                    seed=seed,
                )
            for shown in models_beside(beside):
                show(shown)
        show("\n".join(f"{each.market}: {words}" for words in _flips(each)))
        if form_of == "side by side":
            for words in _unranked(one):
                say(words)
    asked = found[0].demand
    segments = " on segments" if asked == "nested logit" else ""
    others = "" if form_of == "side by side" else "; other models are not looked at"
    say(
        f"What it hangs on holds under {asked}{segments} alone{others}. It is of the "
        "variance of the parties' price change, what each assumption explains alone "
        "and with the others; which model is right is not in it."
    )


def _unranked(market: Market) -> Iterator[str]:
    """Say why the assumptions of second choices have no rank, and what one costs."""
    from keiretsu.deals.demand_models.second_choices import answers_second_choices
    from keiretsu.deals.how_sure import POINTS
    from keiretsu.estimation.survey_draws import drawn_parameters

    if answers_second_choices(market):
        (drawn,) = drawn_parameters(market.name, 1)
        fits = POINTS * (len(drawn) + 2)
        yield (
            f"{market.name}: what second choices rest on is not ranked. Its "
            f"{len(drawn)} parameters are fitted together with what each model is "
            f"worth, about a second a point, and a ranking asks {fits:,} points: half "
            "an hour a market. The band of its draws stands above."
        )


def _bands(found: HowSure) -> Any:
    from keiretsu.deals.figures import band, signed

    rows = []
    for who, told in (
        ("the parties' prices", found.price),
        ("buyers, of what they spend", found.buyers),
    ):
        assert told.inner is not None  # there are draws
        assert told.low is not None
        assert told.high is not None
        rows.append(
            [who, signed(told.point), band(*told.inner), band(told.low, told.high)]
        )
    return table(
        f"{found.market}, stakes read as {found.reading}: over evenly spread points, "
        "the same for every deal",
        ("what", "median", "half of all", "80 %"),
        rows,
        numbers=("median",),
    )


def _flips(found: HowSure) -> Iterator[str]:
    """Yield what turns the answer round, and what does not."""
    from keiretsu.deals.figures import signed

    turning = [WORDS[one.name] for one in found.influences if one.flips]
    if turning:
        yield f"the sign turns within the range of: {', '.join(turning)}"
    else:
        yield "no assumption turns the sign within its range"
    told = ", ".join(
        f"{reading} {signed(point)}" for reading, point in found.readings.items()
    )
    yield f"by reading of control: {told}"
    if found.required is not None:
        yield found.required.sentence


def _shown(found: HowSure) -> Any:
    from keiretsu.deals.figures import signed

    return table(
        f"{found.market}: {signed(found.point)} for the parties' products, and what "
        "it hangs on",
        ("assumption", "range", "alone", "in all", "answer from … to", "source"),
        (
            [
                WORDS[one.name],
                f"{one.assumed.low:g} to {one.assumed.high:g}".replace("-", "−"),
                _percent(one.indices.alone),
                _percent(one.indices.together),
                f"{signed(one.at_low)} to {signed(one.at_high)}",
                one.assumed.source.confidence.replace("_", " "),
            ]
            for one in found.influences
        ),
        numbers=("alone", "in all"),
    )


def _percent(index: float) -> str:
    """Return an index in percent; the error of an estimate may pass 0 and 100."""
    return f"{100 * min(max(index, 0.0), 1.0):.0f} %"
