"""Where annotated claims are lost on their way: name, figure, part, or the judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from keiretsu.news.reader.document import Document
from keiretsu.spelling import fold
from training.news.corpus import names
from training.news.scoring import key_agrees, party

STAGES = (
    "name not written",
    "name not found",
    "name means another",
    "figure or title",
    "no draft",
    "other draft",
    "too unsure",
    "claimed",
)
"""What becomes of an annotated claim: the first stage at which it is lost."""
_NAMED = ("holder", "held", "company", "maker", "person", "speaker")
_SORTS = {"percent": ("percent", "count"), "title": ("title",)}
Claim = Mapping[str, Any]


def lost(
    document: Document,
    gold: Sequence[Claim],
    said: Sequence[Claim],
    levels: Mapping[str, float],
) -> Iterator[str]:
    """Yield of each annotated claim of an article one of `STAGES`.

    Parameters
    ----------
    document
        The article as the reader sees it.
    gold, said
        Its claims as annotated, and every draft as a claim, however improbable.
    levels
        By kind, the least probability with which something is claimed.
    """
    for claim in gold:
        right = [s for s in said if s["kind"] == claim["kind"] and key_agrees(claim, s)]
        if right:
            best = max(s["probability"] for s in right)
            if best >= levels.get(claim["kind"], 1.0):
                yield "claimed"
            else:
                yield "too unsure" if best > 0 else "other draft"
        else:
            yield _before_drafts(document, claim)


def _before_drafts(document: Document, claim: Claim) -> str:
    fields = claim["normalised"]
    wanted = [fields[f] for f in _NAMED if fields.get(f)]
    wanted += list(fields.get("parties") or ())
    stages = [_of_name(document, w) for w in wanted if w != "anon"]
    for stage in STAGES[:3]:
        if stage in stages:
            return stage
    return "no draft" if _anchored(document, claim) else "figure or title"


def _of_name(document: Document, identifier: str) -> str | None:
    """Return how a name was lost, None if it was not."""
    if any(party(e) == party(identifier) for e in document.entities):
        return None
    known = names().get(identifier, frozenset()) | {fold(identifier)}
    surfaces = {
        fold(document.text[n.start : n.end])
        for n in document.nodes
        if n.entity is not None
    }
    if surfaces & known:
        return "name means another"
    whole = fold(document.text)
    return "name not found" if any(k in whole for k in known) else "name not written"


def _anchored(document: Document, claim: Claim) -> bool:
    """Whether the figure or title of a claim's key is a node of the document."""
    fields, kind = claim["normalised"], claim["kind"]
    if kind == "role":
        a, b = claim["span"]
        return any(
            n.sort == "title" and n.start < b + 60 and a - 60 < n.end
            for n in document.nodes
        )
    if kind == "quote":
        a, b = claim["span"]
        return any(
            n.sort == "quote" and n.start < b and a < n.end for n in document.nodes
        )
    value = fields.get("percent" if kind == "stake" else "value")
    if kind == "sales" and value is None:
        value = fields.get("change_pct")
    if kind not in {"stake", "sales", "plan_target"} or value is None:
        return True
    near = max(0.005 * abs(value), 0.051 if kind == "stake" else 0)
    return any(
        n.value is not None and abs(abs(value) - n.value) <= near
        for n in document.nodes
    )


def counted(stages: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Return how many claims of each kind were lost at each stage.

    Parameters
    ----------
    stages
        Kind and stage of each annotated claim.
    """
    found: dict[str, Counter[str]] = {}
    for kind, stage in stages:
        found.setdefault(kind, Counter())[stage] += 1
    return {
        kind: {stage: found[kind][stage] for stage in STAGES} for kind in sorted(found)
    }
