"""An article and a model → claims that the text bears out, beside those of our readers.

Where both say the same there is one claim; where they differ over the same words, one
with two readings, ours first; what only the model found is a claim of its own, without
a probability, since nobody reckoned one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from keiretsu.news.articles.article import Article
from keiretsu.news.articles.language import READ
from keiretsu.news.claims.claim import Claim, fields_by_kind, one_of_two
from keiretsu.news.claims.two_readings import overlap
from keiretsu.news.llm.asking import Asker
from keiretsu.news.llm.checking import Checker, Refused
from keiretsu.news.llm.forms import (
    Filled,
    Found,
    as_data,
    mark_of,
    passages,
    to_fill,
    to_find,
)

MOST_AT_ONCE = 12_000
"""Characters of an article that a model is shown at once."""
MOST_PARTS = 4
"""Parts of an article that a model is shown; of a longer one it sees the beginning."""

_TELLING = {
    "stake": ("holder", "held", "percent"),
    "deal": ("parties", "status", "deal_type"),
    "plan_target": ("company", "metric", "value"),
    "sales": ("company", "metric", "value", "period"),
    "product": ("maker", "model"),
    "role": ("person", "company", "title"),
    "quote": ("speaker",),
    "legal": ("concern", "parties"),
}
"""Fields that tell claims of one kind apart."""
_WORDS = {"status", "deal_type", "metric", "title", "concern", "period"}
"""Those of them that many claims share."""


@dataclass(frozen=True, kw_only=True)
class ModelReading:
    """What came of reading an article with a model.

    Attributes
    ----------
    claims
        The claims of our readers and of the model, in the order of the text.
    refused
        What the model said and the text does not bear out, in words.
    """

    claims: tuple[Claim, ...]
    refused: tuple[str, ...] = field(default=(), repr=False)


def read_with(article: Article, claims: Sequence[Claim], asker: Asker) -> ModelReading:
    """Read an article with a model beside our readers.

    Parameters
    ----------
    article
        An article in one of the languages read; of another the claims stay as they are.
    claims
        What our readers claim of it.
    asker
        What asks the model.

    Raises
    ------
    DataError
        If the model does not answer; the claims of our readers stand.
    """
    if article.language not in READ or not article.body:
        return ModelReading(claims=tuple(claims))
    checker = Checker(article)
    found: list[Claim] = []
    refused: list[str] = []
    for text in _parts(article):
        for claim in _read(text, checker, asker, refused):
            if all(claim.key != one.key for one in found):
                found.append(claim)
    return ModelReading(claims=joined(article, claims, found), refused=tuple(refused))


def joined(
    article: Article, ours: Sequence[Claim], theirs: Sequence[Claim]
) -> tuple[Claim, ...]:
    """Return the claims of our readers and of a model as one list.

    Parameters
    ----------
    article
        The article.
    ours, theirs
        Claims of our readers, and of the model.
    """
    kept, more = list(ours), []
    for claim in theirs:
        near = [n for n, one in enumerate(kept) if _of_the_same(one, claim)]
        known = {choice.key for one in kept for choice in one.choices}
        if claim.key in known or any(not _differs(kept[n], claim) for n in near):
            continue
        at = next((n for n in near if not kept[n].readings), None)
        if at is None:
            more.append(claim)
        else:
            kept[at] = one_of_two(kept[at], claim)
    ordered = sorted((*kept, *more), key=lambda c: (c.span, c.kind))
    return tuple(
        replace(one, id=f"{article.id}-c{n:02d}") for n, one in enumerate(ordered, 1)
    )


def _of_the_same(ours: Claim, theirs: Claim) -> bool:
    """Whether two claims are about the same: of one kind, in the same words.

    They share a company or a figure; what shares nothing is another claim of the words.
    """
    return (
        ours.kind == theirs.kind
        and overlap(ours, theirs)
        and bool(_told(ours) & _told(theirs))
    )


def _differs(ours: Claim, theirs: Claim) -> bool:
    """Whether two claims contradict each other in what tells them apart.

    What only one of them says is no contradiction.
    """
    return all(
        any(
            one.normalised.get(name) not in (None, theirs.normalised.get(name))
            and theirs.normalised.get(name) is not None
            for name in _TELLING[ours.kind]
        )
        for one in ours.choices
    )


def _told(claim: Claim) -> set[object]:
    """Return the companies, people and figures that a claim names."""
    return {
        value
        for one in claim.choices
        for name in _TELLING[claim.kind]
        for value in _each(one.normalised.get(name))
        if name not in _WORDS
    }


def _each(value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _read(
    text: str, checker: Checker, asker: Asker, refused: list[str]
) -> Iterator[Claim]:
    """Yield the claims of a part that the text bears out, in two steps."""
    mark = mark_of(text)
    data = as_data(text, mark)
    spans: list[tuple[str, tuple[int, int], str]] = []
    for one in asker.ask(to_find(mark), data, Found).claims:
        try:
            spans.append((one.kind, checker.span(one.quote), one.quote))
        except Refused as error:
            refused.append(f"{one.quote[:60]!r}: {error}")
    if not spans:
        return
    asked = passages([(kind, quote) for kind, _, quote in spans])
    kinds = [kind for kind, *_ in spans]
    answer = asker.ask(to_fill(mark, _known(kinds)), f"{data}\n{asked}", Filled)
    for said in answer.claims:
        if not 1 <= said.number <= len(spans):
            refused.append(f"number {said.number}: nothing was found under it")
            continue
        kind, span, quote = spans[said.number - 1]
        try:
            yield checker.claim(kind, span, said)
        except Refused as error:
            refused.append(f"{quote[:60]!r}: {error}")


def _known(kinds: Sequence[str]) -> list[str]:
    every = fields_by_kind()
    return [kind for kind in kinds if kind in every]


def _parts(article: Article) -> Iterator[str]:
    """Yield the body of an article, as much at once as a model is shown."""
    held, parts = "", 0
    for start, end in article.body:
        for a in range(start, end, MOST_AT_ONCE):
            piece = article.text[a : min(end, a + MOST_AT_ONCE)]
            if held and len(held) + len(piece) > MOST_AT_ONCE:
                yield held
                parts += 1
                held = ""
            if parts == MOST_PARTS:
                return
            held = f"{held}\n\n{piece}" if held else piece
    if held:
        yield held
