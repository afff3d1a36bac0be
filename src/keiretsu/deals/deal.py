"""A deal is data: an ordered list of steps, laid over the landscape of a day.

It can be written in a TOML file, sent, stored and compared. Nothing is computed here:
`keiretsu.deals.run` gives its effects. Parties are named as people write them, until
`keiretsu.deals.parties` finds who is meant.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from keiretsu.deals.contradictions import refuse_contradictions
from keiretsu.deals.steps import FixedSaving, Merge, Step, TakeStake, read_step
from keiretsu.errors import DataError
from keiretsu.files import read_text, toml
from keiretsu.units import day, written

_MOST_STEPS = 100
_LARGEST_FILE = 200_000
"""Bytes of a deal file; a larger one is no deal."""


@dataclass(frozen=True, kw_only=True)
class Deal:
    """What would be done, and on which day's landscape.

    Attributes
    ----------
    steps
        Steps in order; a later step sees what an earlier one did.
    on
        The day whose landscape the deal is laid over.
    labels
        What people call each party, once it is known who is meant.
    brands
        Party -> the company on record as selling under it: of a brand that is held, or
        of a subsidiary whose cars tables give to its group.

    Examples
    --------
    >>> deal = Deal.stake("Toyota", "Nissan", 0.25, on="2025-05-19")
    >>> deal
    <Deal: Toyota holds 25 % of Nissan, on 19 May 2025>
    """

    steps: tuple[Step, ...]
    on: dt.date
    labels: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)
    brands: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    def __post_init__(self) -> None:
        if not self.steps:
            raise DataError("the deal has no step", hint="add a merge or a stake")
        if len(self.steps) > _MOST_STEPS:
            raise DataError(
                f"a deal of {len(self.steps)} steps", hint=f"at most {_MOST_STEPS}"
            )
        refuse_contradictions(self.steps, self.on)

    @classmethod
    def merge(cls, first: str, second: str, *, on: str | dt.date | None = None) -> Deal:
        """Return the merger of two companies."""
        return cls(steps=(Merge(first=first, second=second),), on=day(on))

    @classmethod
    def stake(
        cls,
        holder: str,
        held: str,
        share: float,
        *,
        votes: float | None = None,
        on: str | dt.date | None = None,
    ) -> Deal:
        """Return the deal after which `holder` has `share` (0 to 1) of `held`."""
        step = TakeStake(holder=holder, held=held, share=share, votes=votes)
        return cls(steps=(step,), on=day(on))

    @property
    def parties(self) -> tuple[str, ...]:
        """Every company named in a step, once, in order."""
        return tuple(dict.fromkeys(p for step in self.steps for p in step.parties))

    @property
    def companies(self) -> tuple[str, ...]:
        """Every company that is named, parties or not, once, in order."""
        return tuple(dict.fromkeys(c for step in self.steps for c in step.companies))

    def laid_over(self, day: dt.date) -> Deal:
        """Return the deal on another day; steps that were done by then have no day."""
        steps = (
            replace(step, on=None) if step.on is not None and step.on < day else step
            for step in self.steps
        )
        return replace(self, steps=tuple(steps), on=day)

    def by(self, day: dt.date) -> Deal:
        """Return the deal as far as it is done by a day.

        Raises
        ------
        DataError
            If no step is.
        """
        done = tuple(s for s in self.steps if s.on is None or s.on <= day)
        if not done:
            raise DataError(
                f"no step of the deal is done by {written(day)}",
                hint="give a later day",
            )
        return replace(self, steps=done)

    @property
    def sentence(self) -> str:
        """The deal in words."""
        return ", then ".join(self.sentences)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every step in words, with its day where it has one."""
        return tuple(
            step.sentence(self.label)
            + (f", from {written(step.on)} on" if step.on is not None else "")
            for step in self.steps
        )

    @property
    def fixed_savings(self) -> tuple[FixedSaving, ...]:
        """What its steps save whatever is sold."""
        return tuple(one for step in self.steps for one in step.fixed_savings)

    def label(self, party: str) -> str:
        """Return what people call a party; its name as written until it is known."""
        return self.labels.get(party, party)

    def with_steps(self, *steps: Step) -> Deal:
        """Return the deal with further steps after its own."""
        return replace(self, steps=(*self.steps, *steps))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, as it stands in a deal file (shares in percent)."""
        return {
            "on": self.on.isoformat(),
            "steps": [step.to_dict() | _dated(step) for step in self.steps],
        }

    def to_toml(self) -> str:
        """Return the text of a deal file."""
        lines = [f'on = "{self.on.isoformat()}"']
        for step in self.steps:
            lines += ["", "[[steps]]"]
            # a JSON string, number or list of strings is a TOML one
            lines += [
                f"{key} = {json.dumps(value, ensure_ascii=False)}"
                for key, value in (step.to_dict() | _dated(step)).items()
            ]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, place: str = "the deal") -> Deal:
        """Read plain data; parties stand as they are written.

        Raises
        ------
        DataError
            If the day is no day, a step is of no known kind, or it lacks or has fields
            that it should not.
        """
        unknown = set(data) - {"on", "steps"}
        if unknown:
            raise DataError(
                f"{place} has a field {min(unknown)!r:.60}",
                hint="a deal has the fields on and steps",
            )
        steps = data.get("steps")
        if not isinstance(steps, list) or not steps:
            raise DataError(f"{place} has no step", hint="add a [[steps]] table")
        read = tuple(
            read_step(step, f"step {n} of {place}")
            for n, step in enumerate(steps[: _MOST_STEPS + 1], 1)
        )
        on = _day(data.get("on"), place)
        refuse_contradictions(read, on, place)
        return cls(steps=read, on=on)

    @classmethod
    def from_file(cls, path: Path) -> Deal:
        """Read a deal file: TOML, or JSON where it is called so.

        Raises
        ------
        DataError
            If there is no such file, it cannot be read, or it is not a deal.
        """
        hint = "see examples/ for a deal file"
        text = read_text(path, _LARGEST_FILE, hint)
        is_json = path.suffix.lower() == ".json"
        data = _json(text, path, hint) if is_json else toml(text, str(path), hint)
        if not isinstance(data, dict):
            raise DataError(f"{path} is no table of fields", hint=hint)
        return cls.from_dict(data, place=str(path))

    def __repr__(self) -> str:
        return f"<Deal: {self.sentence}, on {written(self.on)}>"


def _dated(step: Step) -> dict[str, str]:
    """Return the day of a step, as a deal file has it."""
    return {} if step.on is None else {"on": step.on.isoformat()}


def _json(text: str, path: Path, hint: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_whole)
    except RecursionError:
        raise DataError(f"{path} is nested too deeply", hint=hint) from None
    except ValueError as error:
        raise DataError(f"{path} is not JSON: {error!s:.200}", hint=hint) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return fields, none of which may be there twice: which would count?"""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise ValueError(f"the field {name[:40]!r} is there twice")
        fields[name] = value
    return fields


def _whole(digits: str) -> int | float:
    """Return a whole number; one of very many digits is infinite, and is refused."""
    return int(digits) if len(digits) <= 30 else float(digits)


def _day(value: Any, place: str) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, str | dt.date | None):
        raise DataError(
            f"{place}: on is {str(value)[:60]!r}", hint='write a day: on = "2025-05-19"'
        )
    return day(value)
