"""Deals: a what-if as data, and what it does."""

from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions, Range
from keiretsu.deals.conduct import (
    Auction,
    Bargaining,
    Conduct,
    Coordination,
    PriceSetting,
    QuantitySetting,
)
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models import DemandModel, DemandSource
from keiretsu.deals.effects import Effects
from keiretsu.deals.from_article import deal_from_article
from keiretsu.deals.map import deal_map
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.measures import Draws, Pressure, Solution
from keiretsu.deals.observed import Observed
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.reorganisation import Reorganisation, reorganise
from keiretsu.deals.run import run
from keiretsu.deals.steps import (
    BuyTogether,
    ClosePlant,
    Coordinate,
    CutParts,
    Divest,
    ImportTariff,
    JointVenture,
    Launch,
    Merge,
    PoolCO2,
    Rebadge,
    Remedy,
    Reposition,
    SaveCost,
    SaveFixedCost,
    SharePlatform,
    SharePowertrain,
    Step,
    Subsidy,
    Supply,
    SupplyRival,
    TakeStake,
    Tariff,
    Tax,
    VolumeCosts,
    Withdraw,
)

__all__ = [
    "Assumptions",
    "Auction",
    "Bargaining",
    "BuyTogether",
    "ClosePlant",
    "Conduct",
    "Coordinate",
    "Coordination",
    "CutParts",
    "Deal",
    "DemandModel",
    "DemandSource",
    "Divest",
    "Draws",
    "Effects",
    "ImportTariff",
    "JointVenture",
    "Launch",
    "MarketEffects",
    "Merge",
    "Observed",
    "PoolCO2",
    "Pressure",
    "PriceSetting",
    "QuantitySetting",
    "Range",
    "Rebadge",
    "Remedy",
    "Reorganisation",
    "Reposition",
    "SaveCost",
    "SaveFixedCost",
    "SharePlatform",
    "SharePowertrain",
    "Solution",
    "Step",
    "Subsidy",
    "Supply",
    "SupplyRival",
    "TakeStake",
    "Tariff",
    "Tax",
    "VolumeCosts",
    "Withdraw",
    "deal_from_article",
    "deal_map",
    "default_assumptions",
    "reorganise",
    "run",
    "with_known_parties",
]
