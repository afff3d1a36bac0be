"""Facts to and from the files of others: CSV, FollowTheMoney, BODS and GraphML.

What travels is statements: rows of the tables of facts, each with its source. A format
has one module, with reading and writing side by side, and says what it cannot hold.
"""

from keiretsu.landscape.exchange.formats import FORMATS, Format, format_of, read_path
from keiretsu.landscape.exchange.loss import ImportResult, Loss
from keiretsu.landscape.exchange.selection import in_force, recorded

__all__ = [
    "FORMATS",
    "Format",
    "ImportResult",
    "Loss",
    "format_of",
    "in_force",
    "read_path",
    "recorded",
]
