"""A claim in plain words, as a report shows it: "Toyota holds 5.1 % of Mazda"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu.bundled_names import bundled_register
from keiretsu.units import count, joined, percent

Fields = Mapping[str, Any]
NOT_SAID = "[not said]"


def in_words(kind: str, said: Fields, modality: str, polarity: str) -> str:
    """Return one sentence without a full stop.

    >>> said = {"holder": "toyota", "held": "mazda", "percent": 5.1, "action": "holds"}
    >>> in_words("stake", said, "fact", "+")
    'Toyota holds 5.1 % of Mazda'
    """
    words = _WORDS[kind](said, modality)
    return f"it is not so that {words}" if polarity == "-" else words


def label_of(identifier: object) -> str:
    """Return what a party is called; one that is not on record by its own words."""
    if identifier is None:
        return NOT_SAID
    text = str(identifier)
    if text in bundled_register().entries:
        return bundled_register().label(text)
    return text.replace("_", " ").title()


def _share(said: Fields) -> str:
    value = said.get("percent")
    if value is None:
        return "a stake"
    least = said.get("percent_min")
    sign = {"gt": "more than ", "ge": "at least ", "lt": "less than ", "le": "up to "}
    loose = "about " if said.get("op") == "approx" else sign.get(said.get("op", ""), "")
    low = f"{least:g} to " if least is not None else ""
    return f"{loose}{low}{percent(value / 100, 2)}"


_STAKE_VERBS = {
    "holds": ("holds", "would hold"),
    "acquires": ("takes", "would take"),
    "raises": ("raises its stake to", "would raise its stake to"),
    "reduces": ("cuts its stake to", "would cut its stake to"),
    "sells": ("sells", "would sell"),
    "transfers": ("transfers", "would transfer"),
}


def _stake(said: Fields, modality: str) -> str:
    action = said.get("action", "holds")
    verb = _STAKE_VERBS[action][modality not in {"fact", "reported"}]
    share = _share(said)
    if share == "a stake" and action in {"raises", "reduces"}:
        verb, share = verb.removesuffix(" to"), ""
    link = "in" if not share or share == "a stake" else "of"
    voting = "'s votes" if said.get("stake_kind") == "voting" else ""
    words = [label_of(said.get("holder")), verb, share, link]
    return " ".join(filter(None, [*words, label_of(said.get("held")) + voting]))


DEAL_NOUNS = {
    "jv": "a joint venture",
    "mou": "a memorandum of understanding",
    "supply": "a supply agreement",
    "platform_sharing": "sharing a platform",
    "badge_engineering": "selling each other's cars under their own badges",
    "co_development": "joint development",
    "merger": "a merger",
    "acquisition": "a takeover",
    "alliance": "an alliance",
    "licensing": "a licence",
    "investment": "an investment",
    "talks": "talks",
}
"""What each kind of deal is called, with its article."""
_DEAL_STATUS = {
    "rumoured": "is reported to be in sight",
    "proposed": "is proposed",
    "in_talks": "is being discussed",
    "agreed": "is agreed",
    "completed": "is in place",
    "terminated": "is off",
    "denied": "is denied",
}


def _deal(said: Fields, modality: str) -> str:
    parties = [label_of(p) for p in said.get("parties", ())] or [NOT_SAID]
    noun = DEAL_NOUNS.get(said.get("deal_type", ""), "a deal")
    who = joined(parties) if len(parties) > 1 else f"{parties[0]} and {NOT_SAID}"
    if said.get("deal_type") == "talks":
        status = {"terminated": "are off"}.get(said.get("status", ""), "are under way")
    else:
        status = _DEAL_STATUS.get(said.get("status", ""), "is spoken of")
    if modality == "counterfactual":
        status = (
            "could have come about, and did not"
            if said.get("status") is None
            else status
        )
    if modality == "plan" and said.get("status") in {"agreed", "completed"}:
        status = "is planned"
    return f"{noun} between {who} {status}{_when(said.get('date'))}"


def _when(date: object) -> str:
    return f" ({date})" if date else ""


_TARGETS = {
    "jobs_cut": "cut {} jobs",
    "plants_closed": "close {} plants",
    "plants_remaining": "keep {} plants",
    "capacity_cut": "cut capacity by {}",
    "platforms_cut": "drop {} platforms",
    "parts_complexity_cut": "cut the complexity of its parts by {}",
    "rd_spending_cut": "cut spending on research and development by {}",
    "cost_savings": "save {}",
    "model_launches": "launch {} models",
    "ev_model_launches": "launch {} electric models",
    "electrified_sales_share": "sell {} electrified cars",
    "free_cash_flow": "reach free cash flow of {}",
    "production_capacity": "have capacity for {} vehicles",
    "production": "build {} vehicles",
    "sales": "sell {} vehicles",
    "deliveries": "deliver {} vehicles",
    "deliveries_start": "begin deliveries",
}


def _plan_target(said: Fields, modality: str) -> str:
    value, unit = said.get("value"), said.get("unit")
    if value is None:
        amount = "an amount not said"
    elif unit == "percent":
        amount = percent(value / 100)
    elif isinstance(unit, str) and len(unit) == 3 and unit.isupper():
        amount = f"{unit} {count(value)}"
    else:
        amount = count(value)
    verb = {"denied": "is reported, and denied, to plan to", "hedged": "may"}
    words = _TARGETS[said["metric"]].format(amount)
    by = f" by {said['deadline']}" if said.get("deadline") else ""
    plan = f" ({said['plan']})" if said.get("plan") else ""
    lead = verb.get(modality, "plans to")
    return f"{label_of(said.get('company'))} {lead} {words}{by}{plan}"


def _sales(said: Fields, modality: str) -> str:
    verb = {"sales": "sold", "deliveries": "delivered", "production": "built"}
    parts = [label_of(said.get("company")), verb.get(said["metric"], "had orders for")]
    if (value := said.get("value")) is not None:
        parts.append(f"{count(value)} {said.get('unit', 'vehicles')}")
    else:
        parts.append("vehicles")
    if (change := said.get("change_pct")) is not None:
        parts.append(f"({change:+g} %)")
    if said.get("market"):
        parts.append(f"in {said['market']}")
    if said.get("period"):
        parts.append(f"in {said['period']}")
    return " ".join(parts)


def _product(said: Fields, modality: str) -> str:
    parts = [label_of(said.get("maker")), said.get("model") or "car without a name"]
    told = [
        " or ".join(said.get("powertrain", ())),
        f"range {said['range_km']:g} km" if "range_km" in said else "",
        f"battery {said['battery_kwh']:g} kWh" if "battery_kwh" in said else "",
        f"{said.get('currency', '')} {count(said['price'])}" if "price" in said else "",
        f"from {said['launch']}" if "launch" in said else "",
        f"with {label_of(said['developed_with'])}" if "developed_with" in said else "",
    ]
    return f"{' '.join(parts)}: {', '.join(filter(None, told)) or 'to come'}"


def _role(said: Fields, modality: str) -> str:
    title = str(said.get("title", "")).replace("_", " ")
    title = title.upper() if len(title) == 3 else title
    link = {"former": "was", "incoming": "is to be"}.get(said.get("status", ""), "is")
    employer = label_of(said.get("company"))
    return f"{label_of(said['person'])} {link} {title} of {employer}"


def _quote(said: Fields, modality: str) -> str:
    words = str(said["text"]).rstrip(" ,")
    return f"{label_of(said['speaker'])}: “{words}”"


def _legal(said: Fields, modality: str) -> str:
    parties = joined([label_of(p) for p in said.get("parties", ())] or [NOT_SAID])
    concern = said["concern"].replace("_", " ")
    outcome = said.get("outcome", "").replace("_", " ")
    rate = f", {said['rate_percent']:g} %" if "rate_percent" in said else ""
    by = f" ({label_of(said['regulator'])})" if said.get("regulator") else ""
    tail = f": {outcome}" if outcome else ""
    return f"{concern} question for {parties}{rate}{by}{tail}"


_WORDS = {
    "stake": _stake,
    "deal": _deal,
    "plan_target": _plan_target,
    "sales": _sales,
    "product": _product,
    "role": _role,
    "quote": _quote,
    "legal": _legal,
}
