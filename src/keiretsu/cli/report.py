"""`keiretsu report`: one file that says what a deal would do, and how we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.deal_words import tell
from keiretsu.cli.facts import InStore, the_dataset, the_landscape
from keiretsu.cli.model import (
    ConductOption,
    Control,
    Demand,
    Draws,
    Elasticity,
    Margin,
    Nests,
    Saving,
    Seed,
    model_options,
    the_draws,
    with_saving,
)
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
from keiretsu.cli.news_reading import Sure
from keiretsu.cli.output import AsJson, print_json, say, say_next, show, working
from keiretsu.cli.screen import Known, Paid, Rules, codes, known_inputs

if TYPE_CHECKING:
    from keiretsu import Article, Deal, Landscape, Report


def report(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    article: Annotated[
        list[str] | None,
        typer.Option(
            "--article",
            metavar="PATH",
            help="An article (txt, md, html; - is stdin); it names the deal if no "
            "other option does.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DAY",
            help="When the article was published, where it does not say.",
        ),
    ] = None,
    sure: Sure = None,
    on: On = None,
    market: Markets = None,
    place: Place = "",
    rules: Rules = None,
    known: Known = None,
    value: Paid = None,
    control: Control = None,
    demand: Demand = "side by side",
    elasticity: Elasticity = None,
    margin: Margin = None,
    nests: Nests = None,
    saving: Saving = None,
    conduct: ConductOption = "prices",
    draws: Draws = None,
    seed: Seed = 0,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The file to write.")
    ] = Path("report.html"),
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FORMS",
            help="Forms, as html,pdf,xlsx: html, pdf (by a Chromium), md, xlsx, card "
            "(a PNG for links), tex (tables).",
            show_default="as --out ends, or html",
        ),
    ] = None,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Write a report of a deal as one HTML file, and its summary to the terminal.

    Example: keiretsu report --article examples/toyota-nissan.md
    """
    from keiretsu import make_report
    from keiretsu.report.files import FORMS, write_forms
    from keiretsu.rules.price import Price

    read = _read(article, date)
    if sure is not None and read is None:
        raise typer.BadParameter("--sure is of an --article")
    deal, landscape = _named(file, merge, stake, on, store, read)
    if deal is not None:
        deal = with_saving(deal, saving)
    elif saving is not None:
        raise typer.BadParameter("--saving needs a deal that is named")
    is_default = market is None and the_dataset(store).is_bundled
    places = None
    if not is_default:
        places = the_markets(market, tuple, place, store, nests=nests)
    if nests is not None and places is None:
        raise typer.BadParameter("--nests needs a --market")
    options = model_options(
        demand=demand,
        elasticity=elasticity,
        margin=margin,
        conduct=conduct,
        control=control,
        store=store,
    )
    with working("computing prices and holding the deal against the rules"):
        found = make_report(
            deal,
            article=read,
            sure=sure,
            landscape=landscape,
            markets=places,
            jurisdictions=codes(rules),
            known=known_inputs(known),
            price=None if value is None else Price.read(value),
            draws=the_draws(draws, options["demand"]),
            seed=seed,
            **options,
        )
    options_of_words = {
        "--sure": sure,
        "--rules": rules,
        "--place": place or None,
        "--nests": nests,
        "--elasticity": elasticity,
        "--margin": margin,
        "--value": value,
    }
    words = _words(options_of_words, known)
    found = replace(found, places=tuple(market or ()), asked=words)
    for remark in found.remarks:
        say(f"note: {remark}")
    tell(found.effects)
    ends = {end: name for name, (end, _) in FORMS.items()}
    forms = [ends.get(out.suffix.lower(), "html")] if to is None else to.split(",")
    with working("drawing the report"):
        made = write_forms(found, out, forms)
    _hand_over(found, made, as_json=json)


def _words(options: Mapping[str, Any], known: Sequence[str] | None) -> tuple[str, ...]:
    """Return options as they were given, for the box that repeats the command."""
    given = [(name, value) for name, value in options.items() if value is not None]
    given += [("--known", one) for one in known or ()]
    return tuple(str(word) for pair in given for word in pair)


def _named(
    file: Path | None,
    merge: tuple[str, str] | None,
    stake: tuple[str, str, str] | None,
    on: str | None,
    store: str | None,
    article: Article | None,
) -> tuple[Deal | None, Landscape]:
    """Return the deal that is named, or None for that of the article, and its day."""
    if article is None or is_named(file, merge, stake):
        return the_deal(file, merge, stake, on, store)
    said = None if article.date is None else article.date.last.isoformat()
    return None, the_landscape(on or said, store)


def _hand_over(found: Report, made: tuple[Path, ...], *, as_json: bool) -> None:
    from keiretsu import terminal_summary

    if as_json:
        print_json(found.to_dict())
    else:
        show(terminal_summary(found))
    say(f"the report is in {', '.join(map(str, made))}")
    say_next(f"open {made[0]}")


def _read(paths: list[str] | None, date: str | None) -> Article | None:
    """Return the one article that is named, or None."""
    if not paths:
        if date is not None:
            raise typer.BadParameter("--date is of an --article")
        return None
    if len(paths) > 1:
        raise typer.BadParameter("a report is about one article: name one --article")
    from keiretsu import read_article

    article = read_article(paths[0], date=date)
    if article.notice:
        say(f"note: {article.notice}")
    return article
