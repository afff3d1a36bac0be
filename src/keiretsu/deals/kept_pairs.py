"""Pairs of a market that were solved before, kept in a file of lines of JSON.

A scan of every bundled market takes minutes; what is done stays done. A line belongs to
one market, day, demand and reading: when any of them, the facts or the code change, it
is solved anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from keiretsu.control import Reading
from keiretsu.deals.pairs import PairEffect, Pairs, all_pairs
from keiretsu.deals.run import market_hash
from keiretsu.errors import DataError
from keiretsu.files import is_file, read_text, write_whole
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.version import __version__

LARGEST_KEPT = 100_000_000
"""Bytes of a file of pairs."""


def every_pair(
    landscape: Landscape,
    markets: Sequence[Market],
    *,
    keep: Path | None = None,
    reading: Reading = "silent",
    starting: Callable[[Market, int], Any] = lambda market, number: None,
    **how: Any,
) -> Iterator[Pairs]:
    """Yield the pairs of each market, those that were kept without solving.

    Parameters
    ----------
    landscape, markets
        As for `all_pairs`.
    keep
        A file that holds what is done; None keeps nothing. It is written whole after
        each market, so that whoever stops in between loses one market at most.
    reading, how
        As for `all_pairs`.
    starting
        Is told each market that has to be solved, and its number from 1.

    Raises
    ------
    DataError
        If the file holds something else, or cannot be written.
    """
    kept = {} if keep is None else _read(keep)
    facts = hashlib.sha256(repr(landscape.to_dict()).encode()).hexdigest()[:12]
    told = sorted((name, repr(value)) for name, value in how.items())
    for number, market in enumerate(markets, 1):
        parts = (__version__, facts, market.name, market_hash(market), reading, told)
        key = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
        row = kept.get(key)
        if row is None:
            starting(market, number)
            found = all_pairs(landscape, market, reading=reading, **how)
            row = {"key": key, "market": market.name, "demand": found.demand}
            row["pairs"] = [vars(pair) for pair in found.found]
            kept[key] = row
            if keep is not None:
                _write(keep, kept)
        yield Pairs(
            market=market,
            reading=reading,
            demand=row["demand"],
            found=tuple(PairEffect(**pair) for pair in row["pairs"]),
        )


def _read(path: Path) -> dict[str, dict[str, Any]]:
    if not is_file(path):
        return {}
    hint = "name another file, or remove this one"
    found = {}
    for number, line in enumerate(read_text(path, LARGEST_KEPT, hint).splitlines(), 1):
        try:
            row = json.loads(line)
            pairs = [PairEffect(**pair) for pair in row["pairs"]]
            found[str(row["key"])] = {
                "key": str(row["key"]),
                "market": str(row["market"]),
                "demand": str(row["demand"]),
                "pairs": [vars(pair) for pair in pairs],
            }
        except (ValueError, TypeError, KeyError, RecursionError):
            raise DataError(
                f"{path}, line {number}, holds no pairs of a market", hint=hint
            ) from None
    return found


def _write(path: Path, kept: dict[str, dict[str, Any]]) -> None:
    text = "".join(json.dumps(row) + "\n" for row in kept.values())
    write_whole(path, text, "file of pairs")
