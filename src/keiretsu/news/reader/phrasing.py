"""Drafts -> the fields of claims, by the names, figures and dates of the nodes."""

from __future__ import annotations

import re
from typing import Any

from keiretsu.news.reader.document import Document, Node
from keiretsu.news.reader.drafts import ANON, Draft
from keiretsu.news.reader.naming import title_of

_UNITS = {
    "jobs_cut": "jobs",
    "plants_closed": "plants",
    "plants_remaining": "plants",
    "model_launches": "models",
    "ev_model_launches": "models",
    "platforms_cut": "platforms",
    "electrified_sales_share": "percent",
    "parts_complexity_cut": "percent",
}
_CYCLES = re.compile(r"\b(WLTP|WLTC|CLTC|NEDC|NEFZ|EPA)\b")
_ABOUT = re.compile(
    r"(?:about|around|roughly|some|nearly|almost|approximately|rund|etwa|knapp|fast"
    r"|ungefähr|environ|près de|quelque|unos|cerca de|alrededor de|casi"
    r"|約|およそ|ほぼ|约|近|大约)\s?$",
    re.I,
)
KIND_OF = {"held": "stake", "target": "plan_target", "sold": "sales"}


def normalised(document: Document, draft: Draft) -> dict[str, Any]:
    """Return what a draft says, by field; absent is not said."""
    fields: dict[str, Any] = getattr(_Fields(document, draft), draft.kind)()
    return {k: v for k, v in fields.items() if v is not None}


def attribution(document: Document, draft: Draft) -> tuple[str, ...]:
    """Return who says it."""
    if draft.kind == "quote":
        return (document.entities[draft.parts["speaker"]],)
    if draft.source is None:
        return ()
    return ("anon",) if draft.source == ANON else (document.entities[draft.source],)


class _Fields:
    def __init__(self, document: Document, draft: Draft) -> None:
        self.document = document
        self.draft = draft
        self.anchor: Node = document.nodes[draft.anchor]

    def _entity(self, field: str) -> str | None:
        number = self.draft.parts.get(field)
        return None if number is None else self.document.entities[number]

    def _node(self, field: str) -> Node | None:
        number = self.draft.parts.get(field)
        return None if number is None else self.document.nodes[number]

    def _value(self, field: str) -> float | None:
        node = self._node(field)
        return None if node is None or node.value is None else _plain(node.value)

    def _day(self, field: str = "date") -> str | None:
        node = self._node(field)
        return None if node is None else _written(node.iso)

    def _parties(self) -> tuple[str, ...]:
        return tuple(
            sorted(
                self.document.entities[n] for n in self.draft.several.get("parties", ())
            )
        )

    def stake(self) -> dict[str, Any]:
        money = self._node("amount")
        return {
            "holder": self._entity("holder"),
            "held": self._entity("held"),
            "percent": None
            if self.anchor.value is None
            else round(self.anchor.value, 2),
            "action": self.draft.classes.get("action"),
            "stake_kind": self.draft.classes.get("stake_kind"),
            "op": self._op(),
            "as_of": self._day(),
            "from_percent": self._value("from_percent"),
            "amount": self._value("amount"),
            "currency": money.currency if money else None,
        }

    def _percent(self) -> float | None:
        return None if self.anchor.value is None else round(self.anchor.value, 2)

    def _op(self) -> str:
        before = self.document.text[max(0, self.anchor.start - 20) : self.anchor.start]
        return "approx" if _ABOUT.search(before) else "eq"

    def held(self) -> dict[str, Any]:
        return {
            "holder": self._entity("holder"),
            "held": self._entity("held"),
            "action": self.draft.classes.get("action"),
            "stake_kind": self.draft.classes.get("stake_kind"),
            "op": "eq",
        }

    def target(self) -> dict[str, Any]:
        return {
            "company": self._entity("company"),
            "metric": self.draft.label,
            "value": None if self.anchor.value is None else _plain(self.anchor.value),
            "unit": self._unit(),
            "deadline": self._day(),
            "base": self._value("base"),
        }

    def _unit(self) -> str | None:
        if self.anchor.sort == "money":
            return self.anchor.currency
        if self.anchor.sort == "percent":
            return "percent"
        after = self.document.text[self.anchor.end : self.anchor.end + 14]
        if re.match(r"\s?(?:GWh|Gigawatt|吉瓦时|ギガワット時)", after, re.I):
            return "GWh"
        return _UNITS.get(self.draft.label, "vehicles")

    def sold(self) -> dict[str, Any]:
        change = self._value("change_pct")
        whole = self.anchor.sort != "percent"
        if not whole:
            change = self.anchor.value
        if change is not None and self.draft.classes.get("sign") == "-":
            change = -change
        return {
            "company": self._entity("company"),
            "metric": self.draft.label,
            "value": _plain(self.anchor.value)
            if whole and self.anchor.value is not None
            else None,
            "unit": "vehicles" if whole else None,
            "period": self._day(),
            "change_pct": change,
        }

    def product(self) -> dict[str, Any]:
        money = self._node("price") or self._node("price_min")
        reach = self._value("range_km")
        cycle = _CYCLES.search(self.document.text) if reach is not None else None
        return {
            "model": self.document.text[self.anchor.start : self.anchor.end],
            "maker": self._entity("maker"),
            "range_km": reach,
            "range_cycle": cycle[1].upper().replace("NEFZ", "NEDC") if cycle else None,
            "battery_kwh": self._value("battery_kwh"),
            "price": self._value("price"),
            "price_min": self._value("price_min"),
            "currency": money.currency if money else None,
            "launch": self._day("launch"),
        }

    def role(self) -> dict[str, Any]:
        return {
            "person": self._entity("person"),
            "company": self._entity("company"),
            "title": title_of(self.document, self.anchor),
            "status": self.draft.label,
        }

    def quote(self) -> dict[str, Any]:
        return {
            "speaker": self._entity("speaker"),
            "text": self.document.text[self.anchor.start : self.anchor.end],
        }

    def deal(self) -> dict[str, Any]:
        status = self.draft.classes.get("status")
        return {
            "parties": self._parties(),
            "deal_type": self.draft.label,
            "status": None if status == "none" else status,
            "date": self._day(),
            "jv": self._entity("jv"),
        }

    def legal(self) -> dict[str, Any]:
        outcome = self.draft.classes.get("outcome")
        return {
            "concern": self.draft.label,
            "parties": self._parties(),
            "regulator": self._entity("regulator"),
            "outcome": None if outcome == "none" else outcome,
            "rate_percent": self._value("rate_percent"),
        }


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _written(iso: str | None) -> str | None:
    """Return a date as claims write it: a fiscal year as its months."""
    if iso is not None and iso.startswith("FY"):
        return f"{iso[2:]}-04/{int(iso[2:]) + 1}-03"
    return iso
