"""What the parties have said they will do, and how far facts show they have come."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.records.events_and_plans import Plan
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.sources import Source
from keiretsu.units import plural


@dataclass(frozen=True, kw_only=True)
class Target:
    """One target as it is shown.

    Attributes
    ----------
    plan
        The plan's row.
    state
        What is known of its progress, in words.
    fact
        Source of the fact that says so, or None.
    """

    plan: Plan
    state: str
    fact: Source | None


def plans(report: Report) -> Section | None:
    """Return the section, or None where no party has a plan that we know."""
    landscape = report.landscape
    if landscape is None:
        return None
    rows = [p for p in landscape.plans if p.company in report.deal.parties]
    if not rows:
        return None
    grouped: dict[tuple[str, str], list[Target]] = {}
    for plan in sorted(rows, key=lambda p: p.announced, reverse=True):
        target = _target(plan, landscape)
        grouped.setdefault((plan.company, plan.plan), []).append(target)
    return Section(
        name="plans",
        heading="Plans and targets of the parties",
        content={"groups": grouped},
        lead=(
            f"{plural(len(rows), 'target')} in {plural(len(grouped), 'plan')}: what "
            "was announced, not what happened.",
        ),
        more="Every target, and how far it has come",
    )


def _target(plan: Plan, landscape: Landscape) -> Target:
    found = landscape.progress(plan)
    return Target(plan=plan, state=found.text, fact=found.source)
