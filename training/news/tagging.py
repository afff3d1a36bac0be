"""Train the tagger of names on the annotated articles (averaged perceptron)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from keiretsu.news.reader.names import find_known
from keiretsu.news.reader.tagger import TAGS, Tagger
from keiretsu.news.reader.word_features import BUCKETS, Buckets, features
from keiretsu.news.text.tokens import tokenise
from training.news.corpus import Annotated, own_names, spelling_form
from training.news.swapping import Marked, swapped

EPOCHS = 8
_SORTS = {"company": "party", "brand": "party", "person": "person"}

Sample = tuple[Buckets, list[int]]


COPIES = 4


def samples(article: Annotated, copies: int = COPIES) -> list[Sample]:
    """Return the tagged words of an article and of copies with other names."""
    shuffle = random.Random(article.id)
    marks = gold(article)
    found = [_sample(article.text, marks, article.language)]
    for _ in range(copies):
        text, moved = swapped(article.text, marks, article.language, shuffle)
        found.append(_sample(text, moved, article.language))
    return found


def _sample(text: str, marks: Sequence[Marked], language: str) -> Sample:
    tokens = tokenise(text)
    rows = features(text, tokens, find_known(text, language), language)
    tags = ["O"] * len(tokens)
    place = 0
    for start, end, sort in marks:
        while place < len(tokens) and tokens[place].end <= start:
            place += 1
        first = True
        while place < len(tokens) and tokens[place].start < end:
            tags[place] = ("B-" if first else "I-") + sort
            first = False
            place += 1
    return rows, [TAGS.index(tag) for tag in tags]


@cache
def _forms() -> list[tuple[str, re.Pattern[str], str]]:
    found = []
    for entry in own_names().values():
        sort = _SORTS.get(entry["type"])
        if sort is None:
            continue
        for name in entry["names"]:
            if len(name) > 1 and not name.islower():
                found.append((name, spelling_form(name), sort))
    return sorted(found, key=lambda f: -len(f[0]))


def gold(article: Annotated) -> list[Marked]:
    """Return the names that stand in an article: start, end and sort, in order."""
    found: list[Marked] = []
    taken: set[int] = set()

    def mark(start: int, end: int, sort: str) -> None:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            found.append((start, end, sort))

    for name, form, sort in _forms():
        if name in article.text:
            for match in form.finditer(article.text):
                mark(match.start(), match.end(), sort)
    for claim in article.claims:
        model = claim["normalised"].get("model")
        if claim["kind"] in {"product", "sales"} and model and model in article.text:
            for match in spelling_form(model).finditer(article.text):
                mark(match.start(), match.end(), "model")
    return sorted(found)


def train(samples: Sequence[Sample], seed: int = 0, epochs: int = EPOCHS) -> Tagger:
    """Return a tagger trained on some articles."""
    weights = np.zeros((BUCKETS, len(TAGS)), dtype=np.float32)
    steps = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    total, total_steps = np.zeros_like(weights), np.zeros_like(steps)
    order = list(range(len(samples)))
    shuffle = random.Random(seed)
    tagger = Tagger(weights, steps)
    count = 1
    for _ in range(epochs):
        shuffle.shuffle(order)
        for number in order:
            rows, gold = samples[number]
            found = tagger.tags(rows)
            count += 1
            if found == gold:
                continue
            for i, (a, b) in enumerate(zip(gold, found, strict=True)):
                if a != b:
                    weights[rows.of(i), a] += 1
                    weights[rows.of(i), b] -= 1
                    total[rows.of(i), a] += count
                    total[rows.of(i), b] -= count
                if i and (a, gold[i - 1]) != (b, found[i - 1]):
                    for sign, pair in ((1, (gold[i - 1], a)), (-1, (found[i - 1], b))):
                        steps[pair] += sign
                        total_steps[pair] += sign * count
    return Tagger(weights - total / count, steps - total_steps / count)
