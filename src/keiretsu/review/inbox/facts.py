"""An accepted claim → the rows of facts that it states, with words, source and day.

A fact says what is, or what happened. What is planned, may be, is denied, can be read
in two ways or has a hole is none; nor is what changes hands, since the facts hold what
is held in the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keiretsu.errors import DataError
from keiretsu.landscape.store import Statement, statement
from keiretsu.names import Register
from keiretsu.news.claims.claim import LEVELS, Claim
from keiretsu.news.corroboration import Page, Telling
from keiretsu.news.corroboration.histories import status_of

Row = dict[str, str]
_KIND_OF_DEAL = {
    None: "talks",
    "co_development": "co-development",
    "platform_sharing": "partnership",
    "badge_engineering": "partnership",
    "alliance": "partnership",
    "mou": "partnership",
    "licensing": "partnership",
}
_STATUS_OF_DEAL = {
    "rumoured": "reported",
    "in_talks": "talks",
    "denied": "rejected",
}
_ROLES = {
    "ceo": "chief executive",
    "chairman": "chair",
    "vice_chairman": "vice chair",
    "cfo": "chief financial officer",
    "coo": "chief operating officer",
    "cto": "chief technology officer",
}
_METRICS = {
    "jobs_cut": ("jobs cut", "jobs"),
    "plants_remaining": ("vehicle plants", "plants"),
    "cost_savings": ("cost savings", ""),
    "model_launches": ("new models", "models"),
    "ev_model_launches": ("new BEV models", "models"),
    "sales": ("annual global sales", "vehicles"),
    "production_capacity": ("capacity", "vehicles"),
}
_LONGEST_QUOTE = 2_000


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A claim with its page, and what it says."""

    claim: Claim
    page: Page
    register: Register

    def text(self, name: str) -> str:
        """Return a field as text; empty where it is open."""
        value = self.claim.normalised.get(name)
        if value is None:
            return ""
        if isinstance(value, float | int):
            return f"{value:.12g}"
        return ";".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def needed(self, *names: str) -> None:
        """See that fields are said."""
        for name in names:
            if not self.text(name):
                raise DataError(
                    f"{self.claim.sentence}: {name.replace('_', ' ')} is open",
                    hint=f"correct it first: {name}=…",
                )

    def day(self, name: str) -> str:
        """Return the day in a field, else that of the page."""
        if self.text(name):
            return self.text(name)
        if self.page.day is None:
            raise DataError(
                f"{self.claim.sentence}: neither the claim nor its page has a day",
                hint=f"correct it first: {name}=2025-05-19",
            )
        return self.page.day.isoformat()


def statements_of_claim(
    claim: Claim, page: Page, register: Register
) -> tuple[Statement, ...]:
    """Return the facts that a claim states.

    Parameters
    ----------
    claim
        A claim as it was accepted.
    page
        Its page, which is the source.
    register
        Names, for the words of an event.

    Raises
    ------
    DataError
        If it states no fact, or one that the tables cannot hold; the hint says what to
        correct.
    """
    if claim.readings:
        raise DataError(
            f"{claim.sentence}: nobody has chosen a reading", hint="choose one first"
        )
    if claim.kind not in _ROWS:
        raise DataError(
            f"the facts have no table for a {claim.kind}",
            hint="reject it, or leave it for later",
        )
    _see_firm(claim)
    kind, row = _ROWS[claim.kind](_Said(claim=claim, page=page, register=register))
    place = f"claim {claim.id}"
    return (statement(kind, row | source_of(page, claim), place),)


def source_of(page: Page, claim: Claim | None = None) -> Row:
    """Return the columns that cite a page, with the words of a claim."""
    by = ", ".join(
        filter(None, (page.publisher, page.day.isoformat() if page.day else ""))
    )
    title = f"{page.title or page.id}{f' ({by})' if by else ''}"
    chain = claim.attribution if claim else ()
    named = [who for who in chain if who != "anon"]
    if chain:
        title += f", citing {' via '.join(named) or 'an unnamed source'}"
    confidence = "sourced_partial" if chain else "sourced"
    row = {"source_title": title, "confidence": confidence}
    if page.url:
        row["address"] = page.url
    if claim is not None and claim.quote:
        row["quote"] = claim.quote[:_LONGEST_QUOTE]
    return row


