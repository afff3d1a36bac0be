"""The landscape of a day: companies, stakes, links, events, plans and vehicles."""

from keiretsu.landscape.cars import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.checks import Contradiction, Gap
from keiretsu.landscape.companies import Brand, Company
from keiretsu.landscape.happenings import Event, Plan
from keiretsu.landscape.landscape import Landscape, load_landscape
from keiretsu.landscape.ties import Link, Stake

__all__ = [
    "Brand",
    "Company",
    "Contradiction",
    "Event",
    "Gap",
    "GroupSales",
    "Landscape",
    "Link",
    "Plan",
    "PlatformUse",
    "Stake",
    "Vehicle",
    "load_landscape",
]
