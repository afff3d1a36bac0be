"""Chrysler and American Motors, 1987, in PyBLP's automobiles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from keiretsu.backtest.case import Case
from keiretsu.backtest.decisions import decided, market_inputs
from keiretsu.errors import DataError
from keiretsu.market import Market, pyblp_automobile
from keiretsu.sources import Source

AMC, CHRYSLER = "15", "16"
"""Codes of the firms in PyBLP's data."""
CLOSED = Source(title="closed in August 1987, general knowledge", confidence="memory")


def chrysler_and_amc() -> Iterator[Case]:
    """Yield decision and conduct; without PyBLP, that nothing can be told."""
    try:
        markets = {market.name: market for market in pyblp_automobile()}
    except DataError as error:
        for kind in ("decision", "conduct"):
            yield Case(
                deal="Chrysler-AMC, 1987",
                field="cars in the United States, 1986",
                kind="decision" if kind == "decision" else "conduct",
                predicted=str(error),
                happened="closed in August 1987",
                score="cannot tell",
            )
        return
    yield _decision(markets["1986"])
    yield _conduct(markets["1986"], markets["1988"])


def _units(market: Market) -> dict[str, float]:
    firms = np.array(market.firms)
    return {
        firm: float(market.quantities[firms == firm].sum())
        for firm in dict.fromkeys(market.firms)
    }


def _decision(market: Market) -> Case:
    sold = _units(market)
    others = [units for firm, units in sold.items() if firm not in (AMC, CHRYSLER)]
    return decided(
        deal="Chrysler-AMC, 1987",
        field="cars in the United States, 1986",
        inputs=market_inputs([sold[CHRYSLER], sold[AMC]], others, all_named=True),
        rules="US",
        on=dt.date(1992, 4, 2),
        decision="cleared",
        happened="closed in August 1987",
        note="guidelines of 1992 applied backwards; jeeps are not in the data",
        sources=(CLOSED, *market.sources),
    )


def _conduct(before: Market, after: Market) -> Case:
    sold = _units(before)
    stops = "AMC" if sold[AMC] < sold[CHRYSLER] else "Chrysler"
    cars = sum(firm == AMC for firm in before.firms)
    left = sum(firm == AMC for firm in after.firms)
    return Case(
        deal="Chrysler-AMC, 1987",
        field="cars of AMC, 1986 to 1988",
        kind="conduct",
        predicted=f"{stops} stops its own",
        happened=f"{cars} cars of AMC in 1986, {left} in 1988",
        score="hit" if stops == "AMC" and left == 0 else "miss",
        note="jeeps, which went on, are not in the data",
        sources=before.sources,
    )
