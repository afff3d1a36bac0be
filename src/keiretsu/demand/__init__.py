"""Demand: how buyers choose. Arrays only; no firm, no market, no database."""

from keiretsu.demand.calibrate import invert
from keiretsu.demand.elasticities import (
    Demand,
    diversion,
    elasticities,
    market_elasticity,
)
from keiretsu.demand.logit import Logit
from keiretsu.demand.mixed import MixedLogit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.tastes import mixed_from_tastes, normal_nodes

__all__ = [
    "Demand",
    "Logit",
    "MixedLogit",
    "NestedLogit",
    "diversion",
    "elasticities",
    "invert",
    "market_elasticity",
    "mixed_from_tastes",
    "normal_nodes",
]
