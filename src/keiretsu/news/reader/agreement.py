"""How probable a claim of the patterns is, by what the trained reader sees of it.

Patterns are sure of all that they find. Mostly right are those that the trained reader
sees too; mostly wrong those that it does not see, quotations apart, those whose figure,
person or model it gives to somebody else, and those whose sentence names a company that
is not in the claim, and not one that is. The trained weights say how much each counts.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.two_readings import is_swapped, overlap
from keiretsu.news.reader.chances import logit
from keiretsu.news.reader.document import Document
from keiretsu.news.reader.named import identifier_of
from keiretsu.news.reader.trained import shipped, subject
from keiretsu.news.text.mentions import slug

KINDS = ("deal", "legal", "plan_target", "product", "quote", "role", "sales", "stake")
"""Kinds of claims, in the order of their clues."""
LIKELY = 0.5
"""Probability from which a claim of the patterns is claimed: rather right than not."""
_FAINTEST = 0.01
_NEAR = 60
"""Signs between two claims of one list."""
_HANGS_ON = {
    "stake": "percent",
    "plan_target": "value",
    "sales": "value",
    "role": "person",
    "product": "model",
}
"""What cannot be said twice in the same words, by kind."""
_PARTIES = ("holder", "held", "company", "maker", "parties")


def weighed(
    written: Iterable[Claim], judged: Sequence[Claim], documents: Sequence[Document]
) -> Iterator[Claim]:
    """Yield the claims of the patterns with their probabilities.

    Parameters
    ----------
    written
        Claims of the patterns.
    judged
        All that the trained reader sees, however unsure.
    documents
        The article made ready.
    """
    weights, every = shipped().patterns, list(written)
    for claim, seen in zip(every, clues(every, judged, documents), strict=True):
        score = float(np.dot(weights, seen))
        yield replace(claim, probability=round(1 / (1 + math.exp(-score)), 3))


def clues(
    written: Sequence[Claim], judged: Sequence[Claim], documents: Sequence[Document]
) -> list[list[float]]:
    """Return what tells how probable claims of the patterns are, by `CLUES`."""
    same = [[c for c in judged if _is_same(c, w) or is_swapped(c, w)] for w in written]
    seen = [_surest(own) for own in same]
    found = []
    for n, claim in enumerate(written):
        others = (c for c in judged if c not in same[n] and _excludes(c, claim))
        beside = [seen[m] for m in range(len(seen)) if _goes_on(written[m], claim)]
        found.append(
            [
                1.0,
                _odds(seen[n]),
                _odds(max(beside, default=0.0)),
                _surest(others),
                float(_of_others(claim, documents)),
                float(bool(claim.unresolved)),
                *(float(claim.kind == kind) for kind in KINDS),
            ]
        )
    return found


CLUES = (
    *("always", "seen", "seen beside", "seen otherwise", "of others", "has a hole"),
    *KINDS,
)


def _odds(chance: float) -> float:
    return float(logit(np.array([max(chance, _FAINTEST)]))[0])


def _goes_on(one: Claim, claim: Claim) -> bool:
    """Whether two claims are of one list: `5.1 % of Mazda, 4.9 % of Suzuki`."""
    near = min(abs(one.span[0] - claim.span[1]), abs(claim.span[0] - one.span[1]))
    first, own = next(_parties(one), None), next(_parties(claim), None)
    is_other = one.key != claim.key and one.kind == claim.kind
    return is_other and first == own is not None and near <= _NEAR


def _of_others(claim: Claim, documents: Sequence[Document]) -> bool:
    """Whether its sentence names a company not in the claim, and not all that are."""
    wanted = set(_parties(claim))
    named = _companies_about(claim.span, documents, ("party",))
    if all(one in wanted or _begins(one, wanted) for one in named):
        return False
    return not wanted <= _companies_about(claim.span, documents, ("party", "reference"))


def _is_same(claim: Claim, other: Claim) -> bool:
    """Whether two claims say the same of the same; the rest of them may differ."""
    if claim.kind != other.kind:
        return False
    if claim.kind == "quote":
        speakers = {one.normalised.get("speaker") for one in (claim, other)}
        return len(speakers) == 1 and overlap(claim, other)
    return _about(claim) == _about(other)


def _about(claim: Claim) -> Hashable:
    said = claim.normalised
    if claim.kind == "sales" and said.get("value") is not None:
        return said.get("company"), said.get("metric"), said["value"]
    if claim.kind == "role":
        return slug(said["person"]), said.get("company"), said.get("title")
    return subject(claim, both=True)


def _excludes(other: Claim, claim: Claim) -> bool:
    """Whether two claims give one figure, person or model to different companies."""
    if other.kind != claim.kind or not overlap(other, claim):
        return False
    field = _HANGS_ON.get(claim.kind)
    if field is not None and other.normalised.get(field) != claim.normalised.get(field):
        return False
    theirs, ours = set(_parties(other)), set(_parties(claim))
    return any(one not in ours and not _begins(one, ours) for one in theirs)


def _begins(company: str, others: Iterable[str]) -> bool:
    """Whether a longer name goes on where one ends: Subaru Tecnica, Subaru."""
    return any(other.startswith(f"{company}_") for other in others)


def _parties(claim: Claim) -> Iterator[str]:
    for field in _PARTIES:
        value = claim.normalised.get(field)
        yield from [value] if isinstance(value, str) else value or ()


def _companies_about(
    span: tuple[int, int], documents: Sequence[Document], sorts: Sequence[str]
) -> set[str]:
    """Return the companies that nodes of some sorts mean in the sentences there."""
    found: set[str] = set()
    for document in documents:
        about = {
            number
            for number, one in enumerate(document.sentences)
            if one.start < span[1] and span[0] < one.end
        }
        found |= {
            identifier_of(document.entities[node.entity])
            for node in document.nodes
            if node.sort in sorts and node.entity is not None and node.sentence in about
        }
    return found


def _surest(claims: Iterable[Claim]) -> float:
    return max((claim.probability or 0.0 for claim in claims), default=0.0)
