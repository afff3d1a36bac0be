"""Learn the judges: of drafts of articles that the models of parts did not see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import lightgbm
import numpy as np

from keiretsu.news.claims.claim import Claim
from keiretsu.news.reader.chances import calibrated, logit
from keiretsu.news.reader.clues import Clues
from keiretsu.news.reader.drafts import complete, drafted
from keiretsu.news.reader.forest import Forest
from keiretsu.news.reader.scored import Scored
from keiretsu.news.reader.trained import LEAST as LEAST_CHANCE
from keiretsu.news.reader.trained import claim_of, outstanding, subject
from training.news.calibration import logistic
from training.news.corpus import Annotated
from training.news.learning import forest_of
from training.news.scoring import key_agrees

FOLDS = 5
ROUNDS = 150
LEAST = 12
"""Right drafts of a kind below which no judge is learnt, so that nothing is claimed."""
SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 8,
    "learning_rate": 0.04,
    "min_data_in_leaf": 15,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 0,
}


class Seen(NamedTuple):
    """A draft of an article that the models of parts had not seen.

    Attributes
    ----------
    article, anchor
        Numbers of the article and of the node that it hangs on.
    kind, clues
        What the judge of the kind sees.
    scale
        The curve of its probability.
    right
        Whether a claim with its key was annotated.
    claim
        What it says.
    """

    article: int
    anchor: int
    kind: str
    clues: list[float]
    scale: str
    right: bool
    claim: Claim


def seen(number: int, article: Annotated, scored: Scored) -> Iterator[Seen]:
    """Yield every draft of an article."""
    clues = Clues(scored)
    for draft in drafted(scored):
        found, scale = clues.of(draft), clues.scale(draft)
        complete(scored, draft)
        claim = claim_of(scored.document, draft, 0.0, article.id)
        said = claim.to_dict()
        right = any(
            g["kind"] == said["kind"] and key_agrees(g, said) for g in article.claims
        )
        yield Seen(number, draft.anchor, draft.kind, found, scale, right, claim)


class Judges(NamedTuple):
    """What is learnt of drafts.

    Attributes
    ----------
    forests
        By name, for the file of models.
    curves
        By kind: the logistic curve that makes a probability of what the judge says.
    chances
        Of every draft, its probability from judges that saw other articles.
    """

    forests: dict[str, Forest]
    curves: dict[str, list[float]]
    chances: np.ndarray


def learn_judges(drafts: Sequence[Seen]) -> Judges:
    """Return judges, curves and the probabilities that unseen articles get."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for i, draft in enumerate(drafts):
        by_kind[draft.kind].append(i)
    forests: dict[str, Forest] = {}
    curves: dict[str, list[float]] = {}
    chances = np.zeros(len(drafts))
    for kind, own in sorted(by_kind.items()):
        answers = np.array([drafts[i].right for i in own], dtype=float)
        if answers.sum() < LEAST:
            continue
        rows = np.array([drafts[i].clues for i in own], dtype=np.float32)
        folds = np.array([drafts[i].article // 3 % FOLDS for i in own])
        raw = np.zeros(len(own))
        for fold in range(FOLDS):
            model = _grown(rows[folds != fold], answers[folds != fold])
            raw[folds == fold] = model.probabilities(rows[folds == fold])[:, 0]
        scales = [drafts[i].scale for i in own]
        for scale in sorted(set(scales)):
            at = [n for n, s in enumerate(scales) if s == scale]
            seen_by = np.column_stack([np.ones(len(at)), logit(raw[at])])
            curve = logistic(seen_by, answers[at])
            curves[scale] = [round(float(w), 6) for w in curve]
        chances[own] = calibrated(scales, raw, curves)
        forests[f"judge {kind}"] = _grown(rows, answers)
    anchors = [(d.article, d.kind, d.anchor) for d in drafts]
    return Judges(forests, curves, outstanding(anchors, chances))


def _grown(rows: np.ndarray, answers: np.ndarray) -> Forest:
    data = lightgbm.Dataset(rows, answers)
    return forest_of(lightgbm.train(SETTINGS, data, ROUNDS).dump_model(), 1)


def everything(
    drafts: Iterable[Seen], chances: Iterable[float]
) -> dict[int, list[dict[str, Any]]]:
    """Return all drafts of each article as plain data, however improbable."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for draft, chance in zip(drafts, chances, strict=True):
        claim = replace(draft.claim, probability=float(chance))
        found[draft.article].append(claim.to_dict())
    return dict(found)


def likely(
    drafts: Iterable[Seen], chances: Iterable[float]
) -> Mapping[int, list[Claim]]:
    """Return the claims of each article that a reader does not forget at once."""
    found: defaultdict[int, list[Claim]] = defaultdict(list)
    for draft, chance in zip(drafts, chances, strict=True):
        if chance >= LEAST_CHANCE:
            found[draft.article].append(replace(draft.claim, probability=float(chance)))
    return found


def surest(
    drafts: Iterable[Seen], chances: Iterable[float]
) -> Mapping[int, list[dict[str, Any]]]:
    """Return the claims of each article as plain data, of each key the surest."""
    best: defaultdict[int, dict[Hashable, Claim]] = defaultdict(dict)
    for draft, chance in zip(drafts, chances, strict=True):
        claim = replace(draft.claim, probability=round(float(chance), 3))
        known = best[draft.article].get(subject(claim))
        if known is None or (known.probability or 0) < (claim.probability or 0):
            best[draft.article][subject(claim)] = claim
    return {
        article: [claim.to_dict() for claim in found.values()]
        for article, found in best.items()
    }
