"""What a deal does: the answer, and everything needed to get it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from keiretsu.control import READING_WORDS, Reading
from keiretsu.deals.answers import told
from keiretsu.deals.classes import CLASSES, by_class
from keiretsu.deals.deal import Deal
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.tables import as_latex, as_lines
from keiretsu.frames import Backend, to_frame
from keiretsu.plain import to_json
from keiretsu.units import percent, written
from keiretsu.words import Words


@dataclass(frozen=True, kw_only=True)
class Effects:
    """One deal over several markets, and what it was computed from.

    Attributes
    ----------
    deal
        The deal.
    markets
        Its effects, one entry a market and reading of control.
    inputs
        Version of the code, hashes of the landscape and the markets, options, seed.
    """

    deal: Deal
    markets: tuple[MarketEffects, ...]
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The industry's nouns, as the markets have them."""
        return self.markets[0].market.words if self.markets else Words()

    @property
    def readings(self) -> dict[Reading, str]:
        """The readings of control that were run, with what each means."""
        run = {one.reading for one in self.markets}
        return {name: words for name, words in READING_WORDS.items() if name in run}

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, ready for JSON."""
        return {
            "deal": self.deal.to_dict(),
            "sentence": self.deal.sentence,
            "markets": [
                one.to_dict() | {"answers": told(one)} | _classes(one)
                for one in self.markets
            ],
            "inputs": to_json(self.inputs),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain row a market, reading of control and product."""
        return [row for one in self.markets for row in one.rows()]

    def to_frame(self, backend: Backend | None = None) -> Any:
        """Return the rows as a data frame; see `keiretsu.frames.to_frame`."""
        return to_frame(self.rows(), backend)

    def summary(self) -> str:
        """Return a line a market and reading of control: prices and buyers, ranges."""
        return as_lines(self._title, self.markets)

    def to_latex(self) -> str:
        """Return a table by market and reading of control, ready for `booktabs`.

        The note under it names the deal, its day, the demand of every market and the
        version that computed it.
        """
        version = str(self.inputs.get("keiretsu", ""))
        return as_latex(self._title, self.markets, version)

    @property
    def _title(self) -> str:
        return f"{self.deal.sentence}, {written(self.deal.on)}"

    def __repr__(self) -> str:
        names = dict.fromkeys(one.market.name for one in self.markets)
        return f"<Effects: {self.deal.sentence}; {', '.join(names) or 'no market'}>"

    def _repr_html_(self) -> str:
        """Return a small table for notebooks: mean price changes."""
        rows = "".join(
            f"<tr><td>{escape(one.market.title)}</td><td>{one.reading}</td>"
            f"<td>{percent(_mean_change(one), 2)}</td></tr>"
            for one in self.markets
        )
        return (
            f"<table><caption>{escape(self.deal.sentence)}</caption><tr><th>market</th>"
            f"<th>control</th><th>mean price change</th></tr>{rows}</table>"
        )


def _classes(effects: MarketEffects) -> dict[str, Any]:
    """Return the classes of one market and reading as plain data."""
    return {f"by_{by}": to_json(by_class(effects, by)) for by in CLASSES}


def _mean_change(effects: MarketEffects) -> float:
    return float(np.average(effects.price_change, weights=effects.market.quantities))
