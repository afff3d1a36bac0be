"""Percentages that people type: 0.22 may be 22 percent or less than one.

Who types one below 1 says by a percent sign that it is meant so; of one that stands in
a file it is told how it was read.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from keiretsu.cli.output import say
from keiretsu.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keiretsu import Deal
    from keiretsu.deals.steps import Step


def say_small_stakes(deal: Deal) -> None:
    """Ask whether a share below one percent is a fraction, where a file gives it."""
    for number, step in enumerate(deal.steps, 1):
        for field, value in _shares(step):
            if 0 < value < 1:
                say(
                    f"note: step {number}: {field} = {value:g} is {value:g} %; for "
                    f"{100 * value:g} % write {100 * value:g}"
                )


def _shares(step: Step) -> Iterator[tuple[str, float]]:
    """Yield the parts of companies that a step names, in percent, by their fields."""
    from keiretsu.deals.steps import Divest, JointVenture, TakeStake

    if isinstance(step, TakeStake | Divest | JointVenture):
        told = step.to_dict()
        for field in ("percent", "votes_percent"):
            if field in told:
                yield field, told[field]
        yield from (("percents", value) for value in told.get("percents", ()))


def percentage(text: str) -> float:
    """Return a percentage that somebody typed; see `without_sign`."""
    try:
        return float(without_sign(text))
    except ValueError:
        raise DataError(
            f"{text!r} is no percentage", hint="write the stake as 25 or 14.9"
        ) from None


def without_sign(text: str) -> str:
    """Return the figure of a percentage; one below 1 must say that it is meant as one.

    Raises
    ------
    DataError
        If it is below 1 and has no percent sign.
    """
    figure = text.strip().removesuffix("%").strip()
    with suppress(ValueError):
        if 0 < (value := float(figure)) < 1 and figure == text.strip():
            raise DataError(
                f"a stake of {text} percent",
                hint=f"write {100 * value:g} for {100 * value:g} %, or {figure}% if "
                "you mean less than one percent",
            )
    return figure
