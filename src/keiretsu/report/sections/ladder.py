"""The ladder: what each size of a tie would do, where the article states none."""

from __future__ import annotations

from keiretsu.deals.answers import Range, average_change
from keiretsu.deals.figures import band
from keiretsu.deals.ladder import Rung
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import by_market, leading
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.spans import signed_span

NO_INCENTIVE = "no price incentive"


def ladder_section(report: Report) -> Section | None:
    """Return the section, or None where the report has no ladder."""
    if not report.ladder:
        return None
    return Section(
        name="ladder",
        heading="From talks to a merger: what each would do to prices",
        content={"table": ladder_table(report), "rungs": report.ladder},
    )


def ladder_table(report: Report) -> Table:
    """Return one row a rung: the parties' mean price change in every market."""
    titles = _titles(report)
    return Table(
        caption="Mean price change of the parties' "
        f"{report.effects.words.products}, weighted by what is sold: the span over "
        "readings of control, and the range over models, years and draws",
        columns=("What would be agreed", *titles.values()),
        rows=tuple(
            (rung.label, *(rung_words(rung, name) for name in titles))
            for rung in report.ladder
        ),
        numeric=tuple(range(1, len(titles) + 1)),
    )


def rung_words(rung: Rung, market: str) -> str:
    """Return the parties' mean price change on a rung in one market, in words.

    First the span over the readings of control, then the range over all of them.
    """
    if rung.effects is None:
        return NO_INCENTIVE
    words, changes = rung_span(rung, market), _changes(rung, market)
    lows = [change.low for change in changes if change.low is not None]
    highs = [change.high for change in changes if change.high is not None]
    return f"{words} (range {band(min(lows), max(highs))})" if lows else words


def rung_span(rung: Rung, market: str) -> str:
    """Return the parties' mean price change on a rung: its span over readings."""
    return signed_span(_changes(rung, market))


def _changes(rung: Rung, market: str) -> list[Range]:
    assert rung.effects is not None
    readings = by_market(rung.effects)[market].values()
    return [average_change(one, "parties") for one in readings]


def _titles(report: Report) -> dict[str, str]:
    """Return the markets by name, the leading one first."""
    first = leading(report.effects)
    titles = {one.market.name: one.market.title for one in report.effects.markets}
    if first is None:
        return titles
    return {first.market.name: first.market.title} | titles
