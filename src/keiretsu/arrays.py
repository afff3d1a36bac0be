"""The front door for arrays: lists, pandas, polars, integers and float32 come in here.

`floats`, `whole_numbers` and `number` turn what a user gives into read-only arrays of
64 bits, once, and say the value and the place of what cannot be meant.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.errors import DataError, ShapeError
from keiretsu.extremes import largest, largest_size

MOST_IN_A_TABLE = 5000
"""Rows of the largest table of products by products: it takes 0.2 GB."""


def floats(
    values: Any,
    name: str,
    *,
    shape: tuple[int | None, ...] | None = None,
    missing: bool = False,
    infinite: bool = False,
    above: float | None = None,
    least: float | None = None,
    below: float | None = None,
    most: float | None = None,
    hint: str | None = None,
) -> Float[np.ndarray, ...]:
    """Return values as a read-only array of 64-bit floats that is the caller's own.

    Parameters
    ----------
    values
        Numbers: an array, list, tuple, pandas or polars column, or one number.
    name
        What they are called in messages.
    shape
        What their shape must be, None for any length; None for any shape.
    missing, infinite
        Whether NaN, or infinity, may be among them.
    above, least, below, most
        Bounds of each number; NaN where it is allowed has none.
    hint
        What to do about a number outside its bounds.

    Raises
    ------
    ShapeError
        If the shape is another.
    DataError
        If a value is no number, missing, infinite or out of bounds: the message names
        the value and its place.

    Examples
    --------
    >>> floats([20, 25], "prices", shape=(2,))
    array([20., 25.])
    """
    table = _numbers(values, name)
    if shape is not None and table.shape != shape:
        _check_shape(table, name, shape)
    if not math.isfinite(largest_size(table)):
        _refuse_missing(table, name, missing=missing, infinite=infinite, hint=hint)
    if (above, least, below, most) != _ANY:
        _refuse_outside(table, name, (above, least, below, most), hint)
    table.setflags(write=False)
    return table


_ANY = (None,) * 4
_BOUNDS = (
    (np.greater, "it must be above"),
    (np.greater_equal, "it must be at least"),
    (np.less, "it must be below"),
    (np.less_equal, "it must be at most"),
)


def _refuse_outside(
    table: np.ndarray, name: str, bounds: tuple[float | None, ...], hint: str | None
) -> None:
    for bound, (inside, words) in zip(bounds, _BOUNDS, strict=True):
        if bound is None:
            continue
        wrong = ~(inside(table, bound) | np.isnan(table))
        if wrong.any():
            raise DataError(
                f"{name}{_place(wrong)} is {table[wrong].flat[0]:g}",
                hint=hint or f"{words} {bound:g}",
            )


def _refuse_missing(
    table: np.ndarray, name: str, *, missing: bool, infinite: bool, hint: str | None
) -> None:
    wrong = np.isnan(table)
    if wrong.any() and not missing:
        raise DataError(
            f"{name}{_place(wrong)} is not a number (NaN)", hint="give every value"
        )
    wrong = np.isinf(table)
    if wrong.any() and not infinite:
        raise DataError(
            f"{name}{_place(wrong)} is infinite", hint=hint or "give a finite number"
        )


def number(values: Any, name: str, **bounds: Any) -> float:
    """Return one number as a float; `bounds` are those of `floats`.

    >>> number(np.float32(0.5), "alpha", above=0)
    0.5
    """
    if np.ndim(values) > 0:
        raise ShapeError(f"{name} of shape {np.shape(values)}", hint="give one number")
    return float(floats(values, name, **bounds))


def whole_numbers(
    values: Any,
    name: str,
    *,
    shape: tuple[int | None, ...] | None = None,
    below: int | None = None,
    hint: str | None = None,
) -> Int[np.ndarray, ...]:
    """Return numbers that count from 0, such as makers or nests, as a read-only array.

    Parameters
    ----------
    values, name, shape, hint
        As for `floats`.
    below
        First number that is too large.

    Raises
    ------
    ShapeError, DataError
        As for `floats`; and if a number is not whole or negative.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        table: np.ndarray = values
        if not _is_sealed(values, np.int64):
            table = values.astype(np.int64)
    else:
        table = _numbers(values, name)
    if shape is not None:
        _check_shape(table, name, shape)
    if table.dtype.kind == "i":
        high = largest(table) if table.size else 0
        least = table.item(table.argmin()) if table.size else 0
        if least >= 0 and (below is None or high < below):
            return _sealed(table)
    wrong = ~(np.isfinite(table) & (table == np.floor(table)) & (np.abs(table) < 2**53))
    if wrong.any():
        raise DataError(
            f"{name}{_place(wrong)} is {table[wrong].flat[0]:g}",
            hint="give whole numbers that count from 0",
        )
    wrong = table < 0
    if below is not None:
        wrong |= table >= below
    if wrong.any():
        last = "" if below is None else f" to {below - 1}"
        raise DataError(
            f"{name}{_place(wrong)} is {table[wrong].flat[0]:g}",
            hint=hint or f"numbers count from 0{last}",
        )
    return _sealed(table.astype(np.int64))


