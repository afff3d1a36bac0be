"""Small hand-made reports: the shared shapes with plain numbers in them."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import numpy as np

from keiretsu.control import Reading
from keiretsu.deals.deal import Deal
from keiretsu.deals.effects import Effects
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.measures import Draws, Pressure, Solution
from keiretsu.deals.parties import with_known_parties
from keiretsu.landscape import load_landscape
from keiretsu.market import Market
from keiretsu.news.articles.article import read_article
from keiretsu.news.claims.claim import Claim
from keiretsu.report.report import Report
from keiretsu.rules.assess import assess
from keiretsu.sources import Source

DAY = "2025-05-19"
TEXT = """Toyota and Nissan: what is said

Toyota holds 20% of , 5.1% of Mazda and more. It will buy 25% of Nissan, it says, and
reportedly holds a part already. It may buy 10% more. It has denied holding one percent
and could have held two percent.
"""
PRODUCTS = (
    ("Corolla", "toyota", "Toyota", "compact", "ICE", 200_000, 24_000.0, 0.031),
    ("RAV4", "toyota", "Toyota", "SUV", "HEV", 300_000, 33_000.0, 0.024),
    ("Lexus RX", "toyota", "Lexus", "SUV", "HEV", 90_000, 56_000.0, 0.012),
    ("Sentra", "nissan", "Nissan", "compact", "ICE", 120_000, 22_000.0, 0.052),
    ("Rogue", "nissan", "Nissan", "SUV", "ICE", 240_000, 31_000.0, 0.045),
    ("Leaf", "nissan", "Nissan", "compact", "BEV", 12_000, 29_000.0, 0.048),
    ("Civic", "honda", "Honda", "compact", "ICE", 210_000, 25_000.0, 0.006),
    ("CR-V", "honda", "Honda", "SUV", "HEV", 330_000, 34_000.0, 0.005),
    ("Forester", "subaru", "Subaru", "SUV", "ICE", 150_000, 30_000.0, 0.004),
    ("Model Y", "tesla", "Tesla", "SUV", "BEV", 280_000, 45_000.0, -0.001),
)


def market(name: str = "us-2022", *, priced: bool = True) -> Market:
    """Return ten well-known cars with round numbers."""
    quantities = np.array([row[5] for row in PRODUCTS], dtype=float)
    titles = {
        "us-2022": ("United States, model year 2022", "US"),
        "jp-2024": ("Japan, 2024", "JP"),
    }
    title, jurisdiction = titles[name]
    return Market(
        name=name,
        title=title,
        jurisdiction=jurisdiction,
        period="CY2024",
        products=tuple(row[0] for row in PRODUCTS),
        firms=tuple(row[1] for row in PRODUCTS),
        brands=tuple(row[2] for row in PRODUCTS),
        quantities=quantities,
        prices=np.array([row[6] for row in PRODUCTS]) if priced else None,
        currency="USD" if priced else None,
        outside_share=0.9,
        nests=tuple(row[3] for row in PRODUCTS),
        powertrains=tuple(row[4] for row in PRODUCTS),
        competing=np.ones(len(PRODUCTS), dtype=bool),
        coverage=0.93,
        notes=("List prices are nameplate means.",),
        sources=(Source(title="Round numbers made for a test", confidence="assumed"),),
    )


def market_effects(
    sold: Market | None = None,
    *,
    reading: Reading = "shapley",
    scale: float = 1.0,
    draws: int = 60,
) -> MarketEffects:
    """Return the effects of a merger with the changes written in `PRODUCTS`."""
    sold = sold or market()
    change = scale * np.array([row[7] for row in PRODUCTS])
    before = np.full(len(PRODUCTS), 100.0) if sold.prices is None else sold.prices
    relative = sold.prices is None
    after_groups = tuple("toyota" if f == "nissan" else f for f in sold.firms)
    surplus = -0.012 * scale if relative else -1.3e9 * scale
    unit = 1.0 if relative else 1e9
    profits = {"toyota": 4.0, "nissan": 2.0, "honda": 3.0, "subaru": 1.0, "tesla": 2.0}
    rise = {"toyota": 0.35, "nissan": 0.2, "honda": 0.1, "subaru": 0.02, "tesla": 0.05}
    share = 0.01 if relative else 1.0
    return MarketEffects(
        market=sold,
        reading=reading,
        groups_before=sold.firms,
        groups_after=after_groups,
        parties=np.isin(np.array(sold.firms), ["toyota", "nissan"]),
        prices_before=before,
        prices_after=before * (1 + change),
        costs=0.75 * before,
        shares_before=0.1 * sold.inside_shares,
        shares_after=0.1 * sold.inside_shares * (1 - change),
        surplus_change=surplus,
        revenue_change=0.0,
        earned_before=share * unit * _spread(sold, profits),
        earned_after=share
        * unit
        * (_spread(sold, profits) + scale * _spread(sold, rise)),
        withdrawn=np.zeros(len(sold.products), dtype=bool),
        launched=(),
        passed_on=(),
        relative=relative,
        conduct="prices",
        demand="nested logit by segment, calibrated to a market elasticity of −1",
        parameters={
            "market_elasticity": (-1.0, "range −0.6 to −1.4 in the literature"),
            "nesting": (0.5, "range 0.3 to 0.7 in the literature"),
        },
        solution=Solution(
            converged=True, residual=2e-9, status="all makers at their best price"
        ),
        pressure=_pressure(change),
        draws=_draws(change, surplus, draws) if draws and scale else None,
    )


def _spread(sold: Market, by_maker: dict[str, float]) -> np.ndarray:
    """Divide each maker's amount evenly among its products."""
    return np.array([by_maker[f] / sold.firms.count(f) for f in sold.firms])


