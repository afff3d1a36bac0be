"""Measure our engine against PyBLP, in turns, in one process.

python -m benchmarks [--json OUT] [--only NAME[,NAME]] [--runs N] [--threads N]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import warnings
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def main() -> int:
    asked = _arguments()
    _limit_threads(asked.threads)  # before anything heavy is imported
    from benchmarks import table, tasks
    from benchmarks.timing import measure

    _quieten()
    known = tasks.all_tasks()
    chosen = asked.only.split(",") if asked.only else list(known)
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        print(
            f"error: no benchmark {unknown[0]!r}: {', '.join(known)}", file=sys.stderr
        )
        return 2
    rows = []
    for name in chosen:
        print(f"measuring {name}", file=sys.stderr)
        rows.append(measure(known[name](), asked.runs))
    setting = _setting(asked.threads, asked.runs)
    print(table.as_markdown(rows, setting))
    if asked.json:
        record = {"setting": setting, "rows": [row.to_dict() for row in rows]}
        asked.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--json", type=Path, help="also write the numbers here")
    parser.add_argument("--only", default="", help="names of rows, with commas")
    parser.add_argument("--runs", type=int, default=7, help="runs of each engine")
    parser.add_argument("--threads", type=int, default=1, help="1 by default")
    return parser.parse_args()


def _limit_threads(threads: int) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)


def _quieten() -> None:
    import pyblp

    pyblp.options.verbose = False
    warnings.filterwarnings("ignore", module="pyblp")


def _setting(threads: int, runs: int) -> dict[str, str]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "runs": str(runs),
        "threads": str(threads),
        "processor": platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "pyblp", "keiretsu")},
    }


if __name__ == "__main__":
    sys.exit(main())
