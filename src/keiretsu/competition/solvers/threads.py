"""One thread for small tables: a library's threads cost more than they save there.

Tables of some hundred products and types are multiplied in microseconds. Threads that
wait for one another on a busy machine made the same search fifteen times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra uses one thread of this process."""
    return _controller().limit(limits=1, user_api="blas")


def in_one_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that runs with linear algebra in one thread."""

    @wraps(function)
    def inside(*values: P.args, **named: P.kwargs) -> R:
        with one_thread():
            return function(*values, **named)

    return inside
