"""Demand: how buyers choose. Arrays only; no firm, no market, no database."""

from keiretsu.demand.aids import AIDS, pcaids, proportional_slopes
from keiretsu.demand.ces import CES, NestedCES
from keiretsu.demand.changes import (
    extend,
    improve,
    restrict,
    second_choices,
    with_copy,
    worth_of,
)
from keiretsu.demand.demand import Demand
from keiretsu.demand.differentiation import as_demand
from keiretsu.demand.elasticities import diversion, elasticities, market_elasticity
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
from keiretsu.demand.nested_logit_inversion import invert_nested_logit
from keiretsu.demand.no_outside_good import NoOutsideGood
from keiretsu.demand.share_inversion import invert_shares
from keiretsu.demand.spending import ConstantExpenditure
from keiretsu.demand.surplus import surplus_change
from keiretsu.demand.tastes import mixed_from_tastes, normal_nodes
from keiretsu.demand.two_level import TwoLevelLogit

__all__ = [
    "AIDS",
    "CES",
    "ConstantExpenditure",
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
    "NoOutsideGood",
    "TwoLevelLogit",
    "as_demand",
    "diversion",
    "elasticities",
    "extend",
    "improve",
    "invert_nested_logit",
    "invert_shares",
    "market_elasticity",
    "market_elasticity_at",
    "mixed_from_tastes",
    "normal_nodes",
    "pcaids",
    "proportional_slopes",
    "restrict",
    "second_choices",
    "simplest",
    "surplus_change",
    "with_copy",
    "worth_of",
]
