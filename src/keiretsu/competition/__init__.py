"""Competition: costs from prices, and the prices that makers set."""

from keiretsu.competition.batch import Batch, simulate
from keiretsu.competition.bertrand import recover_costs, solve_prices
from keiretsu.competition.calibrate import alpha_from_margins, unit_margins
from keiretsu.competition.calibrate_aids import calibrate_aids
from keiretsu.competition.calibrate_choice import (
    calibrate_captive,
    calibrate_ces,
    calibrate_logit,
)
from keiretsu.competition.calibrate_linear import calibrate_linear, calibrate_loglinear
from keiretsu.competition.deal_batch import solve_deals
from keiretsu.competition.equilibrium import (
    Equilibria,
    Equilibrium,
    first_order_residual,
)
from keiretsu.competition.evidence import Evidence, FitRow
from keiretsu.competition.fitting import Calibration
from keiretsu.competition.general import equilibria
from keiretsu.competition.ownership import ownership_to_weights
from keiretsu.competition.pairs import Pairs, pair_up
from keiretsu.competition.pass_through import pass_through
from keiretsu.competition.sensitivity import Sensitivity, sensitivity

__all__ = [
    "Batch",
    "Calibration",
    "Equilibria",
    "Equilibrium",
    "Evidence",
    "FitRow",
    "Pairs",
    "Sensitivity",
    "alpha_from_margins",
    "calibrate_aids",
    "calibrate_captive",
    "calibrate_ces",
    "calibrate_linear",
    "calibrate_logit",
    "calibrate_loglinear",
    "equilibria",
    "first_order_residual",
    "ownership_to_weights",
    "pair_up",
    "pass_through",
    "recover_costs",
    "sensitivity",
    "simulate",
    "solve_deals",
    "solve_prices",
    "unit_margins",
]
