"""`keiretsu screen`: what each authority's thresholds say of a deal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli import assessment, index_tables
from keiretsu.cli.facts import InStore, the_dataset
from keiretsu.cli.model import (
    ConductOption,
    Control,
    Demand,
    Elasticity,
    Margin,
    Nests,
    Saving,
    model_options,
    with_saving,
)
from keiretsu.cli.naming import (
    DealFile,
    Markets,
    Merge,
    On,
    Place,
    Stake,
    the_deal,
    the_markets,
)
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    say_next,
    show,
    working,
)
from keiretsu.errors import DataError
from keiretsu.landscape.analysis.freshness import dates_said, newest
from keiretsu.plain import to_json

if TYPE_CHECKING:
    from keiretsu import Assessment, Effects, Landscape, Market

ASKED = ("JP", "US", "EU", "UK", "CN", "IN", "KR")
"""Whose rules are asked unless markets or rules are named; of KR no market is held."""

VERDICT_COLUMNS = (
    *("jurisdiction", "rule", "test", "market", "reading", "state", "outcome"),
    *("meaning", "text", "inputs", "missing"),
)

Rules = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="CODES",
        help="Whose rules, as us,eu,jp.",
        show_default="those of the markets",
    ),
]

Known = Annotated[
    list[str] | None,
    typer.Option(
        "--known",
        metavar="NAME=VALUE",
        help="What a test needs and we do not hold, as "
        "JP.target_turnover_dom=4e12; may be repeated.",
    ),
]

Paid = Annotated[
    str | None,
    typer.Option(
        "--value",
        metavar="PRICE",
        help='What is paid, where it is known: "USD 9 billion".',
    ),
]


def screen(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    on: On = None,
    rules: Rules = None,
    market: Markets = None,
    place: Place = "",
    known: Known = None,
    value: Paid = None,
    indices: Annotated[
        bool,
        typer.Option(
            "--indices",
            help="Also every index of practice, from the demand: diversion, UPP, "
            "GUPPI, CMCR, critical loss, the smallest market, coordination.",
        ),
    ] = False,
    supply: Annotated[
        tuple[float, float, float, float] | None,
        typer.Option(
            "--supply",
            metavar="DIVERSION TRANSFER COST PRICE",
            help="With --indices: a maker also builds its rival's product.",
        ),
    ] = None,
    control: Control = None,
    demand: Demand = "second choices",
    elasticity: Elasticity = None,
    margin: Margin = None,
    nests: Nests = None,
    saving: Saving = None,
    conduct: ConductOption = "prices",
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Hold a deal against each authority's thresholds of its day.

    Example: keiretsu screen --merge toyota nissan --on 2025-05-19
    """
    how = form(json, csv)
    deal, landscape = the_deal(file, merge, stake, on, store)
    from keiretsu.deals.segments import segments_to_screen
    from keiretsu.deals.where import markets_to_screen

    def met() -> list[str]:
        return [one.name for one in markets_to_screen(deal, landscape)]

    deal = with_saving(deal, saving)
    markets = the_markets(market, met, place, store, nests=nests)
    bundled = market is None and the_dataset(store).is_bundled
    segments = segments_to_screen(deal, landscape) if bundled else ()
    options = model_options(
        demand=demand,
        elasticity=elasticity,
        margin=margin,
        conduct=conduct,
        control=control,
        store=store,
    )
    inputs = known_inputs(known)
    from keiretsu.rules.price import Price

    price = None if value is None else Price.read(value)
    with working("holding the deal against the rules"):
        from keiretsu import assess, run

        readings = {"readings": options["control"]} if control else {}
        found = assess(
            deal,
            landscape,
            (*markets, *segments),
            jurisdictions=codes(rules) or _asked(market, store),
            known=inputs,
            price=price,
            **readings,
        )
        effects = None
        if indices:
            effects = run(deal, landscape, markets, indices=True, **options)
    if _nothing(found):
        say("note: this deal changes nothing: no index of concentration moves")
    if how == "json":
        told = {**to_json(found), **newest(landscape)}
        print_json(
            told if effects is None else {**told, "indices": index_tables.rows(effects)}
        )
    elif how == "csv" and effects is not None:
        print_csv(index_tables.rows(effects), index_tables.COLUMNS)
    elif how == "csv":
        print_csv([to_json(verdict) for verdict in found.verdicts], VERDICT_COLUMNS)
    else:
        _in_words(found, landscape, markets, {one.name for one in segments}, effects)
        if supply is not None:
            index_tables.say_supply(*supply)
        say(assessment.open_inputs(found))
        say_next("keiretsu report: the same options")


def _in_words(
    found: Assessment,
    landscape: Landscape,
    markets: Sequence[Market],
    segments: set[str],
    effects: Effects | None,
) -> None:
    """Show what was found as tables, with what must be said of the facts."""
    from keiretsu.market import of_another_time

    say(f"facts {dates_said(landscape)}")
    dated = (words for one in markets for words in of_another_time(one, landscape.on))
    for note in (*found.notes, *dated):
        say(f"note: {note}")
    show(
        assessment.in_words(found, landscape),
        *assessment.concentration(found, segments),
        *assessment.verdicts(found),
        *index_tables.tables(effects),
        *assessment.filings(found),
    )


def _asked(market: list[str] | None, store: str | None) -> tuple[str, ...] | None:
    """Return whose rules are asked by default; None asks those of the markets."""
    is_own = market is not None or not the_dataset(store).is_bundled
    return None if is_own else ASKED


def codes(rules: str | None) -> tuple[str, ...] | None:
    """Return the jurisdictions named; None for those of the markets."""
    if rules is None:
        return None
    return tuple(code.strip() for code in rules.split(",") if code.strip())


def known_inputs(known: list[str] | None) -> dict[str, float | bool | str]:
    """Return what the user knows: `JP.target_turnover_dom=4e12` by its name."""
    found: dict[str, float | bool | str] = {}
    for text in known or ():
        name, given, value = text.partition("=")
        if not given:
            raise DataError(
                f"{text!r} gives no value", hint="write --known JP.deal_value=4e10"
            )
        found[name.strip()] = _value(value.strip())
    return found


def _value(text: str) -> float | bool | str:
    if text.lower() in {"true", "yes", "false", "no"}:
        return text.lower() in {"true", "yes"}
    try:
        return float(text)
    except ValueError:
        return text


def _nothing(found: Assessment) -> bool:
    return bool(found.concentrations) and all(
        abs(rise) < 1e-9
        for entry in found.concentrations
        for rise in (entry.hhi_delta, entry.mhhi_delta)
    )
