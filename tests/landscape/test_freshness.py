"""The two dates of a page, and figures that may be out of date."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from keiretsu.control import explain_control
from keiretsu.landscape import load_landscape
from keiretsu.landscape.analysis.freshness import (
    MARK,
    TWO_YEARS,
    dates_said,
    marked,
    may_be_later,
    newest_fact,
    stale,
)
from keiretsu.units import PartialDate, written


@pytest.mark.parametrize("on", ["1999-04-01", "2019-10-01", "2025-06-01", "2026-11-26"])
def test_the_newest_fact_is_never_after_the_day(on: str) -> None:
    day = load_landscape(on)
    newest = day.newest_fact()
    assert newest is not None
    assert newest.first <= day.on
    later = [e for e in day.events if e.date.first > newest.first]
    later += [s for s in day.stakes if s.since.first > newest.first]  # type: ignore[misc]
    assert later == []


def test_a_later_day_with_no_newer_fact_says_the_same_newest_fact() -> None:
    early, late = load_landscape("2026-11-26"), load_landscape("2031-01-01")
    assert newest_fact(early) == newest_fact(late)
    assert dates_said(late).startswith("on 1 Jan 2031; newest fact: ")
    assert len(stale(late)) > len(stale(early))


def test_the_newest_fact_of_one_company_names_it() -> None:
    day = load_landscape("2025-12-01")
    assert dates_said(day, "rnaipl").endswith("newest fact on RNAIPL: 1 Aug 2025")
    assert day.newest_fact("RNAIPL") == PartialDate("2025-08-01")


def test_a_figure_is_old_after_two_years_and_not_a_day_before() -> None:
    day = load_landscape("2026-11-26")
    ago = day.on - TWO_YEARS
    fresh, old = (ago, ago - dt.timedelta(days=1))
    assert MARK not in marked(day, PartialDate(fresh.isoformat()), "nissan")
    assert MARK in marked(day, PartialDate(old.isoformat()), "nissan")


def test_a_stake_stated_before_the_last_deal_in_the_company_held_is_overtaken() -> None:
    """Toyota's 24.66 % is of January 2026; Toyota Industries was delisted in June."""
    before, after = load_landscape("2026-05-31"), load_landscape("2026-06-01")

    def overtaken(day: object) -> set[tuple[str, ...]]:
        return {s.about for s in stale(day) if s.kind == "overtaken"}  # type: ignore[arg-type]

    pair = ("toyota", "toyota_industries")
    assert pair in overtaken(after) - overtaken(before)


def test_a_deal_in_another_company_overtakes_nothing() -> None:
    """Nissan sold RNAIPL to Renault: what they hold of one another stays as stated."""
    found = {s.about for s in stale(load_landscape("2026-11-26")) if s.by is not None}
    assert ("renault", "nissan") not in found
    assert ("nissan", "renault") not in found


@pytest.mark.parametrize("on", ["2005-06-01", "2016-06-01", "2025-05-19"])
def test_a_past_day_says_what_is_told_as_the_record_has_it_now(on: str) -> None:
    said = may_be_later(load_landscape(on))
    assert said is not None
    assert said.endswith(f"later than {written(dt.date.fromisoformat(on))}")
    assert may_be_later(load_landscape("2031-01-01")) is None


def test_what_a_running_link_is_about_tells_nothing_of_later_years() -> None:
    """An early day shows the link too; what came later is an event or another link."""
    for link in load_landscape("2031-01-01").link_record:
        if link.status == "active":
            years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", link.scope or "")]
            assert not [y for y in years if y > link.start.last.year], link.id


def test_a_company_that_came_later_has_no_fact_of_before() -> None:
    assert newest_fact(load_landscape("2005-01-01"), "stellantis") is None
    members = {
        on: next(k for k in load_landscape(on).links if k.id == "stellantis_dongfeng")
        for on in ("2005-01-01", "2026-11-01")
    }
    assert [k.companies for k in members.values()] == [
        ("psa", "dongfeng"),
        ("stellantis", "dongfeng"),
    ]


@pytest.mark.parametrize(
    ("company", "on", "since"),
    [
        ("archion", "2016-01-01", "1 Apr 2026"),
        ("cjpt", "2019-01-01", "24 Mar 2021"),
        ("tata_motors_cv", "2024-01-01", "1 Oct 2025"),
    ],
)
def test_a_company_to_come_is_told_as_such(company: str, on: str, since: str) -> None:
    told = explain_control(load_landscape(on), company).sentence
    assert told.endswith(f"is there since {since}")
