"""What a reader of one kind hands back: a claim before it has an identifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keiretsu.news.articles.article import Article
from keiretsu.news.text.attribution import Attribution
from keiretsu.news.text.mentions import Mention
from keiretsu.news.text.sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One proposition found in one sentence.

    Attributes
    ----------
    kind
        Kind of the claim.
    sentence
        Where it was found.
    start, end
        Its place in `sentence.marked`.
    fields
        What it says; None where not said.
    attribution
        Who says so and how firmly.
    unresolved
        Fields that a hole in the text leaves open.
    settled
        Whether it was known before the report it stands in, and so is not denied
        with it.
    """

    kind: str
    sentence: Sentence
    start: int
    end: int
    fields: Mapping[str, Any]
    attribution: Attribution
    unresolved: tuple[str, ...] = ()
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An article being read: what every reader of a kind may look at.

    Attributes
    ----------
    article
        The article.
    sentences
        Its sentences, in order.
    """

    article: Article
    sentences: tuple[Sentence, ...]

    def subject_before(self, number: int, place: int | None = None) -> str | None:
        """Return the company that a sentence speaks of, up to a place in it.

        It is the first company of the sentence, else of the nearest one before, else of
        the title.
        """
        here = self.sentences[number]
        end = len(here.marked) if place is None else place
        for _, one in here.within(0, end, "C"):
            return one.id
        for earlier in reversed(self.sentences[max(0, number - 4) : number]):
            for _, one in earlier.within(0, len(earlier.marked), "C"):
                if not _is_object(earlier, one):
                    return one.id
        return None


def _is_object(sentence: Sentence, mention: Mention) -> bool:
    """Whether a company is only compared with or spoken against."""
    before = sentence.text[max(0, mention.start - sentence.start - 24) :][
        :24
    ].casefold()
    return any(w in before for w in ("rival", "unlike", "compared with", "such as"))


Reader = Callable[[Reading, int], Iterator[Draft]]
"""Reads sentence number n of an article for claims of one kind."""
