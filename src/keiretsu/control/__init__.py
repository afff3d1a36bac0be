"""Control: from stakes to whose profit each maker cares for."""

from keiretsu.control.explain import Say, explain_control
from keiretsu.control.holdings import Holdings, direct_holdings, merge, take_stake
from keiretsu.control.named_readings import (
    CAUTIONS,
    READING_WORDS,
    READINGS,
    Reading,
    reading_named,
)
from keiretsu.control.network import direct_control, network_control
from keiretsu.control.ocean import oceanic_power
from keiretsu.control.ownership import Ownership
from keiretsu.control.power import banzhaf, shapley_shubik
from keiretsu.control.readings import weights_under
from keiretsu.control.ultimate import (
    integrated_ownership,
    leontief,
    ultimate_ownership,
)
from keiretsu.control.weights import profit_weights

__all__ = [
    "CAUTIONS",
    "READINGS",
    "READING_WORDS",
    "Holdings",
    "Ownership",
    "Reading",
    "Say",
    "banzhaf",
    "direct_control",
    "direct_holdings",
    "explain_control",
    "integrated_ownership",
    "leontief",
    "merge",
    "network_control",
    "oceanic_power",
    "profit_weights",
    "reading_named",
    "shapley_shubik",
    "take_stake",
    "ultimate_ownership",
    "weights_under",
]