def _pressure(change: np.ndarray) -> Pressure:
    pull = np.maximum(change, 0.0)
    return Pressure(guppi=1.4 * pull, cmcr=1.9 * pull, diversion=5 * pull)


def _draws(change: np.ndarray, surplus: float, number: int) -> Draws:
    spread = np.linspace(0.6, 1.5, number)
    other = np.tile([0.95, 1.05], number)[:number]
    return Draws(
        price_change=np.outer(spread * other, change),
        surplus_change=surplus * spread,
        parameters={
            "nesting": 0.3 + 0.4 * (spread - 0.6) / 0.9,
            "market_elasticity": -1.0 - 0.4 * (other - 1) / 0.05,
        },
        failed=2,
        seed=7,
    )


def effects(
    deal: Deal, *, scales: dict[Reading, float] | None = None, draws: int = 60
) -> Effects:
    """Return effects in a priced and a relative market."""
    scales = scales or {"silent": 0.8, "shapley": 1.0, "joint": 1.1}
    markets = (market(), market("jp-2024", priced=False))
    return Effects(
        deal=deal,
        markets=tuple(
            market_effects(m, reading=r, scale=s, draws=draws)
            for m in markets
            for r, s in scales.items()
        ),
        inputs={"version": "0.1.0", "landscape": "sha256:0f0f", "draws": draws},
    )


def merger() -> Deal:
    """Return the merger of Toyota and Nissan."""
    deal = Deal.merge("toyota", "nissan", on=DAY)
    return with_known_parties(deal, load_landscape(DAY))


def report(deal: Deal | None = None) -> Report:
    """Return a full report of a merger, on the bundled landscape."""
    deal = with_known_parties(deal or merger(), load_landscape(DAY))
    return Report(deal=deal, effects=effects(deal), landscape=load_landscape(deal.on))


def claims() -> tuple[Claim, ...]:
    """Return one claim of each firmness, one of them with a hole."""
    said: tuple[tuple[str, str, tuple[str, ...], dict[str, Any]], ...] = (
        ("fact", "20% of ", ("held",), {"holder": "toyota", "percent": 20.0}),
        ("fact", "5.1% of Mazda", (), {"held": "mazda", "percent": 5.1}),
        ("plan", "will buy 25% of Nissan", (), {"held": "nissan", "percent": 25.0}),
        ("reported", "reportedly holds", (), {"held": "nissan"}),
        ("hedged", "may buy 10%", (), {"held": "nissan", "percent": 10.0}),
        ("denied", "denied holding", (), {"held": "nissan", "percent": 1.0}),
        ("counterfactual", "could have held", (), {"held": "nissan", "percent": 2.0}),
    )
    return tuple(
        Claim(
            id=f"made-c{number:02}",
            article="made",
            kind="stake",
            quote=quote,
            span=(TEXT.index(quote), TEXT.index(quote) + len(quote)),
            attribution=("mainichi", "automotive_news")
            if modality == "reported"
            else (),
            modality=modality,
            normalised={"holder": "toyota", **fields},
            unresolved=holes,
        )
        for number, (modality, quote, holes, fields) in enumerate(said)
    )


def light_report() -> Report:
    """Return the full report without its price effects, which take time to draw."""
    full = full_report()
    return dataclasses.replace(
        full, effects=dataclasses.replace(full.effects, markets=()), assessment=None
    )


@cache
def full_report() -> Report:
    """Return the report of a merger with every section."""
    base = report()
    assert base.landscape is not None
    markets = [
        market().replace(jurisdiction="US"),
        market("jp-2024", priced=False),
    ]
    return dataclasses.replace(
        base,
        assessment=assess(base.deal, base.landscape, markets),
        claims=claims(),
        article=read_article(text=TEXT, title="Made for a test", date="2025-05-20"),
    )
