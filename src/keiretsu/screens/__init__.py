"""Screens: first measures of a deal, as pure functions of arrays."""

from keiretsu.screens.concentration import hhi, merger_delta, mhhi
from keiretsu.screens.coordination import (
    critical_discount_factor,
    critical_discount_factors_with_stakes,
    matched_price_rise,
)
from keiretsu.screens.cournot import (
    cmcr_cournot,
    highest_harmless_cost,
    mean_margin,
    needed_saving,
)
from keiretsu.screens.market_definition import critical_elasticity, critical_loss
from keiretsu.screens.market_search import (
    CandidateMarket,
    linear_rises,
    search_market,
)
from keiretsu.screens.pressure import (
    cmcr,
    diversion_by_shares,
    guppi,
    price_rise_linear,
    price_rise_symmetric,
    supply_pressure,
    upp,
)
from keiretsu.screens.product_pressure import cmcr_of_products, upp_of_products

__all__ = [
    "CandidateMarket",
    "cmcr",
    "cmcr_cournot",
    "cmcr_of_products",
    "critical_discount_factor",
    "critical_discount_factors_with_stakes",
    "critical_elasticity",
    "critical_loss",
    "diversion_by_shares",
    "guppi",
    "hhi",
    "highest_harmless_cost",
    "linear_rises",
    "matched_price_rise",
    "mean_margin",
    "merger_delta",
    "mhhi",
    "needed_saving",
    "price_rise_linear",
    "price_rise_symmetric",
    "search_market",
    "supply_pressure",
    "upp",
    "upp_of_products",
]
