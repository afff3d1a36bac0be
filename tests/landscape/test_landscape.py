"""The landscape of a day: what holds, who belongs to whom, what is not known."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, Stake, load_landscape, tables
from keiretsu.names import names


@pytest.fixture(scope="module")
def today() -> Landscape:
    return load_landscape("2025-06-01")


def only(stake: Stake | None) -> Stake:
    assert stake is not None
    return stake


def test_toyota_holds_20_percent_of_subaru_with_its_source(today: Landscape) -> None:
    stake = only(today.stake("toyota", "subaru"))
    assert stake.share == 0.2
    assert stake.votes is None
    assert stake.source.confidence == "sourced"
    assert stake.source.address.startswith("https://")


@pytest.mark.parametrize(
    ("on", "share"),
    [
        ("2005-09-30", None),
        ("2007-01-01", 0.087),
        ("2008-04-01", 0.165),
        ("2019-12-31", 0.168),
        ("2020-02-01", 0.2),
    ],
)
def test_a_stake_is_that_of_the_day(on: str, share: float | None) -> None:
    stake = load_landscape(on).stake("toyota", "subaru")
    assert (stake.share if stake else None) == share


def test_toyotas_sphere_on_the_day_of_the_report() -> None:
    day = load_landscape("2025-05-19")
    held = {s.held: s.share for s in day.holdings_of("toyota")}
    expected = {"subaru": 0.2, "mazda": 0.051, "suzuki": 0.049, "isuzu": 0.059}
    assert expected.items() <= held.items()


def test_renault_votes_15_percent_and_the_trust_none(today: Landscape) -> None:
    renault = only(today.stake("renault", "nissan"))
    trust = only(today.stake("french_trust", "nissan"))
    assert (renault.share, renault.votes) == (0.1705, 0.15)
    assert (trust.share, trust.votes) == (0.1866, 0.0)


@pytest.mark.parametrize(
    ("on", "share"),
    [("2016-09-30", None), ("2020-01-01", 0.34), ("2024-11-08", 0.2405)],
)
def test_nissan_in_mitsubishi_motors(on: str, share: float | None) -> None:
    stake = load_landscape(on).stake("nissan", "mitsubishi_motors")
    assert (stake.share if stake else None) == share


def test_a_stake_that_ended_is_not_in_force_but_stays_in_the_history() -> None:
    day = load_landscape("2019-01-01")
    assert day.stake("toyota", "isuzu") is None
    assert [s.share for s in day.history("toyota", "isuzu")] == [
        0.0589,
        0.0,
        0.046,
        0.059,
    ]


def test_talks_are_linked_only_while_they_last() -> None:
    def talks(on: str) -> bool:
        return any(link.id == "honda_nissan_mou" for link in load_landscape(on).links)

    assert not talks("2024-12-22")
    assert talks("2025-02-12")
    assert not talks("2025-02-13")


def test_nothing_of_the_future_is_known() -> None:
    day = load_landscape("2025-01-01")
    assert all(event.date.first <= day.on for event in day.events)
    assert "Re:Nissan" not in {plan.plan for plan in day.plans}
    later = load_landscape("2025-05-13")
    assert "Re:Nissan" in {plan.plan for plan in later.plans}


@pytest.mark.parametrize(
    ("spelling", "company"),
    [
        ("Nissan", "nissan"),
        ("トヨタ", "toyota"),
        ("Lexus", "toyota"),
        ("VW", "volkswagen"),
    ],
)
def test_companies_answer_to_any_name(
    today: Landscape, spelling: str, company: str
) -> None:
    assert today.resolve(spelling).id == company


def test_a_misspelt_company_is_met_with_its_name_and_no_ticker(
    today: Landscape,
) -> None:
    with pytest.raises(UnknownName) as caught:
        today.resolve("Nisan")
    assert caught.value.hint == "did you mean Nissan?"


def test_a_person_is_no_company(today: Landscape) -> None:
    with pytest.raises(UnknownName):
        today.resolve("Carlos Ghosn")


def test_a_broken_day_is_one_clear_error() -> None:
    with pytest.raises(DataError, match="'2025-02-30' is no day"):
        load_landscape("2025-02-30")


@pytest.mark.parametrize(
    ("company", "group"),
    [
        ("daihatsu", "toyota"),
        ("hino", "toyota"),
        ("subaru", "subaru"),
        ("mitsubishi_motors", "mitsubishi_motors"),
        ("maruti_suzuki", "suzuki"),
        ("kia", "hyundai_group"),
        ("hyundai", "hyundai_group"),
        ("volvo_cars", "geely"),
        ("polestar", "geely"),
        ("jlr", "tata_motors"),
        ("porsche_ag", "volkswagen"),
        ("porsche_se", "volkswagen"),
        ("saic_gm", "saic_gm"),
        ("dongfeng_nissan", "dongfeng_nissan"),
        ("toyota_industries", "toyota_industries"),
        ("a maker nobody knows", "a maker nobody knows"),
    ],
)
def test_groups_follow_sole_control(today: Landscape, company: str, group: str) -> None:
    assert today.group_of(company) == group


def test_hino_leaves_toyota_for_archion() -> None:
    day = load_landscape("2026-04-01")
    assert day.group_of("hino") == day.group_of("mitsubishi_fuso") == "archion"
    assert set(day.members_of("toyota")) == {"toyota", "daihatsu"}


def test_every_company_is_in_exactly_one_group(today: Landscape) -> None:
    heads = {today.group_of(company) for company in today.companies}
    members = [m for head in heads for m in today.members_of(head)]
    assert sorted(members) == sorted(today.companies)


def test_a_reported_stake_with_a_hole_finds_the_fact_that_fits(
    today: Landscape,
) -> None:
    (match,) = today.matching_stakes(holder="toyota", percent=20)
    assert match.held == "subaru"
    (match,) = today.matching_stakes(holder="toyota", percent=5.1)
    assert match.held == "mazda"
    assert today.matching_stakes(holder="toyota", percent=33) == ()


def test_sources_that_disagree_are_shown(today: Landscape) -> None:
    found = [
        {stake.share for stake in c.stakes}
        for c in today.contradictions()
        if c.held == "mitsubishi_motors"
    ]
    assert found == [{0.2405, 0.245}]


def test_no_company_is_held_beyond_100_percent_on_any_new_years_day() -> None:
    for year in range(1998, 2028):
        sums = [
            c
            for c in load_landscape(dt.date(year, 1, 1)).contradictions()
            if c.kind == "sum"
        ]
        assert sums == [], year


def test_unknown_votes_and_unsourced_stakes_are_gaps(today: Landscape) -> None:
    gaps = {(gap.kind, gap.about) for gap in today.gaps()}
    assert ("votes", ("toyota", "subaru")) in gaps
    assert ("unsourced", ("porsche_se", "volkswagen")) in gaps
    assert ("old", ("mitsubishi_corp", "isuzu")) in gaps
    assert ("no stakes", ("ford",)) in gaps
    assert ("votes", ("renault", "nissan")) not in gaps


def test_every_fact_names_a_source_and_a_known_company() -> None:
    known = names().entries
    for company in tables.bundled("companies"):
        assert company.id in known
        assert company.parent is None or company.parent in known
    sources = [row.source for kind in tables.TABLES for row in tables.bundled(kind)]
    assert all(source.title for source in sources)
    holders = {id_ for s in tables.bundled("stakes") for id_ in (s.holder, s.held)}
    assert holders <= set(load_landscape("2025-06-01").companies)


def test_the_landscape_turns_into_plain_data_and_frames(today: Landscape) -> None:
    data = json.loads(json.dumps(today.to_dict()))
    assert data["on"] == "2025-06-01"
    (subaru,) = [s for s in data["stakes"] if s["held"] == "subaru"]
    assert (subaru["holder"], subaru["share"]) == ("toyota", 0.2)
    frame = today.to_frame("stakes")
    assert frame.height == len(today.stakes)
    assert {"holder", "held", "share", "votes", "confidence"} <= set(frame.columns)


def test_everything_prints_as_one_line(today: Landscape) -> None:
    things = (
        today,
        *today.companies.values(),
        *today.stakes,
        *today.links,
        *today.events,
        *today.plans,
        *today.platforms,
        *today.vehicles,
        *today.group_sales,
        *today.brands,
        *today.contradictions(),
        *today.gaps(),
    )
    assert all(repr(thing).count("\n") == 0 for thing in things)
    assert repr(only(today.stake("toyota", "subaru"))).startswith(
        "<Stake: Toyota holds 20 % of Subaru, May 2025"
    )
