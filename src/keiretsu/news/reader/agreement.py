"""Which claims of the patterns stand: those that nothing speaks against.

Patterns are sure of all that they find. Where their sentence names a company that is
not in the claim, and not one that is, the claim was mostly carried over from another
sentence; and where the trained reader sees another claim in the same words, that is
mostly right. Neither counts where the trained reader sees the claim itself too, nor
where the text has a hole, which only patterns see.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.two_readings import is_swapped, overlap
from keiretsu.news.reader.document import Document
from keiretsu.news.reader.named import identifier_of
from keiretsu.news.reader.trained import subject
from keiretsu.news.text.mentions import slug

SEEN = 0.1
"""Probability from which the trained reader sees a claim too."""
OTHERWISE = 0.5
"""Probability from which it sees another claim in the same words."""
_HANGS_ON = {
    "stake": "percent",
    "plan_target": "value",
    "sales": "value",
    "role": "person",
    "product": "model",
}
"""What cannot be said twice in the same words, by kind."""
_PARTIES = ("holder", "held", "company", "maker", "parties")


def standing(
    written: Iterable[Claim],
    judged: Sequence[Claim],
    documents: Sequence[Document],
    sure: float | None = None,
) -> Iterator[Claim]:
    """Yield the claims of the patterns that nothing speaks against.

    Parameters
    ----------
    written
        Claims of the patterns.
    judged
        All that the trained reader sees, however unsure.
    documents
        The article made ready.
    sure
        Probability that is enough for the trained reader to see a claim; `SEEN` where
        it is more, or None.
    """
    needed = SEEN if sure is None else min(sure, SEEN)
    for claim in written:
        same = [c for c in judged if _is_same(c, claim) or is_swapped(c, claim)]
        if claim.unresolved or _surest(same) >= needed:
            yield claim
            continue
        others = (c for c in judged if c not in same and _excludes(c, claim))
        if _surest(others) < OTHERWISE and not _of_others(claim, documents):
            yield claim


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
