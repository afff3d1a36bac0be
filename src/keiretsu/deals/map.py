"""The ownership map of a deal: before and after, side by side on one sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from keiretsu.deals.deal import Deal
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.steps.step import node_of
from keiretsu.landscape.analysis.neighbourhood import (
    OwnershipEdge,
    neighbourhood,
    rest,
    sentence,
    unnamed,
)
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.pictures.labels import table
from keiretsu.landscape.pictures.ladder import ladder
from keiretsu.landscape.pictures.ownership_map import draw, legend
from keiretsu.pictures.picture import Picture, titled
from keiretsu.pictures.sheet import Drawing, sheet
from keiretsu.pictures.table import Table
from keiretsu.units import plural, written

PANEL = 440.0


@dataclass(frozen=True, kw_only=True)
class Side:
    """Who owns what on one side of a deal.

    Attributes
    ----------
    heading
        What is drawn, with the finding.
    holdings
        The neighbourhood of the parties.
    drawing, ladder
        Its map, and the same as a phone shows it: after the deal, what it changes.
    """

    heading: str
    holdings: tuple[OwnershipEdge, ...]
    drawing: Drawing
    ladder: Drawing


def sides(deal: Deal, landscape: Landscape, *, steps: int = 1) -> tuple[Side, Side]:
    """Return who owns what round the parties before a deal and after it."""
    deal = with_known_parties(deal, landscape)
    known = [party for party in deal.parties if party in landscape.companies]
    earlier = neighbourhood(landscape, known, steps) if known else ()
    later = holdings_after(earlier, deal)
    notes = unnamed(landscape, earlier, known)
    number = plural(len(earlier), "known stake")
    after = f"After the deal: {news(later, landscape.label)}"
    joined = _parties(deal, later)
    return (
        _side(
            f"On {written(landscape.on)}: {number} round the parties",
            *(earlier, deal.parties, landscape, notes),
        ),
        _side(after, later, joined, landscape, _notes(later, notes), only_changed=True),
    )


def _side(
    heading: str,
    holdings: tuple[OwnershipEdge, ...],
    parties: Sequence[str],
    landscape: Landscape,
    notes: Mapping[str, str],
    *,
    only_changed: bool = False,
) -> Side:
    """Return one side; its ladder holds all stakes, or those that the deal changes."""
    steps = [h for h in holdings if h.changed or not only_changed]
    return Side(
        heading=heading,
        holdings=holdings,
        drawing=draw(
            holdings, parties, label=landscape.label, notes=notes, width=PANEL
        ),
        ladder=ladder(steps, parties, name=landscape.label, notes=notes),
    )


def deal_map(deal: Deal, landscape: Landscape, *, steps: int = 1) -> Picture:
    """Return who owns whom round the parties, before and after, side by side.

    Parameters
    ----------
    deal
        The deal.
    landscape
        The landscape of its day.
    steps
        How many stakes away from the parties a company may be.
    """
    deal = with_known_parties(deal, landscape)
    before, later = sides(deal, landscape, steps=steps)
    title = f"If {deal.sentence}: who owns whom before and after"
    note = (
        f"keiretsu, facts as known for {written(landscape.on)}. The deal is supposed, "
        "not forecast. Other holders give way in proportion; what holders get of a "
        "merged company depends on terms nobody has stated, and is drawn as unknown."
    )
    svg = sheet(
        [(side.heading, side.drawing) for side in (before, later)],
        title=title,
        note=note,
        legend=legend(deal=True),
    )
    return Picture(
        name="deal-map",
        title=title,
        note=note,
        svg=titled(svg, name="deal-map", title=title, note=note),
        table=_both(before.holdings, later.holdings, title, landscape.label),
    )


def news(holdings: Sequence[OwnershipEdge], label: Callable[[str], str]) -> str:
    """Say in words what a deal has changed."""
    changed = [h for h in holdings if h.changed]
    if not changed:
        return "every stake stays as it is"
    fresh = [h for h in changed if h.source is None]
    if fresh:
        return "; ".join(sentence(h, label) for h in fresh)
    number = plural(len(changed), "stake")
    return f"one company, and {number} that must be settled anew"


def holdings_after(
    holdings: Sequence[OwnershipEdge], deal: Deal
) -> tuple[OwnershipEdge, ...]:
    """Return a neighbourhood once every step of the deal is done."""
    current = tuple(holdings)
    for step in deal.steps:
        current = step.redraw(current)
    return current


def _parties(deal: Deal, later: Sequence[OwnershipEdge]) -> list[str]:
    """Return the parties by the nodes that they are part of after the deal."""
    return list(dict.fromkeys(node_of(later, party) for party in deal.parties))


def _notes(later: Sequence[OwnershipEdge], notes: Mapping[str, str]) -> dict[str, str]:
    """Keep the notes of companies whose holders the deal leaves alone."""
    moved = {h.owned for h in later if h.changed}
    found = {name: words for name, words in notes.items() if name not in moved}
    anew = {name: rest([h for h in later if h.owned == name]) for name in moved}
    return found | {name: words for name, words in anew.items() if words}


def _both(
    before: Sequence[OwnershipEdge],
    later: Sequence[OwnershipEdge],
    title: str,
    label: Callable[[str], str],
) -> Table:
    """Return both sides in one table, the side in the first column."""
    first, second = table(before, title, label), table(later, title, label)
    return Table(
        caption=title,
        columns=("When", *first.columns),
        rows=(
            *(("before", *row) for row in first.rows),
            *(("after", *row) for row in second.rows),
        ),
        numeric=tuple(n + 1 for n in first.numeric),
    )
