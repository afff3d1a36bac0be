"""The two dates of a page, and figures that may be out of date."""

from __future__ import annotations

import datetime as dt

import pytest

from keiretsu.landscape import load_landscape
from keiretsu.landscape.analysis.freshness import (
    MARK,
    TWO_YEARS,
    dates_said,
    marked,
    newest_fact,
    stale,
)
from keiretsu.units import PartialDate


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
