"""`keiretsu landscape`: who owns whom on a day, with the source of every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli import control, statements
from keiretsu.cli.facts import Believed, InStore, the_landscape
from keiretsu.cli.naming import On
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    say_next,
    show,
    table,
)
from keiretsu.names import names
from keiretsu.units import percent

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Landscape
    from keiretsu.landscape import Stake

app = typer.Typer(no_args_is_help=True, help="Who owns whom, and what links them.")
app.command("add")(statements.add)
app.command("judge")(statements.judge)
app.command("history")(statements.history)

STAKE_COLUMNS = (
    *("holder", "held", "share", "votes", "since", "note"),
    *("source_title", "address", "confidence"),
)


@app.callback()
def _group() -> None:
    """Who owns whom, and what links them."""


@app.command("show")
def show_landscape(
    company: Annotated[
        str | None,
        typer.Argument(help="A company, brand or holder.", show_default=False),
    ] = None,
    on: On = None,
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show one company as of a day, or every stake of the day.

    Example: keiretsu landscape show subaru --on 2025-06-01
    """
    how = form(json, csv)
    landscape = the_landscape(on, store, believed)
    chosen = None if company is None else landscape.resolve(company).id
    if how == "csv":
        frame = landscape.to_frame("stakes").to_dicts()
        rows = [r for r in frame if chosen in (None, r["holder"], r["held"])]
        print_csv(rows, STAKE_COLUMNS)
    elif how == "json":
        print_json(_everything(landscape) if chosen is None else _of(landscape, chosen))
    elif chosen is None:
        show(_stakes(f"Stakes on {landscape.on}", landscape.stakes))
        say_next("keiretsu landscape show toyota")
    else:
        _describe(landscape, chosen)


@app.command("control")
def explain_company(
    company: Annotated[str, typer.Argument(help="A company or brand.")],
    on: On = None,
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Explain who has the say in a company on a day.

    Example: keiretsu landscape control mitsubishi_motors --on 2025-06-01
    """
    from keiretsu import explain_control

    how = form(json, csv)
    landscape = the_landscape(on, store, believed)
    found = explain_control(landscape, landscape.resolve(company).id)
    if how == "json":
        print_json(found.to_dict())
    elif how == "csv":
        print_csv(control.rows(found), control.COLUMNS)
    else:
        say(f"{found.sentence} ({found.on})")
        show(*control.tables(found))


def _everything(landscape: Landscape) -> dict[str, Any]:
    return {
        "on": landscape.on.isoformat(),
        "facts": landscape.facts,
        "stakes": [stake.to_dict() for stake in landscape.stakes],
    }


def _of(landscape: Landscape, company: str) -> dict[str, Any]:
    """Return all that is known of one company that day, as plain data."""
    rows = {
        "stakes_in": landscape.holders_of(company),
        "stakes_out": landscape.holdings_of(company),
        "links": [link for link in landscape.links if company in link.members],
        "plans": [plan for plan in landscape.plans if plan.company == company],
        "vehicles": [car for car in landscape.vehicles if car.company == company],
        "events": [e for e in landscape.events if company in e.parties],
    }
    return {
        "on": landscape.on.isoformat(),
        "facts": landscape.facts,
        "company": landscape.companies[company].to_dict(),
        "group": landscape.group_of(company),
        "brands": [b.brand for b in landscape.brands if b.company == company],
        **{name: [row.to_dict() for row in found] for name, found in rows.items()},
    }


def _describe(landscape: Landscape, company: str) -> None:
    known = landscape.companies[company]
    label = names().label
    group = landscape.group_of(company)
    brands = [b.brand for b in landscape.brands if b.company == company]
    say(
        f"{known.name} ({known.kind}, {known.country or 'seat unknown'}) on "
        f"{landscape.on}; decided by {label(group) if group != company else 'itself'}; "
        f"brands: {', '.join(brands) or 'none on record'}"
    )
    held, holds = landscape.holders_of(company), landscape.holdings_of(company)
    parts = [
        _stakes(f"Who owns {known.short}", held),
        _stakes(f"What {known.short} owns", holds),
        *_ties(landscape, company),
    ]
    show(*parts)
    say_next(f"keiretsu landscape show {company} --json, with every source in full")


def _stakes(title: str, stakes: tuple[Stake, ...]) -> RenderableType:
    label = names().label
    return table(
        title if stakes else f"{title}: no stake on record",
        ("holder", "held", "share", "votes", "since", "source"),
        (
            (
                label(stake.holder),
                label(stake.held),
                percent(stake.share, 2),
                "unknown" if stake.votes is None else percent(stake.votes, 2),
                str(stake.since),
                str(stake.source),
            )
            for stake in stakes
        ),
        numbers=("share", "votes"),
    )


def _ties(landscape: Landscape, company: str) -> list[RenderableType]:
    """Return tables of links, plans, vehicles and events, where there are any."""
    label = names().label
    links = [
        (link.kind, ", ".join(label(m) for m in link.members), link.scope or "")
        for link in landscape.links
        if company in link.members
    ]
    plans = [
        (
            plan.plan,
            plan.metric.replace("_", " "),
            f"{'unknown' if plan.target is None else plan.target} {plan.unit}",
            str(plan.deadline or "no day"),
        )
        for plan in landscape.plans
        if plan.company == company
    ]
    cars = [
        (f"{car.brand} {car.model}", car.powertrain, str(car.launch or "unknown"))
        for car in landscape.vehicles
        if car.company == company
    ]
    events = [
        (str(event.date), event.status, event.summary)
        for event in landscape.events
        if company in event.parties
    ]
    tables = (
        ("Links", ("kind", "members", "about"), links),
        ("Plans", ("plan", "what", "target", "by"), plans),
        ("Vehicles with checked figures", ("model", "powertrain", "launch"), cars),
        ("Events", ("date", "status", "what happened"), events),
    )
    return [table(title, columns, rows) for title, columns, rows in tables if rows]
