"""Everything that one report says, gathered; nothing is computed or drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from keiretsu.deals.answers import told
from keiretsu.deals.deal import Deal
from keiretsu.deals.effects import Effects
from keiretsu.deals.ladder import Rung
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.parts import not_told_apart
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.required import RequiredSaving
from keiretsu.deals.shocks import ShockEffects
from keiretsu.deals.unseen import NO_SELLERS, Unseen, unseen
from keiretsu.deals.where import party_firms
from keiretsu.landscape.analysis.freshness import dates_said, newest
from keiretsu.plain import to_json
from keiretsu.report.standing import Standing
from keiretsu.units import written
from keiretsu.words import CARS

if TYPE_CHECKING:
    from keiretsu.landscape.landscape import Landscape
    from keiretsu.news.articles.article import Article
    from keiretsu.news.claims.claim import Claim
    from keiretsu.rules.assessment import Assessment


@dataclass(frozen=True, kw_only=True)
class Report:
    """One deal, what it does, what authorities would make of it, and what was reported.

    Attributes
    ----------
    deal, effects
        The deal and its effects by market and reading of control.
    assessment
        Concentration and verdicts by market; None where rules were not asked.
    landscape
        The landscape of the deal's day, or None.
    claims, article
        What an article claims, and the article; empty where there was none.
    remarks
        What a reader must know of the deal itself, as that no size is stated.
    from_article
        Whether the article named the deal.
    reported_kind
        What the article calls the tie: `alliance`, `stake`; empty without an article.
    stands
        How the tie stands by the claims of the article, one of `Standing`.
    ladder
        Deals from talks to a merger, where the article states no size; the report's own
        deal and effects are then those of its last rung.
    shocks
        What else hit the market that the headline speaks of.
    required
        What would have to be saved there for buyers not to lose; None where they do not
        lose, or no market was computed.
    places
        Markets that were named, in the words of whoever asked; none where those are
        taken where the parties meet.
    asked
        Further words of the command line that asked for it: what its box repeats.
    """

    deal: Deal
    effects: Effects
    assessment: Assessment | None = None
    landscape: Landscape | None = None
    claims: tuple[Claim, ...] = ()
    article: Article | None = None
    remarks: tuple[str, ...] = ()
    from_article: bool = False
    reported_kind: str = ""
    stands: Standing = "reported"
    ladder: tuple[Rung, ...] = ()
    shocks: tuple[ShockEffects, ...] = ()
    required: RequiredSaving | None = None
    places: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Report: {self.deal.sentence}, {written(self.deal.on)}>"

    def label(self, identifier: str) -> str:
        """Return what people call a company; its identifier without a landscape."""
        return (
            identifier if self.landscape is None else self.landscape.label(identifier)
        )

    @property
    def dates(self) -> str:
        """The day of the deal and the date of the newest fact, in words."""
        if self.landscape is None:
            return f"as of {written(self.deal.on)}"
        return f"as {dates_said(self.landscape)}".replace("as on", "as of", 1)

    @cached_property
    def unseen(self) -> tuple[Unseen, ...]:
        """Home markets of a party that do not name it, where another party sells."""
        if self.landscape is None or self.effects.words != CARS:
            return ()
        return unseen(self.deal, self.landscape)

    @property
    def unseen_said(self) -> str:
        """The largest of these in a sentence, or nothing."""
        if not self.unseen:
            return ""
        return f"They may meet unseen in {self.unseen[0].words}."

    @cached_property
    def within_one_group(self) -> bool:
        """Whether the deal moves shares inside one group only, before and after."""
        if self.landscape is None:
            return False
        return reorganise(self.deal, self.landscape).within_one_group

    @cached_property
    def makers(self) -> Mapping[str, set[str]]:
        """The makers among the parties, with the companies whose sales are their own.

        Without a landscape none are known.
        """
        if self.landscape is None:
            return {}
        named = {firm for one in self.effects.markets for firm in one.market.firms}
        known = self.landscape.companies
        parties = party_firms(reorganise(self.deal, self.landscape, named))
        return {
            head: firms
            for head, firms in parties.items()
            if not (head in known and known[head].kind in NO_SELLERS)
        }

    @cached_property
    def unnamed(self) -> tuple[str, ...]:
        """What people call the makers whose products no market names, and such brands.

        Of them no effect can be computed, which is not to say that there is none.
        """
        if self.landscape is None:
            return ()
        named = {firm for one in self.effects.markets for firm in one.market.firms}
        makers = tuple(
            self.deal.label(head)
            for head, firms in self.makers.items()
            if not firms & named
        )
        markets = {one.market.name: one.market for one in self.effects.markets}
        parts = [set(not_told_apart(self.deal, one)) for one in markets.values()]
        return (*makers, *sorted(set.intersection(*parts) if parts else ()))

    @property
    def known_parties(self) -> tuple[str, ...]:
        """The parties that the landscape knows; a market's own makers are not."""
        if self.landscape is None:
            return ()
        known = self.landscape.companies
        return tuple(party for party in self.deal.parties if party in known)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, ready for JSON.

        Prices and shares of single products are left to `keiretsu deal run --json`;
        here stand the answers, the verdicts, the claims and the inputs.
        """
        return {
            "deal": self.deal.to_dict(),
            "sentence": self.deal.sentence,
            "remarks": list(self.remarks),
            "unseen": [one.words for one in self.unseen],
            "ladder": [_rung(one) for one in self.ladder],
            "shocks": [_shock(one) for one in self.shocks],
            "required_saving": None
            if self.required is None
            else to_json(self.required) | {"sentence": self.required.sentence},
            "effects": [_market(self.deal, one) for one in self.effects.markets],
            "assessment": to_json(self.assessment),
            "claims": [to_json(claim) for claim in self.claims],
            "article": _article(self.article),
            **({} if self.landscape is None else newest(self.landscape)),
            "inputs": to_json(self.effects.inputs),
        }


def _rung(rung: Rung) -> dict[str, Any]:
    effects = rung.effects
    markets = () if effects is None else effects.markets
    return {
        "label": rung.label,
        "note": rung.note,
        "deal": None if rung.deal is None else rung.deal.to_dict(),
        "effects": [_market(effects.deal, one) for one in markets] if effects else [],
    }


def _shock(found: ShockEffects) -> dict[str, Any]:
    shock = found.shock
    return {
        "name": shock.name,
        "since": shock.since.isoformat(),
        "step": shock.step.to_dict(),
        "source": shock.source,
        "electric_cars": list(found.electric),
        "markets": [{"market": e.market.name, **told(e)} for e in found.effects],
    }


def _market(deal: Deal, effects: MarketEffects) -> dict[str, Any]:
    return {
        "market": effects.market.name,
        "title": effects.market.title,
        "reading": effects.reading,
        "relative": effects.relative,
        "currency": effects.market.currency,
        **told(effects),
        "profits_before": to_json(effects.profits_before),
        "profits_after": to_json(effects.profits_after),
        "demand": effects.demand,
        "parameters": {
            name: {"value": value, "source": source}
            for name, (value, source) in effects.parameters.items()
        },
        "solution": to_json(effects.solution),
        "draws": len(effects.draws.surplus_change) if effects.draws else 0,
        "failed_draws": effects.draws.failed if effects.draws else 0,
        "seed": effects.draws.seed if effects.draws else None,
    }


def _article(article: Article | None) -> dict[str, Any] | None:
    if article is None:
        return None
    return {
        "id": article.id,
        "title": article.title,
        "date": to_json(article.date),
        "publisher": article.publisher,
        "url": article.url,
    }
