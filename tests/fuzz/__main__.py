"""A longer run by hand; prints counts, and keeps the inputs that were not refused."""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
import warnings
from pathlib import Path

from tests.fuzz.commands import commands
from tests.fuzz.process import load
from tests.fuzz.readers import readers, store_reader
from tests.fuzz.run import Outcome, fuzz, fuzz_commands


def main() -> None:
    """Fuzz for some minutes, or until so many inputs were given."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--inputs", type=int, help="stop once so many were given")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--keep", type=Path, help="a folder for inputs that failed")
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    outcome, seed, most = Outcome(), given.seed, given.inputs or float("inf")
    last = time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        all_readers = {**readers(), "store": store_reader(folder)}
        load()
        while time.monotonic() < last and outcome.inputs.total() < most:
            fuzz(all_readers, folder, seed=seed, count=20, outcome=outcome)
            fuzz_commands(outcome, commands(), folder, seed=seed)
            seed += 1
    _tell(outcome)
    for number, data in enumerate(outcome.foreign.values() if given.keep else ()):
        given.keep.mkdir(parents=True, exist_ok=True)
        (given.keep / f"{number}.bin").write_bytes(data)


def _tell(outcome: Outcome) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = sum(os.times()[:4])
    print(f"inputs {outcome.inputs.total()}, refused {outcome.refused.total()}")
    print(
        f"processor time {used:.0f} s, {used / outcome.inputs.total():.3f} s an input"
    )
    for name, count in outcome.inputs.items():
        print(f"  {name}: {count}, refused {outcome.refused[name]}")
    print(f"silent changes {len(outcome.changed)}")
    print(f"peak memory {peak:.0f} MB; of a command {outcome.megabytes:.0f} MB")
    print(f"slowest {outcome.slowest[0]:.2f} s, {outcome.slowest[1]}")
    print(f"tracebacks {len(outcome.foreign)}")
    for where in outcome.foreign:
        print(f"  {where}")


main()
