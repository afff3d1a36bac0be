"""Sales and targets that are told beside those on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keiretsu.landscape import Day, GroupSales, Plan
from keiretsu.news.claims.claim import Claim
from keiretsu.news.corroboration.figures import agree, is_figure
from keiretsu.review.compare.comparison import Backing, Found, cannot, new
from keiretsu.units import PartialDate, count

_SALES = {"sales", "deliveries"}
_NARROW = ("market", "model", "scope")
Reckon = Callable[[float, float], tuple[float, str]]


def sales_found(claim: Claim, day: Day) -> Found:
    """Compare sales that are told with the volumes of groups on record."""
    said = claim.normalised
    company, period = str(said["company"]), said.get("period")
    if said["metric"] not in _SALES:
        return cannot(f"the facts hold sales, not {said['metric']}")
    narrow = next((name for name in _NARROW if said.get(name)), None)
    if narrow:
        return cannot(f"the facts hold sales of whole groups, not of one {narrow}")
    if not period:
        return cannot("the claim does not say in which period")
    rows = [row for row in day.group_sales if row.group == company]
    if not rows:
        group = day.group_of(company)
        other = [row for row in day.group_sales if row.group == group != company]
        part = f"; those of {day.label(group)} are other sales" if other else ""
        return new(f"no sales of {day.label(company)} are on record{part}")
    same = [row for row in rows if _is_same(row.period, period)]
    if not same:
        years = ", ".join(str(row.period) for row in rows[-3:])
        return new(f"its sales in {period} are not on record (on record: {years})")
    told = said.get("value")
    if not is_figure(told):
        return _changed(said.get("change_pct"), same, rows, day)
    fits = next((r for r in same if _agree(told, r.units, said.get("op"))), None)
    facts = tuple(_sold(day, row) for row in same)
    if fits:
        why = f"{count(fits.units)} on record ({fits.basis})"
        return Found(
            verdict="agrees", why=why + _rounded(told, fits.units), facts=facts
        )
    told_ = "; ".join(f"{count(row.units)} ({row.basis})" for row in same)
    return Found(verdict="differs", why=f"on record: {told_}", facts=facts)


def target_found(claim: Claim, day: Day) -> Found:
    """Compare a target that is told with the plans on record."""
    said = claim.normalised
    told, metric = said.get("value"), str(said["metric"])
    company = str(said["company"])
    if metric not in _TARGETS:
        return cannot(f"no plan on record counts {metric.replace('_', ' ')}")
    if not is_figure(told):
        return cannot("the claim gives no figure")
    names, reckon = _TARGETS[metric]
    plans = [
        p
        for p in day.plans
        if p.company == company and p.metric in names and _may_be_by(p, said)
    ]
    known = [(plan, *made) for plan in plans if (made := _made(plan, reckon, said))]
    if not known:
        return new(f"no such target of {day.label(company)} is on record")
    facts = tuple(
        Backing(words=f"{p.plan}: {p.metric} {p.goal}", source=p.source)
        for p, _, _ in known
    )
    for plan, value, words in known:
        if _agree(told, value, said.get("op")):
            return Found(
                verdict="agrees",
                why=f"announced {plan.announced}{_rounded(told, value)}",
                facts=facts,
                arithmetic=words or None,
            )
    others = "; ".join(f"{p.metric} {p.goal} ({p.plan})" for p, _, _ in known)
    return Found(verdict="differs", why=f"on record: {others}", facts=facts)


def _changed(
    told: object, same: list[GroupSales], rows: list[GroupSales], day: Day
) -> Found:
    """Compare a change in percent with the volumes of two years."""
    if not is_figure(told):
        return cannot("the claim gives no figure")
    for row in same:
        year = PartialDate(row.period.text)
        for old in rows:
            ago = year.first.year - old.period.first.year
            is_before = ago == 1 and old.period.precision == row.period.precision
            if is_before and old.basis == row.basis:
                change = 100 * (row.units / old.units - 1)
                words = f"{count(row.units)} / {count(old.units)} − 1 = {change:+.1f} %"
                fits = agree(told, round(change, 1), is_percent=True)
                return Found(
                    verdict="agrees" if fits else "differs",
                    why=f"{change:+.1f} % by the volumes on record",
                    facts=(_sold(day, old), _sold(day, row)),
                    arithmetic=words,
                )
    return cannot("the year before is not on record", *(_sold(day, r) for r in same))


def _agree(told: float, value: float, op: str | None) -> bool:
    return agree(told, value, is_percent=False, op=op)


def _rounded(told: float, value: float) -> str:
    return "" if told == value else f"; told as {count(told)}, rounded"


def _sold(day: Day, row: GroupSales) -> Backing:
    words = f"{day.label(row.group)} sold {count(row.units)} in {row.period}"
    return Backing(words=f"{words} ({row.basis})", source=row.source)


def _is_same(period: PartialDate, told: object) -> bool:
    """Whether two periods are the same days, however written."""
    first, slash, last = str(told).partition("/")
    ends = PartialDate(first).first, PartialDate(last if slash else first).last
    return (period.first, period.last) == ends


def _may_be_by(plan: Plan, said: Any) -> bool:
    """Whether a plan and a claim are of one deadline, where both name one."""
    if plan.deadline is None or not said.get("deadline"):
        return True
    told = PartialDate(str(said["deadline"]))
    return told.first <= plan.deadline.last and plan.deadline.first <= told.last


def _made(plan: Plan, reckon: Reckon, said: Any) -> tuple[float, str] | None:
    """Return what a plan's figures give in the unit of the claim, and the sum."""
    unit, factor = str(said.get("unit", "")), 1.0
    if unit.isupper() and len(unit) == 3:
        currency, _, size = plan.unit.partition(" ")
        if currency != unit or size not in _SIZES:
            return None
        factor = _SIZES[size]
    elif plan.unit.startswith("million "):
        factor = 1e6
    base = plan.baseline if isinstance(plan.baseline, int | float) else None
    if not isinstance(plan.target, int | float):
        return None
    if reckon is not _as_it_is and base is None:
        return None
    value, words = reckon(base or 0.0, plan.target)
    return value * factor, words


