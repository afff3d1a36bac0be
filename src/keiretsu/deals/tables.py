"""Effects by market and reading of control: lines to read, and LaTeX for a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from keiretsu.deals.answers import any_stay, average_change, buyers
from keiretsu.deals.figures import amount_words, span_words, varied, with_range
from keiretsu.deals.market_effects import MarketEffects

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "−": "$-$",
}
_HEADS = ("Market", "Control", "Parties' prices", "All prices", "Buyers")


class Told(NamedTuple):
    """The answers of one market under one reading of control, in words.

    Attributes
    ----------
    market, reading
        Title of the market, and name of the reading.
    parties, every
        Mean price change of the parties' products, and of all, with its range; None
        where the parties sell nothing, or nothing more.
    buyers
        Change of buyers' surplus; None where the demand form has none.
    """

    market: str
    reading: str
    parties: str | None
    every: str
    buyers: str | None


def told_of(one: MarketEffects) -> Told:
    """Return the answers of one market and reading, in words."""
    gain, sell = buyers(one), any_stay(one)
    return Told(
        market=one.market.title,
        reading=one.reading,
        parties=with_range(average_change(one, "parties")) if sell else None,
        every=with_range(average_change(one, "all")),
        buyers=None if gain is None else amount_words(gain.point, one),
    )


def as_lines(title: str, markets: Sequence[MarketEffects]) -> str:
    """Return a line a market and reading, under what the deal is."""
    found = [f"{title}: no market was computed" if not markets else title]
    for one in markets:
        row = told_of(one)
        own = "sell nothing there"
        if row.parties is not None:
            own = f"change their prices by {row.parties}"
        gain = "not defined" if row.buyers is None else row.buyers
        found.append(
            f"{row.market}, {row.reading} control: the parties {own}; all prices "
            f"{row.every}; buyers {gain} {span_words(one)}"
        )
    return "\n".join((*found, *map(_sentence, _notes(markets))))


def as_latex(title: str, markets: Sequence[MarketEffects], version: str) -> str:
    """Return a table for `booktabs`; the note names deal, demand and version."""
    rows = [
        tuple("--" if cell is None else cell for cell in told_of(one))
        for one in markets
    ]
    note = ". ".join((title, *_notes(markets), f"keiretsu {version}."))
    return "\n".join(
        (
            r"\begin{tabular}{llrrr}",
            r"\toprule",
            _row(_HEADS),
            r"\midrule",
            *map(_row, rows),
            r"\bottomrule",
            rf"\multicolumn{{5}}{{p{{0.95\linewidth}}}}"
            rf"{{\footnotesize {escaped(note)}}}",
            r"\end{tabular}",
            "",
        )
    )


def escaped(text: str) -> str:
    r"""Return text that LaTeX prints as it is.

    >>> escaped("20 % of A&B_1")
    '20 \\% of A\\&B\\_1'
    """
    return "".join(_ESCAPES.get(c, c) for c in text)


def _row(cells: Sequence[str]) -> str:
    return f"{' & '.join(map(escaped, cells))} \\\\"


def _notes(markets: Sequence[MarketEffects]) -> tuple[str, ...]:
    """Return what ranges are over, and the demand of each market."""
    if not markets:
        return ()
    demand = dict.fromkeys(f"{one.market.name}: {one.demand}" for one in markets)
    return (
        f"In parentheses: range over {varied(markets)}",
        f"Demand: {'; '.join(demand)}",
    )


def _sentence(note: str) -> str:
    return f"{note}."
