"""The report in a terminal of 80 columns: the answer, the prices, the tests."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from keiretsu.deals.answers import average_change
from keiretsu.deals.figures import percent, with_range
from keiretsu.report.abridge import abridged
from keiretsu.report.headline import headline
from keiretsu.report.key_numbers import by_market
from keiretsu.report.report import Report
from keiretsu.report.sections.reported import claims_words
from keiretsu.report.severity import by_place, standing
from keiretsu.report.thresholds import decisive, ends, rise
from keiretsu.rules.assessment import Concentration
from keiretsu.unbroken import unbroken
from keiretsu.units import points

WIDTH = 80


def terminal_summary(report: Report) -> RenderableType:
    """Return what `keiretsu report` prints, no wider than 80 columns."""
    report = abridged(report)
    top = headline(report)
    parts: list[RenderableType] = [unbroken(f"{top.sentence}.", style="bold"), Text()]
    remarks = (f"{r[:1].upper()}{r[1:]}." for r in report.remarks)
    lines = (*remarks, top.callout, *top.support, top.caveat)
    parts += [unbroken(line) for line in lines if line]
    parts.append(Text("Estimates, not predictions.", style="dim"))
    if report.ladder:
        last = f"The last step in full: {report.deal.sentence}"
        parts += [Text(), Text(last, style="bold")]
    if report.claims:
        parts += [Text(), Text(claims_words(report.claims))]
    if report.effects.markets and not top.callout:
        parts += [Text(), _prices(report)]
    if decisive(report) and not report.within_one_group:
        parts += [Text(), _concentration(report)]
    return Constrain(Group(*parts), WIDTH)


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, width=WIDTH
    )
    for number, column in enumerate(columns):
        numeric = number > 0
        table.add_column(
            column,
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=numeric,
        )
    return table


def _prices(report: Report) -> Table:
    table = _table(
        f"Mean price change of the parties' {report.effects.words.products}",
        *("market", "control", "change (range)"),
    )
    for readings in by_market(report.effects).values():
        for number, (reading, one) in enumerate(readings.items()):
            change = average_change(one, "parties")
            basis = ", relative" if one.relative else ""
            title = "" if number else f"{one.market.title}{basis}"
            table.add_row(title, reading, with_range(change))
    return table


def _concentration(report: Report) -> Table:
    """Return one row a market, under the reading with the largest rise."""
    table = _table(
        "Concentration in points, under the reading of control with the largest rise",
        *("market", "before", "after", "together", "tests"),
    )
    verdicts = by_place(report)
    chosen: dict[str, Concentration] = {}
    for entry in decisive(report):
        known = chosen.get(entry.market)
        if known is None or rise(entry) > rise(known):
            chosen[entry.market] = entry
    for entry in chosen.values():
        found = standing(entry, verdicts.get(entry.market, []))
        minor = f" ({entry.reading})" if entry.measure == "MHHI" else ""
        table.add_row(
            f"{entry.title}{minor}",
            *("?" if v is None else points(v) for v in ends(entry)),
            percent(entry.share_combined),
            found.phrase,
        )
    return table
