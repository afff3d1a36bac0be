"""One thread for small tables: a library's threads cost more than they save there.

Tables of some hundred products and types are multiplied in microseconds. Threads that
wait for one another on a busy machine made the same search fifteen times slower.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra uses one thread of this process."""
    return _controller().limit(limits=1, user_api="blas")
