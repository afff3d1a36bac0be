"""`keiretsu news compare`: what pages claim beside the facts of their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.citing import Citations
from keiretsu.cli.facts import InStore, the_dataset
from keiretsu.cli.news_reading import (
    AllowPrivate,
    Paths,
    Since,
    Sure,
    pages_of,
    tell_unread,
)
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json_lines,
    say,
    show,
    table,
)
from keiretsu.cli.watch import InFile

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Landscape
    from keiretsu.news.corroboration import Page
    from keiretsu.review import Comparison

COLUMNS = ("sentence", "verdict", "why", "arithmetic", "on", "facts", "claim")


def compare(
    paths: Paths = None,
    since: Since = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Whose facts; else each page's own day."),
    ] = None,
    file: InFile = None,
    sure: Sure = None,
    allow_private: AllowPrivate = False,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Say of each claim of pages whether it is new, agrees with the facts, or differs.

    Example: keiretsu news compare examples/toyota-nissan.md
    """
    from keiretsu.review import compare_page

    how = form(json, csv)
    landscape = _days(on, store)
    pages, unread = pages_of(paths, since, file, sure=sure, allow_private=allow_private)
    found = [(page, compare_page(page, landscape)) for page in pages]
    rows = (one.to_dict() for _, told in found for one in told)
    if how == "json":
        print_json_lines(rows)
    elif how == "csv":
        print_csv(rows, COLUMNS)
    else:
        for number, (page, told) in enumerate(found):
            if number:
                show("")
            show(*_shown(page, told, on))
    tell_unread(pages, unread)


def _days(on: str | None, store: str | None) -> Callable[[dt.date | None], Landscape]:
    """Return what gives the facts of a day, each day once."""
    data = the_dataset(store)
    if data.place != "the bundled facts":
        say(f"facts: {data.landscape().facts}")
    known: dict[dt.date | None, Landscape] = {}

    def landscape(day: dt.date | None) -> Landscape:
        wanted = None if on else day
        if wanted not in known:
            known[wanted] = data.landscape(on or wanted)
        return known[wanted]

    landscape(None)  # a day that is none is told before anything is read
    return landscape


def _shown(
    page: Page, told: tuple[Comparison, ...], on: str | None
) -> list[RenderableType]:
    from keiretsu.review.compare.comparison import VERDICTS

    citations = Citations()
    ordered = sorted(told, key=lambda one: VERDICTS.index(one.verdict))
    rows = [(one.claim.sentence, one.verdict, _why(one, citations)) for one in ordered]
    title = page.title or page.id
    if page.day is None and on is None:
        title += " (no day of its own: the newest facts)"
    parts: list[RenderableType] = [
        table(
            title if rows else f"{title}: no claim found",
            ("claim", "facts", "why"),
            rows,
        )
    ]
    return [*parts, *citations.listed()]


def _why(one: Comparison, citations: Citations) -> str:
    cited = " ".join(citations.cite(fact.source) for fact in one.found.facts)
    parts = (one.found.why, one.found.arithmetic)
    return f"{'; '.join(filter(None, parts))} {cited} ({one.on})".replace("  ", " ")
