"""Deals side by side in one market: what each does to the parties' prices."""

from __future__ import annotations

from collections.abc import Sequence

from keiretsu.deals.answers import Range
from keiretsu.deals.figures import band, signed
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.pictures.picture import BLUE, Picture
from keiretsu.pictures.rows import Mark, Row, Rows, rows_picture
from keiretsu.pictures.table import Table
from keiretsu.report.comparison import Compared
from keiretsu.report.headline import place_of


def alternatives_picture(rows: Sequence[Compared], market: Market) -> Picture:
    """Return the parties' mean price change under each deal, with its range.

    Parameters
    ----------
    rows
        As `keiretsu.report.comparison.compare` gives them; those of other markets are
        left out.
    market
        The market that is drawn.

    Raises
    ------
    DataError
        If no deal moves anything that can be drawn there.
    """
    here = [(row, row.parties) for row in rows if row.market == market.name]
    told = [(row, change) for row, change in here if change is not None]
    if not told:
        raise DataError(
            f"no deal has an effect to draw in market {market.name!r}",
            hint="name a market in which a party sells",
        )
    most, change = max(told, key=lambda one: abs(one[1].point))
    products = market.words.products
    return rows_picture(
        Rows(
            rows=tuple(
                Row(label=row.label, marks=(_mark(c),), value=signed(c.point))
                for row, c in told
            ),
            axis=f"mean price change of the parties' {products}, %",
            line=0.0,
        ),
        name=f"alternatives-{market.name}",
        title=f"In {place_of(market)} what moves prices most is: {most.label}, "
        f"{signed(change.point)}",
        note="Line: the range over models, years and draws, and over the ends of what "
        "is saved. Stakes are read as silent, without a say.",
        table=Table(
            caption=f"Parties' mean price change, {market.title}",
            columns=("Deal", "Price change", "Range"),
            rows=tuple((row.label, signed(c.point), _range(c)) for row, c in told),
            numeric=(1,),
        ),
    )


def _mark(change: Range) -> Mark:
    low, high = change.low, change.high
    return Mark(
        at=100 * change.point,
        colour=BLUE,
        low=None if low is None else 100 * low,
        high=None if high is None else 100 * high,
    )


def _range(change: Range) -> str:
    if change.low is None or change.high is None:
        return "not drawn"
    return band(change.low, change.high)
