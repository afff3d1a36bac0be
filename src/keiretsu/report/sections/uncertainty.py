"""How sure we are, and what would change the answer."""

from __future__ import annotations

from collections.abc import Sequence

from keiretsu.deals import MarketEffects
from keiretsu.deals.required import RequiredSaving
from keiretsu.report.headline import place
from keiretsu.report.key_numbers import by_market, central, changes_nothing
from keiretsu.report.models import left_out, models_table, what_it_hangs_on
from keiretsu.report.pictures.tornado import tornado
from keiretsu.report.pictures.uncertainty import bands
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def in_market(found: RequiredSaving, markets: Sequence[MarketEffects]) -> str:
    """Return what a tie must save as a sentence that names the market."""
    titles = {one.market.name: place(one) for one in markets}
    where = titles.get(found.market, found.market)
    return f"What it would have to save, {where}: {found.sentence}."


def uncertainty(report: Report) -> Section | None:
    """Return the section, or None where no market was computed."""
    if not report.effects.markets or changes_nothing(report.effects):
        return None
    chosen = [central(readings) for readings in by_market(report.effects).values()]
    pictures = [bands(report.deal, report.effects)]
    pictures += [
        tornado(report.deal, central(readings), readings.values())
        for readings in by_market(report.effects).values()
    ]
    return Section(
        name="uncertainty",
        heading="How sure we are",
        lead=() if pictures[0] is None else (f"{pictures[0].title}.",),
        more="What would change it",
        content={
            "pictures": [p for p in pictures if p is not None],
            "readings": report.effects.readings,
            "models": [
                (table, left_out(one))
                for one in chosen
                if (table := models_table(one)) is not None
            ],
            "hangs_on": [
                w for w in (what_it_hangs_on(e, place(e)) for e in chosen) if w
            ],
            "required": ""
            if report.required is None
            else in_market(report.required, chosen),
            "draws": [
                (one.market.title, len(one.draws.surplus_change), one.draws.failed)
                for one in chosen
                if one.draws is not None
            ],
            "undrawn": [one.market.title for one in chosen if one.draws is None],
            "solutions": report.effects.markets,
        },
    )
