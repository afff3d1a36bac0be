"""Learn the models of nodes and pairs: gradient-boosted trees over the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.forest import Forest
from keiretsu.news.reader.labels import NODE_MODELS, PAIR_MODELS, NodeModel, PairModel
from keiretsu.news.reader.pairing import partners
from training.news.alignment import NOBODY, UNNAMED, Target

SETTINGS: dict[str, Any] = {
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 8,
    "feature_fraction": 0.25,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "max_bin": 31,
    "min_data_in_bin": 1,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
PAIR_ROUNDS, NODE_ROUNDS, NODE_LEAVES = 200, 120, 7


@dataclass(frozen=True)
class Example:
    """A document with what is to be learnt from it."""

    document: Document
    evidence: Evidence
    targets: tuple[Target, ...]
    weight: float = 1.0


_EVENED = frozenset({"action"})
"""Models whose rare labels count more: two in three stakes are just held, and what is
bought or sold is not to be told as held."""
_OF_NOBODY = frozenset({"concerned"})
"""Models of pairs that also learn from claims of nobody: a duty may hit no one firm."""
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def node_rows(name: str, model: NodeModel, examples: Sequence[Example]) -> Rows:
    """Return descriptions, labels and weights for a model of nodes."""
    rows: list[np.ndarray] = []
    labels: list[int] = []
    weights: list[float] = []
    for example in examples:
        for node, label in _labelled(name, model, example):
            if label in model.labels:
                rows.append(example.evidence.nodes[node])
                labels.append(model.labels.index(label))
                weights.append(example.weight)
    return np.array(rows), np.array(labels), np.array(weights)


def _labelled(
    name: str, model: NodeModel, example: Example
) -> Iterator[tuple[int, str]]:
    if model.of:
        for target in example.targets:
            if target.kind in model.of and name in target.classes:
                yield target.anchor, target.classes[name]
        return
    known = {t.anchor: t.classes[name] for t in example.targets if name in t.classes}
    for number, node in enumerate(example.document.nodes):
        if node.sort in model.sorts:
            yield number, known.get(number, "none")


def pair_rows(name: str, model: PairModel, examples: Sequence[Example]) -> Rows:
    """Return descriptions, answers (1 or 0) and weights for a model of pairs."""
    rows: list[np.ndarray] = []
    answers: list[np.ndarray] = []
    weights: list[np.ndarray] = []
    for example in examples:
        for anchor, right in right_of(name, model, example).items():
            others = partners(example.document, example.evidence, anchor, model.sort)
            open_ = name not in _OF_NOBODY and right <= {NOBODY, UNNAMED}
            nobody = model.sort == "name" and open_
            if nobody or not len(others):
                continue
            rows.append(example.evidence.pairs(np.full(len(others), anchor), others))
            nodes = example.document.nodes
            keys = [nodes[i].entity if model.sort == "name" else i for i in others]
            answers.append(np.array([float(key in right) for key in keys]))
            weights.append(np.full(len(keys), example.weight))
    if not rows:
        return np.zeros((0, 0)), np.zeros(0), np.zeros(0)
    return np.vstack(rows), np.concatenate(answers), np.concatenate(weights)


def right_of(name: str, model: PairModel, example: Example) -> dict[int, set[int]]:
    """Return what is right by anchor: of several claims on one figure, all."""
    found: dict[int, set[int]] = {}
    for target in example.targets:
        if target.kind in model.of and name in target.edges:
            found.setdefault(target.anchor, set()).update(target.edges[name])
    return found


def learn(examples: Sequence[Example], seed: int = 0) -> dict[str, Forest]:
    """Return every model learnt from some examples, but those without data."""
    found: dict[str, Forest] = {}
    for name, model in NODE_MODELS.items():
        rows = node_rows(name, model, examples)
        if len(set(rows[1].tolist())) > 1:
            if name in _EVENED:
                rows = _evened(rows)
            found[name] = grown(model, rows, seed)
    for name, pair in PAIR_MODELS.items():
        rows = pair_rows(name, pair, examples)
        if rows[1].any():
            found[f"{name}>"] = grown(pair, rows, seed)
    return found


def _evened(rows: Rows) -> Rows:
    """Weigh rare labels more, by the root of how rare they are."""
    described, labels, weights = rows
    often = np.bincount(labels, weights=weights)
    return described, labels, weights * np.sqrt(often.mean() / often[labels])


def grown(model: NodeModel | PairModel, rows: Rows, seed: int = 0) -> Forest:
    """Return the trees of one model.

    Parameters
    ----------
    model
        A model of nodes or of pairs.
    rows
        Descriptions, labels (or 1 and 0) and weights.
    seed
        Where chance begins.
    """
    settings = SETTINGS | {"seed": seed, "objective": "binary"}
    rounds, classes = PAIR_ROUNDS, 2
    if isinstance(model, NodeModel):
        rounds, classes = NODE_ROUNDS, len(model.labels)
        settings |= {"num_leaves": NODE_LEAVES}
    if classes > 2:
        settings |= {"objective": "multiclass", "num_class": classes}
    return _grown(rows, settings, rounds, 1 if classes == 2 else classes)


def _grown(
    seen: Rows,
    settings: dict[str, Any],
    rounds: int,
    classes: int,
) -> Forest:
    rows, answers, weights = seen
    data = lightgbm.Dataset(
        rows, answers.astype(float), weight=weights, free_raw_data=True
    )
    return forest_of(lightgbm.train(settings, data, rounds).dump_model(), classes)


def forest_of(dump: dict[str, Any], classes: int) -> Forest:
    """Return the forest of LightGBM's own description of its trees."""
    flat: list[tuple[int, float, int, int, float]] = []
    roots = []

    def add(node: dict[str, Any]) -> int:
        here = len(flat)
        if "leaf_value" in node:
            flat.append((-1, 0.0, here, here, node["leaf_value"]))
            return here
        flat.append((0, 0.0, 0, 0, 0.0))
        left, right = add(node["left_child"]), add(node["right_child"])
        flat[here] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return here

    for tree in dump["tree_info"]:
        roots.append(add(tree["tree_structure"]))
    feature, threshold, left, right, value = (
        np.array(column) for column in zip(*flat, strict=True)
    )
    return Forest(
        roots=np.array(roots),
        feature=feature,
        threshold=threshold.astype(np.float32),
        left=left,
        right=right,
        value=value.astype(np.float32),
        classes=classes,
    )
