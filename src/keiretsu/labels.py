"""Labelled columns in one order: pandas says which product a number belongs to.

Columns without labels (lists, arrays, polars) are taken as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from keiretsu.errors import DataError


def aligned(
    named: Mapping[str, Any], *, to: Any = None, may_move: bool = True
) -> tuple[dict[str, Any], Any]:
    """Return columns in one order, and its labels: those given, or the first column's.

    Parameters
    ----------
    named
        Columns by name.
    to
        Labels to bring them to, such as those of a demand; None for the first column's.
    may_move
        Whether a column may be brought into another's order; if not, orders that differ
        are refused, because what has no labels may be in either.

    Raises
    ------
    DataError
        If two labelled columns speak of other products, or a label comes twice and the
        order differs.
    """
    out, labels, owner = dict(named), to, "the demand"
    moves = may_move or to is not None
    for name, values in named.items():
        own = None if type(values) is np.ndarray else labels_of(values)
        if own is None:
            continue
        if labels is None:
            labels, owner = own, name
            continue
        if len(own) != len(labels) or own.equals(labels):
            continue
        if not moves and set(own) == set(labels):
            raise DataError(
                f"{name} and {owner} have one index in two orders, and the demand has "
                "none to tell which is its own",
                hint="make the demand from labelled columns, or reindex them alike",
            )
        out[name] = _reordered(values, own, name, labels, owner)
    return out, labels


def labels_of(values: Any) -> Any:
    """Return the index of a pandas column or table, or None where nobody set one."""
    index = getattr(values, "index", None)
    if index is None or callable(index) or not hasattr(index, "equals"):
        return None
    counts = np.arange(len(index))
    return None if np.array_equal(np.asarray(index), counts) else index


def _reordered(values: Any, own: Any, name: str, labels: Any, owner: str) -> Any:
    strange = [label for label in own if label not in labels]
    if strange:
        raise DataError(
            f"{name} has {strange[0]!r} in its index, which {owner} has not",
            hint="give both the same index, or plain arrays in one order",
        )
    if not (own.is_unique and labels.is_unique):
        raise DataError(
            f"the index of {name} holds a label twice, in another order than {owner}",
            hint="give plain arrays in one order",
        )
    moved = values.reindex(labels)
    if moved.ndim == 2 and moved.shape[0] == moved.shape[1]:
        moved = moved.reindex(columns=labels)
    return moved
