"""Which cars get dearer: price change by brand and segment, the parties first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from keiretsu.deals.answers import product_changes
from keiretsu.deals.deal import Deal
from keiretsu.deals.figures import SMALLEST, between, signed
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.pictures.grid import Cell, columns_on_a_phone, grid_svgs
from keiretsu.pictures.picture import INK, Picture, named_as, titled
from keiretsu.pictures.table import Table
from keiretsu.report.amounts import most_believed
from keiretsu.units import plural

BRANDS, SEGMENTS = 12, 9
_PLAIN = {"": "not known", "all": "whole brand"}
_LOW, _HIGH = "#2166ac", "#b35806"


def price_heatmap(deal: Deal, effects: MarketEffects) -> Picture:
    """Return the heatmap of one market's price changes."""
    cells = _cells(effects)
    brands = _brands(deal, effects)
    segments = _segments(effects)
    shown = [c for c in cells if c["brand"] in brands and c["segment"] in segments]
    most = most_believed(effects)
    title, words = _title(shown, most), effects.market.words
    note = (
        f"{effects.market.title}. Mean price change in percent of each brand's "
        f"{words.products} in a segment, weighted by {words.units} sold; white is no "
        "change, orange up, blue down; a blank means that the brand sells nothing "
        "there, ? that models differ by more than it moves. The parties' brands stand "
        f"first. {_left_out(effects, brands)}"
    ).strip()
    name = f"heat-{effects.market.name}"
    wide, narrow = grid_svgs(brands, segments, _drawn(shown, most))
    fewer = len(segments) - columns_on_a_phone(brands, segments)
    if fewer:
        note += f" On a phone the last {plural(fewer, 'segment')} stand in the table."
    return Picture(
        name=name,
        title=title,
        note=note,
        svg=titled(wide, name=name, title=title, note=note, css="wide"),
        narrow=named_as(narrow, name=f"{name}-narrow", of=name, css="narrow"),
        table=_table(cells, effects),
    )


def segment_of(effects: MarketEffects) -> tuple[str, ...]:
    """Return each product's segment, length J: nest, else powertrain, else all."""
    market = effects.market
    for labels in (market.nests, market.powertrains):
        if any(labels):
            return tuple(_PLAIN.get(label or "", label or "") for label in labels)
    return (f"all {market.words.products}",) * len(market.products)


def _cells(effects: MarketEffects) -> list[dict[str, Any]]:
    """Return brands by segment: sales, the mean change, and what models make of it."""
    market, changes = effects.market, product_changes(effects)
    ends = changes.low, changes.high, changes.apart
    columns = np.column_stack([effects.price_change, *ends])
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    places = zip(market.brands, segment_of(effects), market.competing, strict=True)
    for j, (brand, segment, competing) in enumerate(places):
        if competing and market.quantities[j] > 0:
            members[brand, segment].append(j)
    found = []
    for (brand, segment), own in members.items():
        sold = market.quantities[own]
        change, low, high, apart = (sold @ columns[own] / sold.sum()).tolist()
        known = {"brand": brand, "segment": segment, "sold": float(sold.sum())}
        ranged = {"low": low, "high": high, "finding": abs(change) >= apart}
        found.append(known | ranged | {"change": change})
    return found


def _ranked(effects: MarketEffects, labels: tuple[str, ...]) -> list[str]:
    """Return labels of competing products, most sold first."""
    sold: dict[str, float] = defaultdict(float)
    rows = zip(labels, effects.market.quantities, effects.market.competing, strict=True)
    for label, quantity, competing in rows:
        if competing:
            sold[label] += float(quantity)
    return sorted(sold, key=lambda label: -sold[label])


def _brands(deal: Deal, effects: MarketEffects) -> list[str]:
    ranked = _ranked(effects, effects.market.brands)
    mine = effects.parties
    party = {b for b, m in zip(effects.market.brands, mine, strict=True) if m}
    first = [b for b in ranked if b in party]
    return (first + [b for b in ranked if b not in party])[:BRANDS]


