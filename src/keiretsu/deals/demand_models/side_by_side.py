"""Models beside a market's own: what they are, and whether the answer counts them.

No model of demand is known to be right, and a model year is a sample of one. The same
deal is therefore run under other forms of demand and in another year of the place; the
range of an answer is the union over those that count, and the others are shown with the
reason why they do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.demand_models.assumed import AssumedNestedLogit, Form
from keiretsu.deals.demand_models.model import DemandModel, DemandSource
from keiretsu.deals.demand_models.second_choices import (
    SecondChoices,
    answers_second_choices,
)
from keiretsu.deals.observed import Observed
from keiretsu.market import Market, at_newer_sales, catalogue, load_market

_NEWEST = 1
"""Other years of a place that are run beside."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A demand for a market, beside that market's own or in another year.

    Attributes
    ----------
    name
        The form in words.
    market
        Where it is run.
    source
        The demand.
    counts
        Whether the answer's range holds it.
    why
        Why it counts or not.
    variant
        Whether it is the market's own form with other values.
    drawn
        Whether there are draws of its parameters.
    """

    name: str
    market: Market
    source: DemandSource
    counts: bool
    why: str
    variant: bool = False
    drawn: bool = True


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Second choices where they are known, else nested logit, and others beside.

    Attributes
    ----------
    assumed
        Ranges from the literature, by country.
    """

    assumed: Assumptions
    name: Form = "side by side"

    def own(self, market: Market) -> DemandSource:
        """Return the demand of a market's point and draws."""
        nested = AssumedNestedLogit(assumed=self.assumed)
        if answers_second_choices(market):
            return SecondChoices(elsewhere=nested)
        return nested

    def model(self, observed: Observed) -> DemandModel:
        """Return the market's own demand."""
        return self.own(observed.market).model(observed)

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Return the draws of the market's own demand."""
        return self.own(observed.market).draws(observed, seed, count)

    def models(self, market: Market) -> tuple[Model, ...]:
        """Return what is run beside in a market and in the other years of its place."""
        years = tuple(other_years(market))
        return (*self._here(market), *(m for y in years for m in self._year(y)))

    def _here(self, market: Market) -> Iterator[Model]:
        if answers_second_choices(market):
            own = self.own(market)
            assert isinstance(own, SecondChoices)
            yield Model(
                name="second choices, figures read as probabilities",
                market=market,
                source=replace(own, figures="probabilities"),
                counts=True,
                why="the survey's figures may be read either way",
                drawn=False,
            )
            yield self._nested(market)
        if len(set(market.nests)) > 1:
            yield Model(
                name="plain logit",
                market=market,
                source=AssumedNestedLogit(assumed=self.assumed, nested=False),
                counts=False,
                why="it ignores second choices: whoever gives up a product turns to "
                "any other in proportion to what it sells",
            )
        if answers_second_choices(market):
            yield from self._at_newer_sales(market)
        place = self.assumed.of(market.jurisdiction)
        for variant in place.variants:
            everywhere = replace(place, places={}, as_read=None)
            yield Model(
                name=variant.name,
                market=market,
                source=AssumedNestedLogit(assumed=everywhere.varied(variant)),
                counts=variant.counts,
                why=variant.source.title,
                variant=True,
                drawn=False,
            )

    def _at_newer_sales(self, market: Market) -> Iterator[Model]:
        if (newer := at_newer_sales(market)) is not None:
            scaled, year = newer
            yield Model(
                name=f"second choices, at makers' sales of {year}",
                market=scaled,
                source=self.own(scaled),
                counts=False,
                why="models that came after are missing, and the mix inside each maker "
                "is an older one",
                drawn=False,
            )

    def _year(self, market: Market) -> Iterator[Model]:
        words = f"in {market.title.split(', ')[1]}"
        if answers_second_choices(market):
            yield Model(
                name=f"second choices, {words}",
                market=market,
                source=self.own(market),
                counts=True,
                why="another year of the same market",
            )
        if len(set(market.nests)) > 1:
            yield self._nested(market, f", {words}")

    def _nested(self, market: Market, words: str = "") -> Model:
        return Model(
            name=f"nested logit on segments{words}",
            market=market,
            source=AssumedNestedLogit(assumed=self.assumed),
            counts=True,
            why="parameters from the literature; buyers stay within trade segments as "
            "the nesting says",
        )


def other_years(market: Market) -> Iterator[Market]:
    """Yield other bundled years of a market that is bundled by model, newest first."""
    if _level(market.name) != "model":
        return
    others = [n for n in _by_model(market.jurisdiction) if n != market.name]
    yield from map(load_market, others[:_NEWEST])


@cache
def _level(name: str) -> str | None:
    return {entry.name: entry.level for entry in catalogue()}.get(name)


@cache
def _by_model(jurisdiction: str) -> tuple[str, ...]:
    entries = (e for e in catalogue() if e.level == "model")
    names = (e.name for e in entries if e.jurisdiction == jurisdiction)
    return tuple(sorted(names, reverse=True))
