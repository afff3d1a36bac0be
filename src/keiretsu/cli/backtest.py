"""`keiretsu backtest`: what we would have said of past deals, and what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.citing import Citations
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    show,
    table,
    working,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu.backtest import Case

COLUMNS = (
    *("kind", "deal", "field", "predicted", "happened", "score", "note"),
    *("source_title", "address", "confidence"),
)


def backtest(
    cars: Annotated[
        Path | None,
        typer.Option(
            "--cars",
            metavar="FILE",
            help="Your own copy of the European cars of 1970 to 1999 (cars1.dta, or "
            "the same table as CSV); changes of owner are read from it.",
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print tables of Markdown.")
    ] = False,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Score what keiretsu would have said of past deals against what happened.

    Example: keiretsu backtest --cars cars1.dta
    """
    how = form(json, csv)
    if markdown and how != "table":
        raise typer.BadParameter("give --markdown alone, or --json, or --csv")
    with working("looking back"):
        from keiretsu.backtest import backtest as look_back
        from keiretsu.backtest import counts
        from keiretsu.backtest.page import markdown as tables_of

        cases = look_back(cars)
    if markdown:
        typer.echo(tables_of(cases), nl=False)
    elif how == "json":
        data = [case.to_dict() for case in cases]
        print_json({"cases": data, "counts": counts(cases)})
    elif how == "csv":
        print_csv([_row(case) for case in cases], COLUMNS)
    else:
        show(*_tables(cases))
        if cars is None:
            say("European changes of owner need your own file: --cars FILE")


def _row(case: Case) -> dict[str, str]:
    plain = {name: getattr(case, name) for name in COLUMNS if hasattr(case, name)}
    return {**plain, **(case.sources[0].columns if case.sources else {})}


def _tables(cases: tuple[Case, ...]) -> list[RenderableType]:
    """Return one table a kind with its tally, and the sources."""
    from keiretsu.backtest.case import KINDS
    from keiretsu.backtest.page import TITLES, tally

    citations = Citations()
    parts: list[RenderableType] = []
    for kind in KINDS:
        own = [case for case in cases if case.kind == kind]
        if own:
            parts.append(
                table(
                    f"{TITLES[kind]}: {tally(cases, kind)}",
                    ("deal", "predicted", "happened", "score"),
                    [
                        (
                            f"{case.deal}: {case.field}",
                            case.predicted,
                            " ".join(
                                (
                                    case.happened,
                                    *(citations.cite(s) for s in case.sources[:1]),
                                )
                            ),
                            case.score,
                        )
                        for case in own
                    ],
                )
            )
    return [*parts, *citations.listed()]
