"""The main deal of an article: its parties and its kind.

A deal that may still come - rumoured, proposed, in talks, or only imagined - is what a
reader wants to see simulated; one that has ended is not, however often it is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.wording import DEAL_NOUNS, label_of
from keiretsu.units import percent as written

_WEIGHT = {
    "rumoured": 3.0,
    "proposed": 3.0,
    "in_talks": 2.5,
    "agreed": 2.0,
    None: 2.0,
    "denied": 1.5,
    "completed": 1.0,
    "terminated": 0.5,
}
_STAKE_WEIGHT = {"plan": 2.5, "hedged": 2.5, "denied": 1.5, "counterfactual": 1.5}


TIES_NAMED = 3
"""Ties between different parties that a person is shown to choose among."""


@dataclass(frozen=True, kw_only=True)
class ReportedDeal:
    """The deal that an article is mainly about.

    Attributes
    ----------
    parties
        Company identifiers, sorted; for a stake the holder, then the held.
    kind
        A `deal_type` of claims ("merger", "alliance"), or `stake`.
    percent
        Share that would be held, in percent, for a stake whose size is said.
    claims
        The claims that say so.
    """

    parties: tuple[str, ...]
    kind: str
    percent: float | None
    claims: tuple[Claim, ...]

    @property
    def noun(self) -> str:
        """What its kind is called, with an article: "a joint venture"."""
        return DEAL_NOUNS.get(self.kind, f"a {self.kind}")

    @property
    def sentence(self) -> str:
        """The deal in plain words."""
        who = " and ".join(label_of(p) for p in self.parties)
        if self.kind != "stake":
            return f"{who}: {self.noun}"
        size = "" if self.percent is None else f" of {written(self.percent / 100)}"
        return f"{who}: {self.noun}{size}"

    @property
    def is_denied(self) -> bool:
        """Whether every claim of it is denied, or says that it is not so."""
        return all(c.modality == "denied" or c.polarity == "-" for c in self.claims)

    @property
    def probability(self) -> float:
        """How probable the likeliest of its claims is; 1 where none has a probability.

        A claim that a person wrote or accepted has none.
        """
        told = [c.probability for c in self.claims if c.probability is not None]
        return max(told, default=1.0)

    def __repr__(self) -> str:
        return f"<ReportedDeal {self.sentence}, claims: {len(self.claims)}>"


def main_deal(claims: Iterable[Claim], year: int | None = None) -> ReportedDeal | None:
    """Return the deal that an article's claims are mainly about, None without one.

    Parameters
    ----------
    claims
        Claims of one article.
    year
        The year in which it was written, where that is known: what was agreed before
        the year that went before is told as background.
    """
    return next(iter(possible_deals(claims, year)), None)


def possible_deals(
    claims: Iterable[Claim], year: int | None = None
) -> tuple[ReportedDeal, ...]:
    """Return every deal that claims tell of, one of each parties, the main one first.

    What a claim weighs for a deal is how near the deal is, times how probable it is
    that the claim was read right.

    Parameters
    ----------
    claims, year
        See `main_deal`.
    """
    weights: dict[tuple[str, ...], float] = defaultdict(float)
    told: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        parties, weight = _counted(claim, year)
        if len(parties) < 2 or weight == 0:
            continue
        weight *= 0.5 if claim.polarity == "-" else 1 + 0.25 * len(claim.alt_spans)
        weights[parties] += weight * (
            1.0 if claim.probability is None else claim.probability
        )
        told[parties].append(claim)
    ordered = sorted(
        weights, key=lambda parties: (weights[parties], parties), reverse=True
    )
    return tuple(_reported(parties, told[parties]) for parties in ordered)


def deals_to_choose(
    claims: Iterable[Claim], year: int | None = None
) -> tuple[ReportedDeal, ...]:
    """Return the deals that a person may be asked to choose among, likeliest first.

    First stands what the article is mainly about, then the next between others, at most
    `TIES_NAMED`, then every reading of a claim that is read in two ways: of these the
    machine takes none.

    Parameters
    ----------
    claims, year
        Claims of one article, and the year in which it was written; see `main_deal`.
    """
    told = tuple(claims)
    asked = [deal for claim in told if claim.readings for deal in _readings(claim)]
    read = {deal.parties: deal for deal in asked}
    return (*possible_deals(told, year)[:TIES_NAMED], *read.values())


def _readings(claim: Claim) -> list[ReportedDeal]:
    """Return every reading of a claim as a deal, where one is a deal to come."""
    counted = [(choice, *_counted(choice)) for choice in claim.choices]
    if not any(weight for *_, weight in counted):
        return []
    return [_reported(who, [one]) for one, who, _ in counted if len(who) > 1]


def _counted(claim: Claim, year: int | None = None) -> tuple[tuple[str, ...], float]:
    """Whom a claim joins, and how much it tells of a deal to come."""
    said = claim.normalised
    if claim.kind == "deal":
        parties = tuple(sorted(said.get("parties", ())))
        status = "completed" if _is_past(claim, year) else said.get("status")
        return parties, _WEIGHT[status] * (0.5 if said.get("jv") else 1)
    if claim.kind == "stake" and said.get("holder") and said.get("held"):
        parties = tuple(sorted((said["holder"], said["held"])))
        moves = said.get("action") in {"acquires", "raises"}
        base = _STAKE_WEIGHT.get(claim.modality, 2.0) if moves else 0.0
        return parties, base
    return (), 0.0


def _is_past(claim: Claim, year: int | None) -> bool:
    """Whether a deal was agreed before the year that went before the article's."""
    said = claim.normalised
    dated = str(said.get("date", ""))[:4]
    if year is None or said.get("status") != "agreed" or not dated.isdecimal():
        return False
    return int(dated) < year - 1


def _reported(parties: tuple[str, ...], claims: list[Claim]) -> ReportedDeal:
    kinds: Counter[str] = Counter()
    for claim in claims:
        if claim.kind == "deal":
            kind = claim.normalised.get("deal_type") or "alliance"
            kinds["alliance" if kind == "talks" else kind] += 2
        else:
            kinds["stake"] += 3
    kind = max(kinds, key=lambda k: kinds[k])
    if kind != "stake":
        return ReportedDeal(
            parties=parties, kind=kind, percent=None, claims=tuple(claims)
        )
    stakes = [c for c in claims if c.kind == "stake"]
    sized = [c for c in stakes if "percent" in c.normalised] or stakes
    first = sized[0].normalised
    return ReportedDeal(
        parties=(first["holder"], first["held"]),
        kind="stake",
        percent=first.get("percent"),
        claims=tuple(claims),
    )
