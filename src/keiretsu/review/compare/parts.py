"""The ways in which the facts of a day hold one stake: directly, jointly, indirectly.

A report gives as one figure what the record keeps as several: Renault's 35.71 % of
Nissan are 17.05 % of its own and 18.66 % in a trust for it. Each way is a sum that is
written out. What a company decides over alone, or what is held for it, counts in full;
what it has a part in counts by that part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.landscape import Day, Stake
from keiretsu.news.corroboration.figures import POINTS, step
from keiretsu.units import percent


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way in which a stake is held.

    Attributes
    ----------
    value
        What it comes to, in percent.
    slack
        How far rounding of the stated figures may move it, in percentage points.
    words
        The sum: `17.05 % (Renault) + 18.66 % (French trust) = 35.71 %`.
    stakes
        The facts behind it.
    """

    value: float
    slack: float
    words: str
    stakes: tuple[Stake, ...]

    def gives(self, told: float) -> bool:
        """Say whether a percentage that is told is this one, as rounded."""
        return abs(self.value - told) <= self.allowed(told)

    def allowed(self, told: float) -> float:
        """Return the points by which it may differ from what is told."""
        return min(self.slack + step(told) / 2, POINTS) + 1e-9


@dataclass(frozen=True)
class _Term:
    value: float
    slack: float
    words: str
    stakes: tuple[Stake, ...]


def ways(day: Day, holder: str, held: str) -> Iterator[Way]:
    """Yield the ways in which a company holds another on a day, the plainest first.

    Only stakes with an exact figure count.

    Parameters
    ----------
    day
        The facts of the day.
    holder, held
        Company identifiers.
    """
    own = [_term(day, s) for s in _stakes(day, held) if s.holder == holder]
    joint = [_term(day, s) for s in _stakes(day, held) if _is_for(day, s, holder)]
    partly = list(_indirect(day, holder, held))
    yield from (_way([term]) for term in own)
    yield from _outstanding(day, holder, held)
    yield from _sums(own, joint)
    yield from _sums([*own, *joint], partly)
    if own and joint and partly:
        yield from _sums(own, partly)


def _sums(base: list[_Term], more: list[_Term]) -> Iterator[Way]:
    """Yield all of it together, then the base with each, then each alone."""
    if not more:
        return
    if base or len(more) > 1:
        yield _way([*base, *more])
    if len(more) > 1 and base:
        yield from (_way([*base, one]) for one in more)
    yield from (_way([one]) for one in more)


def _indirect(day: Day, holder: str, held: str) -> Iterator[_Term]:
    """Yield what a part in a company gives of what that company holds."""
    for outer in _stakes(day, held):
        between = outer.holder
        if between == holder or _is_for(day, outer, holder):
            continue
        for inner in _stakes(day, between):
            if inner.holder == holder or _is_for(day, inner, holder):
                first, second = _percent(inner), _percent(outer)
                label = f"{_written(first)} of {day.label(between)}"
                if inner.holder != holder:
                    label += f" ({day.label(inner.holder)})"
                yield _Term(
                    value=first * second / 100,
                    slack=(step(first) * second + step(second) * first) / 200,
                    words=f"{label} × its {_written(second)}",
                    stakes=(inner, outer),
                )


def _outstanding(day: Day, holder: str, held: str) -> Iterator[Way]:
    """Yield a stake in the outstanding shares, where it is stated in all."""
    for stake in _stakes(day, held):
        part = day.cash_of(stake)
        if stake.holder == holder and part.how == "outstanding":
            whole, count = 100 * part.value, day.capital[held]
            left = (count.issued - (count.own or 0)) / count.issued
            yield Way(
                value=whole,
                slack=step(_percent(stake)) / 2 / left,
                words=f"{_written(_percent(stake))} of all shares / "
                f"{_written(100 * left)} outstanding = {_written(whole)}",
                stakes=(stake,),
            )


def _is_for(day: Day, stake: Stake, holder: str) -> bool:
    """Whether a stake is held by a company that another decides over, or for it."""
    if stake.holder == holder:
        return False
    company = day.companies.get(stake.holder)
    for_it = company is not None and company.kind == "trust"
    return (for_it and company is not None and company.parent == holder) or (
        day.group_of(stake.holder) == holder
    )


def _stakes(day: Day, held: str) -> list[Stake]:
    return [s for s in day.stakes if s.held == held and s.share is not None]


def _term(day: Day, stake: Stake) -> _Term:
    value = _percent(stake)
    words = f"{_written(value)} ({day.label(stake.holder)})"
    return _Term(value, step(value) / 2, words, (stake,))


def _way(terms: list[_Term]) -> Way:
    value = sum(term.value for term in terms)
    return Way(
        value=value,
        slack=sum(term.slack for term in terms) if len(terms) > 1 else terms[0].slack,
        words=f"{' + '.join(t.words for t in terms)} = {_written(value)}",
        stakes=tuple(stake for term in terms for stake in term.stakes),
    )


def _percent(stake: Stake) -> float:
    return round(100 * (stake.share or 0.0), 8)


def _written(value: float) -> str:
    return percent(value / 100, 2)
