"""Deals that contradict themselves: found before anything is computed, with the step.

Each check yields the number of the step that cannot be, and why. What only the facts of
a day or a market can tell, as a seller that has too little, is told when it is met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from keiretsu.costs import Saving, kept
from keiretsu.deals.steps import (
    ClosePlant,
    Divest,
    Launch,
    Merge,
    Step,
    Supply,
    TakeStake,
    Withdraw,
)
from keiretsu.errors import DataError
from keiretsu.spelling import fold
from keiretsu.units import written

Found = Iterator[tuple[int, str, str]]
"""Number of the step, what is wrong, what to do."""


@contextmanager
def at_step(number: int, place: str = "") -> Iterator[None]:
    """Put the place of a step before the message of whatever is wrong inside."""
    try:
        yield
    except DataError as error:
        said = str(error).partition("\nhint: ")[0]
        where = f"step {number} of {place}" if place else f"step {number}"
        raise DataError(f"{where}: {said}", hint=error.hint) from error


def refuse_contradictions(
    steps: Sequence[Step], on: dt.date, place: str = "the deal"
) -> None:
    """Raise at the first step that cannot be beside those before it.

    Raises
    ------
    DataError
        With the step's place.
    """
    for check in _CHECKS:
        for number, wrong, hint in check(steps, on):
            raise DataError(f"step {number} of {place}: {wrong}", hint=hint)


T = TypeVar("T")


def _again(
    numbered: Iterable[tuple[int, T]], key: Callable[[T], Hashable]
) -> Iterator[tuple[int, T, int]]:
    """Yield what comes again: its step, itself, and the step where it came first."""
    first: dict[Hashable, int] = {}
    for number, one in numbered:
        before = first.setdefault(key(one), number)
        if before != number:
            yield number, one, before


def _saved_twice(steps: Sequence[Step], on: dt.date) -> Found:
    savings: list[Saving] = []
    for number, step in enumerate(steps, 1):
        savings += step.savings
        try:
            kept(savings)
        except DataError as error:
            said = str(error).partition("\nhint: ")[0]
            yield number, said, error.hint or ""


def _named_twice(steps: Sequence[Step], on: dt.date) -> Found:
    for number, step in enumerate(steps, 1):
        for field, value in step.to_dict().items():
            listed = value if isinstance(value, list) else []
            names = enumerate(one for one in listed if isinstance(one, str))
            for _, name, _ in _again(names, fold):
                yield number, f"{field} has {name} twice", "name each once"


def _too_early(steps: Sequence[Step], on: dt.date) -> Found:
    last = on
    for number, step in enumerate(steps, 1):
        if step.on is None:
            continue
        if step.on < on:
            yield (
                number,
                f"{step.kind} on {written(step.on)}, before the deal of {written(on)}",
                "give a day from the deal's on",
            )
        if step.on < last:
            yield (
                number,
                f"{step.kind} on {written(step.on)}, after a step of {written(last)}",
                "put the steps into the order of their days",
            )
        last = step.on


def _closed_twice(steps: Sequence[Step], on: dt.date) -> Found:
    plants = [
        (number, step.plant)
        for number, step in enumerate(steps, 1)
        if isinstance(step, ClosePlant | Divest) and step.plant is not None
    ]
    for number, plant, before in _again(plants, fold):
        yield number, f"{plant} is gone since step {before}", "name each plant once"


def _gone_twice(steps: Sequence[Step], on: dt.date) -> Found:
    gone: dict[str, int] = {}
    for number, step in enumerate(steps, 1):
        named = step.models_named
        if isinstance(step, Launch) and fold(step.model) in gone:
            gone.pop(fold(step.model))
        for model in named:
            if fold(model) in gone:
                yield (
                    number,
                    f"{model} is gone since step {gone[fold(model)]}",
                    "leave one of the steps out",
                )
        if isinstance(step, Withdraw | Divest):
            gone |= {fold(model): number for model in named}


def _same_launch(steps: Sequence[Step], on: dt.date) -> Found:
    launches = [(n, s) for n, s in enumerate(steps, 1) if isinstance(s, Launch)]
    for number, step, before in _again(
        launches, lambda s: (fold(s.maker), fold(s.model))
    ):
        yield (
            number,
            f"{step.model} is launched in step {before}",
            "give another car another name",
        )


def _more_than_all(steps: Sequence[Step], on: dt.date) -> Found:
    taken: dict[str, dict[str, float]] = {}
    for number, step in enumerate(steps, 1):
        if not isinstance(step, TakeStake):
            continue
        holders = taken.setdefault(fold(step.held), {})
        holders[fold(step.holder)] = step.share
        whole = sum(holders.values())
        if whole > 1 + 1e-9:
            yield (
                number,
                f"the stakes of this deal in {step.held} sum to {100 * whole:g} %",
                "100 percent is all there is",
            )


def _merged_twice(steps: Sequence[Step], on: dt.date) -> Found:
    mergers = [(n, s) for n, s in enumerate(steps, 1) if isinstance(s, Merge)]
    for number, step, before in _again(
        mergers, lambda s: frozenset({fold(s.first), fold(s.second)})
    ):
        yield (
            number,
            f"{step.first} and {step.second} are one since step {before}",
            "leave one of the steps out",
        )


def _supplied_in_a_circle(steps: Sequence[Step], on: dt.date) -> Found:
    builders: dict[str, dict[str, str]] = {}
    for number, step in enumerate(steps, 1):
        if not isinstance(step, Supply):
            continue
        for model in step.models:
            chain = builders.setdefault(fold(model), {})
            seller, supplier = fold(step.seller), fold(step.supplier)
            if seller in chain:
                yield (
                    number,
                    f"{model} of {step.seller} has a builder already",
                    "name each model once among those supplied",
                )
            chain[seller] = supplier
            at, seen = supplier, {seller}
            while at in chain and at not in seen:
                seen.add(at)
                at = chain[at]
            if at in seen:
                yield (
                    number,
                    f"{model} would be supplied in a circle back to {step.seller}",
                    "somebody must build it: leave one of the steps out",
                )


Check = Callable[[Sequence[Step], dt.date], Found]
_CHECKS: tuple[Check, ...] = (
    _named_twice,
    _too_early,
    _saved_twice,
    _closed_twice,
    _gone_twice,
    _same_launch,
    _more_than_all,
    _merged_twice,
    _supplied_in_a_circle,
)
