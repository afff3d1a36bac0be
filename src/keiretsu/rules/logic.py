"""Three-valued conditions: met, not met, or unknown because an input is missing.

A condition is a tree. Its leaves compare one variable, or one less another, with a
value; its branches are `all`, `any` and `not`. What is unknown stays unknown unless the
known part already decides: `all` of something false is false, whatever the rest may be.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from keiretsu.errors import DataError
from keiretsu.rules.bounds import Range

Value = float | bool | str | Range
Inputs = Mapping[str, Value | None]

_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
OPERATIONS = (*_ORDER, "eq", "in")


@dataclass(frozen=True, kw_only=True)
class Compare:
    """One variable against one value (for `in`, against several).

    With `less`, what is compared is the variable less that other one: how far a stake
    rises, say.
    """

    var: str
    op: str
    value: Value | tuple[Value, ...]
    less: str | None = None

    def decide(self, inputs: Inputs) -> bool | None:
        """Return whether it holds; None where the variable is unknown."""
        given = inputs.get(self.var)
        if given is None or any(inputs.get(var) is None for var in self.variables):
            return None
        if self.op in _ORDER:
            assert isinstance(self.value, int | float)
            holds = _ORDER[self.op]
            if not isinstance(given, Range):
                return holds(self._amount(inputs), self.value)
            ends = {holds(end, self.value) for end in (given.low, given.high)}
            return ends.pop() if len(ends) == 1 else None
        if isinstance(self.value, tuple):
            return given in self.value
        if isinstance(given, bool) is not isinstance(self.value, bool):
            raise DataError(
                f"the input {self.var!r} is {given!r}", hint="give true or false"
            )
        return given == self.value

    def unknowns(self, inputs: Inputs) -> tuple[str, ...]:
        """Return the variables that keep it from being decided."""
        lacking = tuple(var for var in self.variables if inputs.get(var) is None)
        return lacking or (self.variables if self.decide(inputs) is None else ())

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables it looks at."""
        return (self.var,) if self.less is None else (self.var, self.less)

    def _amount(self, inputs: Inputs) -> float:
        amount, *rest = (_number(var, inputs[var]) for var in self.variables)
        return round(amount - sum(rest), 9) if rest else amount


@dataclass(frozen=True, kw_only=True)
class Every:
    """All parts must hold."""

    parts: tuple[Condition, ...]

    def decide(self, inputs: Inputs) -> bool | None:
        """Return False if a part fails, else None if one is unknown, else True."""
        decided = [part.decide(inputs) for part in self.parts]
        return False if False in decided else None if None in decided else True

    def unknowns(self, inputs: Inputs) -> tuple[str, ...]:
        """Return the variables that keep it from being decided."""
        return _unknowns(self, self.parts, inputs)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables it looks at."""
        return _variables(self.parts)


@dataclass(frozen=True, kw_only=True)
class Some:
    """At least one part must hold."""

    parts: tuple[Condition, ...]

    def decide(self, inputs: Inputs) -> bool | None:
        """Return True if a part holds, else None if one is unknown, else False."""
        decided = [part.decide(inputs) for part in self.parts]
        return True if True in decided else None if None in decided else False

    def unknowns(self, inputs: Inputs) -> tuple[str, ...]:
        """Return the variables that keep it from being decided."""
        return _unknowns(self, self.parts, inputs)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables it looks at."""
        return _variables(self.parts)


@dataclass(frozen=True, kw_only=True)
class Not:
    """The part must not hold."""

    part: Condition

    def decide(self, inputs: Inputs) -> bool | None:
        """Return the opposite; unknown stays unknown."""
        decided = self.part.decide(inputs)
        return None if decided is None else not decided

    def unknowns(self, inputs: Inputs) -> tuple[str, ...]:
        """Return the variables that keep it from being decided."""
        return self.part.unknowns(inputs)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables it looks at."""
        return self.part.variables


Condition = Compare | Every | Some | Not


def parse(tree: Any, place: str) -> Condition:
    """Read a condition from plain data: `{all = [...]}`, `{var, op, value}`, ...

    Raises
    ------
    DataError
        If it is no condition; the message gives the place.
    """
    if not isinstance(tree, Mapping):
        raise DataError(f"{place}: {tree!r} is no condition", hint="write a table")
    if set(tree) - {"less"} == {"var", "op", "value"}:
        return _compare(tree, place)
    if len(tree) == 1:
        ((kind, inner),) = tree.items()
        if kind == "not":
            return Not(part=parse(inner, place))
        if kind in ("all", "any") and isinstance(inner, list) and inner:
            parts = tuple(parse(part, place) for part in inner)
            return Every(parts=parts) if kind == "all" else Some(parts=parts)
    raise DataError(
        f"{place}: a condition has the fields {', '.join(map(repr, tree))}",
        hint="use all, any, not, or the three fields var, op, value",
    )


def _compare(tree: Mapping[str, Any], place: str) -> Compare:
    var, op, value = tree["var"], tree["op"], tree["value"]
    if op not in OPERATIONS:
        raise DataError(
            f"{place}: {op!r} is no operation", hint=f"use {', '.join(OPERATIONS)}"
        )
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = (
        isinstance(value, list)
        if op == "in"
        else is_number or (op == "eq" and isinstance(value, bool | str))
    )
    if not fits:
        raise DataError(f"{place}: {var!r} is compared by {op!r} with {value!r}")
    less = tree.get("less")
    if less is not None and op not in _ORDER:
        raise DataError(f"{place}: {var!r} less {less!r} is compared by {op!r}")
    return Compare(
        var=str(var),
        op=op,
        value=tuple(value) if isinstance(value, list) else value,
        less=less,
    )


def _number(var: str, given: Value | None) -> float:
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise DataError(f"the input {var!r} is {given!r}", hint="give a number")
    if not math.isfinite(given):
        raise DataError(f"the input {var!r} is {given!r}", hint="give a number")
    return float(given)


def _unknowns(
    whole: Condition, parts: tuple[Condition, ...], inputs: Inputs
) -> tuple[str, ...]:
    if whole.decide(inputs) is not None:
        return ()
    open_parts = (part for part in parts if part.decide(inputs) is None)
    return tuple(dict.fromkeys(v for part in open_parts for v in part.unknowns(inputs)))


def _variables(parts: tuple[Condition, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for part in parts for v in part.variables))
