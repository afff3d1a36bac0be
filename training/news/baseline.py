"""What regular expressions find in an afternoon: a measure for the trained reader.

Names of the register, a percentage, a few verbs and particles: `A ... owns ... 20 % of
B`. Stakes, sales, targets, deals and roles only; no context, no coreference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from keiretsu.news.articles.boilerplate import body_of
from keiretsu.news.reader.figure import Figure
from keiretsu.news.reader.figures import find_figures
from keiretsu.news.reader.names import NameFound, find_known
from keiretsu.news.reader.splitting import sentences
from training.news.corpus import Annotated

_STAKE = re.compile(
    r"own|hold|stake|share|interest|hält|beteilig|anteil|détien|particip|capital|posee"
    r"|株|出資|保有|持股|股份|股权|股權",
    re.I,
)
_PLAN = re.compile(
    r"plan|aim|target|will|soll|will|ziel|vise|veut|prév|quiere|prevé|計画|目標|目指|计划|目标|將|将",
    re.I,
)
_SOLD = re.compile(
    r"sold|sales|deliver|verkauf|ausliefer|absatz|vend|vent|livr|entreg|販売|销量|销售|交付",
    re.I,
)
_JOBS = re.compile(r"job|stelle|poste|emple|人員|削減|裁员|裁員", re.I)
_TALKS = re.compile(
    r"merger|talks|fusion|verhandl|négoci|negoci|統合|協議|合并|谈判|談判", re.I
)
_CHIEF = re.compile(r"\bCEO\b|chief executive|首席执行官|最高経営責任者", re.I)


def read_plainly(article: Annotated) -> list[dict[str, Any]]:
    """Return claims of an article as plain data, each with probability 1."""
    found = {repr(c): c for c in _claims(article)}
    return list(found.values())


def _claims(article: Annotated) -> Iterator[dict[str, Any]]:
    text = article.text
    for one in sentences(text, body_of(text), article.language):
        words = text[one.start : one.end]
        names = find_known(words, article.language)
        firms = [n for n in names if n.sort == "party" and n.id]
        people = [n for n in names if n.sort == "person" and n.id]
        span = [one.start, one.end]
        for figure in find_figures(words, article.language):
            yield from _of_figure(figure, words, firms, span)
        if len(firms) >= 2 and _TALKS.search(words):
            parties = sorted({str(n.id) for n in firms[:2]})
            fields = {"parties": parties, "deal_type": "talks", "status": "in_talks"}
            yield _claim("deal", span, fields)
        if firms and people and _CHIEF.search(words):
            who = {"person": people[0].id, "company": firms[0].id}
            yield _claim("role", span, {**who, "title": "ceo", "status": "current"})


def _of_figure(
    figure: Figure, words: str, firms: list[NameFound], span: list[int]
) -> Iterator[dict[str, Any]]:
    if not firms:
        return
    if figure.measure == "percent" and len(firms) >= 2 and _STAKE.search(words):
        before = [n for n in firms if n.end <= figure.start]
        holder = before[0] if before else firms[0]
        held = next((n for n in firms if n.start > figure.end), firms[-1])
        if holder.id != held.id:
            fields = {"holder": holder.id, "held": held.id, "percent": figure.value}
            yield _claim("stake", span, fields | {"stake_kind": "equity"})
    elif figure.measure == "count" and figure.value >= 500:
        said = {"company": firms[0].id, "value": figure.value}
        if _JOBS.search(words):
            yield _claim(
                "plan_target", span, said | {"metric": "jobs_cut", "unit": "jobs"}
            )
        elif _SOLD.search(words):
            kind = "plan_target" if _PLAN.search(words) else "sales"
            yield _claim(kind, span, said | {"metric": "sales", "unit": "vehicles"})


def _claim(kind: str, span: list[int], fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind,
        "normalised": fields,
        "span": span,
        "modality": "fact",
        "polarity": "+",
        "attribution": [],
        "probability": 1.0,
    }
