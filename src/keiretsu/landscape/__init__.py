"""The landscape of a day: companies, stakes, links, events, plans and vehicles."""

from keiretsu.landscape.analysis.consistency import Contradiction, Gap
from keiretsu.landscape.analysis.diff import Change, Diff
from keiretsu.landscape.analysis.history import HistoryEntry
from keiretsu.landscape.analysis.progress import Progress
from keiretsu.landscape.analysis.suggestions import Suggestion
from keiretsu.landscape.dataset import Dataset
from keiretsu.landscape.day import Day
from keiretsu.landscape.groups import decides_alone
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.loading import bundled, load_dataset, load_landscape
from keiretsu.landscape.records.companies import Brand, Company
from keiretsu.landscape.records.events_and_plans import Event, Plan
from keiretsu.landscape.records.roles_and_plants import Plant, Role
from keiretsu.landscape.records.share_counts import Capital, Part
from keiretsu.landscape.records.stakes_and_links import Link, Member, Stake
from keiretsu.landscape.records.vehicles import GroupSales, PlatformUse, Vehicle

__all__ = [
    "Brand",
    "Capital",
    "Change",
    "Company",
    "Contradiction",
    "Dataset",
    "Day",
    "Diff",
    "Event",
    "Gap",
    "GroupSales",
    "HistoryEntry",
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
    "bundled",
    "decides_alone",
    "load_dataset",
    "load_landscape",
]
