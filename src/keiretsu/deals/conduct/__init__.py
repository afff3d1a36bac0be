"""How makers compete: prices, quantities, bargains, auctions, coordination."""

from keiretsu.deals.conduct.conduct import Conduct, Solved, conduct_named
from keiretsu.deals.conduct.plain_logit import Auction, Bargaining, QuantitySetting
from keiretsu.deals.conduct.price_setting import Coordination, PriceSetting

__all__ = [
    "Auction",
    "Bargaining",
    "Conduct",
    "Coordination",
    "PriceSetting",
    "QuantitySetting",
    "Solved",
    "conduct_named",
]
