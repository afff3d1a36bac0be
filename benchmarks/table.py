"""The table that people read."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.timing import Row

HEAD = (
    "| work | ours, each | peer, each | ratio | to reach | largest difference | "
    "first call | times the exp limit |",
    "|---|---|---|---|---|---|---|---|",
)


def as_markdown(rows: Iterable[Row], setting: dict[str, str]) -> str:
    """Return the table and a line on how it was measured."""
    words = ", ".join(f"{name} {value}" for name, value in setting.items())
    return "\n".join((*HEAD, *map(_line, rows), "", f"Measured: {words}."))


def _line(row: Row) -> str:
    cells = (
        row.what,
        _seconds(row.ours),
        f"{_seconds(row.peer)} ({row.peer_name})",
        f"{row.ratio:.0f} ×" if row.ratio >= 10 else f"{row.ratio:.1f} ×",
        f"{row.reach:.0f} ×",
        "not compared" if row.difference is None else f"{row.difference:.0e}",
        _seconds(row.first),
        "" if row.of_limit is None else f"{row.of_limit:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.1f} s"
    return f"{value * 1e3:.2f} ms" if value >= 1e-3 else f"{value * 1e6:.0f} µs"
