"""Deals side by side in the terminal: one row a deal, ranges under their points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from keiretsu.cli.output import say, table
from keiretsu.words import CARS, drive

if TYPE_CHECKING:
    from keiretsu import Market
    from keiretsu.deals.answers import Range
    from keiretsu.deals.classes import ClassEffects
    from keiretsu.report.comparison import Compared

_TINY = 1e6
"""Amounts of currency below which one is only said to be small."""
_NOTHING = 0.005
"""Amounts of currency below which there is nothing to say: what solving leaves."""
_SHORT = 16
"""Characters of a label that need not be broken to leave room for the answers."""


def shown_rows(market: Market, rows: Sequence[Compared]) -> Any:
    """Return the table of several deals in one market; only cars may be electric."""
    unit = _unit(rows[0]) if rows else ""
    of_cars = market.words == CARS
    columns = {
        "deal": [row.label for row in rows],
        f"parties' {market.words.products}": [_change(row.parties) for row in rows],
        "electric cars": [_change(row.electric) for row in rows],
        f"buyers, {unit}": [_gain(row) for row in rows],
        "launches": [_launches(row) for row in rows],
        "tests": [row.tests for row in rows],
    }
    if not of_cars:
        del columns["electric cars"]
    return table(
        f"{market.title}: what each would do",
        tuple(columns),
        map(list, zip(*columns.values(), strict=True)),
        whole=("deal",) if all(len(row.label) <= _SHORT for row in rows) else (),
    )


def earned_rows(market: Market, rows: Sequence[Compared]) -> Any:
    """Return what makers gain by several deals in one market: the parties, rivals."""
    unit = _unit(rows[0]) if rows else ""
    return table(
        f"{market.title}: what makers gain, {unit}",
        ("deal", "the parties", "their rivals"),
        (
            [row.label, _amount(row, row.earned), _amount(row, row.rivals)]
            for row in rows
        ),
    )


def rows_by_class(title: str, by: str, rows: Sequence[Compared]) -> Any:
    """Return the table of several deals by class of car: its powertrain, say."""
    return table(
        f"{title}, by {by}",
        ("deal", by, "price", "models", "buyers gain"),
        (
            [
                row.label,
                drive(one.name),
                _change(one.price),
                _models(one),
                _money(row, one),
            ]
            for row in rows
            if (told := getattr(row, f"by_{by}")) is not None
            for one in told.classes
        ),
    )


def _models(one: ClassEffects) -> str:
    if one.models == one.models_after:
        return str(one.models)
    return f"{one.models} → {one.models_after}"


def _money(row: Compared, one: ClassEffects) -> str:
    from keiretsu.deals.figures import money, signed

    if row.relative:
        return signed(one.buyers.point)
    unit = " per buyer" if row.per_buyer else ""
    return money(one.buyers.point, row.currency) + unit


def say_notes(rows: Sequence[Compared]) -> None:
    """Say once what must be said of each row."""
    for note in dict.fromkeys(f"{r.label}: {_note(r)}" for r in rows if _note(r)):
        say(note)


def _note(row: Compared) -> str:
    saved = f"fixed costs of {row.fixed} saved; " if row.fixed else ""
    return saved + row.note


def _launches(row: Compared) -> str:
    """Return what it does to new cars, in few words."""
    if row.cars:
        return f"{row.cars:+d} car{'s' if abs(row.cars) > 1 else ''}"
    told = row.sooner
    if told is None:
        return "not known"
    if told.low is None or told.high is None:
        return "as today"
    return f"{told.point:.0f} months\nsooner,\n{told.low:.0f} to {told.high:.0f}"


def _change(told: Range | None) -> str:
    from keiretsu.deals.figures import band, signed

    if told is None:
        return "not known"
    if told.low is None or told.high is None or told.low == told.high:
        return signed(told.point)
    return f"{signed(told.point)}\n{band(told.low, told.high)}"


def _gain(row: Compared) -> str:
    """Return what buyers gain, its ends on lines of their own."""
    return _amount(row, row.buyers).replace(" to ", " to\n")


def _amount(row: Compared, told: Range | None) -> str:
    from keiretsu.deals.figures import money, signed

    if told is None:
        return "not known"

    def words(value: float) -> str:
        if row.relative:
            return signed(value)
        if row.per_buyer:
            return money(value, None)
        if abs(value) < _NOTHING:
            return "0"
        if abs(value) < _TINY:
            return "+ under 0.001" if value > 0 else "− under 0.001"
        return f"{value / 1e9:+,.2g}".replace("-", "−")

    if told.low is None or told.high is None or words(told.low) == words(told.high):
        return words(told.point)
    return f"{words(told.point)}\n{words(told.low)} to {words(told.high)}"


def _unit(row: Compared) -> str:
    """Return what buyers' gains are counted in."""
    if row.relative:
        return "of spending"
    unit = "per buyer" if row.per_buyer else "billion"
    return f"{row.currency} {unit}" if row.currency else unit
