"""Three kinds of scorers on the same decisions, on articles of hands that none saw.

python -m training.news.scorers    needs what requirements/training.txt names, and spaCy

What a figure is, how far a deal has got, who holds and who is held are decided by
boosted trees over the reader's evidence (as shipped), by a linear model over hashed
words around the anchor, and by spaCy's text classifier (tok2vec and a bag of words)
over the same words. All get the same names, figures and candidates.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.forest import packed
from keiretsu.news.reader.labels import (
    NODE_MODELS,
    PAIR_MODELS,
    NodeModel,
    PairModel,
)
from keiretsu.news.reader.pairing import partners
from keiretsu.news.reader.trained import shipped
from training.news.__main__ import document_of
from training.news.alignment import Aligner
from training.news.corpus import articles
from training.news.learning import Example, grown, right_of

UNSEEN = ("-h", "-news-b")
"""How the batches of the hands end that are kept to measure on."""
DECISIONS = ("figure", "status", "holder>", "held>")
"""Models of nodes and, with `>`, of pairs."""
WINDOW = 30
"""Words on each side of an anchor that the linear model and spaCy see."""
NEAR = 6
"""Words from an anchor or a candidate that the linear model sees with their place."""
BUCKETS = 1 << 16
EPOCHS = {"linear": 12, "spaCy": 6}
WRONG = 4
"""Wrong candidates of an anchor that are learnt from, the nearest first."""


class Choice(NamedTuple):
    """One thing that may be right, among the others of its group.

    Attributes
    ----------
    group
        Number of the decision that it belongs to.
    row, words
        What the trees see, and what the others see.
    label, right
        What it stands for, and whether that was annotated.
    """

    group: int
    row: np.ndarray
    words: list[str]
    label: int
    right: bool


def examples(unseen: bool) -> Iterator[Example]:
    """Yield the articles of the hands that are measured on, or of the others."""
    for article in articles():
        if article.batch.endswith(UNSEEN) == unseen:
            document = document_of(article, shipped().tagger)
            targets = tuple(Aligner(document).targets(article.claims))
            yield Example(document, Evidence(document), targets)


def choices(name: str, read: Sequence[Example]) -> list[Choice]:
    """Return all choices of a decision: its labels, or the candidates of a part."""
    found: list[Choice] = []
    for example in read:
        for anchor, others, right in _decided(name, example):
            group = found[-1].group + 1 if found else 0
            if name in NODE_MODELS:
                row = example.evidence.nodes[anchor]
                words = around(example.document, anchor, None)
                found += [Choice(group, row, words, k, k in right) for k in others]
                continue
            rows = example.evidence.pairs(
                np.full(len(others), anchor), np.array(others)
            )
            keys = [example.document.nodes[i].entity for i in others]
            for row, other, key in zip(rows, others, keys, strict=True):
                words = around(example.document, anchor, key)
                found.append(Choice(group, row, words, other, key in right))
    return found


def _decided(
    name: str, example: Example
) -> Iterator[tuple[int, list[int], set[int | None]]]:
    """Yield anchors, what may be chosen for each, and what is right."""
    document = example.document
    if name == "figure":
        labels = NODE_MODELS[name].labels
        known = {t.anchor: t.classes.get(name) for t in example.targets}
        for i, node in enumerate(document.nodes):
            if node.sort in NODE_MODELS[name].sorts:
                yield (
                    i,
                    list(range(len(labels))),
                    {labels.index(known.get(i) or "none")},
                )
    elif name in NODE_MODELS:
        labels = NODE_MODELS[name].labels
        said = {t.anchor: t.classes[name] for t in example.targets if name in t.classes}
        for anchor, label in said.items():
            yield anchor, list(range(len(labels))), {labels.index(label)}
    else:
        for anchor, right in right_of(
            name[:-1], PAIR_MODELS[name[:-1]], example
        ).items():
            others = partners(document, example.evidence, anchor, "name")
            if {document.nodes[i].entity for i in others} & right:
                yield anchor, list(map(int, others)), set(right)


def _model(name: str) -> NodeModel | PairModel:
    return PAIR_MODELS[name[:-1]] if name.endswith(">") else NODE_MODELS[name]


def around(document: Document, anchor: int, entity: int | None) -> list[str]:
    """Return the words around an anchor; names are told by their sort only."""
    place = next(i for i, w in enumerate(document.words) if w[2] == anchor)
    words = []
    for start, end, number in document.words[max(0, place - WINDOW) : place + WINDOW]:
        node = document.nodes[number] if number >= 0 else None
        if number == anchor:
            words.append("ANCHOR")
        elif node is None:
            words.append(document.text[start:end].casefold())
        elif entity is not None and node.entity == entity:
            words.append("OTHER")
        elif node.sort not in {"sentence", "quote"}:
            words.append(node.sort.upper())
    return words


Scores = Callable[[Sequence[Choice]], np.ndarray]


def trees(name: str, seen: Sequence[Choice]) -> tuple[Scores, float]:
    """Return scores of choices by boosted trees, and the size of these in MB."""
    if name in NODE_MODELS:
        own = [c for c in seen if c.right]
        labels = np.array([c.label for c in own], float)
    else:
        own, labels = list(seen), np.array([c.right for c in seen], float)
    forest = grown(
        _model(name), (np.array([c.row for c in own]), labels, np.ones(len(own)))
    )

    def scored(asked: Sequence[Choice]) -> np.ndarray:
        chances = forest.probabilities(np.array([c.row for c in asked]))
        if name not in NODE_MODELS:
            return chances[:, 0]
        return chances[np.arange(len(asked)), [c.label for c in asked]]

    return scored, sum(a.nbytes for a in packed({name: forest}).values()) / 1e6


def _grams(words: Sequence[str]) -> np.ndarray:
    found = [*words, *(f"{a} {b}" for a, b in pairwise(words))]
    found += [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]
    for mark in ("ANCHOR", "OTHER"):
        if mark in words:
            here = words.index(mark)
            near = range(max(0, here - NEAR), min(len(words), here + NEAR + 1))
            found += [f"{mark}~{words[i]}" for i in near]
            found += [f"{mark}{i - here}={words[i]}" for i in near]
    return np.unique([crc32(f.encode()) % BUCKETS for f in found])


def linear(name: str, seen: Sequence[Choice]) -> tuple[Scores, float]:
    """Return scores of choices by a linear model of hashed words (AdaGrad)."""
    labelled = name in NODE_MODELS
    kinds = len(NODE_MODELS[name].labels) if labelled else 2
    own = [c for c in seen if c.right] if labelled else list(seen)
    known = [(_grams(c.words), c.label if labelled else int(c.right)) for c in own]
    weights, past = np.zeros((BUCKETS, kinds)), np.full((BUCKETS, kinds), 1e-6)
    shuffle = random.Random(0)

    def chances(grams: np.ndarray) -> np.ndarray:
        score = weights[grams].sum(axis=0) / np.sqrt(len(grams))
        odds: np.ndarray = np.exp(score - score.max())
        return odds / odds.sum()

    for _ in range(EPOCHS["linear"]):
        shuffle.shuffle(known)
        for grams, label in known:
            slope = chances(grams)
            slope[label] -= 1
            step = slope / np.sqrt(len(grams)) + 1e-5 * weights[grams]
            past[grams] += step**2
            weights[grams] -= 0.3 * step / np.sqrt(past[grams])

    def scored(asked: Sequence[Choice]) -> np.ndarray:
        return np.array(
            [chances(_grams(c.words))[c.label if labelled else 1] for c in asked]
        )

    return scored, weights.astype(np.float16).nbytes / 1e6


def spacy(name: str, seen: Sequence[Choice]) -> tuple[Scores, float]:
    """Return scores of choices by spaCy's text classifier."""
    import spacy as library
    from spacy.tokens import Doc
    from spacy.training import Example as Sample

    labelled = name in NODE_MODELS
    labels = [str(k) for k in range(len(NODE_MODELS[name].labels) if labelled else 2)]
    library.util.fix_random_seed(0)
    nlp = library.blank("xx")
    pipe: Any = nlp.add_pipe("textcat")
    own = [c for c in seen if c.right] if labelled else list(seen)
    samples = []
    for choice in own:
        label = str(choice.label if labelled else int(choice.right))
        cats = {k: float(k == label) for k in labels}
        words = choice.words or ["-"]
        samples.append(Sample.from_dict(Doc(nlp.vocab, words), {"cats": cats}))
    step = nlp.initialize(lambda: samples)
    shuffle = random.Random(0)
    for _ in range(EPOCHS["spaCy"]):
        shuffle.shuffle(samples)
        for batch in library.util.minibatch(samples, 64):
            nlp.update(batch, sgd=step, drop=0.2)

    def scored(asked: Sequence[Choice]) -> np.ndarray:
        docs = [Doc(nlp.vocab, c.words or ["-"]) for c in asked]
        told = [d.cats for d in pipe.pipe(docs, batch_size=256)]
        return np.array(
            [
                t[str(c.label if labelled else 1)]
                for t, c in zip(told, asked, strict=True)
            ]
        )

    return scored, len(nlp.to_bytes()) / 1e6


