"""Where demand comes from: the literature, evidence, an estimate, the user."""

from keiretsu.deals.demand_models.assumed import FORMS, Form
from keiretsu.deals.demand_models.choose import DemandChoice, demand_source
from keiretsu.deals.demand_models.model import DemandModel, DemandSource

__all__ = [
    "FORMS",
    "DemandChoice",
    "DemandModel",
    "DemandSource",
    "Form",
    "demand_source",
]
