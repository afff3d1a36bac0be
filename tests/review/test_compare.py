"""A claim beside the facts of its day: new, agrees, differs, or cannot be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.landscape import Event, Landscape, Stake, load_landscape
from keiretsu.news import Claim
from keiretsu.news.claims.claim import one_of_two
from keiretsu.news.corroboration import Page
from keiretsu.review import compare, compare_page
from keiretsu.review.compare.comparison import VERDICTS, Found
from keiretsu.review.compare.parts import ways
from keiretsu.sources import Source
from keiretsu.units import PartialDate

DAY = load_landscape("2025-05-19")
SOURCE = Source(title="a filing", address="", confidence="sourced")


def claim(kind: str, **said: Any) -> Claim:
    more = {
        name: said.pop(name)
        for name in ("modality", "polarity", "unresolved")
        if name in said
    }
    return Claim(
        id="a-c01",
        article="a",
        kind=kind,
        quote="",
        span=(0, 0),
        normalised=said,
        **more,
    )


def stake(holder: str, held: str, percent: float | None = None, **more: Any) -> Claim:
    return claim("stake", holder=holder, held=held, percent=percent, **more)


def deal(one: str, other: str, kind: str, status: str, **more: Any) -> Claim:
    said = {"parties": (one, other), "deal_type": kind, "status": status}
    return claim("deal", **said, **more)


def sales(company: str, period: str, value: float | None = None, **more: Any) -> Claim:
    said = {"company": company, "metric": "sales", "value": value, "period": period}
    return claim("sales", **said, **more)


def found(one: Claim, day: Landscape = DAY) -> Found:
    return compare(one, day).found


def holding(holder: str, held: str, percent: float, since: str = "2024") -> Stake:
    share = percent / 100
    return Stake(
        holder=holder,
        held=held,
        share=share,
        since=PartialDate(since),
        source=SOURCE,
    )


def of(stakes: Iterable[Stake]) -> Landscape:
    rows = tuple(stakes)
    return replace(DAY, stakes=rows, record=rows)


# By hand: BMW holds 40 % of A directly; B, of which BMW has 60 %, holds 11 % of A; in
# C, which holds 10 % of A, BMW has 30 %: 40 + 11 = 51, and 30 % of 10 % is 3.
BY_HAND = of(
    [
        holding("bmw", "isuzu", 40),
        holding("bmw", "hino", 60),
        holding("hino", "isuzu", 11),
        holding("bmw", "mazda", 30),
        holding("mazda", "isuzu", 10),
    ]
)


def test_what_a_trust_holds_for_a_company_is_added_to_its_own() -> None:
    one = found(stake("renault", "nissan", 35.71))
    assert one.verdict == "agrees"
    assert one.arithmetic is not None
    for part in ("17.05 % (Renault)", "18.66 % (French trust)", "= 35.71 %"):
        assert part in one.arithmetic
    assert len(one.facts) == 2


@pytest.mark.parametrize(
    ("percent", "verdict", "sum_"),
    [
        (40, "agrees", None),
        (51, "agrees", "40 % (BMW) + 11 % (Hino) = 51 %"),
        (
            54,
            "agrees",
            "40 % (BMW) + 11 % (Hino) + 30 % of Mazda × its 10 % = 54 %",
        ),
        (43, "agrees", "40 % (BMW) + 30 % of Mazda × its 10 % = 43 %"),
        (11, "agrees", "11 % (Hino) = 11 %"),
        (3, "agrees", "30 % of Mazda × its 10 % = 3 %"),
        (46, "differs", "closest: 40 % (BMW) + 30 % of Mazda × its 10 % = 43 %"),
    ],
)
def test_a_stake_is_held_directly_jointly_or_through_others(
    percent: float, verdict: str, sum_: str | None
) -> None:
    one = found(stake("bmw", "isuzu", percent), BY_HAND)
    assert one.verdict == verdict
    assert (one.arithmetic or "").startswith(sum_ or "")
    assert (one.arithmetic is None) == (sum_ is None)


def test_how_far_rounding_reaches_is_said() -> None:
    one = found(stake("renault", "nissan", 36))
    assert one.verdict == "agrees"
    assert "told: 36 %; rounding allows 0.5 points" in (one.arithmetic or "")
    assert found(stake("renault", "nissan", 36.5)).verdict == "differs"


@pytest.mark.parametrize(
    ("percent", "says"),
    [
        (43.4, "it fits an older figure, 43.4 % of 29 Nov 2018"),
        (77, "17.05 % on record"),
    ],
)
def test_an_older_figure_is_known_again(percent: float, says: str) -> None:
    one = found(stake("renault", "nissan", percent))
    assert one.verdict == "differs"
    assert says in one.why


def test_a_newer_figure_is_known_again() -> None:
    one = found(stake("toyota", "subaru", 21))
    assert one.verdict == "differs"
    assert "newer figure" in one.why


def test_an_old_record_is_told() -> None:
    one = found(stake("bmw", "isuzu", 12), of([holding("bmw", "isuzu", 9, "2010")]))
    assert "the record is 14 years older" in one.why


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (stake("toyota", "subaru", 20), "agrees"),
        (stake("toyota", "subaru"), "agrees"),
        (stake("subaru", "toyota", 20), "differs"),  # 0.3 %: never the other way round
        (stake("toyota", "nissan", 20), "new"),
        (stake("mazda", "subaru", 5), "new"),  # its 0.05 % by Toyota is no stake
        (stake("toyota", "isuzu", 5.9), "agrees"),  # 5 to 5.9 % on record
        (stake("toyota", "isuzu", 6), "differs"),
        (stake("toyota", "subaru", 15, op="gt"), "agrees"),
        (stake("toyota", "subaru", 20, op="gt"), "differs"),
        (stake("toyota", "subaru", 20, modality="plan"), "cannot be compared"),
        (stake("toyota", "subaru", 20, modality="hedged"), "cannot be compared"),
        (stake("toyota", "subaru", 20, modality="denied"), "cannot be compared"),
        (stake("toyota", "subaru", 20, polarity="-"), "cannot be compared"),
        (stake("toyota", "no_such_firm", 20), "cannot be compared"),
        (
            claim("stake", holder="toyota", percent=20, unresolved=("held",)),
            "cannot be compared",
        ),
        (claim("quote", speaker="akio_toyoda", text="Yes"), "cannot be compared"),
        (stake("renault", "nissan", 15, stake_kind="voting"), "agrees"),
        (stake("renault", "nissan", 17.05, stake_kind="voting"), "differs"),
    ],
)
def test_stakes(one: Claim, verdict: str) -> None:
    assert found(one).verdict == verdict


def test_the_second_reading_is_no_fact_before_a_choice() -> None:
    both = one_of_two(stake("toyota", "subaru", 20), stake("subaru", "toyota", 20))
    assert found(both).verdict == "cannot be compared"
    assert found(both.choose(1)).verdict == "agrees"


def test_a_swapped_stake_is_known_again() -> None:
    one = found(stake("subaru", "toyota", 20))
    assert one.verdict == "differs"
    assert "the other way round it is on record: Toyota holds 20 % of Subaru" in one.why
    new = found(stake("nissan", "mercedes_benz", 3.1))
    assert new.verdict == "new"
    assert "the other way round it is on record" in new.why


def test_what_a_trust_holds_counts_in_what_is_held_through_others_too() -> None:
    # Renault and its trust have 35.71 % of Nissan, which has 24.5 % of Mitsubishi
    # Motors: .3571 * 24.5 = 8.749
    one = found(stake("renault", "mitsubishi_motors", 8.75))
    assert one.verdict == "agrees"
    assert "18.66 % of Nissan (French trust) × its 24.5 %" in (one.arithmetic or "")


def test_rounding_is_said_of_a_plain_figure_too() -> None:
    one = found(stake("toyota", "subaru", 20.4))
    assert one.verdict == "agrees"
    assert one.why.startswith("20 % on record since May 2025; rounding allows 0.5 poi")


def test_a_figure_of_a_stake_whose_size_nobody_stated_is_new() -> None:
    day = load_landscape("2018-01-01")
    one = found(stake("porsche_se", "volkswagen", 31.9), day)
    assert one.verdict == "new"
    assert "how large it is, is not" in one.why


def test_a_subsidiary_is_never_compared_with_its_parent() -> None:
    one = found(stake("mercedes_benz", "infiniti", 3.1))
    assert one.verdict != "agrees"
    assert one.verdict != "differs"


def test_what_changes_hands_is_the_step_between_two_figures() -> None:
    day = of([holding("bmw", "isuzu", 40, "2023"), holding("bmw", "isuzu", 28, "2024")])
    sold = found(stake("bmw", "isuzu", 12, action="sells"), day)
    assert (sold.verdict, sold.arithmetic) == ("agrees", "|28 % − 40 %| = 12 %")
    other = found(stake("bmw", "isuzu", 5, action="sells"), day)
    assert other.verdict == "cannot be compared"
    first = of([holding("bmw", "isuzu", 12, "2024")])
    bought = stake("bmw", "isuzu", 12, action="acquires")
    assert found(bought, first).verdict == "agrees"


@pytest.mark.parametrize(
    ("one", "verdict", "says"),
    [
        (
            deal("honda", "nissan", "merger", "terminated"),
            "agrees",
            "terminated (13 Feb 2025)",
        ),
        (
            deal("honda", "nissan", "merger", "in_talks"),
            "differs",
            "on record: terminated",
        ),
        (
            deal("geely", "bmw", "merger", "agreed"),
            "new",
            "no deal of that kind (merger) between BMW and Geely",
        ),
        (
            deal("geely", "bmw", "merger", "agreed", polarity="-"),
            "agrees",
            "on record either",
        ),
        (claim("deal", parties=("honda",)), "cannot be compared", "one party"),
        (
            deal("bmw", "isuzu", "merger", "terminated"),
            "new",
            "on record so far: in talks (2025)",
        ),
    ],
)
def test_deals(one: Claim, verdict: str, says: str) -> None:
    talks = Event(
        date=PartialDate("2025"),
        kind="merger",
        status="talks",
        parties=("bmw", "isuzu"),
        summary="BMW and Isuzu talk",
        value=None,
        source=SOURCE,
    )
    told = found(one, replace(DAY, events=(*DAY.events, talks)))
    assert told.verdict == verdict
    assert says in told.why


def plan(metric: str, value: float, **more: Any) -> Claim:
    return claim("plan_target", company="nissan", metric=metric, value=value, **more)


@pytest.mark.parametrize(
    ("one", "verdict", "sum_"),
    [
        (plan("jobs_cut", 20_000.0), "agrees", None),
        (plan("jobs_cut", 15_000.0), "differs", None),
        (plan("plants_closed", 7.0), "agrees", "17 − 10 = 7"),
        (plan("plants_closed", 10.0), "differs", None),
        (plan("plants_remaining", 10.0), "agrees", None),
        (
            plan("parts_complexity_cut", 70.0, unit="percent"),
            "agrees",
            "1 − 30 / 100 = 70 %",
        ),
        (plan("cost_savings", 5e11, unit="JPY"), "agrees", None),
        (plan("cost_savings", 5e11, unit="USD"), "new", None),
        (plan("jobs_cut", 20_000.0, deadline="2040"), "new", None),
        (plan("free_cash_flow", 1.0), "cannot be compared", None),
        (sales("toyota", "2024", 1.08e7), "agrees", None),
        (sales("toyota", "2024", 9e6), "differs", None),
        (sales("toyota", "1950", 9e6), "new", None),
        (sales("toyota", "2024", 9e6, market="JP"), "cannot be compared", None),
        (sales("nissan", "FY2024", 3.3e6), "agrees", None),
        (sales("nissan", "2024-04/2025-03", 3.3e6), "agrees", None),
        (sales("infiniti", "2024", 1e5), "cannot be compared", None),
    ],
)
def test_targets_and_sales(one: Claim, verdict: str, sum_: str | None) -> None:
    told = found(one)
    assert (told.verdict, told.arithmetic) == (verdict, sum_)


def test_a_change_of_sales_is_reckoned_from_two_years() -> None:
    rows = {r.period.text: r for r in DAY.group_sales if r.group == "toyota"}
    new, old = rows["2024"], rows["2023"]
    change = round(100 * (new.units / old.units - 1), 1)
    told = found(sales("toyota", "2024", change_pct=change))
    assert told.verdict == "agrees"
    assert f"{change:+.1f} %" in (told.arithmetic or "")


@pytest.mark.parametrize(
    ("person", "title", "status", "verdict"),
    [
        ("akio_toyoda", "chairman", "current", "agrees"),
        ("akio_toyoda", "ceo", "current", "differs"),
        ("akio_toyoda", "chairman", "former", "differs"),
        ("akio_toyoda", "chairman", "incoming", "cannot be compared"),
        ("akio_toyoda", "cfo", "current", "cannot be compared"),
    ],
)
def test_roles(person: str, title: str, status: str, verdict: str) -> None:
    one = claim("role", person=person, company="toyota", title=title, status=status)
    assert found(one).verdict == verdict


@pytest.mark.parametrize(
    ("said", "verdict", "says"),
    [
        (
            {"model": "Ariya", "range_km": 489.0, "range_op": "le"},
            "agrees",
            "489 km EPA",
        ),
        ({"model": "Ariya", "range_km": 610.0}, "differs", "465 km EPA"),
        (
            {"model": "Ariya", "range_km": 610.0, "range_cycle": "WLTP"},
            "cannot be compared",
            "nothing on record",
        ),
        ({"model": "Micra", "battery_kwh": 52.0}, "agrees", "52 kWh"),
        ({"model": "Micra", "battery_kwh": 52.0, "range_km": 300.0}, "differs", "40"),
        ({"model": "Micra EV", "price_min": 29e3, "currency": "EUR"}, "agrees", "EUR"),
        (
            {"model": "Micra", "price": 29e3, "currency": "GBP"},
            "cannot be compared",
            "",
        ),
        ({"model": "Micra", "launch": "2025-10"}, "agrees", "sold from 2025"),
        ({"model": "Micra", "launch": "2027", "modality": "plan"}, "differs", "2025"),
        ({"model": "Micra", "launch": "2025", "powertrain": ("ICE",)}, "new", "kind"),
        ({"model": "Micra", "launch": "2025", "market": "US"}, "new", "of this kind"),
        ({"model": "Skyline", "range_km": 500.0}, "new", "Skyline"),
        ({"model": "e Vitara", "battery_kwh": 61.0}, "cannot be compared", "Suzuki"),
        ({"model": None, "range_km": 500.0}, "cannot be compared", "not name"),
        (
            {"model": "Micra", "launch": "2025", "modality": "hedged"},
            "cannot be compared",
            "may be so",
        ),
    ],
)
def test_products(said: dict[str, Any], verdict: str, says: str) -> None:
    told = found(claim("product", maker="nissan", **said))
    assert told.verdict == verdict
    assert says in told.why


def test_each_claim_is_compared_with_its_own_day() -> None:
    asked: list[dt.date | None] = []

    def day(on: dt.date | None) -> Landscape:
        asked.append(on)
        return DAY

    page = Page(
        id="a",
        day=dt.date(2025, 5, 19),
        claims=(
            stake("toyota", "subaru", 20),
            stake("toyota", "subaru", 20, as_of="2019"),
            stake("toyota", "subaru", 20, as_of="the other day"),
        ),
    )
    told = compare_page(page, day)
    assert asked == [page.day, dt.date(2019, 12, 31), page.day]
    plain = told[0].to_dict()
    assert plain["verdict"] == "agrees"
    assert plain["facts"][0]["source"]


names = st.sampled_from(["bmw", "isuzu", "hino", "mazda", "subaru"])
figures = st.integers(1, 6000).map(lambda n: n / 100)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.tuples(names, names), figures, max_size=8),
    names,
    names,
    st.floats(0, 100).map(lambda p: round(p, 2)),
)
def test_a_figure_agrees_only_where_a_sum_gives_it(
    held: dict[tuple[str, str], float], holder: str, company: str, told: float
) -> None:
    if holder == company:
        return
    day = of(holding(a, b, p) for (a, b), p in held.items() if a != b)
    one = found(stake(holder, company, told), day)
    assert one.verdict in VERDICTS
    fits = any(abs(way.value - told) <= 0.51 for way in ways(day, holder, company))
    if one.verdict == "agrees":
        assert fits
    exact = held.get((holder, company))
    if exact is not None and exact == told:
        assert one.verdict == "agrees"
