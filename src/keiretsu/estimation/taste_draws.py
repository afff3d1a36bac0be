"""Draws of a market's tastes with their mean utilities: the file, written and read.

One row a parameter or product; the fitted tastes, those under the other reading of the
survey's figures, and a column a draw. Utilities of the draws are rounded to what a
price effect cannot show.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from jaxtyping import Float

from keiretsu.demand import MixedLogit
from keiretsu.errors import DataError
from keiretsu.estimation.buyer_tastes import TASTES, BuyerTastes
from keiretsu.estimation.survey_targets import FIGURES, Figures
from keiretsu.estimation.taste_files import bundled_tastes
from keiretsu.market import Market

_HEAD = ("alpha", "income exponent", "market size")


@dataclass(frozen=True, kw_only=True, eq=False)
class TasteDraw:
    """Tastes, and what each product is worth on average under them.

    Attributes
    ----------
    tastes
        The parameters.
    worth
        Mean utility of each product at a price of zero, shape `(J,)`.
    """

    tastes: BuyerTastes
    worth: Float[np.ndarray, " J"]

    @classmethod
    def of(cls, market: Market, tastes: BuyerTastes, demand: MixedLogit) -> TasteDraw:
        """Return the draw whose demand has been found."""
        added = demand.values[:, 0] - tastes.form(market).values[:, 0]
        return cls(tastes=tastes, worth=added)

    def demand(self, market: Market) -> MixedLogit:
        """Return the demand of the market that it was made for."""
        return self.tastes.form(market, self.worth)

    @property
    def told(self) -> dict[str, float]:
        """The parameters by name."""
        tastes = self.tastes
        numbers = (tastes.alpha, tastes.income_exponent, tastes.market_size)
        spreads = {f"spread of taste: {k}": v for k, v in tastes.spreads.items()}
        return dict(zip(_HEAD, numbers, strict=True)) | spreads


@dataclass(frozen=True, kw_only=True, eq=False)
class TasteDraws:
    """The tastes of one market: fitted, and drawn.

    Attributes
    ----------
    market, products
        The market's name and its products.
    fitted
        The fitted tastes under each reading of the figures.
    draws
        The draws.
    """

    market: str
    products: tuple[str, ...]
    fitted: Mapping[Figures, TasteDraw]
    draws: tuple[TasteDraw, ...]

    def as_csv(self) -> str:
        """Return the text of the file."""
        text = io.StringIO()
        out = csv.writer(text, lineterminator="\n")
        numbers = range(1, len(self.draws) + 1)
        out.writerow(["parameter or product", *self.fitted, *numbers])
        exact = list(self.fitted.values())
        told = [one.told for one in (*exact, *self.draws)]
        for name in (*_HEAD, *(f"spread of taste: {taste}" for taste in TASTES)):
            out.writerow([name, *(f"{row[name]:.6g}" for row in told)])
        for n, product in enumerate(self.products):
            first = (f"{one.worth[n]:.9f}" for one in exact)
            rest = (f"{one.worth[n]:.4f}" for one in self.draws)
            out.writerow([product, *first, *rest])
        return text.getvalue()


@cache
def bundled_draws(market: str) -> TasteDraws:
    """Return the draws of a bundled market.

    Raises
    ------
    UnknownName
        If none are bundled for a market of this name.
    """
    place = files("keiretsu.market") / "demand" / f"{market}-draws.csv"
    _, *rows = csv.reader(io.StringIO(place.read_text("utf-8")))
    known, products = rows[: len(_HEAD) + len(TASTES)], rows[len(_HEAD) + len(TASTES) :]
    head, worth = _numbers(known).T, _numbers(products).T
    exact = {one: bundled_tastes(market, one) for one in FIGURES}
    first, rest = worth[: len(exact)], worth[len(exact) :]
    point = exact["correlations"]
    return TasteDraws(
        market=market,
        products=tuple(row[0] for row in products),
        fitted={
            name: TasteDraw(tastes=tastes, worth=own)
            for (name, tastes), own in zip(exact.items(), first, strict=True)
        },
        draws=tuple(
            TasteDraw(tastes=_tastes(point, column), worth=own)
            for column, own in zip(head[len(exact) :], rest, strict=True)
        ),
    )


def _tastes(point: BuyerTastes, column: Float[np.ndarray, " K"]) -> BuyerTastes:
    alpha, exponent, size, *spreads = column.tolist()
    return BuyerTastes(
        alpha=alpha,
        income_exponent=exponent,
        spreads=dict(zip(TASTES, spreads, strict=True)),
        market_size=size,
        types=point.types,
        seed=point.seed,
    )


def _numbers(rows: Sequence[Sequence[str]]) -> Float[np.ndarray, "R N"]:
    try:
        return np.array([row[1:] for row in rows], dtype=float)
    except ValueError as error:
        raise DataError(f"a file of draws that cannot be read: {error}") from None
