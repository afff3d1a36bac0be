"""The landscape of a day: what holds, who belongs to whom, what is not known."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from tests.invented import landscape, stake

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, Stake, load_landscape
from keiretsu.landscape.tables import tables
from keiretsu.landscape.tables.schema import TABLES


@pytest.fixture(scope="module")
def today() -> Landscape:
    return load_landscape("2025-06-01")


def only(stake: Stake | None) -> Stake:
    assert stake is not None
    return stake


def test_a_stake_names_the_place_it_was_read_in(today: Landscape) -> None:
    stake = only(today.stake("toyota", "subaru"))
    assert stake.source.confidence == "sourced"
    assert stake.source.address.startswith("https://")


HISTORY = (
    stake("alba", "brava", 0.087, "2005-10-05"),
    stake("alba", "brava", 0.165, "2008-07"),
    stake("alba", "brava", 0.168, "2019-09-27"),
    stake("alba", "brava", 0.0, "2020-02-01"),
    stake("alba", "brava", 0.2, "2024"),
)


@pytest.mark.parametrize(
    ("on", "share"),
    [
        ("2005-09-30", None),
        ("2007-01-01", 0.087),
        ("2008-07-14", 0.165),
        ("2019-12-31", 0.168),
        ("2020-02-01", None),
        ("2024-01-01", 0.2),
    ],
)
def test_a_stake_is_that_of_the_day(on: str, share: float | None) -> None:
    day = landscape(*HISTORY, on=dt.date.fromisoformat(on))
    found = day.stake("alba", "brava")
    assert (found.share if found else None) == share


def test_a_stake_that_ended_is_not_in_force_but_stays_in_the_history() -> None:
    day = landscape(*HISTORY, on=dt.date(2021, 1, 1))
    assert day.stake("alba", "brava") is None
    assert [s.share for s in day.history("alba", "brava")] == [s.share for s in HISTORY]


@pytest.mark.parametrize(
    ("on", "members"),
    [
        ("2016-10-19", ("renault", "nissan")),
        ("2016-10-20", ("renault", "nissan", "mitsubishi_motors")),
    ],
)
def test_mitsubishi_motors_is_in_the_alliance_since_2016(
    on: str, members: tuple[str, ...]
) -> None:
    (link,) = [link for link in load_landscape(on).links if link.id == "rnm"]
    assert link.companies == members


def test_a_link_does_not_tell_on_a_day_how_it_will_end() -> None:
    day = load_landscape("2025-02-12")
    (talks,) = [link for link in day.links if link.id == "honda_nissan_mou"]
    assert (talks.end, talks.outcome) == (None, None)


def test_people_hold_their_roles_for_as_long_as_they_do() -> None:
    def leads(on: str) -> set[str]:
        people = load_landscape(on).people
        return {r.person for r in people if r.company == "nissan" and "exec" in r.role}

    assert leads("2025-03-31") == {"makoto_uchida"}
    assert leads("2025-04-01") == {"ivan_espinosa"}


def test_a_plant_is_what_was_last_known_of_it() -> None:
    def oppama(on: str) -> list[str]:
        plants = load_landscape(on).plants
        return [p.status for p in plants if p.plant == "Oppama"]

    assert oppama("2025-05-16") == []
    assert oppama("2025-06-01") == ["reported to close"]
    assert oppama("2025-07-15") == ["to close"]


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
        ("psd_investment", "geely"),
        ("jlr", "tata_motors"),
        ("rivian", "rivian"),
        ("denso", "denso"),
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
    assert set(day.members_of("toyota")) == {"toyota", "daihatsu", "cjpt"}


def test_every_company_is_in_exactly_one_group(today: Landscape) -> None:
    heads = {today.group_of(company) for company in today.companies}
    members = [m for head in heads for m in today.members_of(head)]
    assert sorted(members) == sorted(today.companies)


def test_a_reported_stake_with_a_hole_finds_the_fact_that_fits() -> None:
    day = landscape(stake("a", "b", 0.2), stake("a", "c", 0.0507), stake("d", "b", 0.1))
    assert [s.held for s in day.matching_stakes(holder="A", percent=20)] == ["b"]
    assert [s.held for s in day.matching_stakes(holder="a", percent=5.1)] == ["c"]
    assert [s.holder for s in day.matching_stakes(held="b")] == ["a", "d"]
    assert day.matching_stakes(holder="a", percent=33) == ()


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
    assert ("unsourced", ("dongfeng", "dongfeng_honda")) in gaps
    assert ("old", ("mazda", "toyota")) in gaps
    assert ("no stakes", ("ford",)) in gaps
    assert ("votes", ("renault", "nissan")) not in gaps


def test_every_fact_names_a_source_and_a_known_company() -> None:
    known = bundled_register().entries
    for company in tables.bundled("companies"):
        assert company.id in known
        assert company.parent is None or company.parent in known
    sources = [row.source for kind in TABLES for row in tables.bundled(kind)]
    assert all(source.title for source in sources)
    holders = {id_ for s in tables.bundled("stakes") for id_ in (s.holder, s.held)}
    assert holders <= set(load_landscape("2025-06-01").companies)


def test_the_landscape_turns_into_plain_data_and_frames(today: Landscape) -> None:
    data = json.loads(json.dumps(today.to_dict()))
    assert data["on"] == "2025-06-01"
    (subaru,) = [s for s in data["stakes"] if s["held"] == "subaru"]
    assert subaru["holder"] == "toyota"
    assert subaru["share"] == only(today.stake("toyota", "subaru")).share
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
        *today.capital.values(),
        *today.people,
        *today.plants,
        *today.brands,
        *today.contradictions(),
        *today.gaps(),
    )
    assert all(repr(thing).count("\n") == 0 for thing in things)
    held = only(today.stake("toyota", "subaru"))
    assert repr(held).startswith(
        f"<Stake: toyota holds {held.share_words} of subaru, {held.since}"
    )


@pytest.mark.parametrize(
    ("on", "inside"),
    [("2010-01-01", True), ("2019-06-01", False), ("2025-06-01", True)],
)
def test_isuzu_left_toyotas_sphere_and_came_back(on: str, inside: bool) -> None:
    (link,) = [k for k in load_landscape(on).links if k.id == "toyota_sphere"]
    assert ("isuzu" in link.companies) is inside
    assert len(set(link.companies)) == len(link.companies)


def test_a_link_is_told_in_words() -> None:
    landscape = load_landscape("2025-06-01")
    told = {link.id: link.kinds_said for link in landscape.links}
    assert "joint venture" in told.values()
    assert not any("jv" in words or "_" in words for words in told.values())
