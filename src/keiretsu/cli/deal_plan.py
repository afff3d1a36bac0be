"""`keiretsu deal plan`: a maker alone, with a partner, and where it breaks even."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.deals_beside import earned_rows, say_notes, shown_rows
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Demand, Draws, Seed, model_options
from keiretsu.cli.naming import Markets, On, the_markets, where_priced
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working

if TYPE_CHECKING:
    from keiretsu.deals.plans import RestructuringPlan

Partner = Annotated[
    str | None,
    typer.Option("--with", metavar="PARTNER", help="A company to merge with beside."),
]
Name = Annotated[
    str | None,
    typer.Option("--plan", metavar="NAME", help="Which plan.", show_default="newest"),
]


def show_plan(
    company: Annotated[str, typer.Argument(metavar="COMPANY")],
    partner: Partner = None,
    plan: Name = None,
    on: On = None,
    market: Markets = None,
    demand: Demand = "side by side",
    draws: Draws = 32,
    seed: Seed = 0,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Set a plan beside its facts: targets, break-even, alone and with a partner.

    Example: keiretsu deal plan nissan --with toyota --on 2025-05-19
    """
    how = form(json)
    landscape = the_landscape(on, store)
    from keiretsu import Deal
    from keiretsu.deals.alternatives import plan_options
    from keiretsu.deals.plans import plan_of
    from keiretsu.market import resolve_party
    from keiretsu.plain import to_json
    from keiretsu.report.comparison import compare

    own = resolve_party(company, landscape).id
    found = plan_of(own, landscape, plan)
    options: tuple[Any, ...] = ()
    other = None if partner is None else resolve_party(partner, landscape).id
    rows: tuple[Any, ...] = ()
    markets: list[Any] = []
    if found.steps() or other is not None:
        options = plan_options(found, other, landscape)
        tie = (
            options[0].deals[0]
            if other is None
            else Deal.merge(own, other, on=landscape.on)
        )
        markets = the_markets(market, lambda: where_priced(tie, landscape), store=store)
        model = model_options(demand=demand, elasticity=None, margin=None, store=store)
        with working(f"computing {len(options)} deals"):
            rows = compare(options, landscape, markets, draws=draws, seed=seed, **model)
    if how == "json":
        print_json(
            {
                **to_json({k: v for k, v in vars(found).items() if k != "targets"}),
                "targets": to_json(found.targets),
                "break_evens": to_json(found.break_evens),
                "steps": [step.to_dict() for step in found.steps()],
                "compared": [row.to_dict() for row in rows],
            }
        )
        return
    show(_targets(found))
    if found.break_evens:
        show(_break_evens(found))
        assert found.costs is not None
        say(f"Break-even: {found.costs.source}, {found.costs.period}.")
    for each in markets:
        here = [r for r in rows if r.market == each.name]
        show(shown_rows(each, here), earned_rows(each, here))
    say_notes(rows)
    for words in found.left_out:
        say(f"note: {words}")


def _targets(found: RestructuringPlan) -> Any:
    return table(
        f"{found.name}: targets, and how far they are",
        ("what", "target", "by", "how far"),
        (
            [one.plan.metric, one.plan.goal, str(one.plan.deadline or ""), one.text]
            for one in found.targets
        ),
    )


def _break_evens(found: RestructuringPlan) -> Any:
    return table(
        "Cars a year at which it breaks even",
        ("savings that come about", "break-even"),
        (
            [
                "none" if not one.realised else f"{100 * one.realised:.0f} %",
                f"{one.volume / 1e6:.2f} million",
            ]
            for one in found.break_evens
        ),
        numbers=("break-even",),
    )
