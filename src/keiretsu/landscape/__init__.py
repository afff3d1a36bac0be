"""The landscape of a day: companies, stakes, links, events, plans and vehicles."""

from keiretsu.landscape.between import Entry
from keiretsu.landscape.capital import Capital, Part
from keiretsu.landscape.cars import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.checks import Contradiction, Gap
from keiretsu.landscape.companies import Brand, Company
from keiretsu.landscape.diff import Change, Diff
from keiretsu.landscape.happenings import Event, Plan
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.loading import load_landscape
from keiretsu.landscape.people import Plant, Role
from keiretsu.landscape.progress import Progress
from keiretsu.landscape.suggestions import Suggestion
from keiretsu.landscape.ties import Link, Member, Stake

__all__ = [
    "Brand",
    "Capital",
    "Change",
    "Company",
    "Contradiction",
    "Diff",
    "Entry",
    "Event",
    "Gap",
    "GroupSales",
    "Landscape",
    "Link",
    "Member",
    "Part",
    "Plan",
    "Plant",
    "PlatformUse",
    "Progress",
    "Role",
    "Stake",
    "Suggestion",
    "Vehicle",
    "load_landscape",
]
