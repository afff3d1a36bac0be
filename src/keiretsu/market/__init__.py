"""Markets: product tables checked on entry, bundled and imported."""

from keiretsu.market.bundled import catalogue, load_market
from keiretsu.market.checks import check_table
from keiretsu.market.faults import Fault
from keiretsu.market.files import read_table
from keiretsu.market.imports import european_cars, pyblp_automobile
from keiretsu.market.market import Market
from keiretsu.market.models import named_whole, product_names, rows_of_models
from keiretsu.market.newer_sales import at_newer_sales
from keiretsu.market.panel import Nameplate, japanese_panel, nameplates
from keiretsu.market.parties import (
    HeldBrand,
    Party,
    as_sold,
    brands_of_its_name,
    held_brand,
    of_another_time,
    resolve_party,
    sold_then,
)
from keiretsu.market.product_table import ProductTable
from keiretsu.market.segments import by_segment
from keiretsu.market.tables import markets_from_frame

__all__ = [
    "Fault",
    "HeldBrand",
    "Market",
    "Nameplate",
    "Party",
    "ProductTable",
    "as_sold",
    "at_newer_sales",
    "brands_of_its_name",
    "by_segment",
    "catalogue",
    "check_table",
    "european_cars",
    "held_brand",
    "japanese_panel",
    "load_market",
    "markets_from_frame",
    "named_whole",
    "nameplates",
    "of_another_time",
    "product_names",
    "pyblp_automobile",
    "read_table",
    "resolve_party",
    "rows_of_models",
    "sold_then",
]
