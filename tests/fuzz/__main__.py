"""A longer run by hand; prints counts, and keeps the inputs that were not refused."""

from __future__ import annotations

import argparse
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
    """Fuzz for some minutes."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--keep", type=Path, help="a folder for inputs that failed")
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    outcome, seed = Outcome(), given.seed
    last = time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        all_readers = {**readers(), "store": store_reader(folder)}
        load()
        while time.monotonic() < last:
            fuzz(all_readers, folder, seed=seed, count=20, outcome=outcome)
            fuzz_commands(outcome, commands(), folder, seed=seed)
            seed += 1
    _tell(outcome)
    for number, data in enumerate(outcome.foreign.values() if given.keep else ()):
        given.keep.mkdir(parents=True, exist_ok=True)
        (given.keep / f"{number}.bin").write_bytes(data)


def _tell(outcome: Outcome) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"inputs {outcome.inputs.total()}, refused {outcome.refused.total()}")
    for name, count in outcome.inputs.items():
        print(f"  {name}: {count}, refused {outcome.refused[name]}")
    print(f"silent changes {len(outcome.changed)}")
    print(f"peak memory {peak:.0f} MB; of a command {outcome.megabytes:.0f} MB")
    print(f"slowest {outcome.slowest[0]:.2f} s, {outcome.slowest[1]}")
    print(f"tracebacks {len(outcome.foreign)}")
    for where in outcome.foreign:
        print(f"  {where}")


main()
