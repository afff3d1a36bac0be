"""History is append-only: what was believed at a moment never changes later."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.landscape.store import Place, Statement, bundle, open_store, statement
from keiretsu.landscape.store.connection import reading, writing
from keiretsu.landscape.store.reading import believed, held
from keiretsu.landscape.store.schema_version import bring_up

HOUR = dt.timedelta(hours=1)
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def said(number: int) -> Statement:
    row = {"holder": "honda", "held": "nissan", "since": "2024", "confidence": "memory"}
    row |= {"percent": str(number), "source_title": "a test"}
    return statement("stakes", row, "a test")


def company(identifier: str) -> Statement:
    row = {"id": identifier, "kind": "group", "source_title": "a test"}
    return statement("companies", row | {"confidence": "memory"}, "a test")


statements = st.lists(st.integers(0, 5).map(said), max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), statements),
        st.tuples(st.just("bundle"), statements),
        st.tuples(
            st.sampled_from(["accepted", "rejected", "superseded"]), st.integers(3, 8)
        ),
    ),
    max_size=8,
)


def snapshot(place: Place, at: str | None) -> object:
    """All that a store says of a moment: what is believed, and the whole history."""
    with reading(place) as connection:
        return list(believed(connection, "stakes", at)), held(connection, at=at)


@settings(max_examples=30, deadline=None)
@given(steps=steps, lag=st.lists(st.integers(-3, 3), min_size=8, max_size=8))
def test_what_was_believed_at_a_moment_never_changes(
    steps: list[tuple[str, object]], lag: list[int]
) -> None:
    """Whatever is written later, and however the clock runs meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "store.db")
        with writing(place) as connection:
            bring_up(connection, place)
        store = open_store(place, clock=lambda: START - 10 * HOUR)
        store.add(list(map(company, ("honda", "nissan"))), by="me", origin="a test")
        seen: dict[str, object] = {}
        for (verb, what), hours in zip(steps, lag, strict=False):
            moment = START + hours * HOUR
            store = open_store(
                place,
                clock=partial(dt.datetime.fromtimestamp, moment.timestamp(), dt.UTC),
            )
            if verb == "add":
                store.add(what, by="me", origin="a test")  # type: ignore[arg-type]
            elif verb == "bundle":
                with writing(place) as connection:
                    bundle.bring(connection, what, moment)  # type: ignore[arg-type]
            elif what in {one.number for one in store.statements()}:
                store.judge(what, verdict=verb, because="a test", by="me")  # type: ignore[arg-type]
            with reading(place) as connection:
                last = connection.exec_driver_sql("select max(at) from entries")
                at = last.scalar()
            if at is not None:
                assert seen.setdefault(at, snapshot(place, at)) == snapshot(place, None)
        for at, then in seen.items():
            assert snapshot(place, at) == then
