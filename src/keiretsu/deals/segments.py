"""In which segments the parties of a deal meet, for screens beside the whole market."""

from __future__ import annotations

from keiretsu.deals.deal import Deal
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.where import both_sell
from keiretsu.landscape import Landscape
from keiretsu.market import Market, by_segment, catalogue, load_market


def segments_to_screen(deal: Deal, landscape: Landscape) -> tuple[Market, ...]:
    """Return the segments of bundled markets by model in which two parties sell.

    Of each jurisdiction the newest market that names segments is cut up. Segments are
    those of the trade press, not markets that an authority has defined.
    """
    newest: dict[str, Market] = {}
    for entry in catalogue():
        if entry.level == "model":
            held = newest.get(entry.jurisdiction)
            market = load_market(entry.name)
            if held is None or held.period[-4:] < market.period[-4:]:
                newest[entry.jurisdiction] = market
    known = with_known_parties(deal, landscape, tuple(newest.values()))
    makers = dict.fromkeys(f for market in newest.values() for f in market.firms)
    change = reorganise(known, landscape, makers)
    return tuple(
        segment
        for market in newest.values()
        for segment in by_segment(market)
        if both_sell(change, segment)
    )