def _segments(effects: MarketEffects) -> list[str]:
    return _ranked(effects, segment_of(effects))[:SEGMENTS]


def _left_out(effects: MarketEffects, brands: list[str]) -> str:
    more = len(set(_ranked(effects, effects.market.brands))) - len(brands)
    if more <= 0:
        return ""
    return f"{plural(more, 'brand')} with fewer sales stand in the table only."


def _short(value: float, most: float) -> str:
    """Write percent in the space of a cell: `+4.5`, `+0.03`, `0`, `> 12`."""
    size = abs(value)
    if size > most:
        return f"{'>' if value > 0 else '< −'} {most:.0f}"
    if size < 0.005:
        return "0"
    text = (
        f"{value:+.0f}" if size >= 99.5 else f"{value:+.{1 if size >= 0.995 else 2}f}"
    )
    return text.replace("-", "−")


def _title(cells: list[dict[str, Any]], most: float) -> str:
    if not cells:
        return "No brand's prices could be computed"
    top = max(cells, key=lambda c: abs(c["change"]))
    if abs(top["change"]) < 1e-9:
        return "No brand's prices move in any segment"
    if abs(top["change"]) < SMALLEST:
        return f"No brand's prices move by {100 * SMALLEST:g} % in any segment"
    verb = "rises" if top["change"] > 0 else "falls"
    what = f"{top['brand']} moves most: its mean price ({top['segment']})"
    by = signed(min(abs(top["change"]), most)).lstrip("+")
    if abs(top["change"]) > most:
        by = f"more than {by}, beyond what the model is believed about"
    return f"{what} {verb} by {by}"


def _drawn(cells: list[dict[str, Any]], most: float) -> dict[tuple[str, str], Cell]:
    reach = min(max((abs(c["change"]) for c in cells), default=0.0) or 0.01, most)
    return {
        (c["brand"], c["segment"]): Cell(
            words=_short(100 * c["change"], 100 * most) if c["finding"] else "?",
            colour=_shade(c["change"] / reach),
            ink="white" if abs(c["change"]) > 0.65 * reach else INK,
        )
        for c in cells
    }


def _shade(part: float) -> str:
    """Return the colour of a change: white at none, full at 1 or -1 and beyond."""
    end = _HIGH if part > 0 else _LOW
    size = min(abs(part), 1.0)
    mixed = (round(255 + size * (int(end[n : n + 2], 16) - 255)) for n in (1, 3, 5))
    return "#" + "".join(f"{one:02x}" for one in mixed)


def _change_words(cell: dict[str, Any], most: float) -> str:
    """Return a cell's change: between two ends, or why it is not printed."""
    if abs(cell["change"]) > most:
        return f"beyond {signed(np.copysign(most, cell['change']))}"
    if not cell["finding"]:
        return "models differ by more"
    words = between(max(cell["low"], -most), min(cell["high"], most))
    return words.removeprefix("between ").replace(" and ", " to ")


def _table(cells: list[dict[str, Any]], effects: MarketEffects) -> Table:
    """Return every brand with its segments, also those that are not drawn."""
    most, words = most_believed(effects), effects.market.words
    order = {s: n for n, s in enumerate(_ranked(effects, segment_of(effects)))}
    brands: dict[str, list[str]] = {}
    for c in sorted(cells, key=lambda c: (c["brand"], order[c["segment"]])):
        told = f"{c['segment']} {_change_words(c, most)}"
        brands.setdefault(c["brand"], []).append(told)
    return Table(
        caption=f"Price change by brand and segment, {effects.market.title}, weighted "
        f"by {words.units} sold",
        columns=("Brand", "Segments, the most sold first, and their change"),
        rows=tuple((brand, "; ".join(told)) for brand, told in brands.items()),
    )
