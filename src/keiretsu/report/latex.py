"""Tables for a paper: effects by market and reading in LaTeX, and in one sentence."""

from __future__ import annotations

from keiretsu.deals import Effects
from keiretsu.deals.answers import average_change, buyers
from keiretsu.report.headline import headline
from keiretsu.report.key_numbers import varied
from keiretsu.report.pictures.gains import amount_words
from keiretsu.report.report import Report
from keiretsu.report.words import with_range

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


def summary(effects: Effects) -> str:
    """Return the answer in one sentence."""
    return f"{headline(Report(deal=effects.deal, effects=effects)).sentence}."


def to_latex(effects: Effects) -> str:
    """Return a table of effects by market and reading, ready for `booktabs`.

    The note under it names the deal, its day, the demand of every market and the
    version that computed it.
    """
    rows = [
        (
            one.market.title,
            one.reading,
            with_range(average_change(one, "parties")),
            with_range(average_change(one, "all")),
            "--" if (gain := buyers(one)) is None else amount_words(gain.point, one),
        )
        for one in effects.markets
    ]
    heads = ("Market", "Control", "Parties' prices", "All prices", "Buyers")
    demand = dict.fromkeys(
        f"{one.market.name}: {one.demand}" for one in effects.markets
    )
    note = (
        f"{effects.deal.sentence}, {effects.deal.on}. In parentheses: range over "
        f"{varied(effects.markets)}. Demand: {'; '.join(demand)}. "
        f"keiretsu {effects.inputs.get('keiretsu', '')}."
    )
    lines = [
        r"\begin{tabular}{llrrr}",
        r"\toprule",
        f"{' & '.join(map(escaped, heads))} \\\\",
        r"\midrule",
        *(f"{' & '.join(map(escaped, row))} \\\\" for row in rows),
        r"\bottomrule",
        rf"\multicolumn{{5}}{{p{{0.95\linewidth}}}}{{\footnotesize {escaped(note)}}}",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Return text that LaTeX prints as it is.

    >>> escaped("20 % of A&B_1")
    '20 \\% of A\\&B\\_1'
    """
    return "".join(_ESCAPES.get(c, c) for c in text)
