"""Deals: a what-if as data, and what it does."""

from keiretsu.deals.assumptions import Assumptions, Range, default_assumptions
from keiretsu.deals.deal import Deal, Merge, TakeStake
from keiretsu.deals.effects import Draws, Effects, MarketEffects, Pressure, Solution
from keiretsu.deals.imagine import imagine
from keiretsu.deals.ownership import control_weights, merged_groups
from keiretsu.deals.run import run

__all__ = [
    "Assumptions",
    "Deal",
    "Draws",
    "Effects",
    "MarketEffects",
    "Merge",
    "Pressure",
    "Range",
    "Solution",
    "TakeStake",
    "control_weights",
    "default_assumptions",
    "imagine",
    "merged_groups",
    "run",
]
