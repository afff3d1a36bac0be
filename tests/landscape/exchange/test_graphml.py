"""GraphML: networkx reads it, and it comes back."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.landscape.exchange.strategies import roles, stakes

from keiretsu.errors import DataError
from keiretsu.landscape.exchange import read_path, recorded
from keiretsu.landscape.exchange.graphml import write
from keiretsu.landscape.exchange.graphml_reading import read
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statement

HELD = ("companies", "brands", "stakes", "people", "links")


def by_hash(statements: Any) -> list[Statement]:
    return sorted(statements, key=lambda one: one.hash)


def held(one: Statement) -> Statement:
    """What XML can hold of a statement: not the two last letters of the plane."""

    def plain(text: str) -> str:
        return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")

    fields = {column: plain(text) for column, text in one.fields.items()}
    return replace(
        one,
        fields=MappingProxyType(fields),
        source_title=plain(one.source_title),
        quote=one.quote and plain(one.quote),
    )


def test_networkx_reads_stakes_as_edges_with_their_figures() -> None:
    row = {"holder": "toyota", "held": "subaru", "since": "2020", "percent": "20"}
    row |= {
        "votes_percent": "20.4",
        "source_title": "a <b> & c",
        "confidence": "sourced",
    }
    data, losses = write([statement("stakes", row, "here")])
    assert losses == ()
    graph = nx.read_graphml(io.BytesIO(data))
    ((holder, held, said),) = graph.edges(data=True)
    assert (holder, held) == ("keiretsu-toyota", "keiretsu-subaru")
    assert graph.nodes[holder]["label"] == "Toyota"
    assert graph.nodes[holder]["item"] == "Q53268"
    assert said["percent"] == 20.0
    assert said["votes_percent"] == 20.4
    assert said["source_title"] == "a <b> & c"


def test_the_bundled_facts_come_back(tmp_path: Path) -> None:
    facts = recorded()
    data, losses = write(facts)
    found = read(data, "f.graphml", Parties())
    wanted = [one for one in facts if one.kind in HELD]
    assert by_hash(found.statements) == by_hash(wanted)
    assert found.losses == ()
    assert {loss.field for loss in losses} == {"whole rows"}
    assert not {loss.kind for loss in losses} & set(HELD)


def test_what_networkx_saved_again_is_read_the_same(tmp_path: Path) -> None:
    facts = [one for one in recorded() if one.kind in HELD]
    graph = nx.read_graphml(io.BytesIO(write(facts)[0]))
    path = tmp_path / "again.graphml"
    nx.write_graphml(graph, path)
    found = read_path(path, Parties.of(facts)).statements
    fresh = {one.hash for one in found} - {one.hash for one in facts}
    links = [one for one in found if one.hash in fresh]
    assert {one.kind for one in links} <= {"links"}  # networkx may reorder members
    assert len(found) == len(facts)


@given(facts=st.lists(stakes() | roles(), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_what_is_held_comes_back(facts: list[Statement]) -> None:
    found = read(write(facts)[0], "f.graphml", Parties()).statements
    assert by_hash(found) == by_hash(map(held, facts))


def test_letters_that_xml_has_not_are_counted() -> None:
    """An older version took them in; today's readers do not."""
    row = {"holder": "toyota", "held": "subaru", "since": "2020", "note": "a\x01b"}
    kept = Statement(kind="stakes", fields=row, source_title="a paper")
    _, losses = write([kept])
    assert [str(loss) for loss in losses] == [
        "stakes, note (letters that XML has not): 1"
    ]


def graph(inside: str, head: str = "") -> bytes:
    return f"{head}<graphml><graph>\n{inside}</graph></graphml>".encode()


NISSAN = '<node id="a"><data key="label">Nissan</data></node>'
HONDA = '<node id="Honda"/>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def test_the_graph_of_another_is_read() -> None:
    edge = '<edge source="Honda" target="a"><data key="percent">5</data>'
    edge += '<data key="since">2020</data><data key="color">red</data></edge>'
    other = '<edge source="a" target="Honda"/>'
    found = read(graph(NISSAN + HONDA + edge + other), "f.graphml", Parties())
    (made,) = found.statements
    assert dict(made.fields) == {
        "holder": "honda",
        "held": "nissan",
        "percent": "5",
        "since": "2020",
    }
    assert [str(loss) for loss in found.losses] == [
        "edge, color: 1",
        "edge, whole rows: 1",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no XML"),
        (b"<graphml>\n<a>", "f.graphml, line 2: no XML"),
        (b"<html/>", "<html> is no graph"),
        (graph("&b;", BOMB), "has a document type"),
        (
            graph(
                f'{NISSAN}{HONDA}\n<edge source="a" target="Honda" directed="false">'
                '<data key="percent">5</data><data key="since">2020</data></edge>'
            ),
            "line 3: the edge has no direction",
        ),
        (
            graph(
                f'{NISSAN}\n<edge source="a" target="z"><data key="percent">5</data>'
                "</edge>"
            ),
            "line 3: there is no node 'z'",
        ),
        (
            graph(
                f'{NISSAN}{HONDA}\n<edge source="a" target="Honda">'
                '<data key="percent">500</data><data key="since">2020</data></edge>'
            ),
            "line 3, column percent: 500 % is not from 0",
        ),
    ],
)
def test_what_is_hostile_or_wrong_is_refused_with_its_line(
    data: bytes, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        read(data, "f.graphml", Parties())
