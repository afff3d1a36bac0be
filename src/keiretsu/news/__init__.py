"""News: a page becomes an `Article`, and an article becomes `Claim`s."""

from keiretsu.news.article import Article, read_article
from keiretsu.news.claim import Claim
from keiretsu.news.claims import read_claims

__all__ = ["Article", "Claim", "read_article", "read_claims"]
