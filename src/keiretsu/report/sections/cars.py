"""Your car: what the deal would do to those that sell most, and the electric ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from keiretsu.deals.answers import product_changes
from keiretsu.deals.figures import band, money
from keiretsu.deals.plausible import bounds
from keiretsu.landscape.records.vehicles import Vehicle
from keiretsu.market import product_names
from keiretsu.pictures.table import Table
from keiretsu.report.headline import place
from keiretsu.report.key_numbers import by_market, changes_nothing, leading
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.units import plural

ELECTRIC = ("BEV", "PHEV", "EREV", "FCEV")
SHOWN = 3
"""Cars in the small table: the parties' that sell most, one of each at least."""


def cars(report: Report) -> Section | None:
    """Return the section, or None where nothing is known of any car."""
    found = electric(report)
    glance = best_sellers(report)
    if glance is None and not (report.known_parties and found is not None):
        return None
    words = report.effects.words
    counted = ""
    if found is not None:
        number = plural(len(found), "electric car") if found else "No electric car"
        counted = f"{number} of the parties on record."
    return Section(
        name="cars",
        heading=f"Your {words.product}" if glance else words.products.capitalize(),
        content={} if found is None else _vehicles(report, found),
        lead=(counted,) if counted and glance is None else (),
        glance=glance,
        more=""
        if found is None
        else f"Electric cars of the parties ({len(found) or 'none'} on record)",
    )


def _vehicles(report: Report, found: list[Vehicle]) -> dict[str, Any]:
    """Return what is on record, and of whom nothing is."""
    having = {v.company for v in found}
    without = [party for party in report.known_parties if party not in having]
    return {"vehicles": found, "without": without}


def electric(report: Report) -> list[Vehicle] | None:
    """Return the electric cars of the parties and of whom they decide over."""
    landscape = report.landscape
    if landscape is None or not (report.known_parties and landscape.vehicles):
        return None
    mine = {
        member
        for party in report.known_parties
        for member in (party, *landscape.members_of(party))
    }
    found = [
        v for v in landscape.vehicles if v.company in mine and v.powertrain in ELECTRIC
    ]
    order = {c: n for n, c in enumerate(report.known_parties)}
    found.sort(key=lambda v: (order.get(v.company, len(order)), v.brand, v.model))
    return found


def best_sellers(report: Report) -> Table | None:
    """Return the parties' cars that sell most where they meet most, with their ends.

    The ends hold every reading of control, model and draw. Cars about which a model is
    not believed are passed over.
    """
    one = leading(report.effects)
    if one is None or changes_nothing(report.effects):
        return None
    readings = by_market(report.effects)[one.market.name].values()
    found = [product_changes(reading) for reading in readings]
    low = np.min([f.low for f in found], axis=0)
    high = np.max([f.high for f in found], axis=0)
    largest = bounds()["price_change"].high
    shown = one.parties & one.market.competing & one.believable
    shown &= np.maximum(-low, high) <= largest
    order = np.argsort(-np.where(shown, one.market.quantities, -1.0), kind="stable")
    chosen = _some_of_each([j for j in order.tolist() if shown[j]], one.groups_before)
    if not chosen:
        return None
    names = product_names(one.market)
    first = "The last step: prices" if report.ladder else "Prices"
    return Table(
        caption=f"{first} of the parties' best sellers in {place(one)}, from end "
        "to end of all readings and models",
        columns=(one.market.words.product.capitalize(), "Today", "Change"),
        rows=tuple(
            (
                names[j],
                "no price"
                if one.relative
                else money(float(one.prices_before[j]), one.market.currency),
                band(float(low[j]), float(high[j])),
            )
            for j in chosen
        ),
        numeric=(1, 2),
    )


def _some_of_each(best: list[int], groups: Sequence[str]) -> list[int]:
    """Return the first few products of an order, with the first of each group."""
    first: dict[str, int] = {}
    for j in best:
        first.setdefault(groups[j], j)
    of_each = list(first.values())[:SHOWN]
    rest = [j for j in best if j not in of_each]
    kept = {*of_each, *rest[: SHOWN - len(of_each)]}
    return [j for j in best if j in kept]
