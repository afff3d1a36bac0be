"""News: a page becomes an `Article`, an article becomes `Claim`s, claims a `Tie`."""

from keiretsu.news.articles.article import Article, read_article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.contradictions import Contradiction, contradictions
from keiretsu.news.claims.main_deal import Tie, tie_of
from keiretsu.news.pipeline import read_claims

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
