"""Make the reader's weights from the annotated articles, or print its figures.

python -m training.news            learn, and write the weights and the figures
python -m training.news --figures  print the figures of the shipped weights only
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from keiretsu.news import read_article, read_claims
from keiretsu.news.articles.boilerplate import body_of
from keiretsu.news.reader import trained
from keiretsu.news.reader.document import Document, make_document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.forest import packed
from keiretsu.news.reader.scored import Scored
from keiretsu.news.reader.tagger import Tagger
from training.news.alignment import Aligner
from training.news.baseline import read_plainly
from training.news.card import ASIDE, CROSS, tables
from training.news.coreference import coreference
from training.news.corpus import STYLES, Annotated, articles
from training.news.figures import Read, levels_of, table
from training.news.losses import counted, lost
from training.news.writing import written

FOLDS = 3
PLAIN, PLAIN_WEIGHT = 480, 0.2
"""How many plain articles are learnt from beside the annotated, and how much each
counts."""
WEIGHTS = Path(trained.__file__).parent / "weights"
FIGURES = Path(__file__).parent / "figures.json"


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
    from training.news.judges import (
        Seen,
        everything,
        learn_judges,
        likely,
        seen,
        surest,
    )
    from training.news.learning import Example, learn
    from training.news.patterns import learn_patterns, written_by_patterns

    begun = time.monotonic()

    def tell(words: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {words}", flush=True)

    def example(article: Annotated, tagger: Tagger, weight: float = 1.0) -> Example:
        document = document_of(article, tagger)
        targets = tuple(Aligner(document).targets(article.claims))
        return Example(document, Evidence(document), targets, weight)

    every = articles()
    words = [tagging.samples(a) for a in every]
    final = tagging.train([s for w in words for s in w])
    plain = [example(a, final, PLAIN_WEIGHT) for a in written(PLAIN)]
    examples: dict[int, Example] = {}
    for fold in range(FOLDS):
        tagger = tagging.train(
            [s for i, w in enumerate(words) if i % FOLDS != fold for s in w]
        )
        for i in range(fold, len(every), FOLDS):
            examples[i] = example(every[i], tagger)
        tell(f"names, fold {fold + 1} of {FOLDS}")
    drafts: list[Seen] = []
    for fold in range(FOLDS):
        models = learn([e for i, e in examples.items() if i % FOLDS != fold] + plain)
        for i in range(fold, len(every), FOLDS):
            scored = Scored(examples[i].document, models, examples[i].evidence)
            drafts += seen(i, every[i], scored)
        tell(f"models, fold {fold + 1} of {FOLDS}")
    judges = learn_judges(drafts)
    said = surest(drafts, judges.chances)
    read = [Read(a.language, a.claims, said.get(i, [])) for i, a in enumerate(every)]
    levels = levels_of(read)
    judged = likely(drafts, judges.chances)
    tell("judges")
    patterns = learn_patterns(
        [
            one
            for i, a in enumerate(every)
            for one in written_by_patterns(a, examples[i].document, judged[i])
        ]
    )
    _write(
        WEIGHTS / "curves.json",
        {"curves": judges.curves, "levels": levels, "patterns": patterns},
    )
    found = everything(drafts, judges.chances)
    stages = [
        (claim["kind"], stage)
        for i, a in enumerate(every)
        for claim, stage in zip(
            a.claims,
            lost(examples[i].document, a.claims, found.get(i, ()), levels),
            strict=True,
        )
    ]
    _write(FIGURES, {"losses": counted(stages)} | _styled(every, read, levels, CROSS))
    models = learn([*examples.values(), *plain]) | judges.forests
    np.savez_compressed(WEIGHTS / "models.npz", **packed(models))  # type: ignore[arg-type]
    np.savez_compressed(
        WEIGHTS / "tagger.npz",
        weights=final.weights.astype(np.float16),
        steps=final.steps.astype(np.float16),
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


def read_aside() -> list[Read]:
    """Return what the trained reader reads in the articles set aside."""
    weights = trained.shipped()
    found = []
    for a in articles(aside=True):
        scored = Scored(document_of(a, weights.tagger), weights.models)
        claims = trained.claims_of(scored, weights.curves, a.id)
        found.append(Read(a.language, a.claims, [c.to_dict() for c in claims]))
    return found


def read_whole(style: str) -> list[Read]:
    """Return what both readers say by default of the English articles set aside."""
    return [
        Read(a.language, a.claims, [c.to_dict() for c in claims])
        for a in articles(aside=True)
        if a.language == "en" and a.style == style
        for claims in [read_claims(read_article(text=a.text, date=a.date))]
    ]


def _measure() -> None:
    levels = trained.shipped().levels
    every = articles(aside=True)
    none = dict.fromkeys(levels, 0.0)
    plain = [Read(a.language, a.claims, read_plainly(a)) for a in every]
    known = json.loads(FIGURES.read_text(encoding="utf-8"))
    found = known | _styled(every, read_aside(), levels, ASIDE)
    for style in STYLES:
        found[f"both readers, {style} English set aside"] = table(
            read_whole(style), none
        )
    found |= {
        "regular expressions, all set aside": table(plain, none),
        "references": coreference(trained.shipped().tagger),
    }
    _write(FIGURES, found)
    print(tables(found))


def _styled(
    every: Sequence[Annotated],
    read: Sequence[Read],
    levels: Mapping[str, float],
    how: str,
) -> dict[str, object]:
    """Return the figures of articles by their style."""
    return {
        f"{style}, {how}": table(
            [r for a, r in zip(every, read, strict=True) if a.style == style], levels
        )
        for style in STYLES
    }


def _write(path: Path, data: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
