"""Demand: how buyers choose. Arrays only; no firm, no market, no database."""

from keiretsu.demand.calibrate import invert
from keiretsu.demand.elasticities import (
    Demand,
    diversion,
    elasticities,
    market_elasticity,
)
from keiretsu.demand.logit import Logit
from keiretsu.demand.nested import NestedLogit

__all__ = [
    "Demand",
    "Logit",
    "NestedLogit",
    "diversion",
    "elasticities",
    "invert",
    "market_elasticity",
]
