"""Mutated files end in a result or in one error of ours, in every reader."""

from __future__ import annotations

import random
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from keiretsu.landscape.store import Place, open_store
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.doctor import examine
from tests.fuzz.mutation import mutated
from tests.fuzz.readers import readers, store_reader
from tests.fuzz.run import fuzz


@pytest.mark.parametrize("name", readers())
def test_no_input_ends_in_a_foreign_error(name: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = fuzz({name: readers()[name]}, tmp_path, seed=20261126, count=60)
    assert found.foreign == {}
    assert found.inputs[name] == 60


def test_no_damaged_store_shows_a_wrong_fact(tmp_path: Path) -> None:
    found = fuzz({"store": store_reader(tmp_path)}, tmp_path, seed=3, count=25)
    assert found.foreign == {}
    assert found.changed == []
    assert found.refused["store"] >= 10


def test_the_same_seed_gives_the_same_inputs() -> None:
    first, second = (
        [mutated(b"a,b,c\n" * 20, random.Random(9)) for _ in range(9)] for _ in "ab"
    )
    assert first == second
    assert len(set(first)) == 1


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


def test_what_is_killed_leaves_a_whole_store_or_none(tmp_path: Path) -> None:
    assert whole_after_kills(tmp_path, seed=8, count=10) >= 7
