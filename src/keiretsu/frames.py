"""Rows become a data frame of the library that the user has.

polars, pandas and pyarrow are extras: whatever is computed here is plain rows and
arrays, and any of the three reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Any, Literal

from keiretsu.errors import DataError

Backend = Literal["polars", "pandas", "pyarrow"]
BACKENDS: tuple[Backend, ...] = ("polars", "pandas", "pyarrow")
"""The libraries that can hold a frame, the preferred one first."""


def installed(*among: Backend, purpose: str) -> Backend:
    """Return the first of some frame libraries that is installed.

    Parameters
    ----------
    among
        Libraries that serve; all of them where none is named.
    purpose
        What it is wanted for, as the error says it.

    Raises
    ------
    DataError
        If none is installed.
    """
    for backend in among or BACKENDS:
        if find_spec(backend) is not None:
            return backend
    raise DataError(
        f"{purpose} needs one of {', '.join(among or BACKENDS)}, and none is installed",
        hint="pip install 'keiretsu[frames]'",
    )


def to_frame(rows: Iterable[Mapping[str, Any]], backend: Backend | None = None) -> Any:
    """Return rows as a data frame.

    Parameters
    ----------
    rows
        One mapping a row, all with the same keys.
    backend
        The library of the frame; None takes the first of `BACKENDS` that is installed.

    Raises
    ------
    DataError
        If the library is not installed, or none is.
    """
    import narwhals as nw

    chosen = installed(*([backend] if backend else []), purpose="a data frame")
    listed = list(rows)
    names = listed[0].keys() if listed else ()
    columns = {name: [row[name] for row in listed] for name in names}
    return nw.from_dict(columns, backend=chosen).to_native()
