"""How far a plan has come, and why that often cannot be said; worked by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented import landscape

from keiretsu.landscape import GroupSales, Landscape, Plan, Plant, load_landscape
from keiretsu.landscape.analysis.progress import progress
from keiretsu.landscape.records.events_and_plans import Measure
from keiretsu.landscape.records.roles_and_plants import PlantStatus
from keiretsu.sources import Confidence, Source
from keiretsu.units import PartialDate

PAPER = Source(title="a paper")


def plan(
    target: float | str | None,
    *,
    baseline: float | None = None,
    unit: str = "million units",
    deadline: str | None = None,
    measure: Measure | None = "group sales",
) -> Plan:
    return Plan(
        plan="Grow",
        company="nissan",
        announced=PartialDate("2015"),
        metric="annual global sales",
        baseline=baseline,
        target=target,
        unit=unit,
        deadline=PartialDate(deadline) if deadline else None,
        note=None,
        source=PAPER,
        measure=measure,
    )


def sales(
    units: float,
    period: str,
    *,
    basis: str = "group sales",
    confidence: Confidence = "sourced",
) -> GroupSales:
    return GroupSales(
        group="nissan",
        period=PartialDate(period),
        units=units,
        basis=basis,
        source=Source(title="sales", confidence=confidence),
    )


def plant(name: str, status: PlantStatus) -> Plant:
    return Plant(
        plant=name,
        company="nissan",
        country="JP",
        models=(),
        status=status,
        since=PartialDate("2025"),
        closes=None,
        note=None,
        source=PAPER,
    )


def having(sales: Sequence[GroupSales] = (), plants: Sequence[Plant] = ()) -> Landscape:
    return landscape(group_sales=tuple(sales), plants=tuple(plants))


def test_two_million_of_eight_are_a_quarter_of_the_target() -> None:
    found = progress(plan(8.0), having(sales=[sales(2e6, "FY2024")]))
    assert (found.verdict, found.actual, found.target) == ("under way", 2e6, 8e6)
    assert found.text == "2 000 000 cars in FY2024 (group sales), 25 % of the target"
    assert found.source == Source(title="sales")


def test_a_target_is_missed_only_after_its_deadline() -> None:
    facts = [sales(2e6, "FY2024")]
    late = progress(plan(8.0, deadline="FY2016"), having(sales=facts))
    assert late.verdict == "not reached"
    assert (
        progress(plan(8.0, deadline="2030"), having(sales=facts)).verdict == "under way"
    )
    assert (
        progress(plan(1.5, deadline="2030"), having(sales=facts)).verdict == "reached"
    )


def test_a_plan_is_judged_by_the_year_of_its_deadline() -> None:
    facts = [sales(7e6, "2015"), sales(9e6, "FY2016"), sales(2e6, "FY2024")]
    found = progress(plan(8.0, deadline="FY2016"), having(sales=facts))
    assert (found.verdict, found.actual) == ("reached", 9e6)


def test_the_newest_full_year_counts_and_the_better_source_of_one_year() -> None:
    facts = [
        sales(1e6, "2023"),
        sales(2e6, "2024", confidence="memory"),
        sales(3e6, "2024"),
        sales(4e6, "2025"),
        sales(5e6, "2025-Q1"),
    ]
    assert progress(plan(8.0), having(sales=facts)).actual == 3e6


@pytest.mark.parametrize(
    ("target", "unit", "measure", "facts", "why"),
    [
        ("positive", "sign", "group sales", [], "the target is 'positive'"),
        (None, "units", "group sales", [], "the target is not stated"),
        (8.0, "percent", "group sales", [], "counted in cars, the target in percent"),
        (8.0, "million units", None, [], "no figure of ours measures it"),
        (8.0, "million units", "group sales", [], "no full year of group sales"),
        (
            8.0,
            "million units",
            "group sales",
            [sales(2e6, "2024", basis="JATO registrations")],
            "only JATO registrations",
        ),
        (10.0, "plants", "plants", [], "from how many plants is not stated"),
    ],
)
def test_what_does_not_compare_says_why(
    target: float | str | None,
    unit: str,
    measure: Measure | None,
    facts: list[GroupSales],
    why: str,
) -> None:
    found = progress(plan(target, unit=unit, measure=measure), having(sales=facts))
    assert found.verdict == "not comparable"
    assert why in found.text
    assert (found.actual, found.source) == (None, None)


def test_closings_are_counted_from_the_baseline() -> None:
    goal = plan(10.0, baseline=12.0, unit="plants", measure="plants")
    plants = [plant("A", "to close"), plant("B", "closed"), plant("C", "operating")]
    found = progress(goal, having(plants=plants))
    assert found.verdict == "under way"
    assert found.text == "2 of 2 closings on record, 1 of them done: A, B"
    done = progress(goal, having(plants=[plant("A", "sold"), plant("B", "closed")]))
    assert done.verdict == "reached"
    rumours = progress(goal, having(plants=[plant("A", "reported to close")]))
    assert rumours.text == "0 of 2 closings on record, 0 of them done"


@given(units=st.floats(0, 2e7), target=st.floats(0.1, 20))
def test_reached_is_never_said_below_the_target(units: float, target: float) -> None:
    found = progress(plan(target), having(sales=[sales(units, "2024")]))
    assert (found.verdict == "reached") == (units >= target * 1e6)


def test_power_88_was_not_reached() -> None:
    day = load_landscape("2025-06-01")
    (goal,) = [p for p in day.plans if p.plan == "Power 88" and p.measure]
    found = day.progress(goal)
    assert found.verdict == "not reached"
    assert "in 2016 (group sales), 78 % of the target" in found.text


def test_nissan_sold_42_percent_of_its_ambition_of_2015() -> None:
    day = load_landscape("2025-06-01")
    (goal,) = [p for p in day.plans if p.plan == "2015 volume ambition"]
    found = day.progress(goal)
    assert found.actual == 3_346_000
    assert "42 % of the target" in found.text


def test_the_future_is_no_fact() -> None:
    day = load_landscape("2025-03-30")
    (goal,) = [p for p in day.plans if p.plan == "2015 volume ambition"]
    assert "2024 (group sales)" in day.progress(goal).text
    assert "FY2024" not in day.progress(goal).text


def test_every_plan_has_an_answer() -> None:
    day = load_landscape("2026-06-01")
    found = [day.progress(goal) for goal in day.plans]
    assert all(p.text for p in found)
    assert {p.verdict for p in found} >= {"under way", "not comparable"}
