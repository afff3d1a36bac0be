"""Freed memory stays with the process: tables of a batch are made and dropped often.

The C library of Linux hands a freed block back to the system, and asks for it anew,
page by page, for the next table of its size; that doubles the time of a batch of plain
logit deals. It learns from the largest block that it has seen freed.
"""

from __future__ import annotations

from functools import cache

import numpy as np

_BLOCK = 30 * 2**20
"""Bytes, below the 32 MB beyond which the C library does not learn."""


@cache
def keep_freed_memory() -> None:
    """Show the C library a large block, once; no page of it is touched."""
    np.empty(_BLOCK, dtype=np.uint8)
