"""Which nodes of a document play the parts that its annotated claims name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from keiretsu.news.reader.document import Document, Node
from keiretsu.spelling import fold
from training.news.corpus import names

NOBODY = -1
UNNAMED = -2


@dataclass
class Target:
    """A claim as the parts of nodes.

    Attributes
    ----------
    kind
        `stake`, `held`, `target`, `sold`, `product`, `role`, `quote`, `deal` or
        `legal`.
    anchor
        Number of its node.
    edges
        By model of pairs: entities or nodes that are right, `NOBODY`, `UNNAMED`; one
        that cannot be learnt from this claim is absent.
    classes
        Labels by model of nodes.
    """

    kind: str
    anchor: int
    edges: dict[str, tuple[int, ...]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)


class Aligner:
    """Finds the nodes of one document's claims."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.surfaces: list[set[str]] = [{fold(e)} for e in document.entities]
        for node in document.nodes:
            if node.entity is not None:
                self.surfaces[node.entity].add(
                    fold(document.text[node.start : node.end])
                )

    def entity(self, identifier: str | None) -> int | None:
        """Return the number of an entity; None where no node names it."""
        if identifier is None:
            return NOBODY
        if identifier == "anon":
            return UNNAMED
        for number, own in enumerate(self.document.entities):
            if own == identifier:
                return number
        known = names().get(identifier, frozenset()) | {fold(identifier)}
        for number, surfaces in enumerate(self.surfaces):
            if surfaces & known:
                return number
        return None

    def targets(self, claims: Iterable[dict[str, Any]]) -> Iterator[Target]:
        """Yield the targets of claims; those whose anchor is no node are left out."""
        for claim in claims:
            for span in (claim["span"], *claim.get("alt_spans", ())):
                target = getattr(self, f"_{claim['kind']}")(claim["normalised"], span)
                if target is not None:
                    self._told(target, claim)
                    yield target

    def _told(self, target: Target, claim: dict[str, Any]) -> None:
        """Add who says it, and how firmly."""
        wide = target.kind in {"deal", "legal"}
        modality = {"deal": "deal_modality", "legal": "legal_modality"}.get(
            target.kind, "modality"
        )
        if "modality" in claim:
            target.classes[modality] = claim["modality"]
        if "attribution" not in claim:
            return
        chain = claim["attribution"]
        first = self.entity(chain[0]) if chain else NOBODY
        source, teller = (
            ("deal_source", "deal_teller") if wide else ("source", "teller")
        )
        if first == NOBODY:
            target.classes[source] = "none"
        elif first == UNNAMED:
            target.classes[source] = "anon"
        else:
            target.classes[source] = "named"
            if first is not None:
                target.edges[teller] = (first,)

    def _one(self, target: Target, edge: str, identifier: str | None) -> None:
        number = self.entity(identifier)
        if number is not None:
            target.edges[edge] = (number,)

    def _several(self, target: Target, edge: str, identifiers: list[str]) -> None:
        numbers = [self.entity(i) for i in identifiers]
        if numbers and None not in numbers:
            target.edges[edge] = tuple(n for n in numbers if n is not None)

    def _thing(self, target: Target, edge: str, sort: str, value: Any) -> None:
        if value is None:
            target.edges[edge] = (NOBODY,)
            return
        found = tuple(
            i
            for i, n in enumerate(self.document.nodes)
            if n.sort == sort and _same(n, value)
        )
        if found:
            target.edges[edge] = found

    def _figure(self, span: list[int], sorts: str, value: float | None) -> int | None:
        if value is None:
            return None
        near = [
            (_away(n, span), n.sort == "count", i)
            for i, n in enumerate(self.document.nodes)
            if n.sort in sorts.split() and _close(n, value)
        ]
        best = min(near, default=None)
        return best[-1] if best is not None and best[0] < 200 else None

    def _nearest(
        self, span: list[int], reach: int, numbers: Iterable[int]
    ) -> int | None:
        near = [(_away(self.document.nodes[i], span), i) for i in numbers]
        best = min(near, default=None)
        return best[1] if best is not None and best[0] <= reach else None

    def _stake(self, said: dict[str, Any], span: list[int]) -> Target | None:
        percent = said.get("percent")
        nodes = self.document.nodes
        if percent is not None:
            anchor = self._figure(span, "percent count", percent)
            if anchor is None:
                return None
            target = Target("stake", anchor, classes={"figure": "stake"})
            self._thing(target, "when", "day", said.get("as_of"))
            self._thing(target, "amount", "money", said.get("amount"))
            self._thing(target, "from", "percent", said.get("from_percent"))
            self._one(target, "held", said.get("held"))
        else:
            held = self.entity(said.get("held"))
            anchor = self._nearest(
                span,
                0,
                [
                    i
                    for i, n in enumerate(nodes)
                    if n.entity is not None and n.entity == held
                ],
            )
            if anchor is None:
                return None
            target = Target("held", anchor, classes={"held": "held"})
        self._one(target, "holder", said.get("holder"))
        target.classes["action"] = said.get("action") or "holds"
        target.classes["stake_kind"] = said.get("stake_kind") or "equity"
        return target

    def _sentence(self, span: list[int]) -> int | None:
        for i, node in enumerate(self.document.nodes):
            if node.sort == "sentence" and node.start <= span[0] < node.end:
                return i
        return None

    def _deal(self, said: dict[str, Any], span: list[int]) -> Target | None:
        anchor = self._sentence(span)
        if anchor is None:
            return None
        target = Target("deal", anchor)
        target.classes["deal"] = "deal"
        target.classes["deal_type"] = said.get("deal_type") or "talks"
        target.classes["status"] = said.get("status") or "none"
        self._several(target, "party", said.get("parties") or [])
        self._one(target, "jv", said.get("jv"))
        self._thing(target, "deal_when", "day", said.get("date"))
        return target

    def _plan_target(self, said: dict[str, Any], span: list[int]) -> Target | None:
        anchor = self._figure(span, "count percent money", said.get("value"))
        if anchor is None:
            return None
        target = Target(
            "target",
            anchor,
            classes={"figure": "target", "target_metric": said["metric"]},
        )
        self._one(target, "company", said.get("company"))
        self._thing(target, "when", "day", said.get("deadline"))
        return target

    def _sales(self, said: dict[str, Any], span: list[int]) -> Target | None:
        anchor = self._figure(span, "count money", said.get("value"))
        if anchor is None and said.get("value") is None:
            anchor = self._figure(span, "percent", said.get("change_pct"))
        if anchor is None:
            return None
        target = Target(
            "sold", anchor, classes={"figure": "sold", "sold_metric": said["metric"]}
        )
        self._one(target, "company", said.get("company"))
        self._thing(target, "when", "day", said.get("period"))
        change = said.get("change_pct")
        self._thing(target, "change", "percent", change)
        if change is not None:
            target.classes["sign"] = "-" if change < 0 else "+"
        return target

    def _product(self, said: dict[str, Any], span: list[int]) -> Target | None:
        model = said.get("model")
        if model is None:
            return None
        anchor = self._nearest(
            span,
            150,
            [
                i
                for i, n in enumerate(self.document.nodes)
                if n.sort in {"model", "party", "person", "other"}
                and _model(self.document.text[n.start : n.end], model)
            ],
        )
        if anchor is None:
            return None
        target = Target("product", anchor, classes={"product": "product"})
        self._one(target, "maker", said.get("maker"))
        for edge, sort, name in (
            ("range", "km", "range_km"),
            ("battery", "kwh", "battery_kwh"),
            ("price", "money", "price"),
            ("price_min", "money", "price_min"),
            ("launch", "day", "launch"),
        ):
            self._thing(target, edge, sort, said.get(name))
        return target

    def _role(self, said: dict[str, Any], span: list[int]) -> Target | None:
        anchor = self._nearest(
            span,
            40,
            [i for i, n in enumerate(self.document.nodes) if n.sort == "title"],
        )
        if anchor is None:
            return None
        target = Target(
            "role",
            anchor,
            classes={"title": "role", "role_status": said.get("status") or "current"},
        )
        self._one(target, "person", said.get("person"))
        self._one(target, "employer", said.get("company"))
        return target

    def _quote(self, said: dict[str, Any], span: list[int]) -> Target | None:
        for i, node in enumerate(self.document.nodes):
            if node.sort == "quote" and node.start < span[1] and span[0] < node.end:
                target = Target("quote", i, classes={"quote": "quote"})
                self._one(target, "speaker", said.get("speaker"))
                return target
        return None

    def _legal(self, said: dict[str, Any], span: list[int]) -> Target | None:
        anchor = self._sentence(span)
        if anchor is None:
            return None
        target = Target("legal", anchor)
        target.classes["legal"] = "legal"
        target.classes["legal_concern"] = said.get("concern") or "none"
        target.classes["outcome"] = said.get("outcome") or "none"
        self._several(target, "concerned", said.get("parties") or [])
        if not said.get("parties"):
            target.edges["concerned"] = (NOBODY,)
        self._one(target, "regulator", said.get("regulator"))
        self._thing(target, "rate", "percent", said.get("rate_percent"))
        return target


