"""`keiretsu news`: what articles claim, who says so, and how firmly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.citing import Citations
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.news_compare import compare
from keiretsu.cli.news_llm import beside
from keiretsu.cli.news_merge import merge
from keiretsu.cli.news_reading import Reading
from keiretsu.cli.news_review import review
from keiretsu.cli.news_since import since
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
from keiretsu.news.fetching.targets import is_address

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Article, Claim
    from keiretsu.landscape import Suggestion

app = typer.Typer(no_args_is_help=True, help="From articles to claims.")

CLAIM_COLUMNS = (
    *("id", "article", "kind", "quote", "span", "attribution", "modality"),
    *("polarity", "normalised", "alt_spans", "unresolved", "probability"),
    "readings",
    "suggestions",
)


@app.callback()
def _group() -> None:
    """From articles to claims."""


@app.command("read")
def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files, folders, feeds or addresses; - is stdin.",
        ),
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
    sure: Annotated[
        float | None,
        typer.Option(
            help="Least probability of a claim, 0 to 1; if left out, by kind."
        ),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say which words made each claim probable.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask hosts of your own network too.")
    ] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="Ask a language model too: openai:NAME, anthropic:NAME; or off.",
            show_default="KEIRETSU_LLM, else none",
        ),
    ] = None,
    llm_url: Annotated[
        str | None,
        typer.Option("--llm-url", metavar="URL", help="Where the model is."),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Processes that read.")
    ] = 1,
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
    suggest = _Suggestions(on, store)
    known: dict[str, Any] = {"date": date, "publisher": publisher}
    if sure is not None:
        from keiretsu.news.pipeline import probability

        known["sure"] = probability(sure)
    reading = Reading(paths, known, allow_private, workers, also=beside(llm, llm_url))
    pairs = (
        (claim, suggest.of(one.article, claim))
        for one in reading
        for claim in one.claims
    )
    if how == "json":
        print_json_lines(_row(*pair) for pair in pairs)
    elif how == "csv":
        print_csv((_flat(*pair) for pair in pairs), CLAIM_COLUMNS)
    else:
        _show(reading, suggest, why)
    if reading.also is not None:
        reading.also.tell()
    if reading.unread:
        count = reading.unread + reading.read
        say(f"error: {reading.unread} of {count} articles were not read")
        raise typer.Exit(1)
    if how == "table" and not is_address(paths[0]):
        say_next(f"keiretsu report --article {paths[0]}")


def _show(reading: Reading, suggest: _Suggestions, why: bool) -> None:
    """Show articles as they are read, and at the end the holes of all."""
    open_ones: list[tuple[Claim, tuple[Suggestion, ...]]] = []
    for number, one in enumerate(reading):
        if number:
            show("")
        show(_claims(one.article, one.claims))
        if why:
            show(_reasons(one.claims))
        open_ones += [
            (claim, suggest.of(one.article, claim))
            for claim in one.claims
            if claim.unresolved
        ]
    if open_ones:
        show("", *_holes(open_ones))


app.command("since")(since)
app.command("merge")(merge)
app.command("compare")(compare)
app.command("review")(review)


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
    """Return holes with what may fill them."""
    citations = Citations()
    rows = [
        (
            f"{claim.sentence}: {', '.join(claim.unresolved)}?",
            one.words,
            one.why,
            source,
        )
        for claim, found in pairs
        for one in found
        for source in (citations.cite(one.source),)
    ]
    rows += [
        (f"{claim.sentence}: {', '.join(claim.unresolved)}?", "no fact held", "", "")
        for claim, found in pairs
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
    from keiretsu.bundled_names import bundled_register

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
                _firmness(claim),
            )
            for claim in claims
        ),
    )


def _reasons(claims: tuple[Claim, ...]) -> RenderableType:
    return table(
        "Why: the words that spoke for each part, and how probable they made it",
        ("claim", "because"),
        (
            (claim.sentence, "\n".join(claim.why) or "a pattern of the English reader")
            for claim in claims
        ),
    )


def _firmness(claim: Claim) -> str:
    """Return how firmly it is said, and how sure the reader is of having read it."""
    told = [claim.modality]
    if claim.unresolved:
        told.append("with a hole")
    if claim.readings:
        told.append("two readings: choose one")
    if claim.probability is not None:
        told.append(f"{claim.probability:.0%} sure".replace("%", " %"))
    return ", ".join(told)
