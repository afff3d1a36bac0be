"""What is written is kept, once, and tells what was believed when about when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from keiretsu.errors import DataError, StoreError
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.landscape.store import (
    Place,
    Statement,
    Store,
    bundle,
    open_store,
    place,
    statement,
)
from keiretsu.landscape.store.connection import writing
from keiretsu.landscape.store.statement import bundled_statements
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.landscape.tables.tables import bundled

Stake = Callable[..., Statement]
Clock = Callable[[str], Callable[[], dt.datetime]]
ME = {"by": "me", "origin": "command line"}


def contents(landscape: Landscape) -> dict[str, object]:
    return {
        field.name: getattr(landscape, field.name)
        for field in fields(landscape)
        if field.name not in ("store", "believed", "register", "place")
    }


def test_the_bundle_comes_back_out_of_a_store_unchanged(store: Store) -> None:
    store.fill()
    for on in ("1999-01-01", "2008-04-01", "2019-12-31", "2025-06-01", "2026-04-01"):
        kept = load_landscape(on, store=store)
        assert contents(kept) == contents(load_landscape(on))
        assert str(store.place) in kept.facts


def test_filling_a_store_again_adds_nothing(store: Store) -> None:
    first = store.fill()
    assert len(first.new) == sum(len(bundled(kind)) for kind in TABLES)
    again = store.fill()
    assert (again.new, again.seen, again.judged) == ((), (), ())
    assert all(one.first_seen == one.last_seen for one in store.statements())


def test_a_stake_that_is_added_is_in_force_with_its_wording(
    store: Store, stake: Stake
) -> None:
    said = stake("12.5", votes_percent="10", quote="Honda took an eighth of Nissan")
    written = store.add([said], **ME)
    assert len(written.new) == 1
    held = load_landscape("2025-06-01", store=store).stake("honda", "nissan")
    assert held is not None
    assert (held.share, held.votes) == (0.125, 0.1)
    assert held.source.quote == "Honda took an eighth of Nissan"


def test_the_first_writing_brings_the_bundled_facts_along(
    store: Store, stake: Stake
) -> None:
    store.add([stake()], **ME)
    assert load_landscape("2025-06-01", store=store).stake("toyota", "subaru")


def test_the_same_statement_is_kept_once_and_seen_again(
    place: Place, stake: Stake, day: Clock
) -> None:
    early, late = (open_store(place, clock=day(f"2025-0{n}-01")) for n in (2, 3))
    early.add([stake(), stake()], **ME)
    late.add([stake()], by="you", origin="cars.csv")
    (one,) = late.history("stakes", "honda", "nissan")
    assert one.first_seen.startswith("2025-02-01")
    assert one.last_seen.startswith("2025-03-01")
    assert (one.by, one.origin) == ("me", "command line")


def test_what_was_believed_on_one_day_about_another(
    place: Place, stake: Stake, day: Clock
) -> None:
    """Worked by hand: three days of writing, two days asked about."""
    open_store(place, clock=day("2025-01-10")).add([stake("10")], **ME)
    february = open_store(place, clock=day("2025-02-10"))
    february.add([stake("15", since="2025-02")], **ME)
    (first, _) = february.history("stakes", "honda", "nissan")
    march = open_store(place, clock=day("2025-03-10"))
    written = march.add([stake("11")], **ME)
    march.judge(
        first.number,
        verdict="corrected",
        because="a misprint",
        by="me",
        instead=written.new[0],
    )

    def share(on: str, believed: str | None) -> float | None:
        seen = load_landscape(on, store=march, believed=believed)
        held = seen.stake("honda", "nissan")
        return held.share if held else None

    with pytest.raises(DataError, match="knew nothing yet on 2025-01-09"):
        share("2024-06-01", "2025-01-09")
    assert share("2024-06-01", "2025-01-10") == 0.10
    assert share("2025-06-01", "2025-01-31") == 0.10
    assert share("2025-06-01", "2025-02-10") == 0.15
    assert share("2024-06-01", "2025-02-28") == 0.10
    assert share("2024-06-01", "2025-03-10") == 0.11
    assert share("2025-06-01", None) == 0.15


def test_a_moment_may_be_asked_about_and_needs_a_time_zone(
    store: Store, stake: Stake
) -> None:
    store.add([stake()], **ME)
    (one,) = store.history("stakes", "honda", "nissan")
    then = dt.datetime.fromisoformat(one.first_seen)
    before = then - dt.timedelta(microseconds=1)
    assert store.history("stakes", "honda", "nissan", believed=then) == (one,)
    assert store.history("stakes", "honda", "nissan", believed=before) == ()
    with pytest.raises(DataError, match="no time zone"):
        store.facts(believed=dt.datetime(2025, 5, 19))


def test_a_rejected_statement_is_not_believed_until_it_is_accepted(
    store: Store, stake: Stake
) -> None:
    (number,) = store.add([stake()], **ME).new

    def believed() -> bool:
        held = load_landscape("2025-06-01", store=store).stake("honda", "nissan")
        (one,) = store.history("stakes", "honda", "nissan")
        assert one.is_believed is (held is not None)
        return one.is_believed

    assert believed()
    store.judge(number, verdict="rejected", because="a rumour", by="me")
    assert not believed()
    store.judge(number, verdict="accepted", because="it is in the filing", by="me")
    assert believed()
    (one,) = store.history("stakes", "honda", "nissan")
    assert [j.verdict for j in one.judgements] == ["rejected", "accepted"]
    assert one.judgements[0].because == "a rumour"


@pytest.mark.parametrize(
    ("number", "words", "message"),
    [
        (10**6, {"verdict": "rejected", "because": "x"}, "no statement 1000"),
        (1, {"verdict": "wrong", "because": "x"}, "'wrong' is no verdict"),
        (1, {"verdict": "rejected", "because": " "}, "gives no reason"),
        (1, {"verdict": "corrected", "because": "x"}, "corrected, by none"),
    ],
)
def test_a_judgement_that_says_nothing_is_refused(
    tmp_path: Path, number: int, words: dict[str, object], message: str
) -> None:
    store = open_store(tmp_path / "store.db")
    with pytest.raises(DataError, match=message):
        store.judge(number, by="me", **words)  # type: ignore[arg-type]


def test_history_may_be_asked_of_all_that_a_holder_holds(store: Store) -> None:
    store.fill()
    every = store.history("stakes")
    of_toyota = store.history("stakes", "toyota")
    one = store.history("stakes", "toyota", "subaru")
    assert {h.statement.fields["holder"] for h in of_toyota} == {"toyota"}
    assert len(one) < len(of_toyota) < len(every) == len(bundled("stakes"))
    assert store.history("stakes", "toyot") == ()


def test_a_clock_that_goes_back_does_not_reorder_history(
    place: Place, stake: Stake, day: Clock
) -> None:
    open_store(place, clock=day("2025-03-01")).add([stake("1")], **ME)
    open_store(place, clock=day("2025-01-01")).add([stake("2")], **ME)
    first, second = open_store(place).history("stakes", "honda", "nissan")
    assert first.first_seen < second.first_seen


def bring(store: Store, wanted: list[Statement]) -> None:
    with writing(store.place) as connection:
        bundle.bring(connection, wanted, store.clock())


def test_a_newer_bundle_adds_and_supersedes_and_deletes_nothing(
    store: Store, stake: Stake
) -> None:
    store.fill()
    rows = [one for kind in TABLES for one in bundled_statements(kind)]
    toyota = next(one for one in rows if one.subject == "toyota;subaru")
    changed = replace(toyota, fields={**toyota.fields, "percent": "8.71"})
    newer = [changed if one is toyota else one for one in rows]
    bring(store, newer)
    before, *_, after = store.history("stakes", "toyota", "subaru")
    assert before.statement.hash == toyota.hash
    assert [j.verdict for j in before.judgements] == ["superseded"]
    assert after.statement.fields["percent"] == "8.71"
    assert after.is_believed
    held = load_landscape("2006-01-01", store=store).stake("toyota", "subaru")
    assert held is not None
    assert held.share == 0.0871
    bring(store, rows)
    before, *_, after = store.history("stakes", "toyota", "subaru")
    assert before.is_believed
    assert not after.is_believed


def test_a_bundle_overrules_nobody(store: Store, stake: Stake) -> None:
    store.fill()
    rows = [one for kind in TABLES for one in bundled_statements(kind)]
    kept, doubted = [one for one in rows if one.subject == "renault;nissan"][:2]
    store.add([kept], **ME)
    numbers = {h.statement.hash: h.number for h in store.statements()}
    store.judge(numbers[doubted.hash], verdict="rejected", because="no source", by="me")
    bring(store, [one for one in rows if one not in (kept, doubted)])
    bring(store, [one for one in rows if one is not kept])
    held = {h.statement.hash: h for h in store.history("stakes", "renault", "nissan")}
    assert held[kept.hash].is_believed
    assert not held[doubted.hash].is_believed


def test_a_store_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="keiretsu init"):
        load_landscape("2025-06-01", store=tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_the_bundled_facts_do_not_know_what_was_believed() -> None:
    with pytest.raises(DataError, match="keiretsu init"):
        load_landscape("2025-06-01", believed="2025-01-01")


@pytest.mark.parametrize(
    "url",
    ["mysql://me@host/base", "sqlite://", "duckdb:///x", "://", "postgresql://h:x/"],
)
def test_an_address_that_keeps_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreError):
        place(url)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"percent": "120"}, "here, column percent: 120 % is not from"),
        ({"held": "honda"}, "here: 'honda' would hold a stake in itself"),
        ({"since": "soon"}, "here, column since: 'soon' is no date"),
        ({"since": ""}, "here, column since: the cell is empty"),
        ({"percent": "nan"}, "here, column percent"),
        ({"source_title": " "}, "here, column source_title: .* no source"),
        ({"confidence": "gossip"}, "here, column confidence: 'gossip'"),
        ({"percnt": "3"}, "stakes have no column 'percnt'"),
        ({"note": "a\0b"}, "here, column note: .* a letter that is none"),
        ({"note": "a\ud800b"}, "here, column note: .* a letter that is none"),
    ],
)
def test_a_row_that_says_something_impossible_is_told_with_its_column(
    stake: Stake, cells: dict[str, str], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        stake(**cells)


def test_a_kind_of_fact_that_there_is_not_is_refused() -> None:
    with pytest.raises(DataError, match="no kind of fact called 'rumours'"):
        statement("rumours", {}, "here")


def test_every_bundled_table_can_be_kept() -> None:
    folder = Path(bundle.__file__).parents[1] / "facts"
    assert {path.stem for path in folder.glob("*.csv")} == set(TABLES)


def test_a_company_that_believed_facts_name_cannot_be_rejected_alone(
    store: Store, stake: Stake
) -> None:
    row = {"id": "acme", "name": "Acme", "kind": "group"}
    acme = statement("companies", row | {"source_title": "x"}, "a test")
    named = stake(holder="acme")
    (one,) = store.add([acme], **ME).new
    (two,) = store.add([named], **ME).new
    with pytest.raises(DataError, match="'acme' would be no company") as told:
        store.judge(one, verdict="rejected", because="x", by="me")
    assert f"landscape judge {one},{two}" in str(told.value)
    assert store.history("companies", "acme")[0].judgements == ()
    store.judge(one, two, verdict="rejected", because="x", by="me")
    assert load_landscape("2025-06-01", store=store).stake("honda", "nissan") is None
    with pytest.raises(DataError, match="'acme' would be no company"):
        store.judge(two, verdict="accepted", because="x", by="me")
    store.judge(one, verdict="accepted", because="x", by="me")
    store.judge(two, verdict="accepted", because="x", by="me")
    assert load_landscape("2025-06-01", store=store).stake("acme", "nissan")


def test_of_two_rows_of_a_company_one_may_go(store: Store, stake: Stake) -> None:
    rows = [
        statement(
            "companies",
            {"id": "acme", "name": "Acme", "kind": "group", "source_title": source},
            "a test",
        )
        for source in ("x", "y")
    ]
    first, second = store.add(rows, **ME).new
    store.add([stake(holder="acme")], **ME)
    store.judge(first, verdict="rejected", because="x", by="me")
    with pytest.raises(DataError, match="1 believed statement"):
        store.judge(second, verdict="rejected", because="x", by="me")
