"""Demand from evidence: margins, elasticities, diversion, second choices."""