def right(asked: Sequence[Choice], scores: np.ndarray) -> float:
    """Return in how many decisions the choice with the highest score is right."""
    best: dict[int, tuple[float, bool]] = {}
    for choice, score in zip(asked, scores, strict=True):
        if choice.group not in best or best[choice.group][0] < score:
            best[choice.group] = (float(score), choice.right)
    return sum(r for _, r in best.values()) / len(best)


def _fewer(name: str, every: Sequence[Choice]) -> list[Choice]:
    """Leave out wrong candidates far away: the nearest stand for them."""
    if name in NODE_MODELS:
        return list(every)
    kept: list[Choice] = []
    wrong: dict[int, int] = {}
    for choice in sorted(every, key=lambda c: _apart(c.words)):
        wrong[choice.group] = wrong.get(choice.group, 0) + (not choice.right)
        if choice.right or wrong[choice.group] <= WRONG:
            kept.append(choice)
    return kept


def _apart(words: Sequence[str]) -> int:
    here = words.index("ANCHOR")
    return min((abs(i - here) for i, w in enumerate(words) if w == "OTHER"), default=99)


def main() -> None:
    """Print the table."""
    seen, unseen = list(examples(False)), list(examples(True))
    print(f"learnt from {len(seen)} articles, measured on {len(unseen)}")
    print("| decision | measured | scorer | right | MB | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in DECISIONS:
        known, asked = choices(name, seen), choices(name, unseen)
        for scorer in (trees, linear, spacy):
            begun = time.process_time()
            given = known if scorer is trees else _fewer(name, known)
            scored, size = scorer(name, given)
            share = right(asked, scored(asked))
            spent = time.process_time() - begun
            groups = len({c.group for c in asked})
            print(
                f"| {name} | {groups} | {scorer.__name__} | {share:.2f} |"
                f" {size:.2f} | {spent:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
