"""`keiretsu news`: what articles claim, who says so, and how firmly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
from keiretsu.names import names

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Article, Claim

app = typer.Typer(no_args_is_help=True, help="From articles to claims.")

CLAIM_COLUMNS = (
    *("id", "article", "kind", "quote", "span", "attribution", "modality"),
    *("polarity", "normalised", "alt_spans", "unresolved"),
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
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Read what articles claim; `--json` prints one claim a line.

    Example: keiretsu news read examples/toyota-nissan.md
    """
    from keiretsu import read_article, read_claims

    how = form(json, csv)
    found = []
    for path in paths:
        article = read_article(path, date=date, publisher=publisher)
        if article.notice:
            say(f"note: {article.notice}")
        found.append((article, read_claims(article)))
    rows = [claim.to_dict() for _, claims in found for claim in claims]
    if how == "json":
        print_json_lines(rows)
    elif how == "csv":
        print_csv(rows, CLAIM_COLUMNS)
    else:
        show(*(_claims(article, claims) for article, claims in found))
        say_next(f"keiretsu report --article {paths[0]}")


def _claims(article: Article, claims: tuple[Claim, ...]) -> RenderableType:
    label = names().label
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
