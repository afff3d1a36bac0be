"""Demand forms inside compiled programs: their arrays vary, their shapes do not.

Every form is a tree of arrays to JAX, so that `jit`, `vmap` and `grad` take it as an
argument and one compiled program serves all demands of a form and size.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import jax

from keiretsu.errors import DataError

_KNOWN: set[type] = set()


def _take_apart(demand: Any) -> tuple[list[Any], tuple[tuple[str, ...], Any]]:
    named = {field.name: getattr(demand, field.name) for field in fields(demand)}
    fixed = tuple((k, v) for k, v in named.items() if isinstance(v, bool))
    moving = {k: v for k, v in named.items() if not isinstance(v, bool)}
    return list(moving.values()), (tuple(moving), fixed)


def _put_together(form: type, about: tuple[tuple[str, ...], Any], parts: Any) -> Any:
    """Return the form with these parts, unchecked: they may be traced."""
    names, fixed = about
    demand: Any = object.__new__(form)
    for name, part in (*zip(names, parts, strict=True), *fixed):
        object.__setattr__(demand, name, part)
    return demand


def register(demand: Any) -> None:
    """Tell JAX how the demand's form comes apart; once for each form is enough.

    Raises
    ------
    DataError
        If the form is no dataclass of arrays.
    """
    form = type(demand)
    if not is_dataclass(demand):
        raise DataError(
            f"a demand of the form {form.__name__}", hint="forms are dataclasses"
        )
    for field in fields(demand):  # a known form may hold a new one
        if is_dataclass(getattr(demand, field.name)):
            register(getattr(demand, field.name))
    if form in _KNOWN:
        return
    _KNOWN.add(form)
    jax.tree_util.register_pytree_node(form, _take_apart, partial(_put_together, form))
