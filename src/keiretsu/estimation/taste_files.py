"""The bundled tastes of American buyers: the file of each market, read and written.

A file keeps parameters, not utilities: these follow from the market's sales. Beside
them stand what was given and fitted, and how far the finite number of buyer types may
bend each moment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from keiretsu.errors import UnknownName
from keiretsu.estimation.buyer_tastes import TASTES, BuyerTastes
from keiretsu.estimation.survey_moments import survey_moments
from keiretsu.estimation.survey_targets import Figures, Target
from keiretsu.market import Market

BUNDLED = ("us-2022", "us-2019")
"""Markets whose tastes come with the package."""
_MORE_TYPES = 16


@cache
def read_tastes(market: str, figures: Figures = "correlations") -> Mapping[str, Any]:
    """Return the file of a bundled market's tastes, under a reading of the figures.

    Raises
    ------
    UnknownName
        If no tastes are bundled for a market of this name.
    """
    if market not in BUNDLED:
        raise UnknownName("second choices for market", market, BUNDLED)
    other = "" if figures == "correlations" else f"-{figures}"
    place = files("keiretsu.market") / "demand" / f"{market}{other}.toml"
    return tomllib.loads(place.read_text("utf-8"))


@cache
def read_ranges() -> Mapping[str, Mapping[str, Any]]:
    """Return how far each parameter may be another than fitted: low, high, title."""
    place = files("keiretsu.market") / "demand" / "taste-ranges.toml"
    return tomllib.loads(place.read_text("utf-8"))


def bundled_tastes(market: str, figures: Figures = "correlations") -> BuyerTastes:
    """Return a bundled market's tastes, under a reading of the figures.

    Raises
    ------
    UnknownName
        If there are none.
    """
    found = read_tastes(market, figures)
    return BuyerTastes(**found["parameters"], spreads=found["spreads"])


def _figures(wanted: Mapping[str, Target]) -> str:
    return " probabilities" if "probability: van" in wanted else ""


def as_toml(market: Market, tastes: BuyerTastes, wanted: Mapping[str, Target]) -> str:
    """Return the text of a file: parameters, and each moment given and fitted.

    `many_types` is the moment under sixteen times as many types of buyers with the
    same parameters: the error of the integral.
    """
    wide = replace(tastes, types=tastes.types * _MORE_TYPES)
    fitted, many = (
        survey_moments(one.demand(market), market, one.incomes())
        for one in (tastes, wide)
    )
    lines = [
        f"# python -m keiretsu.estimation.survey_fit {market.name}{_figures(wanted)}",
        "",
        "[parameters]",
        f"alpha = {tastes.alpha:.6e}",
        f"income_exponent = {tastes.income_exponent:.6f}",
        f"market_size = {tastes.market_size:.0f}",
        f"types = {tastes.types}",
        f"seed = {tastes.seed}",
        "",
        "[spreads]",
        *(f'"{name}" = {abs(tastes.spreads[name]):.6f}' for name in TASTES),
    ]
    for name, target in wanted.items():
        lines += [
            "",
            "[[moments]]",
            f'name = "{name}"',
            f"given = {target.value:.6g}",
            f"fitted = {fitted[name]:.4f}",
            f"many_types = {many[name]:.4f}",
            f'source = "{target.source}"',
        ]
    return "\n".join(lines) + "\n"
