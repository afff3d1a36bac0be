"""Looking back: what keiretsu would have said of past deals, and what happened."""

from keiretsu.backtest.case import Case, Kind, Score, counts
from keiretsu.backtest.looking_back import backtest

__all__ = ["Case", "Kind", "Score", "backtest", "counts"]
