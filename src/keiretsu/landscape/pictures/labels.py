"""What an ownership map says in words: the figure on a line, its marks, and the table.

Two companies that hold each other share one line, the larger holding pointing down. A
mark says where a figure is not fully sourced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge
from keiretsu.pictures.table import Table
from keiretsu.units import percent

MARKS = {"sourced": "", "sourced_partial": "†", "derived": "‡", "assumed": "§"}
MEMORY = "*"


@dataclass(frozen=True, kw_only=True)
class MapLine:
    """One line of the map: a holding, with the one that answers it, if any."""

    down: OwnershipEdge
    up: OwnershipEdge | None = None

    @property
    def label(self) -> str:
        """What stands on the line."""
        alone = "◆ " if self.down.alone else ""
        if self.up is None:
            return f"{alone}{figure(self.down)}{_change(self.down)}"
        return f"{alone}⇄ ↓{figure(self.down)} ↑{figure(self.up)}"

    @property
    def changed(self) -> bool:
        """Whether the deal changes it."""
        return self.down.changed or (self.up is not None and self.up.changed)


def map_lines(holdings: Sequence[OwnershipEdge]) -> tuple[MapLine, ...]:
    """Join holdings that answer each other; the larger one points down."""
    by_pair = {(h.owner, h.owned): h for h in holdings}
    found = []
    for (owner, owned), holding in by_pair.items():
        back = by_pair.get((owned, owner))
        if back is None:
            found.append(MapLine(down=holding))
        elif (holding.size or 0, owner) > (back.size or 0, owned):
            found.append(MapLine(down=holding, up=back))
    return tuple(found)


def figure(holding: OwnershipEdge) -> str:
    """Return what is known of one holding: `17.05 % (votes 15 %)`, `? %`."""
    words = holding.share_words.replace("unknown", "? %")
    votes = holding.votes_words
    if votes not in ("unknown", words):
        words += f" (votes {votes})"
    return f"{words}{_mark(holding)}"


def _mark(holding: OwnershipEdge) -> str:
    if holding.source is None:
        return ""
    return MARKS.get(holding.source.confidence, MEMORY)


def _change(holding: OwnershipEdge) -> str:
    if not holding.changed or holding.was is None:
        return ""
    return " new" if holding.was == 0 else f" (was {percent(holding.was)})"


def table(
    holdings: Sequence[OwnershipEdge], caption: str, label: Callable[[str], str]
) -> Table:
    """Return the holdings as a table, by company, the largest first."""
    rows = sorted(holdings, key=lambda h: (label(h.owned), -(h.size or 0)))
    return Table(
        caption=caption,
        columns=("Owned", "Owner", "Share", "Votes", "Alone", "As of", "Source"),
        rows=tuple(
            (
                label(h.owned),
                label(h.owner),
                h.share_words + _change(h),
                h.votes_words.replace("unknown", "not stated"),
                "yes" if h.alone else "",
                h.since or "after the deal",
                "the deal" if h.source is None else str(h.source),
            )
            for h in rows
        ),
        numeric=(2, 3),
    )
