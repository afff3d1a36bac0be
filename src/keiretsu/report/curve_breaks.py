"""Where a stake curve jumps or falls as the stake grows, and why.

It jumps where a reading of control begins to count a large holder, where more than half
decides, and where a company that is in a group by its name alone leaves it with its
last stake. It may fall where another holder that sells too loses its say, and end above
the merger, in which others' parts of the holder become smaller ones of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from keiretsu.control import READING_WORDS, Reading
from keiretsu.control.named_readings import FLOOR
from keiretsu.units import joined, percent

BESIDE = 1e-4
"""How far from a line its near side is computed."""
MAJORITY = 0.5
JUMP = 0.01
"""Part of all that a curve moves which a step of `BESIDE` must make to be a jump."""
FALL = 1e-3
"""Part of all that a curve moves by which it must fall for that to be told."""
Changes = Mapping[float, Mapping[Reading, float]]
"""Size of the stake -> reading of control -> mean price change."""


@dataclass(frozen=True, kw_only=True)
class Break:
    """A line at which figures jump: between `before` and `after`, and why."""

    at: float
    before: float
    after: float
    reason: str


LINES = (
    Break(
        at=FLOOR,
        before=FLOOR - BESIDE,
        after=FLOOR,
        reason="a fifth is presumed to be significant influence (IAS 28): one "
        "reading has the company run for both from here on",
    ),
    Break(
        at=MAJORITY,
        before=MAJORITY,
        after=MAJORITY + BESIDE,
        reason="more than half of the votes decides alone under every reading: "
        "the two price as one company",
    ),
)
"""The two lines at which readings of control change what a stake gives."""


def leaving(held: str, group: str) -> Break:
    """Return the line at nothing, below which a company leaves a group of its name.

    Parameters
    ----------
    held, group
        What people call the company and the group.
    """
    return Break(
        at=0.0,
        before=0.0,
        after=BESIDE,
        reason=f"with nothing left of it {held} leaves {group}; with any part it "
        "counts to it by name, without a majority, and it may leave sooner",
    )


def jumping(breaks: Iterable[Break], changes: Changes) -> Iterator[Break]:
    """Yield the lines at which figures do jump: of some stakes nothing does."""
    least = JUMP * _moved(changes)
    for one in breaks:
        before, after = changes[one.before], changes[one.after]
        if any(abs(after[r] - before[r]) > least for r in after):
            yield one


def falls(
    breaks: Sequence[Break],
    changes: Changes,
    held: str,
    others: Sequence[str],
    parted: Mapping[float, Sequence[str]],
) -> Iterator[str]:
    """Yield a sentence for each reading under which prices fall as the stake grows.

    Parameters
    ----------
    breaks
        The lines at which figures jump; a jump downward is told there.
    changes
        What every size does.
    held
        What people call the company.
    others
        What people call its other holders that sell in the market.
    parted
        Size of the stake -> what people call sellers that are then no longer in one
        group with the company.
    """
    gaps = {(one.before, one.after) for one in breaks}
    least = FALL * _moved(changes)
    sizes = sorted(changes)
    steps = [pair for pair in pairwise(sizes) if pair not in gaps]
    for reading in changes[sizes[0]]:
        down = [
            (low, high)
            for low, high in steps
            if changes[high][reading] < changes[low][reading] - least
        ]
        if down:
            why = f"no other holder of {held} on record explains it"
            if others:
                why = (
                    f"{joined(others)}, with a part of {held} and sales there too, "
                    "loses its say as the stake grows, and is spared less"
                )
            gone = [n for n in parted[down[-1][1]] if n not in parted[down[0][0]]]
            if gone:
                be = "is" if len(gone) == 1 else "are"
                why = f"{joined(gone)} {be} then no longer in one group with {held}"
            first, last = percent(down[0][0], 4), percent(down[-1][1], 4)
            yield (
                f"If {READING_WORDS[reading]}, prices fall between {first} and {last}: "
                f"{why}"
            )


def above_the_merger(
    changes: Changes,
    merger: Mapping[Reading, float],
    holder: str,
    others: Sequence[str],
    leaving: Sequence[str],
) -> Iterator[str]:
    """Yield a sentence where all of a company moves prices more than a merger with it.

    Parameters
    ----------
    changes
        What every size does.
    merger
        Reading -> mean price change by the merger.
    holder
        What people call the holder.
    others
        What people call those who have a part of the holder and sell in the market.
    leaving
        What people call companies that a merger leaves outside of the group.
    """
    most = max(changes)
    least = FALL * _moved(changes)
    above = [r for r in merger if changes[most][r] > merger[r] + least]
    if not above:
        return
    has, they = ("has", "it is") if len(others) == 1 else ("have", "they are")
    why = [
        f"the part of {holder} that {joined(others)} {has} becomes a smaller one of "
        f"the two, so that {they} spared less; bought for cash it stays what it is"
    ] * bool(others)
    leaves = "leaves" if len(leaving) == 1 else "leave"
    why += [f"{joined(leaving)} {leaves} the group"] * bool(leaving)
    told = ", and ".join(why) or "no holder on record explains it"
    yield (
        f"If {' or if '.join(READING_WORDS[r] for r in above)}, {percent(most, 4)} "
        "moves prices more than a merger: in a merger holders exchange their shares, "
        f"and {told}"
    )


def below_the_merger(
    changes: Changes, merger: Mapping[Reading, float], held: str, more: Sequence[str]
) -> Iterator[str]:
    """Yield a sentence where a merger takes in more than all of a company.

    Parameters
    ----------
    changes, merger
        As for `above_the_merger`.
    held
        What people call the company.
    more
        What people call sellers of its group that the stake does not reach.
    """
    most = max(changes)
    least = JUMP * max(map(abs, merger.values()))
    below = [r for r in merger if changes[most][r] < merger[r] - least]
    if most == 1 and below and more:
        stay = "stays" if len(more) == 1 else "stay"
        yield (
            f"If {' or if '.join(READING_WORDS[r] for r in below)}, a merger moves "
            f"prices more than {percent(most, 4)}: it takes in the whole group of "
            f"{held}, of which {joined(more)} {stay} outside where {held} alone is "
            "bought"
        )


def _moved(changes: Changes) -> float:
    every = [change for point in changes.values() for change in point.values()]
    return max(every) - min(every)
