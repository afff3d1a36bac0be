"""Conduct other than prices set at once: quantities, auctions, bargaining, cartels."""
