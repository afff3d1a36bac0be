"""Competition: costs from prices, and the prices that makers set."""

from keiretsu.competition.batch import Batch, simulate
from keiretsu.competition.bertrand import recover_costs, solve_prices
from keiretsu.competition.calibrate import alpha_from_margins, unit_margins
from keiretsu.competition.equilibrium import Equilibrium, first_order_residual
from keiretsu.competition.pairs import Pairs, pair_up
from keiretsu.competition.pass_through import pass_through

__all__ = [
    "Batch",
    "Equilibrium",
    "Pairs",
    "alpha_from_margins",
    "first_order_residual",
    "pair_up",
    "pass_through",
    "recover_costs",
    "simulate",
    "solve_prices",
    "unit_margins",
]
