"""What the models look at: every number has a name."""

from keiretsu.news.reader.document import make_document
from keiretsu.news.reader.evidence import Evidence, node_names, pair_names
from keiretsu.news.reader.pairing import partners
from keiretsu.news.reader.trained import shipped


def test_every_number_of_a_description_has_a_name() -> None:
    text = "Toyota owns 20% of Subaru. Anna Berg, chief executive of Mazda, spoke."
    document = make_document(text, [(0, len(text))], "en", None, shipped().tagger)
    evidence = Evidence(document)
    anchor = next(i for i, n in enumerate(document.nodes) if n.sort == "percent")
    others = partners(document, evidence, anchor, "name")
    assert evidence.nodes.shape == (len(document.nodes), len(node_names()))
    assert evidence.pairs(anchor, others).shape == (len(others), len(pair_names()))