def _see_firm(claim: Claim) -> None:
    if claim.kind in ("deal", "plan_target") and claim.modality in (
        *("fact", "reported", "plan"),
        *(("denied",) if claim.kind == "deal" else ()),
    ):
        return
    if claim.modality in ("fact", "reported") and claim.polarity == "+":
        return
    said = "not so" if claim.polarity == "-" else claim.modality
    raise DataError(
        f"{claim.sentence}: it is {said}, and no fact",
        hint="where it is a fact by now, correct it: modality=fact polarity=+",
    )


def _stake(said: _Said) -> tuple[str, Row]:
    said.needed("holder", "held")
    action = said.text("action") or "holds"
    if action not in LEVELS:
        raise DataError(
            f"{said.claim.sentence}: so much changes hands; facts hold what is held",
            hint="correct it: action=holds percent=(what is held in the end)",
        )
    if not said.text("percent") and not said.text("percent_min"):
        raise DataError(
            f"{said.claim.sentence}: how much is open",
            hint="correct it first: percent=5.1",
        )
    what = "votes" if said.text("stake_kind") == "voting" else "share"
    row = {"holder": said.text("holder"), "held": said.text("held")}
    row |= _extent(said, what) | {"since": said.day("as_of")}
    if said.text("op") == "approx":
        row["note"] = "about"
    return "stakes", row


def _extent(said: _Said, what: str) -> Row:
    """Return a figure or a range in the columns of shares or votes."""
    exact, low, high = (
        ("percent", "percent_min", "percent_max")
        if what == "share"
        else ("votes_percent", "votes_min", "votes_max")
    )
    percent, op = said.text("percent"), said.text("op")
    if said.text("percent_min"):
        least = {low: said.text("percent_min")}
        return least | ({high: percent} if percent else {})
    if op in ("gt", "ge"):
        return {low: percent}
    if op in ("lt", "le"):
        return {high: percent}
    return {exact: percent}


def _deal(said: _Said) -> tuple[str, Row]:
    said.needed("parties")
    stage = status_of(Telling(page=said.page, claim=said.claim))
    if stage is None:
        raise DataError(
            f"{said.claim.sentence}: its status is open",
            hint="correct it first: status=agreed",
        )
    kind = said.claim.normalised.get("deal_type")
    return "events", {
        "date": said.day("date"),
        "kind": _KIND_OF_DEAL.get(kind, str(kind)),
        "status": _STATUS_OF_DEAL.get(stage, stage),
        "parties": said.text("parties"),
        "summary": said.claim.sentence,
    }


def _role(said: _Said) -> tuple[str, Row]:
    said.needed("person", "company", "title")
    if said.text("status") not in ("", "current"):
        raise DataError(
            f"{said.claim.sentence}: the table of people says who is in a role",
            hint="correct it: status=current",
        )
    title = said.text("title")
    return "people", {
        "person": said.text("person"),
        "role": _ROLES.get(title, title.replace("_", " ")),
        "company": said.text("company"),
        "since": said.day("since"),
        "note": "in the role by this day; the page does not say since when",
    }


def _sales(said: _Said) -> tuple[str, Row]:
    said.needed("company", "period", "value")
    narrow = [name for name in ("market", "model", "scope") if said.text(name)]
    if narrow or said.text("metric") not in ("sales", "deliveries"):
        raise DataError(
            f"{said.claim.sentence}: the facts hold world sales of groups",
            hint="reject it, or leave it for later",
        )
    units = float(said.claim.normalised["value"]) / 1e6
    return "group_sales", {
        "group": said.text("company"),
        "period": said.text("period"),
        "units_million": f"{units:.12g}",
        "basis": "group sales",
    }


def _target(said: _Said) -> tuple[str, Row]:
    said.needed("company", "value")
    metric = said.text("metric")
    if metric not in _METRICS:
        raise DataError(
            f"{said.claim.sentence}: the table of plans has no metric for it",
            hint="reject it, or leave it for later",
        )
    name, unit = _METRICS[metric]
    announced = said.day("announced")
    return "plans", {
        "plan": said.text("plan") or f"targets told on {announced}",
        "company": said.text("company"),
        "announced": announced,
        "metric": name,
        "target": said.text("value"),
        "unit": said.text("unit") or unit or "not said",
        "deadline": said.text("deadline"),
    }


_ROWS: dict[str, Callable[[_Said], tuple[str, Row]]] = {
    "stake": _stake,
    "deal": _deal,
    "role": _role,
    "sales": _sales,
    "plan_target": _target,
}
