"""A fitted demand handed over: its file, and what was known beside what it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keiretsu.cli.output import print_csv, print_json, say, say_next, show, table
from keiretsu.units import plural

if TYPE_CHECKING:
    from keiretsu.estimation import FittedDemands

FIT_COLUMNS = ("market", "what", "product", "towards", "given", "fitted")
FAR_OFF = 0.1
"""How far a fitted number may lie from the one given, as a fraction, without a word."""


def hand_over(fitted: FittedDemands, out: Path, how: str) -> None:
    """Write the file, and show what was known beside what came out."""
    fitted.write(out)
    rows = [
        {"market": name, **dict.fromkeys(FIT_COLUMNS[1:]), **row}
        for name, one in fitted.markets.items()
        for row in one.fit
    ]
    if how == "json":
        print_json({"file": str(out), "title": fitted.title, "fit": rows})
    elif how == "csv":
        print_csv(rows, FIT_COLUMNS)
    elif rows:
        show(
            table(
                "What was known, and what the demand gives",
                FIT_COLUMNS,
                ([_cell(row[name]) for name in FIT_COLUMNS] for row in rows),
                numbers=("given", "fitted"),
            )
        )
    for words in _unmet(rows):
        say(f"warning: {words}")
    say(f"{fitted.title}: {plural(len(fitted.markets), 'market')} in {out}")
    say_next(f"keiretsu report --merge A B --market … --demand {out}")


def _unmet(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the known numbers that the demand misses: they contradict the others."""
    for row in rows:
        given, fitted = row["given"], row["fitted"]
        if given and abs(fitted / given - 1) > FAR_OFF:
            which = " ".join(str(row[n]) for n in ("what", "product") if row[n])
            yield (
                f"{row['market']}: {which} of {given:.4g} was given and {fitted:.4g} "
                "comes out: what is known contradicts itself, or the form cannot give "
                "both"
            )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
