"""How long a report takes, beside its libraries: `python -m benchmarks.report`.

Both are processes of their own, one after the other, so that a busy machine slows both;
the difference is what is our own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

LIBRARIES = (
    *("numpy", "scipy.special", "scipy.linalg"),
    *("scipy.sparse.csgraph", "typer", "rich.table", "jinja2", "pydantic", "jaxtyping"),
)
REPORT = ("report", "--merge", "toyota", "nissan", "--on", "2025-05-19", "--out")


def seconds(*command: str) -> float:
    """Return the processor time of a command, in seconds."""
    before = _used()
    subprocess.run(command, check=True, capture_output=True)
    return _used() - before


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    """Print medians over some runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    loading = f"import {', '.join(LIBRARIES)}"
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "report.html")
        libraries, whole = [], []
        for _ in range(times):
            libraries.append(seconds(sys.executable, "-c", loading))
            whole.append(seconds(sys.executable, "-m", "keiretsu", *REPORT, page))
    print(f"libraries {median(libraries):.2f} s of processor time")
    print(f"a report  {median(whole):.2f} s, {median(whole) / median(libraries):.1f} x")
    print(f"our own   {median(whole) - median(libraries):.2f} s")


if __name__ == "__main__":
    main()
