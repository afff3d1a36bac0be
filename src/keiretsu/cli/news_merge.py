"""`keiretsu news merge`: what several pages say of one thing, each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    show,
    table,
)
from keiretsu.cli.watch import InFile

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu.news.corroboration import Merged, Proposition

COLUMNS = (
    *("kind", "sentence", "sources", "against", "days", "normalised", "readings"),
)


def merge(
    paths: Paths = None,
    since: Since = None,
    file: InFile = None,
    sure: Sure = None,
    allow_private: AllowPrivate = False,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Say each thing that pages claim once, with its independent sources.

    Relays of one agency, pages of one author and copies of the same words count once.

    Example: keiretsu news merge monday.html tuesday.html
    """
    from keiretsu.news.corroboration import merge_pages

    how = form(json, csv)
    pages, unread = pages_of(paths, since, file, sure=sure, allow_private=allow_private)
    merged = merge_pages(pages)
    if how == "json":
        print_json_lines([merged.to_dict()])
    elif how == "csv":
        print_csv((one.to_dict() for one in merged.propositions), COLUMNS)
    else:
        show(*_shown(merged))
    tell_unread(pages, unread)


def _shown(merged: Merged) -> list[RenderableType]:
    count = len(merged.pages)
    parts: list[RenderableType] = [
        table(
            f"What {count} {'page tells' if count == 1 else 'pages tell'}",
            ("told", "sources", "by", "from", "to"),
            (_row(one) for one in merged.propositions),
            numbers=("sources",),
            whole=("from", "to"),
        )
    ]
    if merged.deals:
        told = (f"- {deal.sentence}" for deal in merged.deals)
        parts.append("\n".join(("Deals over time", *told)))
    if merged.disagreements:
        both = (f"- {one.sentence}" for one in merged.disagreements)
        parts.append("\n".join(("What cannot all be right", *both)))
    return parts


def _row(one: Proposition) -> tuple[str, ...]:
    from keiretsu.bundled_names import bundled_register

    label = bundled_register().label
    by = ", ".join(map(label, one.sources))
    against = ", ".join(map(label, one.against))
    who = "; ".join(filter(None, (by, f"denied: {against}" if against else "")))
    first, last = one.days or (None, None)
    days = (day.isoformat() if day else "" for day in (first, last))
    return one.sentence, str(len(one.sources)), who, *days
