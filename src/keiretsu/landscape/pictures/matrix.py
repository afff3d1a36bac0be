"""The alliance matrix: companies by companies, the kinds of a day's links in each cell.

A letter names each kind, a colour the closest of them; a frame without a fill marks
what is agreed, talked of or reported but not yet at work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from keiretsu.landscape.day import Day
from keiretsu.landscape.records.stakes_and_links import Link
from keiretsu.pictures.metric import text_width
from keiretsu.pictures.picture import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    VERMILLION,
    YELLOW,
    Picture,
    titled,
)
from keiretsu.pictures.sheet import Drawing, Key, sheet, word
from keiretsu.pictures.table import Table
from keiretsu.units import written

SIZE, LETTER, CELL = 11.0, 10.0, 30.0
KINDS = {
    "merger": ("M", VERMILLION),
    "alliance": ("A", BLUE),
    "equity": ("E", SKY),
    "jv": ("J", GREEN),
    "platform": ("P", ORANGE),
    "co-development": ("C", YELLOW),
    "supply": ("S", PURPLE),
    "badge engineering": ("B", "#e3c9d8"),
    "licence": ("L", "#c9d6a3"),
    "partnership": ("R", "#cfcfcf"),
    "talks": ("T", "#ececec"),
}
"""Letter and colour of each kind of link, the closest first."""
Pair = tuple[str, str]


def matrix(day: Day, companies: Sequence[str] = ()) -> Picture:
    """Return the matrix of a day; `Landscape.matrix` is its door.

    Parameters
    ----------
    day
        The facts of the day.
    companies
        Identifiers; they and their partners are shown. None means all companies.
    """
    cells = links_by_pair(day, companies)
    shown = _ordered(cells)
    label = day.label
    round_ = f" round {', '.join(map(label, companies))}" if companies else ""
    title = (
        f"Who works with whom{round_} on {written(day.on)}: {len(cells)} pairs of "
        f"{len(shown)} companies"
    )
    note = (
        "Links under way that day, by the members of the day. The colour is that of "
        "the closest kind. Stakes without a link are on the ownership map. The table "
        "names the source of every link."
    )
    drawing = _draw(cells, shown, label)
    svg = sheet([("", drawing)], title=title, note=note, legend=_legend())
    return Picture(
        name="matrix",
        title=title,
        note=note,
        svg=titled(svg, name="matrix", title=title, note=note),
        table=_table(cells, title, label),
    )


def links_by_pair(
    day: Day, companies: Sequence[str] = ()
) -> Mapping[Pair, tuple[Link, ...]]:
    """Return the links of every pair of companies that has one, by their names.

    With companies chosen, the pairs of them and of those they work with: what two
    partners have between them is shown too. A link of many gives a pair its kinds, but
    equity only where one of the two holds a stake in the other.
    """
    found: dict[Pair, list[Link]] = defaultdict(list)
    stakes = {frozenset((stake.holder, stake.held)) for stake in day.stakes}
    for link in day.links:
        members = sorted(set(link.companies), key=day.label)
        for pair in combinations(members, 2):
            is_tied = len(members) == 2 or frozenset(pair) in stakes
            kinds = tuple(k for k in link.kinds if k != "equity" or is_tied)
            if kinds:
                found[pair].append(replace(link, kinds=kinds))
    if companies:
        chosen = set(companies)
        near = chosen.union(*(pair for pair in found if chosen & set(pair)))
        found = {p: links for p, links in found.items() if set(p) <= near}
    ordered = sorted(found, key=lambda pair: tuple(map(day.label, pair)))
    return {pair: tuple(found[pair]) for pair in ordered}


def _ordered(cells: Mapping[Pair, Sequence[Link]]) -> list[str]:
    """Put companies beside those they work with: nearest first, from the busiest."""
    near: dict[str, list[str]] = defaultdict(list)
    for first, second in cells:
        near[first].append(second)
        near[second].append(first)
    shown: list[str] = []
    for start in sorted(near, key=lambda name: (-len(near[name]), name)):
        waiting = [start]
        while waiting:
            name = waiting.pop(0)
            if name not in shown:
                shown.append(name)
                waiting += sorted(near[name], key=lambda n: (-len(near[n]), n))
    return shown


def kinds_of(links: Sequence[Link]) -> list[str]:
    """Return the kinds of some links, the closest first."""
    present = {kind for link in links for kind in link.kinds}
    return [kind for kind in KINDS if kind in present]


def _draw(
    cells: Mapping[Pair, Sequence[Link]],
    shown: Sequence[str],
    label: Callable[[str], str],
) -> Drawing:
    edge = max((text_width(label(c), SIZE) for c in shown), default=0.0) + 10
    both = {**cells, **{(b, a): links for (a, b), links in cells.items()}}
    parts = []
    for n, name in enumerate(shown):
        middle = edge + (n + 0.5) * CELL
        parts.append(word(edge - 6, middle + 4, label(name), SIZE, anchor="end"))
        parts.append(
            f'<g transform="translate({middle + 4:.1f} {edge - 6:.1f})">'
            f'<g transform="rotate(-90)">'
            f"{word(0, 0, label(name), SIZE, anchor='start')}</g></g>"
        )
        for m, other in enumerate(shown):
            x, y = edge + m * CELL, edge + n * CELL
            parts.append(_cell(x, y, both.get((name, other), ()), own=n == m))
    side = edge + len(shown) * CELL + 1
    return Drawing(body="".join(parts), width=side, height=side)


def _cell(x: float, y: float, links: Sequence[Link], *, own: bool) -> str:
    kinds = kinds_of(links)
    fill, stroke, width = PALE if own else "white", "#ececec", 1.0
    if kinds and any(link.status == "active" for link in links):
        fill = KINDS[kinds[0]][1]
    elif kinds:
        stroke, width = KINDS[kinds[0]][1], 2.5
    shape = (
        f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{CELL - 2:g}" '
        f'height="{CELL - 2:g}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width:g}"/>'
    )
    letters = [KINDS[kind][0] for kind in kinds]
    lines = ["".join(letters[n : n + 3]) for n in range(0, len(letters), 3)]
    first = y + CELL / 2 + 3.6 - 5.5 * (len(lines) - 1)
    white = fill in (BLUE, GREEN, VERMILLION)
    return shape + "".join(
        word(
            x + CELL / 2,
            first + 11 * n,
            line,
            LETTER,
            colour="white" if white else INK,
            bold=True,
        )
        for n, line in enumerate(lines)
    )


def _legend() -> tuple[Key, ...]:
    def sample(letter: str, colour: str, *, hollow: bool = False) -> str:
        paint = (
            f'fill="white" stroke="{colour}" stroke-width="2.5"'
            if hollow
            else f'fill="{colour}" stroke="{PALE}"'
        )
        white = not hollow and colour in (BLUE, GREEN, VERMILLION)
        ink = "white" if white else INK
        return (
            f'<rect x="6" y="-2" width="18" height="15" {paint}/>'
            f"{word(15, 9, letter, LETTER, colour=ink, bold=True)}"
        )

    return (
        *(
            Key(sample=sample(letter, colour), words=kind)
            for kind, (letter, colour) in KINDS.items()
        ),
        Key(
            sample=sample("", GREY, hollow=True),
            words="agreed or talked of, not active",
        ),
    )


def _table(
    cells: Mapping[Pair, Sequence[Link]],
    caption: str,
    label: Callable[[str], str],
) -> Table:
    return Table(
        caption=caption,
        columns=("Company", "With", "Kinds", "About", "Status", "Since", "Source"),
        rows=tuple(
            (
                label(first),
                label(second),
                ", ".join(link.kinds),
                link.scope or "not stated",
                link.status,
                str(link.start),
                str(link.source),
            )
            for (first, second), links in cells.items()
            for link in links
        ),
    )
