"""News: page → `Article` → `Claim`s → the `ReportedDeal` that they are about.

What reads claims loads when it is first asked for: a report of no article needs none.
"""

from typing import TYPE_CHECKING, Any

from keiretsu.news.articles.article import Article, read_article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.contradictions import Contradiction, contradictions
from keiretsu.news.claims.main_deal import ReportedDeal, deals_to_choose, main_deal

if TYPE_CHECKING:
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

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Load the readers, once."""
        if name != "read_claims":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from keiretsu.news.pipeline import read_claims

        globals()[name] = read_claims
        return read_claims