_SIZES = {"bn": 1e9, "billion": 1e9, "m": 1e6, "million": 1e6, "trn": 1e12}


def _as_it_is(base: float, target: float) -> tuple[float, str]:
    return target, ""


def _fewer(base: float, target: float) -> tuple[float, str]:
    return base - target, f"{base:g} − {target:g} = {base - target:g}"


def _lower(base: float, target: float) -> tuple[float, str]:
    cut = 100 * (1 - target / base) if base else 0.0
    return cut, f"1 − {target:g} / {base:g} = {cut:g} %"


_TARGETS: dict[str, tuple[frozenset[str], Reckon]] = {
    "jobs_cut": (frozenset({"jobs cut"}), _as_it_is),
    "plants_closed": (frozenset({"vehicle plants"}), _fewer),
    "plants_remaining": (frozenset({"vehicle plants"}), _as_it_is),
    "platforms_cut": (frozenset({"vehicle platforms"}), _fewer),
    "parts_complexity_cut": (frozenset({"parts complexity"}), _lower),
    "rd_spending_cut": (frozenset({"R&D cost per hour"}), _lower),
    "cost_savings": (
        frozenset(
            {
                "total savings vs FY2024",
                "cost savings",
                "cost reduction",
                "fixed cost savings",
                "variable cost savings",
                "labour cost savings",
                "medium-term savings",
            }
        ),
        _as_it_is,
    ),
    "model_launches": (frozenset({"new models"}), _as_it_is),
    "ev_model_launches": (frozenset({"new BEV models"}), _as_it_is),
    "sales": (frozenset({"annual global sales"}), _as_it_is),
    "production_capacity": (
        frozenset({"capacity", "global capacity", "production capacity excl. China"}),
        _as_it_is,
    ),
}
