"""Competition: costs from prices, and the prices that makers set."""

from keiretsu.competition.bertrand import (
    equilibria,
    recover_costs,
    solve_deals,
    solve_prices,
)
from keiretsu.competition.calibration.aids import calibrate_aids
from keiretsu.competition.calibration.choice import (
    calibrate_ces,
    calibrate_logit,
    calibrate_no_outside_good,
)
from keiretsu.competition.calibration.evidence import Evidence, FitRow
from keiretsu.competition.calibration.least_squares import Calibration
from keiretsu.competition.calibration.linear import (
    calibrate_linear,
    calibrate_loglinear,
)
from keiretsu.competition.calibration.margins import alpha_from_margins, unit_margins
from keiretsu.competition.calibration.nests_and_tastes import (
    calibrate_generalized,
    calibrate_mixed,
    calibrate_two_level,
)
from keiretsu.competition.comparative_statics.bands import Bands, Interval
from keiretsu.competition.comparative_statics.pass_through import pass_through
from keiretsu.competition.comparative_statics.sensitivity import (
    Sensitivity,
    sensitivity,
)
from keiretsu.competition.comparative_statics.uncertainty import (
    Experiment,
    delta_bands,
    draw_bands,
)
from keiretsu.competition.comparative_statics.variance import Indices, sobol_indices
from keiretsu.competition.conduct.bargaining import (
    solve_bargaining,
    unit_bargaining_markups,
)
from keiretsu.competition.conduct.best_response import Response, best_response
from keiretsu.competition.conduct.collusion import (
    Collusion,
    assess_collusion,
    cartel_weights,
    critical_discount_factors,
)
from keiretsu.competition.conduct.cost_curves import AffineCosts, CostCurves
from keiretsu.competition.conduct.cournot import (
    CournotEquilibrium,
    slope_from_margins,
    solve_cournot,
)
from keiretsu.competition.conduct.logit_cournot import (
    recover_cournot_costs,
    solve_logit_cournot,
    unit_cournot_markups,
)
from keiretsu.competition.conduct.second_score_auction import (
    AuctionOutcome,
    alpha_from_auction_margins,
    auction_margins,
    solve_auctions,
)
from keiretsu.competition.conduct.stackelberg import solve_stackelberg
from keiretsu.competition.conduct.supply_chain import Chain, Level, solve_chain
from keiretsu.competition.conduct.surplus_division import (
    nash_bargaining,
    nash_in_nash,
    shapley_value,
)
from keiretsu.competition.counterfactuals.entry import (
    Worth,
    solve_offered,
    worth_of_products,
)
from keiretsu.competition.counterfactuals.hypothetical_monopolist import (
    monopolist_rises,
)
from keiretsu.competition.counterfactuals.line_sets import (
    StableLines,
    fixed_cost_bounds,
    stable_lines,
)
from keiretsu.competition.counterfactuals.outcome import Outcome
from keiretsu.competition.counterfactuals.product_lines import Line, settle_lines
from keiretsu.competition.counterfactuals.scenario import Scenario
from keiretsu.competition.counterfactuals.taxes import Taxes, taxes_by_maker
from keiretsu.competition.deviations import Deviation, best_deviation
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.firm_nests import FirmNests, firm_nests_of
from keiretsu.competition.first_order import (
    first_order_residual,
    first_order_residuals,
)
from keiretsu.competition.many_equilibria import Equilibria
from keiretsu.competition.ownership import (
    ownership_to_weights,
    weights_to_ownership,
)
from keiretsu.competition.solvers.nested_logit.many_demands import (
    DemandBatch,
    solve_many_demands,
)

__all__ = [
    "AffineCosts",
    "AuctionOutcome",
    "Bands",
    "Calibration",
    "Chain",
    "Collusion",
    "CostCurves",
    "CournotEquilibrium",
    "DemandBatch",
    "Deviation",
    "Equilibria",
    "Equilibrium",
    "Evidence",
    "Experiment",
    "FirmNests",
    "FitRow",
    "Indices",
    "Interval",
    "Level",
    "Line",
    "Outcome",
    "Response",
    "Scenario",
    "Sensitivity",
    "StableLines",
    "Taxes",
    "Worth",
    "alpha_from_auction_margins",
    "alpha_from_margins",
    "assess_collusion",
    "auction_margins",
    "best_deviation",
    "best_response",
    "calibrate_aids",
    "calibrate_ces",
    "calibrate_generalized",
    "calibrate_linear",
    "calibrate_logit",
    "calibrate_loglinear",
    "calibrate_mixed",
    "calibrate_no_outside_good",
    "calibrate_two_level",
    "cartel_weights",
    "critical_discount_factors",
    "delta_bands",
    "draw_bands",
    "equilibria",
    "firm_nests_of",
    "first_order_residual",
    "first_order_residuals",
    "fixed_cost_bounds",
    "monopolist_rises",
    "nash_bargaining",
    "nash_in_nash",
    "ownership_to_weights",
    "pass_through",
    "recover_costs",
    "recover_cournot_costs",
    "sensitivity",
    "settle_lines",
    "shapley_value",
    "slope_from_margins",
    "sobol_indices",
    "solve_auctions",
    "solve_bargaining",
    "solve_chain",
    "solve_cournot",
    "solve_deals",
    "solve_logit_cournot",
    "solve_many_demands",
    "solve_offered",
    "solve_prices",
    "solve_stackelberg",
    "stable_lines",
    "taxes_by_maker",
    "unit_bargaining_markups",
    "unit_cournot_markups",
    "unit_margins",
    "weights_to_ownership",
    "worth_of_products",
]
