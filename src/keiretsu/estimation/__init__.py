"""Estimation: demand that PyBLP estimated, as ours, and a front that runs PyBLP.

Running PyBLP needs the extra `estimation`; its solved results bring PyBLP along.
"""

from keiretsu.estimation.adapter import (
    Estimated,
    demand_from_pyblp,
    market_from_pyblp,
    read_pyblp,
)
from keiretsu.estimation.front import estimate

__all__ = [
    "Estimated",
    "demand_from_pyblp",
    "estimate",
    "market_from_pyblp",
    "read_pyblp",
]
