"""What several pages say of one thing: counted, in order, and side by side."""

from keiretsu.news.corroboration.histories import DealHistory, DealStep
from keiretsu.news.corroboration.merge import Disagreement, Merged, merge_pages
from keiretsu.news.corroboration.pages import Page, Telling
from keiretsu.news.corroboration.propositions import Proposition

__all__ = [
    "DealHistory",
    "DealStep",
    "Disagreement",
    "Merged",
    "Page",
    "Proposition",
    "Telling",
    "merge_pages",
]
