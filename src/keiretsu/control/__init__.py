"""Control: from stakes to whose profit each maker cares for."""

from keiretsu.control.holdings import Holdings, direct_holdings, merge, take_stake
from keiretsu.control.network import direct_control, network_control
from keiretsu.control.power import banzhaf, shapley_shubik
from keiretsu.control.readings import READINGS, Reading, weights_under
from keiretsu.control.ultimate import leontief, ultimate_ownership
from keiretsu.control.weights import profit_weights

__all__ = [
    "READINGS",
    "Holdings",
    "Reading",
    "banzhaf",
    "direct_control",
    "direct_holdings",
    "leontief",
    "merge",
    "network_control",
    "profit_weights",
    "shapley_shubik",
    "take_stake",
    "ultimate_ownership",
    "weights_under",
]
