"""Mutated files end in a result or in one error of ours, in every reader."""

from __future__ import annotations

import random
import warnings
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.fuzz.commands import commands
from tests.fuzz.kill import whole_after_kills
from tests.fuzz.mutation import mutated
from tests.fuzz.process import load
from tests.fuzz.readers import readers, store_reader
from tests.fuzz.run import Outcome, fuzz, fuzz_commands


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


@pytest.mark.slow
def test_no_words_or_files_end_a_command_in_a_foreign_way(tmp_path: Path) -> None:
    # Commands are forks: of a process of its own, which holds nothing of other tests.
    with get_context("spawn").Pool(1) as pool:
        found, tried = pool.apply(_quick_commands, (tmp_path,))
    assert found.foreign == {}
    assert found.inputs["commands"] == tried > 40
    assert 0 < found.refused["commands"] < tried


def _quick_commands(folder: Path) -> tuple[Outcome, int]:
    load()
    found = Outcome()
    slow = ("report", "backtest")
    quick = {k: v for k, v in commands().items() if not k.startswith(slow)}
    fuzz_commands(found, quick, folder, seed=20261126)
    return found, len(quick)


def test_the_same_seed_gives_the_same_inputs() -> None:
    first, second = (
        [mutated(b"a,b,c\n" * 20, random.Random(9)) for _ in range(9)] for _ in "ab"
    )
    assert first == second
    assert len(set(first)) == 1


def test_what_is_killed_leaves_a_whole_store_or_none(tmp_path: Path) -> None:
    assert whole_after_kills(tmp_path, seed=8, count=10) >= 7
