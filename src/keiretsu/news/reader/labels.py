"""What the trained reader decides: the models, what they tell apart and of which nodes.

An anchor is the node that a claim hangs on: a figure for a stake, a target or sales, a
job title for a role, a sentence for a deal. Models of nodes tell what a node is the
anchor of and the fields with few values; models of pairs tell which other node fills a
field.
"""

from __future__ import annotations

from typing import NamedTuple

METRICS = (
    "sales",
    "deliveries",
    "production",
    "production_capacity",
    "model_launches",
    "ev_model_launches",
    "jobs_cut",
    "plants_closed",
    "plants_remaining",
    "capacity_cut",
    "platforms_cut",
    "parts_complexity_cut",
    "rd_spending_cut",
    "cost_savings",
    "electrified_sales_share",
    "free_cash_flow",
)
SOLD = ("sales", "deliveries", "production", "orders")
FIGURES = ("percent", "count", "money")
MODALITIES = ("fact", "reported", "plan", "hedged", "denied", "counterfactual")


Scores = dict[int, float]
"""Probabilities of entities, or of nodes."""
ANCHORS = {
    "stake": ("figure", "stake"),
    "target": ("figure", "target"),
    "sold": ("figure", "sold"),
    "held": ("held", "held"),
    "role": ("title", "role"),
    "product": ("product", "product"),
    "quote": ("quote", "quote"),
    "deal": ("deal", "deal"),
    "legal": ("legal", "legal"),
}
"""By kind of draft: the model that finds its anchors, and how their labels begin."""
SORTED_BY = {
    "target": "target_metric",
    "sold": "sold_metric",
    "role": "role_status",
    "deal": "deal_type",
    "legal": "legal_concern",
}
"""By kind of draft: the model that tells what sort of anchor it hangs on."""
PARTS = {
    "stake": ("holder", "held"),
    "target": ("company",),
    "sold": ("company",),
    "held": ("holder",),
    "role": ("person", "employer"),
    "product": ("maker",),
    "quote": ("speaker",),
    "deal": ("party",),
    "legal": ("concerned",),
}
"""By kind of draft: the models of pairs that fill its key."""


class NodeModel(NamedTuple):
    """A model of nodes.

    Attributes
    ----------
    of
        Kinds of claims whose anchors it is learnt from; empty: all nodes of `sorts`.
    sorts
        Sorts of nodes that it looks at.
    labels
        What it tells apart.
    """

    of: tuple[str, ...]
    sorts: tuple[str, ...]
    labels: tuple[str, ...]


class PairModel(NamedTuple):
    """A model of pairs of an anchor and another node.

    Attributes
    ----------
    of
        Kinds of claims whose anchors it starts from.
    field
        The field that the other node fills.
    sort
        Sort of the other node; `name` for any name, one for each entity.
    """

    of: tuple[str, ...]
    field: str
    sort: str


NODE_MODELS: dict[str, NodeModel] = {
    "figure": NodeModel(
        (),
        FIGURES,
        ("none", "stake", "target", "sold"),
    ),
    "target_metric": NodeModel(("target",), (), METRICS),
    "sold_metric": NodeModel(("sold",), (), SOLD),
    "title": NodeModel((), ("title",), ("none", "role")),
    "role_status": NodeModel(("role",), (), ("current", "former", "incoming")),
    "held": NodeModel((), ("party", "other"), ("none", "held")),
    "product": NodeModel((), ("model", "other", "party"), ("none", "product")),
    "quote": NodeModel((), ("quote",), ("none", "quote")),
    "deal": NodeModel((), ("sentence",), ("none", "deal")),
    "deal_type": NodeModel(
        ("deal",),
        (),
        (
            "merger",
            "acquisition",
            "alliance",
            "jv",
            "mou",
            "supply",
            "platform_sharing",
            "badge_engineering",
            "co_development",
            "licensing",
            "investment",
            "talks",
        ),
    ),
    "legal": NodeModel((), ("sentence",), ("none", "legal")),
    "legal_concern": NodeModel(
        ("legal",),
        (),
        (
            "antitrust",
            "tariff",
            "recall",
            "financial_misconduct",
            "approval_pending",
        ),
    ),
    "modality": NodeModel(
        ("stake", "held", "target", "sold", "product"), (), MODALITIES
    ),
    "action": NodeModel(
        ("stake", "held"),
        (),
        ("holds", "acquires", "raises", "reduces", "sells", "transfers"),
    ),
    "stake_kind": NodeModel(("stake", "held"), (), ("equity", "voting")),
    "sign": NodeModel(("sold",), (), ("+", "-")),
    "status": NodeModel(
        ("deal",),
        (),
        (
            "none",
            "rumoured",
            "proposed",
            "in_talks",
            "agreed",
            "completed",
            "terminated",
            "denied",
        ),
    ),
    "deal_modality": NodeModel(("deal",), (), MODALITIES),
    "outcome": NodeModel(
        ("legal",),
        (),
        (
            "none",
            "approved",
            "approved_with_conditions",
            "investigation",
            "concern",
            "imposed",
            "complaint",
        ),
    ),
    "legal_modality": NodeModel(("legal",), (), MODALITIES),
    "source": NodeModel(
        ("stake", "held", "target", "sold", "product"), (), ("none", "named", "anon")
    ),
    "deal_source": NodeModel(("deal", "legal"), (), ("none", "named", "anon")),
}
_NO_FIRM = frozenset({"regulator", "media", "model"})
NEVER: dict[str, frozenset[str]] = {
    "holder": _NO_FIRM,
    "held": _NO_FIRM,
    "company": _NO_FIRM,
    "party": _NO_FIRM,
    "concerned": _NO_FIRM,
    "jv": _NO_FIRM | {"person"},
    "maker": _NO_FIRM | {"person"},
    "employer": frozenset({"regulator", "model"}),
    "person": frozenset({"regulator", "media", "model", "reference"}),
}
"""Sorts of names that never fill a part: an authority is not held by anybody."""
PAIR_MODELS: dict[str, PairModel] = {
    "holder": PairModel(("stake", "held"), "holder", "name"),
    "held": PairModel(("stake",), "held", "name"),
    "company": PairModel(("target", "sold"), "company", "name"),
    "employer": PairModel(("role",), "company", "name"),
    "person": PairModel(("role",), "person", "name"),
    "speaker": PairModel(("quote",), "speaker", "name"),
    "maker": PairModel(("product",), "maker", "name"),
    "party": PairModel(("deal",), "parties", "name"),
    "concerned": PairModel(("legal",), "parties", "name"),
    "regulator": PairModel(("legal",), "regulator", "name"),
    "jv": PairModel(("deal",), "jv", "name"),
    "teller": PairModel(
        ("stake", "held", "target", "sold", "product"), "source", "name"
    ),
    "deal_teller": PairModel(("deal", "legal"), "source", "name"),
    "when": PairModel(("stake", "target", "sold"), "date", "day"),
    "deal_when": PairModel(("deal",), "date", "day"),
    "launch": PairModel(("product",), "launch", "day"),
    "amount": PairModel(("stake",), "amount", "money"),
    "from": PairModel(("stake",), "from_percent", "percent"),
    "change": PairModel(("sold",), "change_pct", "percent"),
    "rate": PairModel(("legal",), "rate_percent", "percent"),
    "range": PairModel(("product",), "range_km", "km"),
    "battery": PairModel(("product",), "battery_kwh", "kwh"),
    "price": PairModel(("product",), "price", "money"),
    "price_min": PairModel(("product",), "price_min", "money"),
}
