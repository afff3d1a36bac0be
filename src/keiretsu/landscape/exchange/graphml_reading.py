"""GraphML: reading facts from a graph, ours or another's with stakes as edges.

Nodes are found by their identifier, Wikidata item (`item`) or names (`label`, `name`);
an edge is a stake if its `table` says so or it has a `percent`. A document type, which
could name files or grow without end, is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.graphml import BRAND_OF, ENDS, MEMBER
from keiretsu.landscape.exchange.loss import WHOLE, ImportResult, Tally
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statement
from keiretsu.landscape.store.statement import columns

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARTY = ("label", "name", "item", "lei")


def _drawn_label(element: _Element) -> str:
    """Return what yEd writes on a node, within its drawing; empty without one."""
    labels = element.iterdescendants("{*}NodeLabel")
    texts = ("".join(label.itertext()).strip() for label in labels)
    return next(filter(None, texts), "")


def _is_undirected(edge: _Element) -> bool:
    """Say whether an edge has no direction, by itself or as all edges of its graph."""
    graph = edge.getparent()
    default = "" if graph is None else graph.get("edgedefault", "")
    return edge.get("directed", "") == "false" or (
        "directed" not in edge.attrib and default == "undirected"
    )


@dataclass(frozen=True)
class _Part:
    """A node or an edge: where it stands, its identifier, ends and attributes."""

    place: str
    id: str
    ends: tuple[str, str]
    said: dict[str, str]
    is_undirected: bool = False

    @property
    def table(self) -> str:
        """What it is a row of; empty where it does not say so."""
        stakes = "stakes" if any(self.ends) and "percent" in self.said else ""
        return self.said.get("table", stakes)


def read(data: bytes, place: str, parties: Parties) -> ImportResult:
    """Return the statements of a graph.

    Raises
    ------
    DataError
        If it is none, means nobody we know, or says something impossible; the message
        gives file, line and attribute.
    """
    root = _parsed(data, place)
    names = {
        key.get("id", ""): key.get("attr.name", key.get("id", ""))
        for key in _named(root, "key")
    }
    nodes = [_part(one, place, names) for one in _named(root, "node")]
    edges = [_part(one, place, names) for one in _named(root, "edge")]
    reader = _Reader(nodes, edges, parties, place)
    reader.tally.lose("hyperedge", *(WHOLE for _ in _named(root, "hyperedge")))
    return reader.carried()


def _parsed(data: bytes, place: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        said = " ".join((error.msg or "").split())
        raise DataError(
            f"{place}, line {error.lineno}: no XML: {said}",
            hint="save the graph as GraphML",
        ) from None
    if root.getroottree().docinfo.doctype:
        raise DataError(
            f"{place} has a document type, which a graph does not need",
            hint="take the line <!DOCTYPE ...> out",
        )
    if etree.QName(root).localname != "graphml":
        raise DataError(
            f"{place}: <{etree.QName(root).localname}> is no graph",
            hint="save the graph as GraphML",
        )
    return root


def _named(root: _Element, name: str) -> Iterator[_Element]:
    return root.iter(f"{{*}}{name}")


def _part(element: _Element, place: str, names: dict[str, str]) -> _Part:
    said = {
        names.get(data.get("key", ""), data.get("key", "")): (data.text or "").strip()
        for data in element.iterchildren("{*}data")
    }
    if "label" not in said and (label := _drawn_label(element)):
        said["label"] = label
    return _Part(
        place=f"{place}, line {element.sourceline}",
        id=element.get("id", ""),
        ends=(element.get("source", ""), element.get("target", "")),
        said={name: text for name, text in said.items() if text},
        is_undirected=_is_undirected(element),
    )


class _Reader:
    """Turns nodes and edges into statements, counting what has no place."""

    def __init__(
        self, nodes: list[_Part], edges: list[_Part], parties: Parties, place: str
    ) -> None:
        self.nodes, self.edges, self.parties = nodes, edges, parties
        self.place, self.tally = place, Tally()
        self.by_id = {node.id: node for node in nodes}
        self.out: dict[str, list[_Part]] = defaultdict(list)
        self.into: dict[str, list[_Part]] = defaultdict(list)
        for edge in edges:
            self.out[edge.ends[0]].append(edge)
            self.into[edge.ends[1]].append(edge)

    def carried(self) -> ImportResult:
        """Return all statements of the graph, and what they left behind."""
        found = [made for node in self.nodes for made in self._node(node)]
        ties = [made for edge in self.edges for made in self._edge(edge)]
        return ImportResult(statements=(*found, *ties), losses=self.tally.losses)

    def _node(self, node: _Part) -> Iterator[Statement]:
        match node.table:
            case "companies":
                yield self._company(node)
            case "brands":
                of = [e for e in self.out[node.id] if e.table == BRAND_OF]
                owner = self._end(of[0], 1) if of else ""
                yield self._said(node, "brands", {"company": owner})
            case "links":
                members = [e for e in self.into[node.id] if e.table == MEMBER]
                said = {"id": node.said.get("link", "")}
                said["members"] = ";".join(map(self._member, members))
                yield self._said(node, "links", said)
            case _:
                if self.parties.is_new(self._party(node)):
                    yield self._company(node)
                else:
                    self.tally.lose("node", *(set(node.said) - set(_PARTY)))

    def _company(self, node: _Part) -> Statement:
        """Return the row of a company; that of one that we know needs no name."""
        who, said = self._party(node), dict(node.said)
        known = {column: said.pop(column, "") for column in ("name", "short")}
        if self.parties.is_new(who):
            known["name"] = known["name"] or said.get("label", "") or node.id
            said |= {"kind": said.get("kind", "other")} | known
            said["wikidata"] = said.get("item", "")
        return self._said(replace(node, said=said), "companies", {"id": who})

    def _edge(self, edge: _Part) -> Iterator[Statement]:
        if edge.table in ENDS and edge.is_undirected:
            raise DataError(
                f"{edge.place}: the edge has no direction, so that it does not say "
                "who holds whom",
                hint='save the graph with edgedefault="directed"',
            )
        if edge.table in ENDS:
            first, last = ENDS[edge.table]
            ends = {first: self._end(edge, 0), last: self._end(edge, 1)}
            yield self._said(edge, edge.table, ends)
        elif edge.table not in (MEMBER, BRAND_OF):
            self.tally.lose("edge", WHOLE)

    def _member(self, edge: _Part) -> str:
        words = [self._end(edge, 0)]
        for word in ("from", "until"):
            if day := edge.said.get(word):
                words += [word, day]
        return " ".join(words)

    def _end(self, edge: _Part, which: int) -> str:
        wanted = edge.ends[which]
        if wanted not in self.by_id:
            raise DataError(
                f"{edge.place}: there is no node {wanted!r}",
                hint="give every edge a source and a target among the nodes",
            )
        return self._party(self.by_id[wanted])

    def _party(self, node: _Part) -> str:
        called = (node.said.get("label"), node.said.get("name"), node.id)
        return self.parties.find(
            node.place,
            own=node.id,
            lei=node.said.get("lei", ""),
            wikidata=node.said.get("item", ""),
            called=[name for name in called if name],
        )

    def _said(self, part: _Part, kind: str, ends: dict[str, str]) -> Statement:
        known = columns(kind)
        cells = {name: text for name, text in part.said.items() if name in known}
        shown = {"table", "link", *_PARTY, *known}
        self.tally.lose("edge" if any(part.ends) else "node", *(set(part.said) - shown))
        cited = {"source_title": self.place, "confidence": "sourced"}
        return statement(kind, cited | cells | ends, part.place)
