"""What it costs to build a car and when it comes: arrays in and out, no company."""

from keiretsu.costs.adoption import share_with_chargers
from keiretsu.costs.compliance import (
    cost_with_tariff,
    excess_premiums,
    fleet_slack,
    pooling_gain,
)
from keiretsu.costs.feedback import FixedPoint, meet
from keiretsu.costs.learning import PackCost, learned, learning_exponent
from keiretsu.costs.plants import CostStructure, closed, utilisation, years_to_pay
from keiretsu.costs.savings import (
    Saving,
    bargained_price,
    kept,
    phase,
    purchasing_factor,
    shared_saving,
)
from keiretsu.costs.sharing import shapley_shares
from keiretsu.costs.supply import equivalent_interest, split_margin
from keiretsu.costs.timing import (
    Duration,
    launched_by,
    present_value,
    worth_of_sooner,
)

__all__ = [
    "CostStructure",
    "Duration",
    "FixedPoint",
    "PackCost",
    "Saving",
    "bargained_price",
    "closed",
    "cost_with_tariff",
    "equivalent_interest",
    "excess_premiums",
    "fleet_slack",
    "kept",
    "launched_by",
    "learned",
    "learning_exponent",
    "meet",
    "phase",
    "pooling_gain",
    "present_value",
    "purchasing_factor",
    "shapley_shares",
    "share_with_chargers",
    "shared_saving",
    "split_margin",
    "utilisation",
    "worth_of_sooner",
    "years_to_pay",
]
