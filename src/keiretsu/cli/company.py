"""How one company's page is laid out: who it is, owns and promises, line by line cited.

The page and its data hold the same things: holders, holdings, links, plans with their
progress, people, plants, brands, models and events of one company on one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from keiretsu.cli.citing import Citations, graded
from keiretsu.cli.output import table
from keiretsu.countries import country_name
from keiretsu.landscape.analysis.freshness import (
    FOOTNOTE,
    MARK,
    dates_said,
    marked,
    may_be_later,
    newest_fact,
    stale,
)
from keiretsu.plain import to_json
from keiretsu.units import percent
from keiretsu.words import drive

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Landscape
    from keiretsu.landscape import Plan, Stake

COLUMNS = (
    *("section", "subject", "said", "since", "source_title", "address", "confidence"),
)
_HOW = {
    "stated": "",
    "as share": "as share",
    "as votes": "as votes",
    "outstanding": "own shares out",
    "midpoint": "middle of range",
    "at least": "at least",
    "unknown": "unknown",
}


def page(landscape: Landscape, company: str) -> dict[str, Any]:
    """Return everything known of one company that day, as records."""
    return {
        "holders": landscape.holders_of(company),
        "holdings": landscape.holdings_of(company),
        "links": [k for k in landscape.links if company in k.companies],
        "plans": [
            landscape.progress(p) for p in landscape.plans if p.company == company
        ],
        "people": [r for r in landscape.people if r.company == company],
        "plants": [p for p in landscape.plants if p.company == company],
        "brands": [b for b in landscape.brands if b.company == company],
        "models": [p for p in landscape.platforms if p.company == company],
        "vehicles": [v for v in landscape.vehicles if v.company == company],
        "events": [e for e in landscape.events if company in e.parties],
    }


def data(landscape: Landscape, company: str) -> dict[str, Any]:
    """Return the page as plain data."""
    return {
        "on": landscape.on.isoformat(),
        "newest_fact": to_json(newest_fact(landscape, company)),
        "facts": landscape.facts,
        "note": may_be_later(landscape),
        "company": landscape.companies[company].to_dict(),
        "group": landscape.group_of(company),
        **to_json(page(landscape, company)),
        "stale": {s.text: s.kind for s in stale(landscape) if company in s.about},
    }


def headline(landscape: Landscape, company: str) -> str:
    """Return who it is in a line."""
    from keiretsu.control import explain_control

    known = landscape.companies[company]
    seat = country_name(known.country) if known.country else "seat unknown"
    return (
        f"{known.name} ({known.kind_on(landscape.on)}, "
        f"{seat}; {graded(known.source)}): "
        f"{explain_control(landscape, company).sentence}; "
        f"{dates_said(landscape, company)}"
    )


def lines(landscape: Landscape, company: str) -> list[dict[str, Any]]:
    """Return the page as rows: section, subject, what is said, since when, source."""
    found = page(landscape, company)
    rows = (*_ties(landscape, found), *_inside(landscape, company, found))
    return [
        {
            **{name: row[name] for name in COLUMNS[:4]},
            **row["source"].columns,
            "source": row["source"],
        }
        for row in rows
    ]


def _ties(landscape: Landscape, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what ties it to others: stakes, links, plans."""
    yield from _stake_lines(landscape, "holders", found["holders"])
    yield from _stake_lines(landscape, "holdings", found["holdings"])
    for link in found["links"]:
        yield _line("links", *_link(landscape, link), link.start, link.source)
    for one in found["plans"]:
        plan = one.plan
        yield _line("plans", _goal(plan), one.text, plan.announced, plan.source)


