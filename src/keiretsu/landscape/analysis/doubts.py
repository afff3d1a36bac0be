"""What is odd about stakes that were just stated: told to whoever stated them.

Nothing is refused: sources disagree, and a part of a percent is held now and then. Yet
a slip of the pen is best seen by the one who made it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from keiretsu.landscape.in_force import stakes_in_force
from keiretsu.landscape.records.stakes_and_links import Stake
from keiretsu.units import percent, plural, written

SLACK = 0.005
"""How far holdings may exceed the whole: percentages are rounded."""


def doubts(
    stated: Iterable[Stake], record: Iterable[Stake], label: Callable[[str], str]
) -> Iterator[str]:
    """Yield what is odd about stakes that were just stated, in a sentence each.

    Parameters
    ----------
    stated
        The stakes.
    record
        All that are believed, of any day, those stated among them.
    label
        Tells what people call a company.
    """
    told, every = tuple(stated), tuple(record)
    for held in dict.fromkeys(stake.held for stake in told):
        first = min(one.since.first for one in told if one.held == held)
        over = _first_over([one for one in every if one.held == held], first)
        if over is not None:
            yield _over_words(*over, label(held), label)
    small = [one for one in told if any(map(_below_one, _figures(one)))]
    if small:
        one = small[0]
        yield (
            f"{plural(len(small), 'stake')} below 1 %, as {one.share_words} of "
            f"{label(one.held)}: figures are in percent, so 22 % is written 22"
        )


def total(stakes: Iterable[Stake]) -> float:
    """Return what stakes in one company come to at least, as a fraction."""
    return sum(one.share or one.share_min or 0.0 for one in stakes)


def _first_over(
    rows: Sequence[Stake], first: dt.date
) -> tuple[dt.date, tuple[Stake, ...]] | None:
    """Return the first day from one on when holdings in a company exceed the whole."""
    for on in sorted({first, *(row.since.first for row in rows)}):
        held = stakes_in_force(rows, on) if on >= first else ()
        if total(held) > 1 + SLACK:
            return on, held
    return None


def _over_words(
    on: dt.date, stakes: tuple[Stake, ...], held: str, label: Callable[[str], str]
) -> str:
    parts = [f"{label(one.holder)} {one.share_words}" for one in stakes]
    more = f" and {len(parts) - 5} more" if len(parts) > 5 else ""
    return (
        f"stakes in {held} come to {percent(total(stakes))} on {written(on)} "
        f"({', '.join(parts[:5])}{more}): one of them is wrong or has ended"
    )


def _figures(stake: Stake) -> tuple[float | None, ...]:
    return (*stake.share_extent, *stake.votes_extent)


def _below_one(figure: float | None) -> bool:
    return figure is not None and 0 < figure < 0.01
