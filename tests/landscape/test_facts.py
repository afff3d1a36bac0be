"""What the bundled facts must say, however the rest of them changes."""

from __future__ import annotations

import pytest

from keiretsu.bundled_names import bundled_register
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.landscape.tables import tables
from keiretsu.landscape.tables.schema import TABLES

MOST_FROM_MEMORY = 60
"""Rows of general knowledge that may be left."""


@pytest.fixture(scope="module")
def day() -> Landscape:
    return load_landscape("2026-11-26")


def test_few_rows_are_from_memory_and_no_stake_of_a_listed_party_is() -> None:
    rows = [row for kind in TABLES for row in tables.bundled(kind)]
    memory = [row for row in rows if row.source.confidence == "memory"]
    assert 0 < len(memory) < MOST_FROM_MEMORY
    day = load_landscape("2026-11-26")
    listed = {c.id for c in day.companies.values() if c.listed}
    unread = {s.held for s in day.stakes if s.source.confidence == "memory"}
    assert not unread & listed


def test_what_is_called_sourced_says_where_it_was_read() -> None:
    for kind in TABLES:
        for row in tables.bundled(kind):
            if row.source.confidence == "sourced":
                assert row.source.address, row


def test_renault_owns_its_indian_plant_alone_since_august_2025(day: Landscape) -> None:
    (own,) = day.holders_of("rnaipl")
    assert (own.holder, own.share, own.since.text) == ("renault", 1.0, "2025-08-01")
    before = load_landscape("2025-07-31").holders_of("rnaipl")
    assert {stake.holder: stake.share for stake in before} == {
        "nissan": 0.51,
        "renault": 0.49,
    }


@pytest.mark.parametrize(
    ("on", "person"), [("2026-03-31", "Koji Sato"), ("2026-04-01", "Kenta Kon")]
)
def test_toyotas_chief_executive_changed_in_april_2026(on: str, person: str) -> None:
    held = load_landscape(on)
    chiefs = [
        held.label(role.person)
        for role in held.people
        if role.company == "toyota" and "chief executive" in role.role
    ]
    assert chiefs == [person]


def test_archion_is_held_as_planned_and_says_that_its_completion_was_not_read(
    day: Landscape,
) -> None:
    stakes = {s.holder: s for s in day.holders_of("archion")}
    assert {name: (s.share, s.votes) for name, s in stakes.items()} == {
        "toyota": (0.25, 0.199),
        "daimler_truck": (0.25, 0.267),
    }
    for stake in stakes.values():
        assert stake.source.confidence == "sourced_partial"
        assert "completion not read" in (stake.note or "")


def test_nissans_results_to_march_2026(day: Landscape) -> None:
    (year,) = [
        row
        for row in day.turnovers
        if (row.company, row.period.text, row.area) == ("nissan", "FY2025", ("world",))
    ]
    assert (year.amount, year.currency) == (12_007_900_000_000, "JPY")
    (told,) = [
        event
        for event in day.events
        if event.kind == "results" and event.date.text == "2026-05-13"
    ]
    assert "net loss 533.1 bn yen" in told.summary


def test_toyota_industries_left_the_stock_exchange_in_june_2026() -> None:
    (left,) = [
        event
        for event in load_landscape("2026-06-01").events
        if event.date.text == "2026-06-01" and "toyota_industries" in event.parties
    ]
    assert "leaves the stock exchange" in left.summary


def test_one_figure_of_toyotas_stake_in_isuzu_is_in_force_and_no_majority(
    day: Landscape,
) -> None:
    (one,) = [s for s in day.holders_of("isuzu") if s.holder == "toyota"]
    assert (one.share_min, one.share_max) == (0.05, 0.059)


@pytest.mark.parametrize("on", ["2025-07-01", "2026-11-26"])
def test_over_a_tenth_is_not_read_as_a_majority(on: str) -> None:
    held = load_landscape(on)
    assert held.group_of("rivian") == "rivian"
    assert held.group_of("denso") == "denso"


@pytest.mark.parametrize(
    ("on", "group"), [("2023-12-01", "geely"), ("2026-11-26", "geely")]
)
def test_polestar_is_of_geelys_group_through_several_companies(
    on: str, group: str
) -> None:
    held = load_landscape(on)
    votes = {s.holder: held.votes_of(s).value for s in held.holders_of("polestar")}
    assert max(votes.values()) < 0.5
    assert sum(votes.values()) > 0.5
    assert {held.group_of(holder) for holder in votes} == {group}
    assert held.group_of("polestar") == group


def test_no_stake_outlives_its_company() -> None:
    for day in ("2016-10-20", "2024-11-30", "2024-12-02", "2026-11-26"):
        landscape = load_landscape(day)
        for stake in landscape.stakes:
            for name in (stake.holder, stake.held):
                assert not landscape.companies[name].is_gone(landscape.on), stake
    assert load_landscape("2024-11-30").stake("honda", "gm_cruise") is not None
    assert load_landscape("2024-12-02").stake("honda", "gm_cruise") is None


def test_who_leads_a_company_is_a_person_in_the_register(day: Landscape) -> None:
    known = bundled_register().entries
    leaders = {role.person for role in load_landscape("2031-01-01").people}
    leaders |= {role.person for role in day.people}
    assert {known[one].kind for one in leaders if one in known} == {"person"}
