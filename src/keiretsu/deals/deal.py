"""A deal is data: an ordered list of steps, laid over the landscape of a day.

It can be written in a TOML file, sent, stored and compared. Nothing is computed here;
`keiretsu.deals.run` gives its effects.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keiretsu.errors import DataError
from keiretsu.names import bundled_register
from keiretsu.units import day, percent, written

if TYPE_CHECKING:
    from keiretsu.landscape import Landscape
    from keiretsu.pictures import Picture


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Two makers become one: one owner decides all prices and keeps all profit.

    Attributes
    ----------
    first, second
        Company identifiers; the order does not matter to the effects.
    """

    first: str
    second: str
    kind = "merge"

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise DataError(
                f"a deal merges {bundled_register().label(self.first)!r} with itself",
                hint="name two different companies",
            )

    @property
    def parties(self) -> tuple[str, str]:
        """Who takes part."""
        return (self.first, self.second)

    def __str__(self) -> str:
        label = bundled_register().label
        return f"{label(self.first)} and {label(self.second)} merge"


@dataclass(frozen=True, kw_only=True)
class TakeStake:
    """A holder comes to hold a share of another company.

    Attributes
    ----------
    holder, held
        Company identifiers.
    share
        Share of the cash flow held after the step, as a fraction from 0 to 1. What the
        holder had before is replaced; the other holders give way in proportion.
    votes
        Share of the votes, if it differs from `share`.
    """

    holder: str
    held: str
    share: float
    votes: float | None = None
    kind = "stake"

    def __post_init__(self) -> None:
        if self.holder == self.held:
            raise DataError(
                f"{self.holder!r} cannot take a stake in itself",
                hint="name two different companies",
            )
        for what, value in (("stake", self.share), ("votes", self.votes)):
            if value is not None and not 0 <= value <= 1:
                raise DataError(
                    f"{what} of {100 * value:g} % in {self.held!r}",
                    hint="a stake is from 0 to 100 percent",
                )

    @property
    def parties(self) -> tuple[str, str]:
        """Who takes part: the holder, then the held."""
        return (self.holder, self.held)

    def __str__(self) -> str:
        label = bundled_register().label
        votes = (
            "" if self.votes is None else f" with {percent(self.votes)} of the votes"
        )
        return (
            f"{label(self.holder)} holds {percent(self.share)} of "
            f"{label(self.held)}{votes}"
        )


Step = Merge | TakeStake


@dataclass(frozen=True, kw_only=True)
class Deal:
    """What would be done, and on which day's landscape.

    Attributes
    ----------
    steps
        Steps in order; a later step sees what an earlier one did.
    on
        The day whose landscape the deal is laid over.

    Examples
    --------
    >>> deal = Deal.stake("toyota", "nissan", 0.25, on="2025-05-19")
    >>> deal
    <Deal: Toyota holds 25 % of Nissan, on 19 May 2025>
    """

    steps: tuple[Step, ...]
    on: dt.date

    def __post_init__(self) -> None:
        if not self.steps:
            raise DataError("the deal has no step", hint="add a merge or a stake")

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
    def sentence(self) -> str:
        """The deal in words."""
        return ", then ".join(str(step) for step in self.steps)

    def map(self, landscape: Landscape, *, steps: int = 1) -> Picture:
        """Return who owns whom round the parties, before and after, side by side.

        Parameters
        ----------
        landscape
            The landscape of the day.
        steps
            How many stakes away from the parties a company may be.
        """
        from keiretsu.deals.map import deal_map

        return deal_map(self, landscape, steps=steps)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, as it stands in a deal file (shares in percent)."""
        return {"on": self.on.isoformat(), "steps": [_plain(s) for s in self.steps]}

    def to_toml(self) -> str:
        """Return the text of a deal file."""
        lines = [f'on = "{self.on.isoformat()}"']
        for step in self.steps:
            lines += ["", "[[steps]]"]
            lines += [
                f"{key} = {value!r}".replace("'", '"')
                for key, value in _plain(step).items()
            ]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, place: str = "the deal") -> Deal:
        """Read plain data; names may be any spelling in our register.

        Raises
        ------
        DataError
            If a step is of no known kind, or lacks or has fields it should not.
        UnknownName
            If a company is not known.
        """
        unknown = set(data) - {"on", "steps"}
        if unknown:
            raise DataError(
                f"{place} has a field {sorted(unknown)[0]!r}",
                hint="a deal has the fields on and steps",
            )
        steps = data.get("steps")
        if not isinstance(steps, list) or not steps:
            raise DataError(f"{place} has no step", hint="add a [[steps]] table")
        read = tuple(_step(s, f"step {n} of {place}") for n, s in enumerate(steps, 1))
        return cls(steps=read, on=day(data.get("on")))

    @classmethod
    def from_file(cls, path: Path) -> Deal:
        """Read a deal file (TOML).

        Raises
        ------
        DataError
            If there is no such file, or it is not a deal.
        """
        if not path.is_file():
            raise DataError(
                f"there is no file {path}", hint="see examples/ for a deal file"
            )
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError(
                f"{path} is not TOML: {error}", hint="see examples/ for a deal file"
            ) from None
        return cls.from_dict(data, place=str(path))

    def __repr__(self) -> str:
        return f"<Deal: {self.sentence}, on {written(self.on)}>"


def _plain(step: Step) -> dict[str, Any]:
    if isinstance(step, Merge):
        return {"kind": step.kind, "first": step.first, "second": step.second}
    plain: dict[str, Any] = {
        "kind": step.kind,
        "holder": step.holder,
        "held": step.held,
        "percent": round(100 * step.share, 10),
    }
    if step.votes is not None:
        plain["votes_percent"] = round(100 * step.votes, 10)
    return plain


_FIELDS = {
    "merge": ({"first", "second"}, set[str]()),
    "stake": ({"holder", "held", "percent"}, {"votes_percent"}),
}


def _step(data: Any, place: str) -> Step:
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind not in _FIELDS:
        raise DataError(
            f"{place} is of kind {kind!r}", hint=f"use one of: {', '.join(_FIELDS)}"
        )
    required, optional = _FIELDS[kind]
    given = set(data) - {"kind"}
    for wrong, what in (
        (required - given, "lacks"),
        (given - required - optional, "has no use for"),
    ):
        if wrong:
            raise DataError(f"{place} {what} the field {sorted(wrong)[0]!r}")
    if kind == "merge":
        return Merge(
            first=bundled_register().resolve(str(data["first"])),
            second=bundled_register().resolve(str(data["second"])),
        )
    return TakeStake(
        holder=bundled_register().resolve(str(data["holder"])),
        held=bundled_register().resolve(str(data["held"])),
        share=_fraction(data["percent"], place),
        votes=_fraction(data["votes_percent"], place)
        if "votes_percent" in data
        else None,
    )


def _fraction(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataError(
            f"{place} has the stake {value!r}", hint="write a number, as 25"
        )
    return float(value) / 100
