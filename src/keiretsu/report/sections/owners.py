"""Who owns what, before and after the deal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from keiretsu.control.explain import explain_control
from keiretsu.deals.jumps import jumps
from keiretsu.deals.map import Side, sides
from keiretsu.deals.reorganisation import reorganise
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, sentence
from keiretsu.landscape.pictures.labels import table
from keiretsu.landscape.pictures.ownership_map import NOTE
from keiretsu.pictures.picture import Picture, named_as, titled
from keiretsu.pictures.sheet import svg
from keiretsu.pictures.table import Table
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.units import joined, percent


def owners(report: Report) -> Section | None:
    """Return the section, or None where no party is on record."""
    if report.landscape is None or not report.known_parties:
        return None
    before, later = sides(report.deal, report.landscape)
    return Section(
        name="owners",
        heading="Who would decide",
        lead=(*today(report), *after(report)),
        more="Who owns what, before and after",
        content={
            # Widths, so that both sides are drawn to one scale.
            "maps": [
                (_map(side, name, report.label, more), round(side.drawing.width))
                for side, name, more in (
                    (before, "owners-before", ""),
                    (later, "owners-after", " A phone shows only what changes."),
                )
            ],
            "facts": [(sentence(h, report.label), h.source) for h in before.holdings],
            "rest": [
                _rest(before.holdings, party, report) for party in report.known_parties
            ],
        },
    )


def today(report: Report) -> tuple[str, ...]:
    """Return one sentence a party: who has the say in it on the day."""
    assert report.landscape is not None
    found = (explain_control(report.landscape, p) for p in report.known_parties)
    return tuple(_sentence(say.sentence) for say in found)


def after(report: Report) -> tuple[str, ...]:
    """Return who has the say after the deal, or after each step of the ladder."""
    if report.within_one_group:
        return ("They are one group, before the deal and after it.",)
    if report.ladder:
        steps = [rung.deal for rung in report.ladder[:-1] if rung.deal is not None]
        lines = dict.fromkeys(jumps(step)[-1] for step in steps if jumps(step))
        return tuple(map(_sentence, lines))
    return (*_joined(report), *map(_sentence, jumps(report.deal)[:1]))


def _joined(report: Report) -> tuple[str, ...]:
    """Say which companies become one group, and which decide apart."""
    assert report.landscape is not None
    change = reorganise(report.deal, report.landscape)
    found: list[str] = []
    for pair in (step.affected for step in report.deal.steps):
        if pair is None:
            continue
        two = (pair.acquirer, pair.target)
        before = [change.before.head(company) for company in two]
        later = [change.after.head(company) for company in two]
        names = joined([report.label(company) for company in two])
        if before[0] != before[1] and later[0] == later[1]:
            found.append(f"After the deal {names} are one group and price as one.")
        elif before[0] == before[1] and later[0] != later[1]:
            found.append(f"After the deal {names} decide apart.")
    return tuple(found)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _map(side: Side, name: str, label: Callable[[str], str], more: str) -> Picture:
    note = (
        f"{NOTE} Orange is what the deal changes; the parties have a heavy frame; "
        f"“others” is what nobody named holds.{more}"
    )
    return Picture(
        name=name,
        title=side.heading,
        note=note,
        svg=titled(
            svg(side.drawing), name=name, title=side.heading, note=note, css="wide"
        ),
        table=_without_sources(table(side.holdings, side.heading, label)),
        narrow=named_as(svg(side.ladder), name=f"{name}-narrow", of=name, css="narrow"),
    )


def _without_sources(full: Table) -> Table:
    """Return the table without its last column: every fact is cited below it."""
    return replace(
        full,
        columns=full.columns[:-1],
        rows=tuple(row[:-1] for row in full.rows),
    )


def _rest(holdings: tuple[OwnershipEdge, ...], party: str, report: Report) -> str:
    """Say how much of a party is in hands we do not know."""
    known = sum(h.share or 0.0 for h in holdings if h.owned == party)
    name = report.label(party)
    if known == 0:
        return f"We hold no fact on who owns {name}: all of it is unknown to us."
    return (
        f"Known holders have {percent(known)} of {name}; who holds the other "
        f"{percent(max(1 - round(known, 3), 0.0))} is not in our facts."
    )
