"""`keiretsu landscape`: who owns whom on a day, with the source of every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli import (
    changes,
    company,
    control,
    exchanged,
    export,
    history,
    pictures,
    statements,
)
from keiretsu.cli.citing import Citations
from keiretsu.cli.facts import Believed, InStore, the_landscape, the_landscapes
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
from keiretsu.errors import DataError
from keiretsu.landscape.analysis.freshness import (
    FOOTNOTE,
    dates_said,
    marked,
    newest,
    stale,
)
from keiretsu.units import written

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Landscape

app = typer.Typer(no_args_is_help=True, help="Who owns whom, and what links them.")
app.command("add")(statements.add)
app.command("end")(statements.end)
app.command("judge")(statements.judge)
app.command("history")(history.history)

AnyCompany = Annotated[str, typer.Argument(help="A company, brand or holder.")]
STAKE_COLUMNS = (
    *("holder", "held", "share", "share_min", "share_max", "of"),
    *("votes", "votes_min", "votes_max", "since", "note"),
    *("source_title", "address", "confidence"),
)


@app.callback()
def _group() -> None:
    """Who owns whom, and what links them."""


app.command("export")(export.export)
app.command("import")(exchanged.import_)
app.command("matrix")(pictures.matrix)
app.command("timeline")(pictures.timeline)


@app.command("show")
def show_landscape(
    on: On = None,
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show every stake of a day; `--json` gives the whole landscape.

    Example: keiretsu landscape show --on 2025-06-01
    """
    how = form(json, csv)
    landscape = the_landscape(on, store, believed)
    if how == "csv":
        print_csv(landscape.rows("stakes"), STAKE_COLUMNS)
    elif how == "json":
        print_json({"facts": landscape.facts, **landscape.to_dict()})
    else:
        show(*_stakes(landscape))
        say_next("keiretsu landscape company toyota")


@app.command("company")
def show_company(
    name: AnyCompany,
    on: On = None,
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show all that is known of one company on a day, on one page.

    Example: keiretsu landscape company nissan --on 2025-06-01
    """
    how = form(json, csv)
    landscape = the_landscape(on, store, believed)
    chosen = landscape.resolve(name).id
    _say_who_is_meant(name, landscape)
    if how == "csv":
        print_csv(company.lines(landscape, chosen), company.COLUMNS)
    elif how == "json":
        print_json(company.data(landscape, chosen))
    else:
        show(company.headline(landscape, chosen), *company.tables(landscape, chosen))
        say_next(f"keiretsu landscape control {chosen}")


def _say_who_is_meant(name: str, landscape: Landscape) -> None:
    """Say who is shown where a brand or a name of several companies is given."""
    from keiretsu.landscape.analysis.loose_names import taken_for
    from keiretsu.market import held_brand

    if (taken := taken_for(name, landscape)) is not None:
        say(f"note: {taken}")

    brand = held_brand(name, landscape)
    if brand is not None:
        owner = landscape.label(brand.owner)
        say(f"note: {name} is a brand of {owner} on {landscape.on}: shown is {owner}")


@app.command("control")
def explain_company(
    name: AnyCompany,
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
    found = explain_control(landscape, name)
    _say_who_is_meant(name, landscape)
    if how == "csv":
        print_csv(control.rows(found), control.COLUMNS)
    elif how == "json":
        print_json({**found.to_dict(), **newest(landscape, found.company)})
    else:
        dates = dates_said(landscape, found.company)
        answer = f"{found.sentence} ({dates})"
        show(answer, *control.tables(found, landscape.label))
        say_next(f"keiretsu landscape company {found.company}")


@app.command("diff")
def show_changes(
    before: Annotated[str, typer.Argument(metavar="DAY", help="The one day.")],
    after: Annotated[str, typer.Argument(metavar="DAY", help="The other day.")],
    name: Annotated[
        str | None, typer.Option("--company", help="Only what concerns one company.")
    ] = None,
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show what began, changed and ended between two days.

    Example: keiretsu landscape diff 2016-01-01 2025-06-01 --company nissan
    """
    how = form(json, csv)
    here, there = the_landscapes((before, after), store, believed)
    if there.on < here.on:
        raise DataError(
            f"what changed from {written(here.on)} to {written(there.on)}",
            hint="name the earlier day first",
        )
    found = here.diff(there)
    found = found.about(name) if name else found
    if how == "csv":
        print_csv(found.rows(), changes.CHANGE_COLUMNS)
    elif how == "json":
        print_json(found.to_dict())
    else:
        say(repr(found).strip("<>"))
        show(*changes.change_tables(found))
        say_next(f"keiretsu landscape gaps --on {found.after}")


@app.command("gaps")
def show_gaps(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[COMPANY]", help="Only what concerns it."),
    ] = None,
    on: On = None,
    only_stale: Annotated[
        bool,
        typer.Option("--stale", help="Only figures that may be out of date."),
    ] = False,
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List where the record contradicts itself, and what it does not know.

    Example: keiretsu landscape gaps mitsubishi_motors --on 2025-06-01
    """
    how = form(json, csv)
    landscape = the_landscape(on, store, believed)
    about = None if name is None else landscape.resolve(name).id
    if only_stale:
        old = [s for s in stale(landscape) if about is None or about in s.about]
        changes.show_stale(landscape, old, how)
        return
    contradictions = [
        c
        for c in landscape.contradictions()
        if about in (None, c.held, *(stake.holder for stake in c.stakes))
    ]
    gaps = [g for g in landscape.gaps() if about is None or about in g.about]
    if how == "csv":
        print_csv(changes.gap_rows(contradictions, gaps), changes.GAP_COLUMNS)
    elif how == "json":
        print_json(changes.gap_data(landscape, contradictions, gaps))
    else:
        from keiretsu.units import plural

        explained = sum(c.explanation is not None for c in contradictions)
        told = plural(len(contradictions), "contradiction")
        if contradictions:
            told += f", {explained or 'none'} of them explained,"
        answer = f"{told} and {plural(len(gaps), 'gap')} {dates_said(landscape)}"
        show(answer, *changes.gap_tables(contradictions, gaps, landscape.label))
        say_next("keiretsu landscape show")


def _stakes(landscape: Landscape) -> list[RenderableType]:
    citations, label = Citations(), landscape.label
    listed = table(
        f"Stakes {dates_said(landscape)}",
        ("holder", "held", "what is known", "since", "source"),
        [
            (
                label(stake.holder),
                label(stake.held),
                company.stake_words(landscape, stake),
                marked(landscape, stake.since, stake.holder, stake.held),
                citations.cite(stake.source),
            )
            for stake in landscape.stakes
        ],
    )
    footnote = [FOOTNOTE] if landscape.stakes else []
    return [listed, *footnote, *citations.listed()]