def generator(seed: Any, *more: int) -> np.random.Generator:
    """Return a source of random numbers: the same seed gives the same numbers.

    Parameters
    ----------
    seed
        A whole number from 0.
    more
        Numbers that lead to a stream of its own for each use of one seed.

    Raises
    ------
    DataError
        If the seed is no such number.
    """
    try:
        return np.random.default_rng([seed, *more] if more else seed)
    except (TypeError, ValueError):
        raise DataError(
            f"a seed of {str(seed)[:40]}", hint="give a whole number from 0"
        ) from None


def marks(values: Any, name: str, *, count: int) -> np.ndarray:
    """Return yes or no for each of `count` things, a read-only array of booleans."""
    table = np.asarray(_plain(values))
    if table.dtype != np.bool_:
        table = _numbers(values, name)
        wrong = (table != 0) & (table != 1)
        if wrong.any():
            raise DataError(
                f"{name}{_place(wrong)} is {table[wrong].flat[0]:g}",
                hint="give True or False",
            )
    _check_shape(table, name, (count,))
    return _sealed(np.array(table, dtype=bool))


def refuse_large_table(count: int, what: str = "products") -> None:
    """Raise if a table of so many rows and columns would not fit, before it is made."""
    if count > MOST_IN_A_TABLE:
        size = 8 * count**2 / 1e9
        raise DataError(
            f"{count} {what}: a table of {what} by {what} takes {size:,.1f} GB",
            hint=f"at most {MOST_IN_A_TABLE}; leave out or join the smallest",
        )


def read_only(table: np.ndarray) -> np.ndarray:
    """Return a view of the table that cannot be written to."""
    if table.flags.writeable:
        table = table.view()
        table.setflags(write=False)
    return table


def _sealed(table: np.ndarray) -> np.ndarray:
    """Return a table of our own, from now on read-only; it need not be copied again."""
    table.setflags(write=False)
    return table


def _plain(values: Any) -> Any:
    """Return what a data frame library's column holds, as NumPy has it."""
    to_numpy = getattr(values, "to_numpy", None)
    return values if to_numpy is None else to_numpy()


def _numbers(values: Any, name: str) -> np.ndarray:
    """Return an array of 64-bit floats of our own, or say what is no number."""
    if type(values) is np.ndarray and values.dtype.kind in "iuf":
        return values if _is_sealed(values, np.float64) else values.astype(np.float64)
    if np.ma.isMaskedArray(values) and np.ma.is_masked(values):
        raise DataError(f"{name} has masked values", hint="fill or drop them first")
    try:
        raw = np.asarray(_plain(values))
    except ValueError:
        raise ShapeError(f"{name} has rows of several lengths") from None
    if raw.dtype.kind in "iuf":
        return raw.astype(np.float64)
    if raw.dtype.kind == "O":
        return _from_objects(raw, name)
    if raw.size == 0:
        return raw.astype(np.float64)
    raise DataError(
        f"{name}{_place(np.ones(raw.shape, dtype=bool))} is {raw.flat[0].tolist()!r}",
        hint="give numbers",
    )


def _from_objects(raw: np.ndarray, name: str) -> np.ndarray:
    table = np.empty(raw.shape)
    for place, value in np.ndenumerate(raw):
        here = "".join(f"[{n}]" for n in place)
        if isinstance(value, str | bytes | bool | np.bool_ | complex):
            raise DataError(f"{name}{here} is {value!r}", hint="give numbers")
        try:
            table[place] = np.nan if value is None else float(value)
        except (TypeError, ValueError, OverflowError):
            if type(value).__name__ == "NAType":
                table[place] = np.nan
                continue
            kind = ShapeError if isinstance(value, list | tuple) else DataError
            raise kind(
                f"{name}{here} is {value!r}"[:200], hint="give numbers"
            ) from None
    return table


def _check_shape(table: np.ndarray, name: str, shape: tuple[int | None, ...]) -> None:
    if table.shape == shape or (shape == (None,) and table.ndim == 1):
        return
    if table.ndim == len(shape) and all(
        want in (None, got) for want, got in zip(shape, table.shape, strict=True)
    ):
        return
    if len(shape) == 1 and table.ndim == 1:
        raise ShapeError(f"{len(table)} {name} for {shape[0]}")
    wanted = ", ".join("any" if want is None else str(want) for want in shape)
    raise ShapeError(f"{name} of shape {table.shape}, not ({wanted})")


def _is_sealed(values: np.ndarray, number: type) -> bool:
    """Return whether an array came from here: nobody can change it."""
    flags = values.flags
    return not flags.writeable and flags.owndata and bool(values.dtype == number)


def _place(wrong: np.ndarray) -> str:
    """Return the first place that is marked, as an index, empty for one number."""
    return "".join(f"[{n}]" for n in np.argwhere(wrong)[0])
