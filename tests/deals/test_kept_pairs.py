"""A scan goes on where it stopped, and solves anew what is no longer the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import keiretsu as kt
from keiretsu.deals.kept_pairs import every_pair
from keiretsu.deals.pairs import Pairs
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market

NAMES = ("is-2024-brands", "jp-2024-brands")


@pytest.fixture(scope="module")
def day() -> Landscape:
    return kt.load_landscape("2025-05-19")


@pytest.fixture(scope="module")
def markets() -> list[Market]:
    return [kt.load_market(name) for name in NAMES]


def scan(
    day: Landscape, markets: list[Market], keep: Path | None, demand: str = "logit"
) -> tuple[tuple[Pairs, ...], list[tuple[int, int]]]:
    solved: list[tuple[int, int]] = []
    found = every_pair(
        day,
        markets,
        keep=keep,
        demand=demand,
        solving=lambda done, asked: solved.append((done, asked)),
    )
    return found, solved


@pytest.fixture(scope="module")
def alone(day: Landscape, markets: list[Market]) -> list[Any]:
    """Rows of every pair of both markets, solved here and not kept."""
    return [one.rows() for one in scan(day, markets, None)[0]]


@pytest.fixture(scope="module")
def kept(
    day: Landscape, markets: list[Market], tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    """The file that a scan of the first market leaves."""
    keep = tmp_path_factory.mktemp("kept") / "pairs.jsonl"
    _, solved = scan(day, markets[:1], keep)
    assert solved == [(0, 1), (1, 1)]
    return keep.read_bytes()


def test_what_is_done_is_not_solved_again(
    day: Landscape,
    markets: list[Market],
    alone: list[Any],
    kept: bytes,
    tmp_path: Path,
) -> None:
    keep = tmp_path / "pairs.jsonl"
    keep.write_bytes(kept)
    both, solved = scan(day, markets, keep)
    assert solved == [(0, 1), (1, 1)]  # the other one was there
    assert [one.rows() for one in both] == alone
    again, solved = scan(day, markets, keep)
    assert solved == []
    assert [one.rows() for one in again] == alone


def test_another_demand_day_or_market_is_solved_anew(
    day: Landscape, markets: list[Market], kept: bytes, tmp_path: Path
) -> None:
    keep, one = tmp_path / "pairs.jsonl", markets[:1]
    keep.write_bytes(kept)
    assert scan(day, one, keep, demand="nested logit")[1]
    assert scan(kt.load_landscape("2026-05-19"), one, keep)[1]
    more = [one[0].replace(quantities=one[0].quantities * 1.01)]
    assert scan(day, more, keep)[1]
    assert scan(day, one, keep)[1] == []


@pytest.mark.parametrize("text", ["nonsense\n", "[1]\n", '{"key": 1, "pairs": [1]}\n'])
def test_a_file_of_something_else_is_left_alone(
    text: str, day: Landscape, markets: list[Market], tmp_path: Path
) -> None:
    keep = tmp_path / "pairs.jsonl"
    keep.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="line 1, holds no pairs of a market"):
        scan(day, markets[:1], keep)
    assert keep.read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_several_processes_and_a_cluster_give_the_same_digits(
    day: Landscape, markets: list[Market], alone: list[Any], tmp_path: Path
) -> None:
    pytest.importorskip("joblib")
    distributed = pytest.importorskip("distributed")
    keep = tmp_path / "pairs.jsonl"
    by_cores = every_pair(day, markets, keep=keep, demand="logit", workers=2)
    assert [one.rows() for one in by_cores] == alone
    assert len(keep.read_text(encoding="utf-8").splitlines()) == 2
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        by_cluster = every_pair(day, markets, demand="logit", cluster=address)
    assert [one.rows() for one in by_cluster] == alone


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"workers": 0}, "0 workers"),
        ({"workers": 1000}, "1000 workers"),
        ({"cluster": "tcp://127.0.0.1:9"}, "no Dask scheduler answers"),
        ({"cluster": "nonsense"}, "no Dask scheduler answers"),
        ({"cluster": ""}, "no Dask scheduler answers"),
    ],
)
def test_where_nothing_can_be_solved_is_said(
    where: dict[str, Any],
    words: str,
    day: Landscape,
    markets: list[Market],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("keiretsu.deals.parallel.WAIT", 1)
    with pytest.raises(DataError, match=words):
        every_pair(day, markets, demand="logit", **where)
