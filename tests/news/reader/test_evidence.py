"""What the models look at: every number has a name."""

import numpy as np

from keiretsu.news.reader.document import make_document
from keiretsu.news.reader.evidence import Evidence, node_names, pair_names
from keiretsu.news.reader.pairing import NEAREST, partners
from keiretsu.news.reader.trained import shipped


def test_every_number_of_a_description_has_a_name() -> None:
    text = "Toyota owns 20% of Subaru. Anna Berg, chief executive of Mazda, spoke."
    document = make_document(text, [(0, len(text))], "en", None, shipped().tagger)
    evidence = Evidence(document)
    anchor = next(i for i, n in enumerate(document.nodes) if n.sort == "percent")
    others = partners(document, evidence, anchor, "name")
    assert evidence.nodes.shape == (len(document.nodes), len(node_names()))
    rows = evidence.pairs(np.full(len(others), anchor), others)
    assert rows.shape == (len(others), len(pair_names()))


def test_what_lies_between_two_nodes_is_counted_by_hand() -> None:
    """Toyota, 5 %, Mazda, Subaru, Mazda, 20 %: from 20 % back to Toyota stand three
    names of two others, and one figure of its sort; Subaru has one name between."""
    text = "Toyota has 5% of Mazda. Subaru says that Mazda wants 20%."
    document = make_document(text, [(0, len(text))], "en", None, shipped().tagger)
    evidence = Evidence(document)
    nodes = document.nodes
    words = [text[n.start : n.end] for n in nodes]
    anchor = words.index("20%")
    others = np.array([words.index("Toyota"), words.index("Subaru")])
    rows = evidence.pairs(np.array([anchor, anchor]), others)
    column = {name: i for i, name in enumerate(pair_names())}
    wanted = {
        "sentences": (-1, 0),
        "names_between": (3, 1),
        "entities_between": (2, 1),
        "figures_between": (1, 0),
        "again_between": (0, 0),
        "mentions_here": (0, 1),
        "subject here": (0, 1),
        "subject before": (1, 0),
        "recency": (2, 1),
    }
    found = {name: tuple(rows[:, column[name]]) for name in wanted}
    assert found == wanted


def test_of_many_figures_the_nearest_are_looked_at() -> None:
    """A list without a full stop is one sentence: pairs would be 150 times 149."""
    text = ", ".join(f"{n}% of Mazda" for n in range(1, 151))
    document = make_document(text, [(0, len(text))], "en", None, shipped().tagger)
    evidence = Evidence(document)
    figures = [i for i, n in enumerate(document.nodes) if n.sort == "percent"]
    assert len(figures) == 150
    for anchor, low, high in ((0, 1, 100), (75, 25, 125), (149, 49, 148)):
        near = partners(document, evidence, figures[anchor], "percent")
        assert len(near) == NEAREST
        assert (figures.index(near[0]), figures.index(near[-1])) == (low, high)
