"""A store can be read by people without keiretsu: its views say what we say."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from keiretsu.landscape import load_landscape
from keiretsu.landscape.in_force import stakes_in_force
from keiretsu.landscape.store import Place, Statement, Store, open_store
from keiretsu.landscape.store.connection import reading
from keiretsu.landscape.tables.schema import TABLES

Stake = Callable[..., Statement]


def in_view(place: Place) -> set[tuple[object, ...]]:
    """What another program sees; ours trusts no view of a file."""
    asked = "select holder, held, percent, votes_percent, since from current_stakes"
    if place.file is not None:
        with closing(sqlite3.connect(place.file)) as opened:
            return set(opened.execute(asked))
    with reading(place) as connection:
        return {tuple(row) for row in connection.execute(text(asked))}


def in_landscape(store: Store) -> set[tuple[object, ...]]:
    today = dt.datetime.now(dt.UTC).date()
    stakes = stakes_in_force(load_landscape(store=store).record, today)

    def percent(part: float | None) -> float | None:
        return None if part is None else round(100 * part, 8)

    return {
        (s.holder, s.held, percent(s.share), percent(s.votes), s.since.text)
        for s in stakes
    }


def test_the_stakes_of_the_view_are_those_of_today(store: Store) -> None:
    store.fill()
    assert in_view(store.place) == in_landscape(store)
    assert len(in_view(store.place)) > 50


def test_the_view_chooses_among_figures_as_the_landscape_does(
    store: Store, stake: Stake
) -> None:
    dates = ("2024", "2024-01", "2024-01-01", "FY2023", "2024-Q1", "2023-H2", "2999")
    figures = ("12", "12.50", "12.345", "0")
    kinds = ("sourced", "derived", "memory")
    for since in dates:
        for percent in figures:
            for confidence in kinds:
                one = stake(percent, since=since, confidence=confidence)
                store.add([one], by="me", origin="here")
                (number,) = store.add([one], by="me", origin="here").seen
                if confidence == "sourced":
                    assert in_view(store.place) == in_landscape(store)
                if percent == "0":
                    store.judge(number, verdict="rejected", because="no", by="me")
    assert in_view(store.place) == in_landscape(store)


def test_plain_sqlite_reads_a_store_with_the_source_of_every_figure(
    tmp_path: Path,
) -> None:
    file = tmp_path / "facts.db"
    open_store(file).fill()
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        ((percent, title),) = connection.execute(
            "select percent, source_title from current_stakes "
            "where holder = 'toyota' and held = 'subaru'"
        )
        held = load_landscape().stake("toyota", "subaru")
        assert held is not None
        assert held.share is not None
        assert percent == pytest.approx(100 * held.share)
        assert title
        (kinds,) = connection.execute("select count(distinct kind) from believed")
        held_kinds = {kind for kind in TABLES if open_store(file).facts().records(kind)}
        assert kinds == (len(held_kinds),)
    connection.close()
