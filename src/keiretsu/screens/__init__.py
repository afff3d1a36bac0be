"""Screens: first measures of a deal, as pure functions of arrays."""

from keiretsu.screens.concentration import hhi, merger_delta, mhhi
from keiretsu.screens.market_definition import critical_elasticity, critical_loss
from keiretsu.screens.pressure import (
    cmcr,
    guppi,
    price_rise_linear,
    price_rise_symmetric,
    upp,
)

__all__ = [
    "cmcr",
    "critical_elasticity",
    "critical_loss",
    "guppi",
    "hhi",
    "merger_delta",
    "mhhi",
    "price_rise_linear",
    "price_rise_symmetric",
    "upp",
]
