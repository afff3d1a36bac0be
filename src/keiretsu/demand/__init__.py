"""Demand: how buyers choose. Arrays only; no firm, no market, no database."""

from keiretsu.demand.aids import AIDS, pcaids, proportional_slopes
from keiretsu.demand.calibrate import invert
from keiretsu.demand.captive import Captive
from keiretsu.demand.ces import CES, NestedCES
from keiretsu.demand.elasticities import (
    Demand,
    diversion,
    elasticities,
    market_elasticity,
)
from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.homogeneous import (
    InverseDemand,
    IsoelasticInverse,
    LinearInverse,
    market_elasticity_at,
)
from keiretsu.demand.linear import Linear, LogLinear
from keiretsu.demand.logit import Logit, simplest
from keiretsu.demand.mixed import MixedLogit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.surplus import surplus_change
from keiretsu.demand.tastes import mixed_from_tastes, normal_nodes
from keiretsu.demand.two_level import TwoLevelLogit

__all__ = [
    "AIDS",
    "CES",
    "Captive",
    "Demand",
    "GeneralizedNestedLogit",
    "InverseDemand",
    "IsoelasticInverse",
    "Linear",
    "LinearInverse",
    "LogLinear",
    "Logit",
    "MixedLogit",
    "NestedCES",
    "NestedLogit",
    "TwoLevelLogit",
    "diversion",
    "elasticities",
    "invert",
    "market_elasticity",
    "market_elasticity_at",
    "mixed_from_tastes",
    "normal_nodes",
    "pcaids",
    "proportional_slopes",
    "simplest",
    "surplus_change",
]
