"""Make the reader's weights from the annotated articles, or print its figures.

python -m training.news            learn, and write the weights and the figures
python -m training.news --figures  print the figures of the shipped weights only
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from pathlib import Path

import numpy as np

from keiretsu.news.articles.boilerplate import body_of
from keiretsu.news.reader import trained
from keiretsu.news.reader.certainty import Curves
from keiretsu.news.reader.document import Document, make_document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.reading import Draft, Reading
from keiretsu.news.reader.tagger import Tagger
from training.news.alignment import Aligner
from training.news.card import tables
from training.news.corpus import Annotated, articles
from training.news.figures import Read, curves_of, table

FOLDS = 3
WEIGHTS = Path(trained.__file__).parent / "weights"
FIGURES = Path(__file__).parent / "figures.json"
Drafts = list[tuple[Annotated, Document, list[Draft]]]


def main() -> None:
    """Learn or only measure, as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m training.news", description=__doc__
    )
    parser.add_argument(
        "--figures", action="store_true", help="measure the shipped weights only"
    )
    only = parser.parse_args().figures
    if not only:
        _learn_all()
    _measure()


def _learn_all() -> None:
    from training.news import tagging
    from training.news.learning import Example, learn

    begun = time.monotonic()

    def tell(words: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {words}", flush=True)

    every = articles()
    words = [tagging.samples(a) for a in every]
    documents: dict[str, Document] = {}
    for fold in range(FOLDS):
        tagger = tagging.train(
            [s for i, w in enumerate(words) if i % FOLDS != fold for s in w]
        )
        for a in every[fold::FOLDS]:
            documents[a.id] = document_of(a, tagger)
        tell(f"names, fold {fold + 1} of {FOLDS}")
    examples = [
        Example(
            documents[a.id],
            Evidence(documents[a.id]),
            tuple(Aligner(documents[a.id]).targets(a.claims)),
        )
        for a in every
    ]
    unseen: Drafts = []
    for fold in range(FOLDS):
        models = learn([e for i, e in enumerate(examples) if i % FOLDS != fold])
        for a in every[fold::FOLDS]:
            unseen.append(
                (a, documents[a.id], list(Reading(documents[a.id], models).drafts()))
            )
        tell(f"models, fold {fold + 1} of {FOLDS}")
    curves = curves_of(unseen)
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / "curves.json").write_text(
        json.dumps(curves, indent=1) + "\n", encoding="utf-8"
    )
    _write_figures({"cross-validated": table(_read(unseen, curves))})
    models = learn(examples)
    arrays = {
        k: v
        for name, forest in models.items()
        for k, v in forest.to_arrays(name).items()
    }
    np.savez_compressed(WEIGHTS / "models.npz", **arrays)  # type: ignore[arg-type]
    tagger = tagging.train([s for w in words for s in w])
    np.savez_compressed(
        WEIGHTS / "tagger.npz",
        weights=tagger.weights.astype(np.float16),
        steps=tagger.steps.astype(np.float16),
    )
    trained.shipped.cache_clear()
    tell("all learnt")


def document_of(article: Annotated, tagger: Tagger) -> Document:
    """Return an annotated article made ready."""
    today = None
    if article.date is not None and len(article.date) == 10:
        today = dt.date.fromisoformat(article.date)
    return make_document(
        article.text, body_of(article.text), article.language, today, tagger
    )


def _read(drafts: Drafts, curves: Curves) -> list[Read]:
    return [
        Read(
            a.language,
            a.claims,
            [c.to_dict() for c in trained.claims_of(d, found, curves, a.id)],
        )
        for a, d, found in drafts
    ]


def drafts_aside() -> tuple[Drafts, Curves]:
    """Return what the shipped weights draft of the articles set aside, with curves."""
    weights = trained.shipped()
    drafts: Drafts = []
    for a in articles(aside=True):
        document = document_of(a, weights.tagger)
        drafts.append((a, document, list(Reading(document, weights.models).drafts())))
    return drafts, weights.curves


def _measure() -> None:
    _write_figures({"set aside": table(_read(*drafts_aside()))})
    print(tables(json.loads(FIGURES.read_text(encoding="utf-8"))))


def _write_figures(part: dict[str, object]) -> None:
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    FIGURES.write_text(json.dumps(known | part, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
