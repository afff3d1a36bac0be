"""Pages from the network, fetched so that a stranger's server can do no harm."""

from keiretsu.news.fetching.fetch import Fetched, fetch
from keiretsu.news.fetching.limits import Limits

__all__ = ["Fetched", "Limits", "fetch"]
