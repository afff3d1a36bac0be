"""Markets: product tables checked on entry, bundled and imported."""

from keiretsu.market.market import Market

__all__ = ["Market"]
