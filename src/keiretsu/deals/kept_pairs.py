"""Pairs of a market that were solved before, kept in a file of lines of JSON.

A scan of every bundled market takes minutes; what is done stays done. A line belongs to
one market, day, demand and reading: when any of them, the facts or the code change, it
is solved anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from keiretsu.control import Reading
from keiretsu.deals.pairs import PairEffect, Pairs, all_pairs
from keiretsu.deals.parallel import each
from keiretsu.deals.run import market_hash
from keiretsu.errors import DataError
from keiretsu.files import is_file, read_text, write_whole
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.plain import short_hash
from keiretsu.version import __version__

LARGEST_KEPT = 100_000_000
"""Bytes of a file of pairs."""


def every_pair(
    landscape: Landscape,
    markets: Sequence[Market],
    *,
    keep: Path | None = None,
    reading: Reading = "silent",
    solving: Callable[[int, int], Any] = lambda done, asked: None,
    workers: int = 1,
    cluster: str | None = None,
    **how: Any,
) -> tuple[Pairs, ...]:
    """Return the pairs of each market, those that were kept without solving.

    Parameters
    ----------
    landscape, markets
        As for `all_pairs`.
    keep
        A file that holds what is done; None keeps nothing. It is written whole after
        each market, so that whoever stops in between loses those in work at most.
    reading, how
        As for `all_pairs`.
    solving
        Is told, before each answer, how many markets are solved, and of how many.
    workers, cluster
        Where markets are solved: see `keiretsu.deals.parallel.each`.

    Raises
    ------
    DataError
        If the file holds something else, or cannot be written.
    """
    kept = {} if keep is None else _read(keep)
    told = sorted((name, repr(value)) for name, value in how.items())
    parts = (__version__, landscape.fingerprint, reading, told)
    keys = [short_hash((*parts, one.name, market_hash(one)), 16) for one in markets]
    missing = [n for n, key in enumerate(keys) if key not in kept]
    work = partial(all_pairs, landscape, reading=reading, **how)
    wanted = [markets[n] for n in missing]
    if missing:
        solving(0, len(missing))
    solved = each(work, wanted, workers=workers, cluster=cluster) if missing else ()
    for done, (which, found) in enumerate(solved, 1):
        key = keys[missing[which]]
        kept[key] = {
            "key": key,
            "market": found.market.name,
            "demand": found.demand,
            "pairs": [vars(pair) for pair in found.found],
        }
        if keep is not None:
            _write(keep, kept)
        solving(done, len(missing))
    return tuple(
        Pairs(
            market=market,
            reading=reading,
            demand=kept[key]["demand"],
            found=tuple(PairEffect(**pair) for pair in kept[key]["pairs"]),
        )
        for market, key in zip(markets, keys, strict=True)
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
