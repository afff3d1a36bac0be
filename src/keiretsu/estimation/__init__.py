"""Estimation: demand fitted to data or evidence, and the file that keeps it.

Running PyBLP needs the extra `estimation`; its solved results bring PyBLP along.
"""

from keiretsu.estimation.adapter import (
    Estimated,
    demand_from_pyblp,
    market_from_pyblp,
    read_pyblp,
)
from keiretsu.estimation.calibrate import calibrate_market
from keiretsu.estimation.fitted import FittedDemand, FittedDemands
from keiretsu.estimation.front import estimate
from keiretsu.estimation.implied import implied_rows
from keiretsu.estimation.known_numbers import KnownNumbers
from keiretsu.estimation.problem_results import Estimate, from_pyblp

__all__ = [
    "Estimate",
    "Estimated",
    "FittedDemand",
    "FittedDemands",
    "KnownNumbers",
    "calibrate_market",
    "demand_from_pyblp",
    "estimate",
    "from_pyblp",
    "implied_rows",
    "market_from_pyblp",
    "read_pyblp",
]
