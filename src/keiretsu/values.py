"""Records of arrays that cannot be changed, and can be compared and hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields
from types import MappingProxyType
from typing import Any, Self

import numpy as np

_LONG = 8
"""Numbers of an array up to which all are shown."""


class Value:
    """A record that cannot be changed, and can be compared and hashed.

    Dataclasses inherit from it with `frozen=True, eq=False, repr=False`. Its arrays are
    read-only.
    """

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        held = self.__dict__
        for name, values in held.items():
            if isinstance(values, np.ndarray) and values.flags.writeable:
                held[name] = view = values.view()
                view.setflags(write=False)

    @classmethod
    def made(cls, **held: Any) -> Self:
        """Return a record of arrays that were made for it and that nobody else holds.

        Every field is given; nothing is checked, and arrays are closed as they are.
        """
        one = object.__new__(cls)
        for values in held.values():
            if type(values) is np.ndarray:
                values.setflags(write=False)
        one.__dict__.update(held)
        return one

    def __copy__(self) -> Self:
        """Return itself: what cannot be changed needs no copy."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: what cannot be changed needs no copy."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Return what it holds, for pickle; mappings as dictionaries."""
        return {
            name: dict(held) if isinstance(held, MappingProxyType) else held
            for name, held in self.__dict__.items()
        }

    def __setstate__(self, held: dict[str, Any]) -> None:
        """Hold what was pickled, as closed as it was."""
        ours = {field.name for field in fields(self)}  # type: ignore[arg-type]
        for name, values in held.items():
            if isinstance(values, np.ndarray):
                values.setflags(write=False)
            closed = isinstance(values, dict) and name in ours
            self.__dict__[name] = MappingProxyType(values) if closed else values

    def __eq__(self, other: object) -> bool:
        """Return whether all that both hold is the same, NaN being itself."""
        if type(self) is not type(other):
            return NotImplemented
        return all(
            _same(getattr(self, field.name), getattr(other, field.name))
            for field in fields(self)  # type: ignore[arg-type]
            if field.compare
        )

    def __repr__(self) -> str:
        """Return the fields, long arrays by their ends."""
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in _told(self))
        with np.printoptions(threshold=_LONG, edgeitems=2, precision=6):
            return f"{type(self).__name__}({', '.join(shown)})"

    def __hash__(self) -> int:
        """Return the same number for equal records."""
        compared = [f.name for f in fields(self) if f.compare]  # type: ignore[arg-type]
        return hash(
            (type(self).__name__, *(_hashable(getattr(self, n)) for n in compared))
        )


def _told(value: Value) -> tuple[Field[Any], ...]:
    return tuple(f for f in fields(value) if f.repr)  # type: ignore[arg-type]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        one, other = np.asarray(one), np.asarray(other)
        if one.shape != other.shape:
            return False
        return bool(((one == other) | ((one != one) & (other != other))).all())
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[k], other[k]) for k in one)
    if isinstance(one, float) and one != one:
        return bool(other != other)
    return bool(one == other)


def _hashable(held: Any) -> Any:
    if isinstance(held, np.ndarray):
        return held.shape, (held + 0).tobytes()
    if isinstance(held, Mapping):
        return frozenset((name, _hashable(value)) for name, value in held.items())
    return None if isinstance(held, float) and held != held else held
