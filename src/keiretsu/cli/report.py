"""`keiretsu report`: one file that says what a deal would do, and how we know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.deal import PRICED, Control, Demand, Seed, listed, readings, tell
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.naming import (
    DealFile,
    Markets,
    Merge,
    On,
    Place,
    Stake,
    is_named,
    the_deal,
    the_markets,
)
from keiretsu.cli.output import AsJson, print_json, say, say_next, show, working
from keiretsu.cli.screen import SCREENED, Known, Rules, codes, known_inputs
from keiretsu.errors import DataError

if TYPE_CHECKING:
    from keiretsu import Article, Claim, Deal, Landscape, Report


def report(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    article: Annotated[
        str | None,
        typer.Option(
            "--article",
            metavar="PATH",
            help="An article (txt, md, html; - is stdin); it names the deal if no "
            "other option does.",
        ),
    ] = None,
    on: On = None,
    market: Markets = None,
    place: Place = "",
    rules: Rules = None,
    known: Known = None,
    control: Control = None,
    demand: Demand = "nested logit",
    draws: Annotated[
        int, typer.Option("--draws", help="Draws of the parameters, for 80 % bands.")
    ] = 200,
    seed: Seed = 0,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The HTML file to write.")
    ] = Path("report.html"),
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Write a report of a deal as one HTML file, and its summary to the terminal.

    Example: keiretsu report --article examples/toyota-nissan.md
    """
    from keiretsu import write_report

    read, claims = (None, ()) if article is None else _read(article)
    remarks: tuple[str, ...] = ()
    if read is not None and not is_named(file, merge, stake):
        deal, landscape, remarks = _deal_of(read, claims, on, store)
    else:
        deal, landscape = the_deal(file, merge, stake, on, store)
    for remark in remarks:
        say(f"note: {remark}")
    places = the_markets(market, PRICED, place)
    screened = the_markets(None, SCREENED)
    covered = {*PRICED, *SCREENED}
    screened += [market for market in places if market.name not in covered]
    inputs = known_inputs(known)
    with working(f"computing prices: {listed(places)}"):
        from keiretsu import Report, assess, run

        found = Report(
            deal=deal,
            effects=run(
                deal,
                landscape,
                places,
                demand=demand,  # type: ignore[arg-type]
                draws=draws,
                seed=seed,
                **readings(control),
            ),
            assessment=assess(
                deal, landscape, screened, jurisdictions=codes(rules), known=inputs
            ),
            landscape=landscape,
            claims=claims,
            article=read,
            remarks=remarks,
        )
    tell(found.effects)
    with working("drawing the report"):
        write_report(found, out)
    _hand_over(found, out, as_json=json)


def _hand_over(found: Report, out: Path, *, as_json: bool) -> None:
    from keiretsu import terminal_summary

    if as_json:
        print_json(found.to_dict())
    else:
        show(terminal_summary(found))
    say(f"the report is in {out}")
    say_next(f"open {out} in a browser")


def _read(path: str) -> tuple[Article, tuple[Claim, ...]]:
    from keiretsu import read_article, read_claims

    with working("reading the article"):
        article = read_article(path)
        claims = read_claims(article)
    if article.notice:
        say(f"note: {article.notice}")
    return article, claims


def _deal_of(
    article: Article,
    claims: tuple[Claim, ...],
    on: str | None,
    store: str | None,
) -> tuple[Deal, Landscape, tuple[str, ...]]:
    """Return the deal that the article is about, laid over its own day."""
    from keiretsu import deal_from_article, main_deal

    tie = main_deal(claims)
    if tie is None:
        raise DataError(
            f"the article {article.id!r} names no tie between two companies",
            hint="name the deal: --merge A B or --stake HOLDER HELD PERCENT",
        )
    said = None if article.date is None else article.date.last
    deal, remark = deal_from_article(tie, on=said if on is None else on)
    landscape = the_landscape(deal.on.isoformat(), store)
    for party in deal.parties:
        landscape.resolve(party)
    return deal, landscape, () if remark is None else (remark,)
