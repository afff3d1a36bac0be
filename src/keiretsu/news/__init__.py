"""News: page → `Article` → `Claim`s → the `ReportedDeal` that they are about."""

from keiretsu.news.articles.article import Article, read_article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.contradictions import Contradiction, contradictions
from keiretsu.news.claims.main_deal import ReportedDeal, deals_to_choose, main_deal
from keiretsu.news.pipeline import read_claims

__all__ = [
    "Article",
    "Claim",
    "Contradiction",
    "ReportedDeal",
    "contradictions",
    "deals_to_choose",
    "main_deal",
    "read_article",
    "read_claims",
]
