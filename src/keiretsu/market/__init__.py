"""Markets: product tables checked on entry, bundled and imported."""

from keiretsu.market.bundled import catalogue, load_market
from keiretsu.market.checks import Fault, check_table
from keiretsu.market.files import read_table
from keiretsu.market.imports import european_cars, pyblp_automobile
from keiretsu.market.market import Market
from keiretsu.market.parties import Party, resolve_party
from keiretsu.market.product_table import ProductTable
from keiretsu.market.tables import markets_from_frame

__all__ = [
    "Fault",
    "Market",
    "Party",
    "ProductTable",
    "catalogue",
    "check_table",
    "european_cars",
    "load_market",
    "markets_from_frame",
    "pyblp_automobile",
    "read_table",
    "resolve_party",
]
