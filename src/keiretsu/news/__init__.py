"""News: a page becomes an `Article`, an article becomes `Claim`s, claims a `Tie`."""

from keiretsu.news.article import Article, read_article
from keiretsu.news.claim import Claim
from keiretsu.news.claims import read_claims
from keiretsu.news.contradictions import Contradiction, contradictions
from keiretsu.news.tie import Tie, tie_of

__all__ = [
    "Article",
    "Claim",
    "Contradiction",
    "Tie",
    "contradictions",
    "read_article",
    "read_claims",
    "tie_of",
]
