"""The tasks on a table, each from what an address says to plain data.

Run as a program it limits itself first, reads one task from its standard input, and
writes one answer or one error in JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

NICE = 5
"""How far the process stands back behind those that answer others."""


def limit(memory: int, seconds: int, answer: int) -> None:
    """Limit this process: address space, time of the processor, and what it writes."""
    try:
        import resource
    except ImportError:  # no such limits on Windows; the clock of the parent holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer, answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)


def checked(path: Path, query: Mapping[str, str]) -> dict[str, Any]:
    """Return every fault of a table, its markets and the first of its rows."""
    from keiretsu.market import check_table
    from keiretsu.plain import to_json

    table = _table(path, query)
    faults = check_table(table)
    markets = []
    if not any(fault.severity == "error" for fault in faults):
        markets = [_about(market) for market in _markets(table, query)]
    return {
        "columns": table.columns,
        "rows": table.height,
        "notes": [*table.notes, *table.doubts],
        "faults": to_json(faults),
        "markets": markets,
    }


def fitted(path: Path, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the demand that fits what is known, and what it implies."""
    from keiretsu.control import Ownership
    from keiretsu.estimation import FittedDemands, calibrate_market, implied_rows
    from keiretsu.landscape import load_landscape
    from keiretsu.plain import to_json
    from keiretsu.web.lab.study import study_of

    study = study_of(query)
    market = _market(path, query)
    ownership = Ownership.of_day(load_landscape(study.on), market.firms)
    demand = calibrate_market(market, study.known, ownership=ownership)
    kept = FittedDemands(title=study.title, markets={market.name: demand})

    return {
        "market": _about(market),
        "file": kept.to_toml(),
        "form": type(demand.demand).__name__,
        "fit": to_json(demand.fit),
        "products": to_json(implied_rows(market, demand.demand, ownership)),
    }


def effects(path: Path, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the deal does under the demand that was fitted."""
    from keiretsu.deals import run
    from keiretsu.landscape import load_landscape
    from keiretsu.report import Report
    from keiretsu.report.headline import headline
    from keiretsu.web.lab.study import study_of

    study = study_of(query)
    landscape = load_landscape(study.on)
    found = run(
        study.deal,
        landscape,
        _market(path, query),
        demand=_demand(query),
        indices=True,
    )
    report = Report(deal=found.deal, effects=found, landscape=landscape)
    return {
        "sentence": headline(report).sentence,
        "deal": found.deal.to_toml(),
        "effects": found.to_dict(),
    }


def workbook(path: Path, query: Mapping[str, str]) -> str:
    """Return the report of the deal as a workbook, its bytes in hexadecimal."""
    from tempfile import TemporaryDirectory

    from keiretsu.landscape import load_landscape
    from keiretsu.report import make_report, write_forms
    from keiretsu.web.lab.study import study_of

    study = study_of(query)
    report = make_report(
        study.deal,
        landscape=load_landscape(study.on),
        markets=[_market(path, query)],
        demand=_demand(query),
        draws=0,
    )
    with TemporaryDirectory() as folder:
        (written,) = write_forms(report, Path(folder) / "deal.xlsx", ["xlsx"])
        return written.read_bytes().hex()


TASKS: Mapping[str, Callable[[Path, Mapping[str, str]], Any]] = {
    "checked": checked,
    "fitted": fitted,
    "effects": effects,
    "workbook": workbook,
}


def _table(path: Path, query: Mapping[str, str]) -> Any:
    from keiretsu.errors import UnknownName
    from keiretsu.market import read_table

    table, nests = read_table(path), query.get("nests", "").strip()
    if not nests:
        return table
    if nests not in table.columns:
        raise UnknownName("column", nests, table.columns)
    return table.with_classes("nesting_ids", nests)


def _markets(table: Any, query: Mapping[str, str]) -> Any:
    from keiretsu.market import markets_from_frame

    return markets_from_frame(
        table,
        currency=query.get("currency", "").strip() or None,
        jurisdiction=query.get("place", "").strip(),
    )


def _market(path: Path, query: Mapping[str, str]) -> Any:
    """Return the market that is named, or the first."""
    from keiretsu.errors import UnknownName

    markets = {m.name: m for m in _markets(_table(path, query), query)}
    name = query.get("market", "").strip()
    if name and name not in markets:
        raise UnknownName("market in the table", name, markets)
    return markets[name] if name else next(iter(markets.values()))


def _demand(query: Mapping[str, str]) -> Any:
    """Return the demand that was fitted before, as its file holds it."""
    from tempfile import TemporaryDirectory

    from keiretsu.estimation import FittedDemands

    with TemporaryDirectory() as folder:
        path = Path(folder) / "demand.toml"
        path.write_text(query["demand"], encoding="utf-8")
        return FittedDemands.from_file(path)


def _about(market: Any) -> dict[str, Any]:
    """Return what a page says of a market of the table."""
    return {
        "name": market.name,
        "products": len(market.products),
        "makers": list(dict.fromkeys(market.firms)),
        "nests": sorted({nest for nest in market.nests if nest}),
        "priced": market.prices is not None,
        "outside": market.outside_share,
        "characteristics": sorted(market.characteristics),
    }


def main() -> int:
    """Do the one task that stands on the standard input."""
    asked = json.loads(sys.stdin.buffer.read())
    limit(asked["memory"], int(asked["seconds"]) + 1, asked["answer"])
    from keiretsu.errors import KeiretsuError

    try:
        path = Path(asked["path"])
        told = {"answer": TASKS[asked["task"]](path, asked["query"])}
    except KeiretsuError as error:
        hint = error.hint or ""
        said = str(error).removesuffix(f"\nhint: {hint}").strip()
        told = {"error": said.replace(asked["path"], "the table"), "hint": hint}
    except (MemoryError, RecursionError):
        told = {
            "error": "the table took too much memory and was given up",
            "hint": "send fewer rows, or use keiretsu on your own machine",
        }
    json.dump(told, sys.stdout)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
