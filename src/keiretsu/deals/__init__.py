"""Deals: a what-if as data, and what it does."""
