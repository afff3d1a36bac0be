"""The answer as a reader meets it: a sentence, a small table, and what it rests on.

The table has one row a reading of control, in the market where the parties meet most;
where an article states no size, one row a step of the ladder that moves shares.
"""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.control import READING_WORDS
from keiretsu.deals.answers import average_change, buyers
from keiretsu.deals.figures import amount_words, span_words, with_range
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.pictures.table import Table
from keiretsu.report.headline import Headline, headline, place
from keiretsu.report.key_numbers import by_market, changes_nothing, leading
from keiretsu.report.report import Report
from keiretsu.report.sections.ladder import ladder_section, rung_span
from keiretsu.report.sections.section import Section


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What stands at the top of the page.

    Attributes
    ----------
    headline
        The finding and the sentences under it.
    table
        The finding by reading of control, or by step; None where nothing moves.
    ladder
        Every step in every market, where the article states no size.
    """

    headline: Headline
    table: Table | None
    ladder: Section | None


def answer(report: Report) -> Answer:
    """Return what stands at the top of a report."""
    one = leading(report.effects)
    table = None
    if one is not None and not changes_nothing(report.effects):
        table = _of_the_ladder(report, one) if report.ladder else _of(report, one)
    return Answer(headline=headline(report), table=table, ladder=ladder_section(report))


def _of(report: Report, one: MarketEffects) -> Table:
    """Return one row a reading of control."""
    readings = by_market(report.effects)[one.market.name]
    changes = {r: average_change(found, "parties") for r, found in readings.items()}
    ranges = any(change.low is not None for change in changes.values())
    drawn = "; in brackets the range" if ranges else ""
    return Table(
        caption=f"In {place(one)}, as a stake is read as a say{drawn}",
        columns=("Reading", "Their prices", f"Buyers, {span_words(one)}"),
        rows=tuple(
            (
                READING_WORDS[reading],
                with_range(changes[reading]),
                _buyers(found),
            )
            for reading, found in readings.items()
        ),
        numeric=(1, 2),
    )


def _buyers(one: MarketEffects) -> str:
    gain = buyers(one)
    return "not defined" if gain is None else amount_words(gain.point, one)


def _of_the_ladder(report: Report, one: MarketEffects) -> Table:
    """Return one row a step, with the span over the readings of control."""
    return Table(
        caption=f"Their prices in {place(one)}: the span over readings of what a stake "
        "gives a say in",
        columns=("If", "Their prices"),
        rows=tuple(
            (rung.label, rung_span(rung, one.market.name))
            for rung in report.ladder
            if rung.effects is not None
        ),
        numeric=(1,),
    )