def _away(node: Node, span: list[int]) -> int:
    """How far a node is from a span: 0 inside it."""
    return max(0, span[0] - node.start, node.end - span[1])


def _close(node: Node, value: float) -> bool:
    if node.value is None:
        return False
    return abs(abs(value) - node.value) <= max(
        0.005 * abs(value), 0.051 if node.sort == "percent" else 0
    )


def _same(node: Node, value: Any) -> bool:
    if node.sort == "day":
        return node.iso is not None and interval(node.iso) == interval(str(value))
    return _close(node, float(value))


def _model(surface: str, model: str) -> bool:
    a, b = fold(surface), fold(model)
    return a == b or (len(a) > 1 and b.endswith(a)) or (len(b) > 1 and a.endswith(b))


_SPANS = (
    (r"(\d{4})-(\d\d)-(\d\d)", lambda m: (m[0], m[0])),
    (r"(\d{4})-(\d\d)", lambda m: (f"{m[0]}-01", f"{m[0]}-31")),
    (r"(\d{4})", lambda m: (f"{m[0]}-01-01", f"{m[0]}-12-31")),
    (
        r"(\d{4})-?H([12])",
        lambda m: (
            f"{m[1]}-0{1 if m[2] == '1' else 7}-01",
            f"{m[1]}-{'06' if m[2] == '1' else '12'}-31",
        ),
    ),
    (
        r"(\d{4})-?Q([1-4])",
        lambda m: (
            f"{m[1]}-{3 * int(m[2]) - 2:02d}-01",
            f"{m[1]}-{3 * int(m[2]):02d}-31",
        ),
    ),
    (r"FY(\d{4})", lambda m: (f"{m[1]}-04-01", f"{int(m[1]) + 1}-03-31")),
)


def interval(text: str) -> tuple[str, str] | str:
    """Return the first and last day of a date or period as annotated."""
    if "/" in text:
        first, last = (interval(part) for part in text.split("/", 1))
        return (
            (first[0], last[1])
            if isinstance(first, tuple) and isinstance(last, tuple)
            else text
        )
    for form, read in _SPANS:
        match = re.fullmatch(form, text)
        if match:
            return read(match)
    return text
