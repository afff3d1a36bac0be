"""kill -9 at random moments of everything that writes.

python -m tests.fuzz.kill --times 100 --seed 8 --outputs 200

A store that is killed while it is made, added to, imported into or migrated is whole or
absent; a file that a command writes over holds the old or the new.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from keiretsu.landscape.store import Place, open_store
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.doctor import examine

KILLED = """
import sys
from pathlib import Path
from keiretsu.landscape.store import open_store, statement
from keiretsu.landscape.store import schema_version as form
store = open_store(sys.argv[2])
if sys.argv[1] == "init":
    print("ready", flush=True)
    store.fill()
elif sys.argv[1] == "migrate":
    print("ready", flush=True)
    store.fill()
else:
    row = {"holder": "honda", "held": "nissan", "since": "2024", "source_title": "x"}
    many = 200 if sys.argv[1] == "import" else 1
    print("ready", flush=True)
    for entry in range(1000):
        said = [row | {"percent": f"{entry % 90}.{n:06}"} for n in range(many)]
        store.add([statement("stakes", one, "x") for one in said], by="k", origin="k")
"""


def killed(work: str, file: Path, after: float) -> None:
    """Start some work on a store, and kill it after some seconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, work, str(file)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process:
        process.stdout.readline()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()


def whole_after_kills(folder: Path, seed: int, count: int) -> int:
    """Kill init, add, import and migrate; see that each store is whole or absent."""
    rng = random.Random(seed)
    there = 0
    for run in range(count):
        work = ("init", "add", "import", "migrate")[run % 4]
        file = folder / f"{run}.db"
        if work != "init":
            open_store(file).fill()
        if work == "migrate":
            form.go_back(Place(file), "0001")
        killed(work, file, rng.uniform(0, 0.6))
        if not file.exists():
            assert work == "init"
            continue
        there += 1
        if work == "migrate":
            open_store(file).fill()
        assert all(finding.is_sound for finding in examine(Place(file))), (run, work)
        stakes = open_store(file).history("stakes", "honda", "nissan")
        own = [one for one in stakes if one.by == "k"]
        assert len(own) % (200 if work == "import" else 1) == 0
    return there


OLD = b"what was there"
OUTPUTS = (
    *("landscape export --to csv --out", "landscape export nissan --to svg --out"),
    *("landscape export --to bods --out", "landscape matrix nissan --out"),
    "report --merge toyota nissan --on 2025-05-19 --market us-2024-brands "
    "--control silent --draws 0 --rules us --out",
)
ENDS = (".zip", ".svg", ".json", ".svg", ".html")
LONGEST = (2.2, 1.2, 2.2, 1.2, 4.0)
"""Seconds within which each is killed: about what it takes."""


def old_or_new_after_kills(folder: Path, seed: int, count: int) -> Counter[str]:
    """Kill commands that write over a file, and see what the file holds afterwards."""
    rng = random.Random(seed)
    whole, found = {}, Counter[str]()
    for run in range(count):
        which = run % len(OUTPUTS)
        words, file = OUTPUTS[which].split(), folder / f"out{which}{ENDS[which]}"
        command = [sys.executable, "-m", "keiretsu", *words, str(file)]
        if which not in whole:
            subprocess.run(command, check=True, capture_output=True)
            whole[which] = file.read_bytes()
        file.write_bytes(OLD)
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(rng.uniform(0, LONGEST[which]))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        written = file.read_bytes()
        state = {OLD: "old", whole[which]: "new"}.get(written, "neither")
        found[state] += 1
    return found


def main() -> None:
    """Kill a number of times, and say what was left."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz.kill")
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--outputs", type=int, default=0)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        there = whole_after_kills(Path(name), given.seed, given.times)
        print(
            f"stores killed {given.times}: {there} whole, {given.times - there} absent"
        )
    with tempfile.TemporaryDirectory() as name:
        found = old_or_new_after_kills(Path(name), given.seed, given.outputs)
        print(f"files killed {given.outputs}: {dict(found)}")


if __name__ == "__main__":
    main()