def _inside(
    landscape: Landscape, company: str, found: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield who leads it, what it builds where, and what happened."""

    def since(record: Any) -> str:
        return marked(landscape, record.since, company)

    for role in found["people"]:
        person = landscape.label(role.person)
        yield _line("people", person, role.role, since(role), role.source)
    for plant in found["plants"]:
        yield _line("plants", plant.plant, _fate(plant), since(plant), plant.source)
    for brand in found["brands"]:
        yield _line("brands", brand.brand, brand.note or "", "", brand.source)
    for model in found["models"]:
        name = f"{model.brand} {model.model}"
        yield _line("models", name, f"on {model.platform}", "", model.source)
    for car in found["vehicles"]:
        name, driven = f"{car.brand} {car.model}", drive(car.powertrain or "")
        yield _line("vehicles", name, driven, car.launch, car.source)
    for event in found["events"]:
        yield _line("events", event.summary, event.status, event.date, event.source)


def tables(landscape: Landscape, company: str) -> list[RenderableType]:
    """Return the page as tables that fit 80 columns, and the list of sources."""
    citations = Citations()
    short = landscape.companies[company].short
    rows = lines(landscape, company)
    parts: list[RenderableType] = []
    for section, title, first in _SECTIONS:
        own = [row for row in rows if row["section"] == section]
        if own or section == "holders":
            parts.append(
                table(
                    title.format(short) if own else f"{title.format(short)}: unknown",
                    (first, "what is known", "since", "source"),
                    (
                        (
                            row["subject"],
                            row["said"],
                            str(row["since"] or ""),
                            citations.cite(row["source"]),
                        )
                        for row in own
                    ),
                )
            )
    any_stale = any(MARK in str(row["since"]) for row in rows)
    later = may_be_later(landscape)
    notes = [*([FOOTNOTE] if any_stale else []), *([later] if later else [])]
    return [*parts, *notes, *citations.listed()]


_SECTIONS = (
    ("holders", "Who owns {}", "holder"),
    ("holdings", "What {} owns", "company"),
    ("links", "What links {} to others", "link"),
    ("plans", "What {} plans, and how far it is", "target"),
    ("people", "Who leads {}", "person"),
    ("plants", "Plants of {}", "plant"),
    ("brands", "Brands of {}", "brand"),
    ("models", "Models of {} whose platform is on record", "model"),
    ("vehicles", "Vehicles of {} with checked figures", "vehicle"),
    ("events", "What happened to {}", "event"),
)


def _stake_lines(
    landscape: Landscape, section: str, stakes: tuple[Stake, ...]
) -> list[dict[str, Any]]:
    side = "holder" if section == "holders" else "held"
    return [
        _line(
            section,
            landscape.label(getattr(stake, side)),
            stake_words(landscape, stake),
            marked(landscape, stake.since, stake.holder, stake.held),
            stake.source,
        )
        for stake in stakes
    ]


def stake_words(landscape: Landscape, stake: Stake) -> str:
    """Write a stake: the share as stated, then the votes and how they are known."""
    votes = landscape.votes_of(stake)
    of = f" of shares {stake.of}" if stake.of else ""
    if votes.how in ("as share", "unknown"):
        return f"{stake.share_words}{of}; votes {_HOW[votes.how]}"
    how = f" ({_HOW[votes.how]})" if _HOW[votes.how] else ""
    return f"{stake.share_words}{of}; votes {percent(votes.value, 2)}{how}"


def _line(
    section: str, subject: str, said: str, since: Any, source: Any
) -> dict[str, Any]:
    return {
        "section": section,
        "subject": subject,
        "said": said,
        "since": since,
        "source": source,
    }


def _link(landscape: Landscape, link: Any) -> tuple[str, str]:
    who = ", ".join(map(landscape.label, link.companies))
    return link.kinds_said, f"{who}; {link.status}; {link.scope or 'no scope'}"


def _goal(plan: Plan) -> str:
    by = f" by {plan.deadline}" if plan.deadline else ""
    return f"{plan.plan}: {plan.metric} {plan.goal}{by}"


def _fate(plant: Any) -> str:
    closes = f", {plant.closes}" if plant.closes else ""
    models = f"; {', '.join(plant.models)}" if plant.models else ""
    return f"{plant.status}{closes}{models}"
