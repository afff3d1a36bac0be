"""What a tie between carmakers would do, from the news to the prices.

The public names load when they are first used, so that `import keiretsu` is light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from keiretsu.version import __version__

if TYPE_CHECKING:
    from keiretsu.competition import recover_costs, solve_prices
    from keiretsu.control import explain_control, profit_weights
    from keiretsu.deals import (
        Assumptions,
        Deal,
        Effects,
        deal_from_article,
        default_assumptions,
        run,
    )
    from keiretsu.demand import Logit, NestedLogit, invert_nested_logit
    from keiretsu.errors import DataError, KeiretsuError
    from keiretsu.estimation import FittedDemands, from_pyblp
    from keiretsu.landscape import Dataset, Landscape, bundled, load_landscape
    from keiretsu.market import (
        Market,
        catalogue,
        check_table,
        load_market,
        markets_from_frame,
        read_table,
        resolve_party,
    )
    from keiretsu.news import Article, Claim, main_deal, read_article, read_claims
    from keiretsu.report import Report, make_report, terminal_summary, write_report
    from keiretsu.rules import Assessment, assess
    from keiretsu.screens import hhi, mhhi

__all__ = [
    "Article",
    "Assessment",
    "Assumptions",
    "Claim",
    "DataError",
    "Dataset",
    "Deal",
    "Effects",
    "FittedDemands",
    "KeiretsuError",
    "Landscape",
    "Logit",
    "Market",
    "NestedLogit",
    "Report",
    "__version__",
    "assess",
    "bundled",
    "catalogue",
    "check_table",
    "deal_from_article",
    "default_assumptions",
    "explain_control",
    "from_pyblp",
    "hhi",
    "invert_nested_logit",
    "load_landscape",
    "load_market",
    "main_deal",
    "make_report",
    "markets_from_frame",
    "mhhi",
    "profit_weights",
    "read_article",
    "read_claims",
    "read_table",
    "recover_costs",
    "resolve_party",
    "run",
    "solve_prices",
    "terminal_summary",
    "write_report",
]

_ROOMS = {
    "errors": ("DataError", "KeiretsuError"),
    "estimation": ("FittedDemands", "from_pyblp"),
    "news": ("Article", "Claim", "read_article", "read_claims", "main_deal"),
    "landscape": ("Dataset", "Landscape", "bundled", "load_landscape"),
    "market": (
        "Market",
        "catalogue",
        "check_table",
        "load_market",
        "markets_from_frame",
        "read_table",
        "resolve_party",
    ),
    "demand": ("Logit", "NestedLogit", "invert_nested_logit"),
    "control": ("explain_control", "profit_weights"),
    "competition": ("recover_costs", "solve_prices"),
    "deals": (
        "Assumptions",
        "Deal",
        "Effects",
        "default_assumptions",
        "deal_from_article",
        "run",
    ),
    "screens": ("hhi", "mhhi"),
    "rules": ("Assessment", "assess"),
    "report": ("Report", "make_report", "terminal_summary", "write_report"),
}
_HOMES = {name: room for room, held in _ROOMS.items() for name in held}

if not TYPE_CHECKING:  # so that type checkers know the public names and no others

    def __getattr__(name: str) -> Any:
        """Load a public name from its room, once."""
        if name not in _HOMES:
            raise AttributeError(f"module 'keiretsu' has no attribute {name!r}")
        value: Any = getattr(import_module(f"keiretsu.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
