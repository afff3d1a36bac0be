"""Where claims of the news meet the facts of the landscape.

The news may not know the landscape, and the landscape knows no articles: this room is
the first that sees both. `compare` says what a claim tells that the facts of its day do
not.
"""

from keiretsu.review.compare.compare import compare, compare_page
from keiretsu.review.compare.comparison import Backing, Comparison

__all__ = ["Backing", "Comparison", "compare", "compare_page"]
