"""Records of arrays: what they show of themselves."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import fields, is_dataclass
from importlib import import_module

import numpy as np
import pytest

import keiretsu
from keiretsu.demand import Logit
from keiretsu.values import Value


def kinds_of(kind: type[Value]) -> set[type[Value]]:
    return {kind, *(deep for sub in kind.__subclasses__() for deep in kinds_of(sub))}


def test_a_record_of_few_numbers_shows_them_all() -> None:
    shown = repr(Logit(alpha=2.0, delta=np.array([1.0, 1.5])))
    assert shown == "Logit(alpha=2.0, delta=array([1. , 1.5]))"


@pytest.mark.parametrize("count", [9, 300, 5000])
def test_a_long_record_shows_the_ends_of_its_arrays(count: int) -> None:
    shown = repr(Logit(alpha=2.0, delta=np.arange(count) / 4))
    assert ", ..., " in shown
    assert len(shown) < 120


def test_no_record_writes_out_its_arrays() -> None:
    for module in pkgutil.iter_modules(keiretsu.__path__, "keiretsu."):
        if module.name != "keiretsu.__main__":
            import_module(module.name)
    found = [kind for kind in kinds_of(Value) if is_dataclass(kind) and fields(kind)]
    assert len(found) > 40
    for kind in found:
        told = kind.__repr__ is not Value.__repr__
        own = told and "<" in inspect.getsource(kind.__repr__)
        assert own or not told, f"{kind.__name__} wants repr=False"
