"""`keiretsu news`: what articles claim, who says so, and how firmly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.citing import Citations
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json_lines,
    say,
    say_next,
    show,
    table,
)
from keiretsu.errors import KeiretsuError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Article, Claim
    from keiretsu.landscape import Suggestion

app = typer.Typer(no_args_is_help=True, help="From articles to claims.")

CLAIM_COLUMNS = (
    *("id", "article", "kind", "quote", "span", "attribution", "modality"),
    *("polarity", "normalised", "alt_spans", "unresolved", "suggestions"),
)


@app.callback()
def _group() -> None:
    """From articles to claims."""


@app.command("read")
def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Articles (txt, md, html); - is stdin."),
    ],
    date: Annotated[
        str | None,
        typer.Option(help="When they were published, as 2025-05-19."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published them.")] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Whose facts may fill a hole; else its day."),
    ] = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Read what articles claim; `--json` prints one claim a line.

    Where a page lost a name, facts of the day (`--on`; else the article's own day) are
    suggested beside the claim, never in it.

    Example: keiretsu news read examples/toyota-nissan.md
    """
    how = form(json, csv)
    found = list(_readable(paths, date, publisher))
    suggest = _Suggestions(on, store)
    pairs = [
        (claim, suggest.of(article, claim))
        for article, claims in found
        for claim in claims
    ]
    if how == "json":
        print_json_lines([_row(*pair) for pair in pairs])
    elif how == "csv":
        print_csv([_flat(*pair) for pair in pairs], CLAIM_COLUMNS)
    else:
        parts = [_claims(article, claims) for article, claims in found]
        show(*parts, *_holes(pairs))
    if len(found) < len(paths):
        say(f"error: {len(paths) - len(found)} of {len(paths)} articles were not read")
        raise typer.Exit(1)
    if how == "table":
        say_next(f"keiretsu report --article {paths[0]}")


def _readable(
    paths: list[str], date: str | None, publisher: str | None
) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
    """Yield articles with their claims; one that cannot be read is told, and left."""
    from keiretsu import read_article, read_claims

    for path in paths:
        try:
            article = read_article(path, date=date, publisher=publisher)
            claims = read_claims(article)
        except KeiretsuError as error:
            if len(paths) == 1:
                raise
            say(f"error: {error}")
            continue
        if article.notice:
            say(f"note: {article.notice}")
        yield article, claims


class _Suggestions:
    """Facts that may fill the holes of claims; none, and said once, without a store."""

    def __init__(self, on: str | None, store: str | None) -> None:
        self._on, self._store = on, store
        self._failed = False

    def of(self, article: Article, claim: Claim) -> tuple[Suggestion, ...]:
        """Return facts of the day asked for, or of the article's own."""
        if not claim.unresolved or self._failed:
            return ()
        own = article.date.last.isoformat() if article.date else None
        try:
            landscape = the_landscape(self._on or own, self._store)
        except KeiretsuError as error:
            say(f"note: nothing is suggested for the holes: {error}")
            self._failed = True
            return ()
        return landscape.suggest(claim.kind, claim.normalised, claim.unresolved)


def _row(claim: Claim, suggested: tuple[Suggestion, ...]) -> dict[str, Any]:
    row = claim.to_dict()
    if suggested:
        row["suggestions"] = [one.to_dict() for one in suggested]
    return row


def _flat(claim: Claim, suggested: tuple[Suggestion, ...]) -> dict[str, Any]:
    return {**claim.to_dict(), "suggestions": [one.words for one in suggested]}


def _holes(
    pairs: list[tuple[Claim, tuple[Suggestion, ...]]],
) -> list[RenderableType]:
    """Return the holes with what may fill them, or nothing where there is none."""
    open_ones = [(claim, found) for claim, found in pairs if claim.unresolved]
    if not open_ones:
        return []
    citations = Citations()
    rows = [
        (
            f"{claim.sentence}: {', '.join(claim.unresolved)}?",
            one.words,
            one.why,
            source,
        )
        for claim, found in open_ones
        for one in found
        for source in (citations.cite(one.source),)
    ]
    rows += [
        (f"{claim.sentence}: {', '.join(claim.unresolved)}?", "no fact held", "", "")
        for claim, found in open_ones
        if not found
    ]
    return [
        table(
            "Holes, and facts that may fill them: suggestions, not the article's words",
            ("hole", "may be", "why", "source"),
            rows,
        ),
        *citations.listed(),
    ]


def _claims(article: Article, claims: tuple[Claim, ...]) -> RenderableType:
    from keiretsu.names import bundled_register

    label = bundled_register().label
    about = ", ".join(str(v) for v in (article.publisher, article.date) if v)
    title = f"{article.title or article.id}{f' ({about})' if about else ''}"
    return table(
        title if claims else f"{title}: no claim found",
        ("claim", "who says so", "how firmly"),
        (
            (
                claim.sentence,
                " via ".join(map(label, claim.attribution)) or "the article",
                f"{claim.modality}{', with a hole' if claim.unresolved else ''}",
            )
            for claim in claims
        ),
    )
