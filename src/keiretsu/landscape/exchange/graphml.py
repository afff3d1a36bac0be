"""GraphML: writing facts as a graph, for networkx, Gephi and yEd.

Companies, people, brands and links are nodes; stakes and roles are edges, as are the
members of a link and the company behind a brand. `table` says what a node or an edge is
a row of, and every column is an attribute of its own name.
`keiretsu.landscape.exchange.graphml_reading` is the way back.

References
----------
GraphML, http://graphml.graphdrawing.org
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from keiretsu.bundled_names import bundled_register
from keiretsu.landscape.exchange.loss import WHOLE, Loss, Tally
from keiretsu.landscape.exchange.parties import OWN, mentioned, register_in
from keiretsu.landscape.store import Statement

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
ENDS: Mapping[str, tuple[str, str]] = {
    "stakes": ("holder", "held"),
    "people": ("person", "company"),
}
"""The columns that are the ends of an edge, by table."""

MEMBER, BRAND_OF = "member", "brand of"
"""What the edges are called that are no row of their own."""

_NUMBERS = (
    *("percent", "percent_min", "percent_max"),
    *("votes_percent", "votes_min", "votes_max"),
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(statements: Sequence[Statement]) -> tuple[bytes, tuple[Loss, ...]]:
    """Return statements as a directed graph, and what they lost."""
    from lxml import etree

    tally = Tally()
    graph = _Graph(tally)
    graph.fill(statements)
    return etree.tostring(
        graph.document(), xml_declaration=True, encoding="UTF-8", pretty_print=True
    ), tally.losses


class _Graph:
    """Nodes and edges under way to a document."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.register = bundled_register()
        self.nodes: dict[str, dict[str, str]] = {}
        self.edges: list[tuple[str, str, str, dict[str, str]]] = []

    def fill(self, statements: Sequence[Statement]) -> None:
        """Put statements in: parties and other nodes first, then edges."""
        self.register = register_in(statements)
        for identifier in mentioned(statements):
            self._meet(identifier)
        rows = set()
        for one in statements:
            match one.kind:
                case "companies" if one.subject not in rows:
                    rows.add(one.subject)
                    said = self._said(one, ("id",))
                    self.nodes[f"{OWN}{one.fields['id']}"] |= said
                case "brands":
                    self._brand(one)
                case "links":
                    self._link(one)
                case "stakes" | "people":
                    ends = ENDS[one.kind]
                    first, last = (f"{OWN}{one.fields[end]}" for end in ends)
                    identifier = f"{one.kind}-{one.hash[:40]}"
                    self._edge(identifier, first, last, self._said(one, ends))
                case _:
                    self.tally.lose(one.kind, WHOLE)

    def _meet(self, identifier: str) -> None:
        name = self.register.entry(identifier)
        known = {"label": name.short, "name": name.name}
        if name.wikidata:
            known["item"] = name.wikidata
        self.nodes.setdefault(f"{OWN}{identifier}", known)

    def _brand(self, one: Statement) -> None:
        node, company = f"brand-{one.hash[:40]}", one.fields["company"]
        self._meet(company)
        label = {"label": one.fields["brand"]}
        self.nodes[node] = label | self._said(one, ("company",))
        self._edge(f"{node}-of", node, f"{OWN}{company}", {"table": BRAND_OF})

    def _link(self, one: Statement) -> None:
        node, record = f"link-{one.hash[:40]}", one.record("link")
        said = self._said(one, ("id", "members"))
        self.nodes[node] = {"label": record.id, "link": record.id} | said
        for number, member in enumerate(record.members):
            days = {"from": member.since, "until": member.until}
            attributes = {name: date.text for name, date in days.items() if date}
            ends = f"{OWN}{member.company}", node
            self._edge(f"{node}-{number}", *ends, {"table": MEMBER} | attributes)

    def _edge(
        self, identifier: str, first: str, last: str, said: dict[str, str]
    ) -> None:
        self.edges.append((identifier, first, last, said))

    def _said(self, one: Statement, ends: Sequence[str]) -> dict[str, str]:
        """Return the attributes of a row: its cells without the ends, its source."""
        said = {"table": one.kind}
        for column, text in (*one.fields.items(), *_cited(one)):
            if column not in ends and text:
                said[column] = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
                if said[column] != text:
                    self.tally.lose(one.kind, f"{column} (letters that XML has not)")
        return said

    def document(self) -> _Element:
        """Return all as a document: keys, nodes, edges."""
        from lxml import etree

        root = etree.Element(_tag("graphml"), nsmap={None: NAMESPACE})
        said: tuple[tuple[str, list[Any]], ...] = (
            ("node", list(self.nodes.values())),
            ("edge", [attributes for *_, attributes in self.edges]),
        )
        for part, many in said:
            for name in dict.fromkeys(name for each in many for name in each):
                _sub(root, "key", _key(part, name))
        graph = _sub(root, "graph", {"id": "keiretsu", "edgedefault": "directed"})
        for identifier, attributes in self.nodes.items():
            _data(_sub(graph, "node", {"id": identifier}), "node", attributes)
        for identifier, first, last, attributes in self.edges:
            ends = {"id": identifier, "source": first, "target": last}
            _data(_sub(graph, "edge", ends), "edge", attributes)
        return root


def _cited(one: Statement) -> tuple[tuple[str, str], ...]:
    return (
        ("source_title", one.source_title),
        ("address", one.address),
        ("confidence", one.confidence),
        ("quote", one.quote or ""),
    )


def _key(part: str, name: str) -> dict[str, str]:
    kind = "double" if name in _NUMBERS else "string"
    return {
        "id": f"{part}-{name}",
        "for": part,
        "attr.name": name,
        "attr.type": kind,
    }


def _data(element: _Element, part: str, attributes: Mapping[str, str]) -> None:
    for name, text in attributes.items():
        _sub(element, "data", {"key": f"{part}-{name}"}).text = text


def _sub(parent: _Element, name: str, attributes: Mapping[str, str]) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, _tag(name), dict(attributes))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
