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
    from keiretsu import Deal


def say_small_stakes(deal: Deal) -> None:
    """Ask whether a stake below one percent is a fraction, where a file gives it."""
    from keiretsu.deals.steps import TakeStake

    for number, step in enumerate(deal.steps, 1):
        if isinstance(step, TakeStake) and 0 < step.share < 0.01:
            figure = f"{100 * step.share:g}"
            say(
                f"note: step {number}: percent = {figure} is {figure} %; for "
                f"{10_000 * step.share:g} % write percent = {10_000 * step.share:g}"
            )


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
