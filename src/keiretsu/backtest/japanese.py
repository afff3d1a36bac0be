"""Deals of the Japanese panel: Toyota and Subaru, Nissan and Mitsubishi, Daihatsu."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from keiretsu.backtest.case import Case
from keiretsu.backtest.conduct import NMKV
from keiretsu.backtest.moved import Change, judge, observe, percent_change
from keiretsu.deals import Deal, run
from keiretsu.landscape import load_landscape
from keiretsu.market import Market, by_segment
from keiretsu.market.panel import SOURCE, japanese_panel
from keiretsu.rules import assess
from keiretsu.sources import Source

TOYOTA = Source(
    title="Toyota to make Daihatsu a wholly owned subsidiary (filing of January 2016)",
    address="https://markets.financialcontent.com/dowtheoryletters/action/getedgarwindow?accesscode=119312516451341",
    confidence="sourced_partial",
)
SUZUKI = Source(
    title="Toyota, Suzuki announce capital tie-up (Inquirer/Japan News, 2019-08)",
    address="https://business.inquirer.net/277783/toyota-suzuki-announce-capital-tie-up",
    confidence="sourced",
)

SMALL = 0.001
"""Log change below which a prediction is said to be next to nothing."""


def japanese_decisions() -> Iterator[Case]:
    """Yield the decision on Toyota and Daihatsu, in Japan by nameplate."""
    on = "2016-07-31"
    found = assess(
        Deal.stake("toyota", "daihatsu", 1.0, on=on),
        load_landscape(on),
        japanese_panel(2015),
        jurisdictions=["JP"],
    )
    rise = found.concentrations[0].hhi_delta
    same = abs(rise) < 1e-6
    yield Case(
        deal="Toyota-Daihatsu, 2016",
        field="cars in Japan, 2015",
        kind="decision",
        predicted=f"one group before and after: rise of the HHI {abs(rise):.0f}",
        happened="taken as no new concentration: 51 % were held already",
        score="hit" if same else "miss",
        note="prices after it are not in the panel",
        sources=(TOYOTA, SOURCE),
    )


def japanese_prices() -> Iterator[Case]:
    """Yield how prices moved after a minority stake, and after supply without one."""
    subaru = Deal.stake("toyota", "subaru", 0.165, on="2008-03-31")
    suzuki = Deal.stake("volkswagen", "suzuki", 0.199, on="2008-12-31")
    yield _stake(subaru, 2008, SOURCE)
    yield _stake(suzuki, 2009, SUZUKI)
    yield _kei_cars()


def _stake(deal: Deal, year: int, source: Source) -> Case:
    """Return what a minority stake did to prices; joint control is the upper bound.

    The deal is of a day before the stake came, in the year or just before it.
    """
    landscape = load_landscape(deal.on)
    holder, held = deal.companies
    names = (landscape.label(holder), landscape.label(held))
    before, after = japanese_panel(year - 1), japanese_panel(year + 1)
    effects = run(deal, landscape, before, control=("silent", "joint"))
    ours = np.array(before.brands) == names[1]
    ends = [float(np.mean(np.log1p(one.price_change[ours]))) for one in effects.markets]
    change = Change(brand=names[1], old=held, new=holder, year=year)
    score, words = judge(max(ends), observe(change, [(before, after)]))
    return Case(
        deal=f"{names[0]}-{names[1]}, {year}",
        field=f"list prices of {names[1]} in Japan, {year - 1} to {year + 1}",
        kind="prices",
        predicted=_span(min(ends), max(ends)),
        happened=words,
        score=score,
        note="nested logit from the literature; scored against the upper end",
        sources=tuple(dict.fromkeys((source, SOURCE))),
    )


def _span(low: float, high: float) -> str:
    if max(abs(low), abs(high)) < SMALL:
        return f"less than {100 * SMALL:g} % either way"
    return f"{percent_change(low)} to {percent_change(high)}"


def _kei_cars() -> Case:
    """Return how prices of jointly built kei cars moved: no stake, no incentive."""
    pairs = list(_same_segments(japanese_panel(2012), japanese_panel(2014)))
    change = Change(
        brand="Mitsubishi", old="mitsubishi_motors", new="nissan", year=2013
    )
    score, words = judge(0.0, observe(change, pairs))
    return Case(
        deal="NMKV (Nissan-Mitsubishi), 2013",
        field="list prices of Mitsubishi's kei cars, 2012 to 2014",
        kind="prices",
        predicted="no incentive: the two held nothing of one another",
        happened=words,
        score=score,
        note="a new model came with it, whose worth the panel does not tell",
        sources=(NMKV, SOURCE),
    )


def _same_segments(before: Market, after: Market) -> Iterator[tuple[Market, Market]]:
    later = {market.nests[0]: market for market in by_segment(after)}
    for market in by_segment(before):
        name = market.nests[0]
        if name is not None and name.startswith("kei") and name in later:
            yield market, later[name]
